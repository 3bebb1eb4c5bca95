"""The journal: one append-only, hash-chained entry for every official act, and for every look at what is sealed.

Two chains run through it: one over all entries (a removed row shows) and one per matter (a matter can be proved
on its own). The chain is plain SHA-256 over a canonical text, so that a court can recompute it from an export
with no key of ours; what makes it hold against a database administrator is the head, printed daily (ADR 0003).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from procedure.locks import AppendOnly
from procedure.matter import Matter

GENESIS = "0" * 64


class JournalEntry(AppendOnly):
    """What was done, by whom, when, on which article, from which state to which, with which facts."""

    chain_no = models.PositiveBigIntegerField(unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="journal")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(_("经办"), max_length=40)
    office = models.CharField(_("职务"), max_length=20)
    verb = models.CharField(max_length=40)
    name = models.CharField(_("事项"), max_length=40)
    basis = models.CharField(max_length=60)
    source = models.CharField(_("依据"), max_length=120)
    unverified = models.BooleanField(_("待核"), default=False)
    before = models.CharField(max_length=24, blank=True)
    after = models.CharField(max_length=24)
    facts = models.JSONField(_("事实"), default=dict, encoder=DjangoJSONEncoder)
    matter_prev = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="one_entry_per_seq")]
        # Who saw what is asked by the few verbs of a look.
        indexes = [models.Index(fields=["verb", "-chain_no"], name="entries_by_verb")]

    def __str__(self) -> str:
        return f"{self.matter_id}/{self.seq} {self.name}"

    def digest(self) -> str:
        """The entry's hash recomputed from what it says; differs from `hash` if anything was changed."""
        said = {name: getattr(self, name) for name in SAID}
        return digest_of(said | {"matter": self.matter_id, "by": self.by_id})


SAID = (
    "chain_no", "seq", "at", "by_name", "office", "verb", "name", "basis", "source", "unverified", "before", "after",
    "facts", "matter_prev", "prev",
)  # fmt: skip
"""What an entry says, beside the rows it names (`matter`, `by`); all of it enters the hash."""


def digest_of(said: Mapping[str, Any]) -> str:
    """The hash of an entry from everything it says: `SAID` with `matter` and `by` as row numbers."""
    at = said["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical({**said, "at": at}).encode()).hexdigest()


class ChainHead(models.Model):
    """The end of the chain: how many entries there are and the hash of the last; its lock orders all writers."""

    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)


def plain(value: Any) -> Any:
    """Facts as the journal keeps them: JSON that reads back equal, model rows by number or name."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return [plain(v) for v in value]
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def write(matter: Matter, **said: Any) -> JournalEntry:
    """Add one entry at the end of both chains; must run in the transaction of the act it tells of."""
    head = ChainHead.objects.select_for_update().get(pk=1)
    last = None
    if matter.last_seq > 1:  # the first entry of a matter has none before it
        mine = JournalEntry.objects.filter(matter_id=matter.pk).order_by("-seq")
        last = mine.values_list("hash", flat=True).first()
    entry = JournalEntry(
        chain_no=head.count + 1,
        matter_id=matter.pk,
        seq=matter.last_seq,
        matter_prev=last or GENESIS,
        prev=head.hash,
        **{**said, "facts": plain(said.get("facts", {}))},
    )
    entry.hash = entry.digest()
    entry.save()
    head.count, head.hash = entry.chain_no, entry.hash
    head.save(update_fields=["count", "hash"])
    return entry


def verify(expected_head: tuple[int, str] | None = None) -> list[str]:
    """Walk the whole chain and say, in words, every place where it does not hold; an empty list means it does.

    `expected_head` is (count, hash) from a printed head: it finds a tail that was cut together with the head row.
    """
    faults: list[str] = []
    prev, count, tails = GENESIS, 0, dict[int, tuple[int, str]]()
    printed_seen = expected_head is None
    for entry in JournalEntry.objects.order_by("chain_no").iterator(chunk_size=2000):
        count += 1
        if entry.chain_no != count:
            faults.append(f"第 {count} 条缺失（其后为第 {entry.chain_no} 条）")
            count = entry.chain_no
        if entry.prev != prev:
            faults.append(f"第 {entry.chain_no} 条与前一条不相接")
        seq, tail = tails.get(entry.matter_id, (0, GENESIS))
        if entry.seq != seq + 1 or entry.matter_prev != tail:
            faults.append(f"第 {entry.chain_no} 条在其事项内不相接")
        if entry.digest() != entry.hash:
            faults.append(f"第 {entry.chain_no} 条被改动")
        prev = entry.hash
        tails[entry.matter_id] = (entry.seq, entry.hash)
        if expected_head is not None and expected_head == (entry.chain_no, entry.hash):
            printed_seen = True
    faults += _tail_faults(count, prev, tails)
    if not printed_seen:
        faults.append("链中找不到所给的打印链头")
    return faults


def _tail_faults(count: int, last: str, tails: dict[int, tuple[int, str]]) -> list[str]:
    """Where the chain stops short: of its head row, or of what a matter says it has."""
    faults = []
    head = ChainHead.objects.get(pk=1)
    if (head.count, head.hash) != (count, last):
        faults.append(f"链尾不符：应有 {head.count} 条，实有 {count} 条")
    for pk, number, seq in Matter.objects.values_list("pk", "number", "last_seq").iterator(chunk_size=2000):
        found = tails.get(pk, (0, ""))[0]
        if found != seq:
            faults.append(f"事项 {number} 的记录不全：应到第 {seq} 条，实到第 {found} 条")
    return faults
