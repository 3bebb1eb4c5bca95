"""Looking at a sealed original: who, in which office, what for and on which basis is journalled before anything opens.

The page's process cannot open it. It puts a question with the public half of a one-time key; the worker writes the
Opening, opens, seals the file anew to that key into a mailbox, and the page collects it once (as
`identity.requests` does for a person).
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evidence import keys, store
from evidence.models import Evidence, OriginalQuestion
from identity import cipher
from identity.models import Opening
from identity.requests import LIFETIME, draw_key, mark_of, mark_of_key
from offices.roles import Office
from procedure.corridor import Refused, judge_text, record
from procedure.matter import Matter
from procedure.steps import Act

NAME, BASIS, VERB = gettext_noop("查看封存原件"), "intake.confidentiality", "view_original"


@dataclass(frozen=True)
class Question:
    """A question on its way: its number, and the key that alone can read the answer. Cannot be pickled."""

    pk: int
    key: cipher.PrivateKey = field(repr=False)


@dataclass(frozen=True)
class Original:
    """An original as it is delivered, once: the name it came with, its kind and size, and its bytes in pieces."""

    name: str = field(repr=False)
    kind: str
    size: int
    pieces: Iterator[bytes] = field(repr=False)


def may_ask(officer: Any, matter: Matter, at: datetime) -> bool:
    """The custodian, where the matter is not closed to him; the discipline liaison where it is to every custodian."""
    return bool(keys.acts_as(officer, matter, Office.CUSTODIAN, at))


def ask(act: Act, evidence: Evidence, *, purpose: str = "", reason: str = "") -> Question:
    """Ask the worker for an original; journalled first, in a transaction of its own. Raises `Refused` in words.

    Where a second key is needed it must have been turned, and the look is for what was asked for then.
    """
    asked = keys.running(act.by, evidence, act.at) if keys.needs_second(evidence) else None
    if asked is not None:
        purpose, reason = asked.purpose, asked.reason
    objections = keys.objections(act, evidence, purpose, reason)
    if keys.needs_second(evidence) and keys.confirmation_of(asked) is None:
        objections.append(_("举报人提供的原件，须由第二人确认后查看"))
    if objections:
        raise Refused(_(NAME), objections)
    judge_text(act, evidence.matter, NAME, reason)
    empty_old_mailboxes(act.at)
    said, key = keys.in_words(purpose), draw_key()
    with transaction.atomic():
        entry = record(
            act,
            evidence.matter,
            NAME,
            basis=BASIS,
            verb=VERB,
            office=keys.acts_as(act.by, evidence.matter, Office.CUSTODIAN, act.at),
            facts={
                "evidence": evidence.ref,
                "purpose": said,
                "reason": reason.strip(),
                "page_key": mark_of(key),
                **({"asked_key": asked.pk} if asked is not None else {}),
            },
        )
        row = OriginalQuestion.objects.create(
            evidence=evidence,
            entry=entry,
            by=act.by,
            purpose=said,
            one_time_key=cipher.public_to_bytes(key.public_key()),
            asked_at=act.at,
        )
        transaction.on_commit(lambda: wake(row.pk), robust=True)
    return Question(row.pk, key)


def wake(question: int) -> None:
    """Tell the worker that a question waits; inline where tasks run inline."""
    if current_app.conf.task_always_eager:
        current_app.loader.import_default_modules()
        current_app.tasks["evidence.answer_original"].apply(args=[question])
    else:
        current_app.send_task("evidence.answer_original", args=[question])


def answer(question: int) -> bool:
    """In the worker: write the Opening, open the original, seal it to the page's key into the mailbox.

    A question older than a minute, delivered twice, or that rests on no look in the journal and no right to it is left
    alone and opens nothing. Raises what opening raises.
    """
    now = timezone.now()
    empty_old_mailboxes(now)
    # Taken by one UPDATE, so that a message delivered twice is answered, and written down, once.
    fresh = OriginalQuestion.objects.filter(pk=question, taken_at__isnull=True, asked_at__gt=now - LIFETIME)
    if not fresh.update(taken_at=now):
        return False
    row = OriginalQuestion.objects.select_related("evidence__matter", "by", "entry").get(pk=question)
    if not _entitled(row, now):
        return False
    with transaction.atomic(using="vault", durable=True):
        Opening.objects.create(
            ref=row.evidence.ref,
            by_id=row.by.pk,
            by_name=str(row.by),
            office=row.entry.office,
            purpose=row.purpose,
            basis=row.entry.source,
            fields=["original"],
            matter_number=row.evidence.matter.number,
            at=now,
        )
    name, pieces = store.open_original(row.evidence.ref, row.evidence.place)
    place, target = store.new_file(store.MAILBOX)
    key = cipher.new_data_key()
    try:
        with target:
            store.seal_named(name, pieces, target, key, place=_place(row.pk))
        told = json.dumps({"key": base64.b64encode(key).decode()}).encode()
        sealed = cipher.seal_bytes(
            told, cipher.public_from_bytes(bytes(row.one_time_key)), info=_place(row.pk)
        )
        answered = OriginalQuestion.objects.filter(pk=row.pk).update(answer=sealed, place=place)
    except BaseException:
        store.forget(store.MAILBOX, place)
        raise
    if not answered:
        store.forget(store.MAILBOX, place)
    return bool(answered)


def collect(question: Question) -> Original | None:
    """Take the original out of the mailbox, once; None while there is none, and for ever after a minute."""
    with transaction.atomic():
        row = (
            OriginalQuestion.objects.select_related("evidence")
            .filter(pk=question.pk, answer__isnull=False)
            .first()
        )
        # The second of two readers deletes nothing and reads nothing.
        if row is None or not OriginalQuestion.objects.filter(pk=row.pk).delete()[0]:
            return None
    path = store.path_of(store.MAILBOX, row.place)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    path.unlink(missing_ok=True)
    if row.answer is None or row.asked_at <= timezone.now() - LIFETIME:
        file.close()
        return None
    told = json.loads(cipher.open_bytes(bytes(row.answer), question.key, info=_place(question.pk)))
    name, pieces = store.open_named(file, base64.b64decode(told["key"]), place=_place(question.pk))
    return Original(name, row.evidence.kind, row.evidence.size, pieces)


def empty_old_mailboxes(now: datetime) -> None:
    """Remove every question older than its minute with its file, and files of no question; the records stay."""
    old = OriginalQuestion.objects.filter(asked_at__lte=now - LIFETIME)
    for place in old.exclude(place="").values_list("place", flat=True):
        store.forget(store.MAILBOX, place)
    old.delete()
    folder = store.path_of(store.MAILBOX, "")
    limit = (now - 2 * LIFETIME).timestamp()
    for left in folder.glob("*") if folder.is_dir() else ():
        try:
            if left.stat().st_mtime < limit:
                left.unlink()
        except FileNotFoundError:
            continue  # collected meanwhile


def _entitled(row: OriginalQuestion, now: datetime) -> bool:
    """The worker's own look; the mailbox's word counts for nothing, for whoever can write a row can write any row.

    The entry must be a look at this original by this officer, of this minute, from the page whose key the question
    brings; and the officer must still be the one for it. A second key is used up here, before anything opens.
    """
    entry, matter = row.entry, row.evidence.matter
    stands = (
        entry.verb == VERB
        and (entry.matter_id, entry.by_id) == (matter.pk, row.by_id)
        and entry.at > now - LIFETIME
        and entry.facts.get("evidence") == row.evidence.ref
        and entry.facts.get("page_key") == mark_of_key(bytes(row.one_time_key))
        and entry.facts.get("purpose") == row.purpose
    )
    if not stands or not may_ask(row.by, matter, now):
        return False
    return not keys.needs_second(row.evidence) or keys.take(entry, row.evidence, row.by, now)


def _place(pk: int) -> str:
    """What an answer is bound to: this vault, this question."""
    return f"mingcha/vault/1|original|{pk}"
