"""The facts of each paper, frozen as plain text at issue; no name of a reporter or complainant is among them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from documents.facts import complaint, house, intake, protecting, report, volumes
from documents.facts.occasion import ORGAN, Occasion
from procedure.orders import Order

CONTACT = {"organ": ORGAN, "contact_phone": "0952-12315", "contact_address": "宁夏回族自治区石嘴山市平罗县"}

Maker = Callable[[Any, Occasion], dict[str, Any]]

MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        code: make
        for group in (intake, complaint, report, house, protecting, volumes)
        for code, make in group.MAKERS.items()
    }
)
"""For every form what makes its facts out of a matter and the act that ordered it."""


def facts_of(form: str, matter: Any, entry: Any) -> dict[str, Any]:
    """The facts of a paper that an act on a matter owes, or would owe; raises KeyError for a form without a maker.

    ``entry`` has ``facts``, ``at`` and, once written, ``source``. What nobody has stated is an empty text.
    """
    said = entry if isinstance(entry, Occasion) else Occasion.of(entry)
    return {**CONTACT, **MAKERS[form](matter, said)}


def facts_for(order: Order) -> dict[str, Any]:
    """The facts of the paper an order asks for; raises KeyError for a form without a maker."""
    return facts_of(order.form, order.matter.concrete(), Occasion.of(order.ordered_by, order.facts))
