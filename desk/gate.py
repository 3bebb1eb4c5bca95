"""Who may open which page of the desk; which matter they may open is asked of `procedure.access`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
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
        frozenset({"worklist", "matter", "step", "clock", "paper-serve", "identity"}),
    ),
    Page("intake", _("登记来件"), frozenset({"intake"}), INTAKE),
    Page("board", _("期限看板"), frozenset({"board", "board-list"}), BOARD),
    Page("fund", _("奖励经费"), frozenset({"fund"}), FUND),
    Page("journal", _("办理日志"), frozenset({"journal"}), JOURNAL),
)


def pages_for(offices: set[str]) -> list[Page]:
    """The pages an officer with these offices finds in the navigation."""
    return [page for page in PAGES if page.offices is None or page.offices & offices]


def officers_only(view: View) -> View:
    """Ask for sign-in, and keep what an officer saw out of any cache between him and us."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return login_required(guarded)


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
