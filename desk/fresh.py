"""The gate before weighty acts: the officer shows anew who he is, and nothing he typed is lost on the way.

Two ways through the one gate. A step (`fresh=True`) carries the question in its own form (`asked`, `Again`). Any other
view takes the decorator `fresh_sign_in`: its first answer is a page that holds the sent form in hidden fields and
sends it again together with the password or code, so that it works without a script and keeps nothing on the server.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts import again
from accounts.secret import confirm

View = Callable[..., HttpResponse]

OWN = frozenset({"again_secret", "again_yes", "again_asked", "csrfmiddlewaretoken"})
"""The fields of the question itself: taken out before a view sees what was sent."""

ASKED, WRONG = 409, 400


class Again(forms.Form):
    """The question: a password or a code; where there is neither (a demo), a box to tick."""

    def __init__(self, request: HttpRequest) -> None:
        """Bound once the question has been put, so that its first sight shows no error."""
        self.request = request
        put = request.method == "POST" and "again_asked" in request.POST
        super().__init__(request.POST if put else None, label_suffix="")
        if again.plainly():
            self.fields["again_yes"] = forms.BooleanField(
                label=_("确认由本人办理"),
                help_text=_("登录已超过五分钟。演示中只须确认；正式使用时须再次输入密码或验证码。"),
                error_messages={"required": _("请确认由本人办理")},
            )
        else:
            self.fields["again_secret"] = forms.CharField(
                label=_("密码或动态验证码"),
                help_text=_("这一步须在五分钟内确认过身份，请再次输入登录密码或者验证器上的六位数字。"),
                max_length=128,
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
                error_messages={"required": _("请输入密码或动态验证码")},
            )

    def settled(self) -> bool:
        """Whether it was answered rightly; the session is fresh from then on."""
        if not self.is_bound or not self.is_valid():
            return False
        if "again_yes" in self.fields:
            again.mark_fresh(self.request.session)
            return True
        why = confirm(self.request, self.cleaned_data["again_secret"].strip())
        if why is not None:
            self.add_error("again_secret", why)
        return why is None


def asked(request: HttpRequest, minutes: int = again.MINUTES) -> Again | None:
    """The question to put to this officer now; None while his sign-in is fresh."""
    return None if again.is_fresh(request.session, minutes) else Again(request)


def fresh_sign_in(minutes: int = again.MINUTES) -> Callable[[View], View]:
    """Ask who it is before the view is run, unless that was shown less than `minutes` ago.

    To be put under `officers_only` or `holders_of`. A sent form waits in the page that asks (409 the first time, 400
    after a wrong answer) and goes on to the view when the answer is right; a mere look goes to its address again.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            question = asked(request, minutes)
            looked = request.method in ("GET", "HEAD") or request.POST.get("again_asked") == "look"
            if question is not None and not question.settled():
                return _ask(request, question, looked=looked)
            if question is not None and looked:
                return redirect(request.get_full_path())
            if request.method == "POST":
                request.POST = _without_question(request.POST)
            return view(request, *args, **kwargs)

        return gate

    return wrap


def _without_question(sent: QueryDict) -> QueryDict:
    kept = sent.copy()
    for name in OWN:
        kept.pop(name, None)
    kept._mutable = False
    return kept


def _ask(request: HttpRequest, question: Again, *, looked: bool) -> HttpResponse:
    sent = _without_question(request.POST) if request.method == "POST" else QueryDict()
    context = {
        "again": question,
        "again_asked": "look" if looked else "send",
        "waiting": [(name, value) for name, values in sent.lists() for value in values],
        # A browser gives no file to a page twice: it has to be chosen again.
        "files": sorted(request.FILES) if request.method == "POST" else [],
        "action": request.get_full_path(),
    }
    name = "desk/_again.html" if request.htmx else "desk/again.html"
    response = render(request, name, context, status=WRONG if question.is_bound else ASKED)
    response["Cache-Control"] = "no-store, private"
    return response
