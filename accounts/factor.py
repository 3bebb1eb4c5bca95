"""The second factor: an authenticator app on the officer's telephone, and recovery codes on paper.

A session remembers that it was passed (`PASSED`); a page asks the database nothing for it. Whatever takes a factor
away ends the officer's sessions, so that no session remembers one that is gone.
"""

import base64
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import qrcode
from django.db import transaction
from django.utils import timezone
from qrcode.image.svg import SvgPathImage

from accounts import again
from accounts.ending import end_all
from accounts.events import note
from accounts.models import Authenticator, Kind, RecoveryCodes
from accounts.required import second_factor_required
from accounts.sealing import CODE_LETTERS, Unopenable, digests, new_code, typed

PASSED = "account_factor"
"""Under this name a session keeps that the second factor was passed in it: the word for how."""

NAME = "authenticator"
CODES = 10
SECRET_BYTES = 20
TOTP_DIGITS = 6


@dataclass(frozen=True)
class Enrolment:
    """What an officer needs to set up the app: the secret as text to type, and a picture to scan (SVG, inline)."""

    text: str
    picture: str


@dataclass(frozen=True)
class Answer:
    """How a code fared: right or not, and from when on the next may be tried after too many wrong ones."""

    right: bool
    wait_until: datetime | None = None
    recovery: bool = False


def owed(session: Any) -> bool:
    """Whether this session still owes its second factor, and may open nothing else."""
    return second_factor_required() and not session.get(PASSED)


def is_set(officer: Any) -> bool:
    """Whether the officer has an authenticator that was confirmed by a code."""
    return bool(Authenticator.objects.filter(user=officer, confirmed=True).exists())


def enrolment(officer: Any) -> Enrolment:
    """The secret waiting to be confirmed; the same at every look until it is, so that a reload changes nothing."""
    with transaction.atomic():
        device = (
            Authenticator.objects.select_for_update()
            .filter(user=officer, confirmed=False)
            .order_by("id")
            .first()
        )
        try:
            secret = device.bin_key if device is not None else None
        except Unopenable:
            secret = None
        if secret is None:
            Authenticator.objects.filter(user=officer, confirmed=False).delete()
            secret = os.urandom(SECRET_BYTES)
            device = Authenticator(user=officer, name=NAME, confirmed=False)
            device.seal(secret)
            device.save()
    drawn = qrcode.make(device.config_url, image_factory=SvgPathImage, box_size=8, border=2)
    text = base64.b32encode(secret).decode()
    return Enrolment(
        text=" ".join(text[i : i + 4] for i in range(0, len(text), 4)),
        picture=drawn.to_string(encoding="unicode"),
    )


def confirm(officer: Any, code: str) -> tuple[Answer, list[str]]:
    """Confirm the waiting secret by one code of it. The answer, and ten recovery codes to show once if it was right.

    An authenticator the officer had before is replaced, and so are his old codes.
    """
    with transaction.atomic():
        device = Authenticator.objects.select_for_update().filter(user=officer, confirmed=False).first()
        answer = _tried(device, code)
        if not answer.right:
            return answer, []
        Authenticator.objects.filter(user=officer, confirmed=True).delete()
        device.confirmed = True
        device.save()
        note(Kind.FACTOR_SET, officer)
        return answer, _new_codes(officer)


def make_codes(officer: Any) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing from now on."""
    with transaction.atomic():
        codes = _new_codes(officer)
        note(Kind.CODES_MADE, officer)
    return codes


def codes_left(officer: Any) -> int:
    return sum(device.token_set.count() for device in RecoveryCodes.objects.filter(user=officer))


def check(officer: Any, code: str) -> Answer:
    """Try a code: six digits are the app's, anything else a recovery code, which is then used up.

    Wrong ones are slowed by the library, each pause twice the last; both kinds are counted apart.
    """
    code = code.strip().replace(" ", "")
    kind = Authenticator if looks_like_code(code) else RecoveryCodes
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=officer, confirmed=True).first()
        answer = _tried(device, code)
    if answer.wait_until is None and not answer.right:
        note(Kind.FACTOR_FAILED, officer)
    if answer.right and kind is RecoveryCodes:
        note(Kind.CODE_USED, officer)
        return Answer(right=True, recovery=True)
    return answer


def looks_like_code(text: str) -> bool:
    """Whether what was typed has the shape of an app's code, not of a password or a recovery code."""
    return len(text) == TOTP_DIGITS and text.isascii() and text.isdigit()


def looks_like_recovery(text: str) -> bool:
    """Whether what was typed has the shape of a recovery code."""
    return len(typed(text)) == CODE_LETTERS and "-" in text


def passed(session: Any, how: str = "app") -> None:
    """Remember in the session that the factor was passed; its key changes with what it may open."""
    session[PASSED] = how
    session.cycle_key()
    again.mark_fresh(session)


def reset(officer: Any, by: Any) -> None:
    """Take an officer's factor away, because the telephone is lost: he sets up a new one at his next sign-in.

    Journalled with who did it; every session and token of his ends.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=officer).delete()
        RecoveryCodes.objects.filter(user=officer).delete()
        note(Kind.FACTOR_RESET, officer, by=by)
        end_all(officer, why="reset", by=by)


def _tried(device: Any, code: str) -> Answer:
    if device is None:
        return Answer(right=False)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Answer(right=False, wait_until=(why or {}).get("locked_until", timezone.now()))
    return Answer(right=device.verify_token(code))


def _new_codes(officer: Any) -> list[str]:
    RecoveryCodes.objects.filter(user=officer).delete()
    device = RecoveryCodes.objects.create(user=officer, name="recovery", confirmed=True)
    codes = [new_code() for _n in range(CODES)]
    for code in codes:
        device.token_set.create(token=digests(typed(code), f"code:{officer.pk}")[0])
    return codes
