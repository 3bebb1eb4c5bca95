"""What the page behind a code shows of one matter, put together from what may be told of it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import messages, tracking
from identity.visits import Visit
from offices.access import public_door
from portal import remedies, sentences, track_dates, track_files, track_forms
from procedure.corridor import steps_for
from procedure.steps import Act
from rewards.told import ToldClaim, told_claim

DONE = {
    "sent": _("留言已经送到承办机构。"),
    "added": _("文件已经收到，可以再交。"),
    "withdrawn": _("投诉已经撤回。"),
    "asked": _("撤回请求已经送到承办机构。"),
    "apply": _("奖励申请已经收到。"),
    "collect": _("领取已经确认。"),
}
"""What was just done, by the word in the address; nothing of it is kept between two pages."""

MOST_SHOWN_BYTES = 24_000


def act_of(visit: Visit, matter: Any) -> Act:
    """An act of the visitor himself, now; of one who gave no name only the day is entered."""
    moment = tracking.moment_of(matter, timezone.now())
    return Act(by=public_door(), at=moment, filer=visit.ref)


def may(visit: Visit, matter: Any, verb: str) -> bool:
    """Whether the visitor may do this step now, as the procedure has it."""
    offered = steps_for(act_of(visit, matter), matter)
    return any(view.step.verb == verb and view.mine for view in offered)


def claim_of(matter: Any, now: datetime) -> ToldClaim | None:
    """The reward claim of a report as far as it is told."""
    return told_claim(matter, tracking.told_until(now)) if matter.kind == "report" else None


def shown(request: HttpRequest, visit: Visit, matter: Any, forms: dict[str, Any]) -> dict[str, Any]:
    """Everything the page shows; `forms` are those that came back with something to mend."""
    now = timezone.now()
    context = {
        "matter": matter,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "daily": matter.kind != "complaint",
        **_OF[matter.kind](visit, matter, now),
        **forms,
    }
    if messages.has_thread(matter):
        until = tracking.told_until(now) if matter.kind == "report" else None
        context |= {
            **_thread(matter, until),
            "takes_files": track_files.offered(matter),
            "left_today": messages.left_today(matter, timezone.localdate(now)),
        }
        context.setdefault("note", track_forms.Note())
    return context


def _complaint(visit: Visit, matter: Any, now: datetime) -> dict[str, Any]:
    may_withdraw = may(visit, matter, "withdraw")
    return {
        "told": sentences.of_complaint(matter),
        "dates": track_dates.of_complaint(matter),
        "roads": remedies.of_complaint(matter),
        "may_withdraw": may_withdraw,
        # Accepted, it is ended by the unit on his request (令121 art. 23(1)(1)); he asks for it here.
        "may_ask_withdrawal": not may_withdraw and matter.state in ASKABLE,
        "taking_back": track_forms.TakingBack(joint=matter.submission.joint),
    }


def _report(visit: Visit, matter: Any, now: datetime) -> dict[str, Any]:
    told = tracking.told_report(matter, now)
    claim = claim_of(matter, now)
    return {
        "told": [sentences.of_report(told)],
        "told_report": told,
        "as_of": tracking.told_until(now),
        "dates": track_dates.of_report(matter, told),
        "roads": remedies.of_report(matter, told),
        "claim": claim,
        "claim_told": sentences.REWARD[claim.state] if claim else "",
        "claim_dates": [track_dates.of_clock(clock) for clock in claim.terms] if claim else [],
        "claiming": track_forms.Claiming(),
    }


def _clue(visit: Visit, matter: Any, now: datetime) -> dict[str, Any]:
    return {"told": [sentences.CLUE], "dates": [], "roads": []}


_OF = {"complaint": _complaint, "report": _report, "clue": _clue}
ASKABLE = frozenset({"accepted", "consent_pending", "mediating", "delegated", "testing", "recusal"})


def _thread(matter: Any, until: datetime | None) -> dict[str, Any]:
    """The newest messages that fit on one page; how many older ones are left out is said."""
    rows, size, found = messages.thread_for_filer(matter, until), 0, []
    for row in reversed(rows):
        size += len(row.text.encode())
        if size > MOST_SHOWN_BYTES:
            break
        found.append(row)
    return {"thread": found[::-1], "older": len(rows) - len(found)}
