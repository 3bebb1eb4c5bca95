"""Whose matter it is, asked once at intake and kept: the county's list for the subject, the orders for place and trader."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import override

from cases.letter import Letter
from cases.models.submission import CompetenceFinding, Submission
from jurisdiction import Facts, find, list_on
from jurisdiction.traders import Place, TraderKind
from jurisdiction.whose import PlaceFinding, competence_of
from procedure.matter import Matter

KEPT = 3
# Which place the one address of a contact stands for: what the caller names is where he bought, saw or read it.
NAMED_BY = {
    TraderKind.SHOP: (Place.BUSINESS_PLACE, Place.PLACE_OF_ACT),
    TraderKind.PLATFORM: (Place.SEAT,),
    TraderKind.PLATFORM_SHOP: (Place.PUBLISHED_ADDRESS, Place.BUSINESS_PLACE),
    TraderKind.OWN_SITE: (Place.SEAT,),
    TraderKind.MEDIA_ADVERTISING: (Place.PUBLISHER,),
    TraderKind.INTERNET_ADVERTISING: (Place.PUBLISHER, Place.ADVERTISER),
    TraderKind.OWN_INTERNET_ADVERTISING: (Place.ADVERTISER,),
}


def place_of(
    kind: str, trader_kind: str, address: str, day: date, *, address_reachable: bool | None = None
) -> PlaceFinding | None:
    """Whether place and trader make a complaint or report ours; None where nobody said what kind of trader it is."""
    if trader_kind not in {each.value for each in TraderKind}:
        return None
    trader = TraderKind(trader_kind)
    addresses: dict[Place | str, str] = dict.fromkeys(NAMED_BY[trader], address)
    return competence_of(trader, kind, day, addresses, address_reachable=address_reachable)


def keep_findings(matters: list[Matter], submission: Submission, letter: Letter) -> None:
    """Keep for each matter what list and orders say, with the inputs and the version of the list."""
    day = localdate(letter.received_at)
    facts = Facts(
        text=f"{submission.text}\n{submission.request}",
        product=letter.product,
        stage=letter.stage,
        place=letter.business_address,
    )
    inputs = {"product": facts.product, "stage": facts.stage, "place": facts.place}
    inputs |= {"trader_kind": letter.trader_kind, "address_reachable": letter.address_reachable}
    with override("zh-hans"):  # what is kept is the bureau's own words, whoever typed in which language
        findings = [
            {
                "department": found.department,
                "item": found.item,
                "basis": found.basis,
                "reasons": list(found.reasons),
                "source": found.source,
                "score": f"{found.score:.2f}",
            }
            for found in find(facts, day)[:KEPT]
        ]
        CompetenceFinding.objects.bulk_create(
            CompetenceFinding(
                matter=matter,
                found_on=day,
                list_version=list_on(day).version,
                inputs=inputs,
                findings=findings,
                place=_plain(
                    place_of(
                        matter.kind,
                        letter.trader_kind,
                        letter.business_address,
                        day,
                        address_reachable=letter.address_reachable,
                    )
                ),
            )
            for matter in matters
        )


def _plain(found: PlaceFinding | None) -> dict[str, Any]:
    return {} if found is None else {**asdict(found), "way": str(found.way), "reasons": list(found.reasons)}
