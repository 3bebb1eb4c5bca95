"""The fund's ledger for a door that has let the officer in: sums and claim numbers, never names."""

from typing import Any

from rewards import ledger
from rewards.ledger import Fund, FundEntry


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
