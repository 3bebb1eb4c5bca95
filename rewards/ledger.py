"""The reward fund: what the budget gave for a year, and every reserve, payment and release, never edited."""

from decimal import Decimal

from django.db import models
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from procedure.journal import JournalEntry
from procedure.locks import AppendOnly
from procedure.matter import Matter


class Fund(models.Model):
    """The appropriation of one budget year, in yuan (食安条例 art. 65(2)); its row lock orders all entries."""

    year = models.PositiveSmallIntegerField(unique=True)
    appropriated = models.DecimalField(max_digits=14, decimal_places=2)


class FundEntry(AppendOnly):
    """One movement, known by claim number only: no name ever enters the ledger."""

    class Kind(models.TextChoices):
        RESERVE = "reserve", _("预留")
        PAY = "pay", _("支付")
        RELEASE = "release", _("释放")
        RECOVER = "recover", _("收回")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries")
    claim = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    voucher = models.CharField(_("凭证号"), max_length=60, blank=True)
    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind"], name="one_fund_entry_of_a_kind_per_claim"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="fund_amount_is_positive"),
        ]


# How a movement changes what is still free to promise: paying uses up what was reserved, so it changes nothing.
EFFECT = {
    FundEntry.Kind.RESERVE: -1,
    FundEntry.Kind.PAY: 0,
    FundEntry.Kind.RELEASE: 1,
    FundEntry.Kind.RECOVER: 1,
}


def _sums(fund: Fund) -> dict[str, Decimal]:
    rows = fund.entries.values("kind").annotate(total=Coalesce(Sum("amount"), Decimal(0)))
    return {row["kind"]: row["total"] for row in rows}


def free(year: int) -> Decimal | None:
    """What is left to promise in a year, in yuan; None when no budget was entered for it."""
    fund = Fund.objects.filter(year=year).first()
    if fund is None:
        return None
    return fund.appropriated + sum(
        (EFFECT[FundEntry.Kind(k)] * v for k, v in _sums(fund).items()), Decimal(0)
    )


def enter(
    kind: str, claim: Matter, amount: Decimal, entry: JournalEntry, *, year: int, voucher: str = ""
) -> None:
    """Write one movement; the fund's row is locked so that two claims cannot promise the same yuan.

    Raises `Fund.DoesNotExist` for a year without a budget.
    """
    fund = Fund.objects.select_for_update().get(year=year)
    FundEntry.objects.create(
        fund=fund, claim_id=claim.pk, kind=kind, amount=amount, voucher=voucher, entry=entry
    )


def reserved_in_case(case_id: int) -> Decimal:
    """What claims of one case hold already, in yuan: the cap of a case counts them together."""
    rows = FundEntry.objects.filter(claim__parent_id=case_id).values("kind").annotate(total=Sum("amount"))
    sums = {row["kind"]: row["total"] for row in rows}
    held: Decimal = sums.get("reserve", Decimal(0)) - sums.get("release", Decimal(0))
    return held
