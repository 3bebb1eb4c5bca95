"""The one door by which a file enters the house: looked at, scanned, sealed untouched, entered in the journal."""

import hashlib
from typing import Any, BinaryIO

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from evidence import scanner, store, words
from evidence.models import Evidence
from files.kinds import Kind, sniff
from files.limits import Refused
from identity.seal import drawn
from procedure import orders
from procedure.corridor import record
from procedure.matter import Matter
from procedure.steps import Act

NAME, BASIS, VERB = gettext_noop("收存证据"), "evidence.taken", "take_evidence"
REF_LENGTH = 16
_CHUNK = 1024 * 1024


class NotTaken(ValueError):
    """A file that is not taken: `code` for programs, and the reason in words for whoever sent it, without its name."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(words.why_not_taken(code, settings.EVIDENCE_MOST_BYTES // (1024 * 1024)))


def take_in(
    matter: Matter, *, stream: BinaryIO, declared_name: str, given_by: str, act: Act, volume: str = ""
) -> Evidence:
    """Take a file into a matter: the original sealed with its name, its digests journalled, its sterile copy ordered.

    `stream` is seekable; `given_by` is one of `Evidence.GIVERS`. What a filer hands in outside a complaint is of the
    side volume (程序规定 art. 78) unless `volume` says otherwise. The moment of `act` enters the journal as it is:
    the public door gives the beginning of the day for an anonymous report. Raises `NotTaken` with the reason in
    words; then nothing is kept. Raises `VaultClosed` when nothing can be sealed, `Refused` of the corridor.
    """
    if given_by not in dict(Evidence.GIVERS):
        raise ValueError(given_by)
    if refused := getattr(stream, "refused", ""):
        raise NotTaken(refused)
    size, sha256, sm3 = _measured(stream)
    kind = _known(stream, declared_name)
    scanned = _scanned(stream)
    day = localdate(act.at)
    ref = f"E-{drawn(REF_LENGTH)}"
    place = store.seal_original(stream, declared_name, ref, day)
    try:
        with transaction.atomic():
            told = {"evidence": ref, "file_kind": kind.code, "sha256": sha256, "sm3": sm3}
            # The journal first: it locks the matter, and two files sent at once get two numbers.
            entry = record(act, matter, NAME, basis=BASIS, verb=VERB, facts=told)
            taken = Evidence.objects.create(
                ref=ref,
                matter_id=matter.pk,
                entry=entry,
                seq=_room_for(matter, size, given_by, day) + 1,
                given_by=given_by,
                volume=volume or _volume(matter, given_by),
                received_on=day,
                kind=kind.code,
                size=size,
                sha256=sha256,
                sm3=sm3,
                place=place,
                scanned=scanned,
            )
            orders.place(
                "evidence", "sterile", matter, entry, key=f"evidence/sterile/{taken.pk}", evidence=taken.pk
            )
    except BaseException:
        store.forget(store.ORIGINALS, place)
        raise
    return taken


def _measured(stream: BinaryIO) -> tuple[int, str, str]:
    """Size and digests; stops at the limit, so that an endless stream is not read to its end."""
    size, sha256, sm3 = 0, hashlib.sha256(), hashes.Hash(hashes.SM3())
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > settings.EVIDENCE_MOST_BYTES:
            raise NotTaken("too_large")
        sha256.update(chunk)
        sm3.update(chunk)
    stream.seek(0)
    return size, sha256.hexdigest(), sm3.finalize().hex()


def _known(stream: BinaryIO, declared_name: str) -> Kind:
    try:
        return sniff(stream, declared_name)
    except Refused as refused:
        raise NotTaken(refused.code) from None


def _scanned(stream: BinaryIO) -> bool:
    try:
        return scanner.scan(stream)
    except scanner.Infected:
        raise NotTaken("infected") from None
    except scanner.ScannerAway:
        raise NotTaken("scanner_away") from None


def _room_for(matter: Matter, size: int, given_by: str, day: Any) -> int:
    """The last number of the matter's evidence; raises `NotTaken` where the matter or the public door's day is full."""
    held = Evidence.objects.filter(matter_id=matter.pk).aggregate(
        n=Count("pk"), size=Sum("size"), last=Max("seq")
    )
    if (
        held["n"] >= settings.EVIDENCE_MOST_FILES
        or (held["size"] or 0) + size > settings.EVIDENCE_MOST_OF_MATTER
    ):
        raise NotTaken("matter_full")
    if given_by == Evidence.FILER:
        sent = (
            Evidence.objects.filter(received_on=day, given_by=given_by).aggregate(size=Sum("size"))["size"]
            or 0
        )
        if sent + size > settings.EVIDENCE_MOST_OF_DAY:
            raise NotTaken("day_full")
    return held["last"] or 0


def _volume(matter: Matter, given_by: str) -> str:
    """What a reporter handed in is source material; the parties of a complaint know each other."""
    return Evidence.SIDE if given_by == Evidence.FILER and matter.kind != "complaint" else Evidence.MAIN
