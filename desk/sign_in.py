"""Signing in and out: by password, and in a demo on this very machine by one click per office."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from offices.access import demo_officers

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105 - a dotted path, no password


def demo_is_open(request: HttpRequest) -> bool:
    """Whether one-click sign-in is offered: only in demo mode, only to a browser on this machine."""
    if not settings.DEMO:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class SignIn(LoginView):
    """The sign-in page; whoever is signed in already goes to the worklist."""

    template_name = "desk/sign_in.html"
    redirect_authenticated_user = True

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.label_suffix = ""
        form.fields["username"].label = _("账号")
        form.fields["password"].label = _("密码")
        form.error_messages["invalid_login"] = _("账号或密码不对，请重新输入。")
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = demo_officers() if demo_is_open(self.request) else []
        shown = {
            "demo_officers": [(o, held) for o, held in offered if held],
            "oidc": bool(settings.OIDC_ISSUER),
        }
        return super().get_context_data(**kwargs, **shown)


class SignOut(LogoutView):
    """Signing out, by POST only; the browser forgets what it kept of our pages."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's officers without a password; 404 anywhere but in a demo on this machine."""
    if not demo_is_open(request):
        raise Http404
    wanted = request.POST.get("username", "")
    officer = next((o for o, held in demo_officers() if held and o.username == wanted), None)
    if officer is None:
        raise Http404
    request.signs_in_by = "one_click"
    login(request, officer, backend=PASSWORD_BACKEND)
    return redirect("desk:worklist")
