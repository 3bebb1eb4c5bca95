"""Filing a letter once: the same key of the same officer finds what was filed, whoever of two calls came first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from cases.intake import receive
from cases.letter import Letter
from cases.models import Filing
from procedure.access import matters_for
from procedure.steps import Act


@dataclass(frozen=True)
class Filed:
    """What stands in the house for a letter. `codes` by matter number, empty when it had been filed before."""

    submission: int
    matters: list[Any]
    again: bool = False
    codes: Mapping[str, str] = field(default_factory=dict, repr=False)


def file(letter: Letter, act: Act, key: str | None) -> Filed:
    """Receive a letter, once per key; raises what `receive` raises (`Refused`, `NamesInText`)."""
    if key is None:
        return _receive(letter, act)
    digest = _digest(key)
    try:
        with transaction.atomic():
            if known := _known(act, digest):
                return known
            filed = _receive(letter, act)
            Filing.objects.create(officer=act.by, key_digest=digest, submission_id=filed.submission)
            return filed
    except IntegrityError:
        # Two calls with one key at once: the later one lost at the unique key and its filing was rolled back.
        if known := _known(act, digest):
            return known
        raise


def is_filed(officer: Any, key: str) -> bool:
    """Whether this officer has filed under this key."""
    return Filing.objects.filter(officer=officer, key_digest=_digest(key)).exists()


def _digest(key: str) -> str:
    return salted_hmac("cases.filing", key, algorithm="sha256").hexdigest()


def _receive(letter: Letter, act: Act) -> Filed:
    received = receive(letter, act)
    codes = {m.number: received.codes[m.kind] for m in received.matters if m.kind in received.codes}
    return Filed(received.submission.pk, received.matters, codes=codes)


def _known(act: Act, digest: str) -> Filed | None:
    filing = Filing.objects.filter(officer=act.by, key_digest=digest).first()
    if filing is None:
        return None
    of_it = Q(complaint__submission_id=filing.submission_id) | Q(report__submission_id=filing.submission_id)
    return Filed(filing.submission_id, list(matters_for(act.by).filter(of_it).order_by("id")), again=True)
