"""The guarded door to the fund's ledger: who may look at sums and claim numbers, never at names."""

from typing import Any

from django.utils.timezone import localdate

from offices.roles import Office
from rewards import ledger
from rewards.ledger import Fund, FundEntry

READERS = frozenset({Office.REWARD, Office.FINANCE, Office.PRINCIPAL, Office.AUDITOR})


def may_read_fund(officer: Any) -> bool:
    return bool(READERS & officer.offices_on(localdate()))


def fund_overview(year: int) -> dict[str, Any]:
    """The ledger of a budget year: what was given, what is free, and every entry by claim number, in yuan."""
    fund = Fund.objects.filter(year=year).first()
    rows = FundEntry.objects.filter(fund__year=year).select_related("claim", "entry").order_by("id")
    return {
        "year": year,
        "appropriated": fund.appropriated if fund else None,
        "free": ledger.free(year),
        "entries": [
            {
                "claim": row.claim.number,
                "kind": row.get_kind_display(),
                "amount": row.amount,
                "voucher": row.voucher,
                "at": row.entry.at,
            }
            for row in rows[:500]
        ],
    }
