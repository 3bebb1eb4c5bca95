"""What somebody keeps of a filing: the code, shown once and typed back, and the day by which something happens."""

import hmac
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

import statutes
from cases.doorstep import receive_at_the_door
from cases.intake import TERMS
from portal import sealed
from portal.sheet import Sheet
from procedure.clocks import running_of

SHOWN, SHOWN_FOR = "mingcha/portal/receipt/1", timedelta(hours=2)
PASS, PASS_FOR = "mingcha/portal/pass/1", timedelta(hours=2)
_MISREAD = str.maketrans("OIL", "011")


def file(sheet: Sheet, now: datetime, decided: Mapping[str, str]) -> dict[str, Any]:
    """Enter the sheet, and answer with its receipt as plain data; raises what the intake raises."""
    received = receive_at_the_door(sheet.letter(now, decided), now)
    matter = received.matters[0]
    rule = TERMS[matter.kind]
    clock = next(clock for clock in running_of(matter) if clock.rule == rule)
    return {
        "number": matter.number,
        "code": received.codes[matter.kind],
        "kind": matter.kind,
        "day": localdate(now).isoformat(),
        "due_on": clock.due_on.isoformat(),
        "rule": rule,
        "anonymous": sheet.anonymous,
        "inside": sheet.path == "inside",
    }


def shown(receipt: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Everything the page of a receipt shows; `token` carries the receipt to the page where the code is typed back."""
    return {**_told(receipt), "token": sealed.put(SHOWN, {**receipt, "key": key}), "code": receipt["code"]}


def brought(token: str) -> dict[str, Any]:
    """The receipt a page brought along, with the key of its sheet; raises `sealed.Broken`."""
    return sealed.taken(SHOWN, token, SHOWN_FOR)


def kept(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """What the last page shows: no code any more; `token` lets files be added to this matter for two hours."""
    token = sealed.put(PASS, {name: receipt[name] for name in receipt if name not in {"code", "key"}})
    return {**_told(receipt), "token": token}


def passed(token: str) -> dict[str, Any]:
    """The filing a last page speaks for; raises `sealed.Broken`."""
    return sealed.taken(PASS, token, PASS_FOR)


def still_kept(token: str) -> dict[str, Any]:
    """The last page again, from its own token."""
    receipt = passed(token)
    return {**_told(receipt), "token": token}


def is_same_code(typed: str, code: str) -> bool:
    """Whether the code was typed back, however it was written: in small letters, without dashes, with O for 0."""
    return hmac.compare_digest(_plain(typed).encode(), _plain(code).encode())


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper().translate(_MISREAD)


def _told(receipt: Mapping[str, Any]) -> dict[str, Any]:
    day, due_on = date.fromisoformat(receipt["day"]), date.fromisoformat(receipt["due_on"])
    asked = urlencode({"rule": receipt["rule"], "start": receipt["day"]})
    return {
        "receipt": receipt,
        "day": day,
        "due_on": due_on,
        "version": statutes.rule(receipt["rule"]).on(day),
        "reckoned": f"{reverse('portal:reckon')}?{asked}#answer",
        "confidential": statutes.rule("intake.confidentiality").on(day),
    }
