"""Who may open which page of the desk; which matter they may open is asked of `procedure.access`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from offices.roles import Office

View = Callable[..., HttpResponse]

# Who takes contacts in; who watches the terms; who may look at the fund; who reads the journal.
INTAKE = frozenset({Office.CLERK})
BOARD = frozenset({Office.SUPERVISOR, Office.UNIT_HEAD, Office.LEADER, Office.PRINCIPAL, Office.AUDITOR})
FUND = frozenset({Office.REWARD, Office.FINANCE, Office.PRINCIPAL, Office.AUDITOR})
JOURNAL = frozenset({Office.AUDITOR})
# Who reads the calendar and the recorded readings, and who may propose a change of either.
LAW = frozenset({Office.LEGAL, Office.LEADER, Office.PRINCIPAL, Office.SUPERVISOR, Office.AUDITOR})
# Who sees what the exit held back: whoever drafts, and whoever may answer for letting it out.
EXITS = frozenset(
    {Office.HANDLER, Office.UNIT_HEAD, Office.DISPATCHER, Office.LEGAL, Office.CUSTODIAN, Office.AUDITOR}
)
# Who sees the call-back samples, and who draws them.
SAMPLES = frozenset({Office.DISPATCHER, Office.SUPERVISOR, Office.CLERK})
DRAWERS = frozenset({Office.DISPATCHER, Office.SUPERVISOR})
PROPOSERS = frozenset({Office.LEGAL})
# Who passes on what a handler may not say himself, who may release in danger to life, who sees who saw.
RELAYS = frozenset({Office.CUSTODIAN})
RELEASERS = frozenset({Office.CUSTODIAN, Office.LEADER})
SEEN = frozenset({Office.CUSTODIAN, Office.AUDITOR})
# Who enters a report of retaliation; who reads what is kept, places holds, proposes periods, enters a person's request.
RETALIATION = frozenset({Office.CLERK, Office.CUSTODIAN, Office.DISCIPLINE})
INSIDE = frozenset(Office) - {Office.POLICE, Office.PROCURATOR}
KEEPING = frozenset({Office.CUSTODIAN, Office.AUDITOR, Office.PRINCIPAL})
HOLDERS = frozenset({Office.CUSTODIAN, Office.AUDITOR, Office.DISCIPLINE})
SCHEDULE = frozenset({Office.CUSTODIAN, Office.LEGAL})
RIGHTS = frozenset({Office.CUSTODIAN})
# Who may ask for a sealed original, and who turns the second key where one is needed; the liaison past the line.
ORIGINALS = frozenset({Office.CUSTODIAN, Office.DISCIPLINE})
ORIGINAL_KEYS = frozenset({Office.PRINCIPAL, Office.DISCIPLINE})


@dataclass(frozen=True)
class Page:
    """One entry of the navigation; `here` are the url names under which it is shown as the open one."""

    name: str
    label: Any
    here: frozenset[str]
    offices: frozenset[str] | None = None


PAGES = (
    Page(
        "worklist",
        _("工作列表"),
        frozenset(
            {
                "worklist",
                "matter",
                "step",
                "clock",
                "paper-serve",
                "identity",
                "unseal",
                "unsealed",
                "relay",
                "mediation-data",
                "mediation-preview",
                "concern",
                "link",
                "unlink",
                "split",
                "message",
                "message-read",
                "business",
                "bulk",
                "bulk-preview",
                "bulk-do",
                "evidence-add",
            }
        ),
    ),
    Page("intake", _("登记来件"), frozenset({"intake", "intake-elsewhere", "intake-clue"}), INTAKE),
    Page("retaliation-new", _("打击报复"), frozenset({"retaliation-new"}), RETALIATION),
    Page("board", _("期限看板"), frozenset({"board", "board-list", "supervise"}), BOARD),
    Page("samples", _("抽查回访"), frozenset({"samples"}), SAMPLES),
    Page("fund", _("奖励经费"), frozenset({"fund"}), FUND),
    Page("journal", _("办理日志"), frozenset({"journal"}), JOURNAL),
    Page("account-record", _("账号记录"), frozenset({"account-record"}), JOURNAL),
    Page("exits", _("出口检查"), frozenset({"exits", "exit-ask", "exit-give"}), EXITS),
    Page("relays", _("转达"), frozenset({"relays", "relay-answer", "relay-call"}), RELAYS),
    Page("emergency", _("紧急披露"), frozenset({"emergency"}), RELEASERS),
    Page("seen", _("谁看过"), frozenset({"seen", "seen-matter"}), SEEN),
    Page("originals", _("封存原件"), frozenset({"originals"}), ORIGINALS),
    Page("original-keys", _("原件确认"), frozenset({"original-keys"}), ORIGINAL_KEYS),
    Page("working-days", _("工作日历"), frozenset({"working-days", "working-days-propose"}), LAW),
    Page("readings", _("条文读法"), frozenset({"readings", "reading-answer"}), LAW),
    Page(
        "keeping",
        _("保管与销毁"),
        frozenset({"keeping", "hold-new", "schedule-new", "rights-new", "own-data"}),
        KEEPING,
    ),
    Page("incident-new", _("报告泄露"), frozenset({"incident-new"}), INSIDE),
    Page("feed", _("日历订阅"), frozenset({"feed"})),
)


def pages_for(offices: set[str]) -> list[Page]:
    """The pages an officer with these offices finds in the navigation."""
    return [page for page in PAGES if page.offices is None or page.offices & offices]


def officers_only(view: View) -> View:
    """Ask for sign-in, and keep what an officer saw out of any cache between him and us.

    A part of a page that asks for itself is not led to the sign-in form: that would be swapped into the page, and its
    new form mark would make an open sign-in form of the same browser fail. The whole page goes there instead.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # Not even on the disk of the officer's own computer: others sit there too, and the statement of a report can
        # tell who made it to whoever knows the place.
        patch_cache_control(response, private=True, no_cache=True, no_store=True)
        return response

    asks_for_sign_in = login_required(guarded)

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request") and not request.user.is_authenticated:
            return HttpResponse(status=401, headers={"HX-Redirect": reverse("desk:sign-in")})
        return asks_for_sign_in(request, *args, **kwargs)

    return gate


def holders_of(offices: frozenset[str]) -> Callable[[View], View]:
    """Let in officers who hold one of these offices today; others get 403 with the reason."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not offices & request.user.offices_on(localdate()):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return officers_only(guarded)

    return wrap
