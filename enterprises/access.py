"""The guarded door to businesses: find one while typing, or enter it with the words it was complained of under."""

from dataclasses import dataclass

from enterprises.models import Enterprise


@dataclass(frozen=True)
class Found:
    name: str
    address: str
    credit_code: str


def find_enterprises(text: str, limit: int = 8) -> list[Found]:
    """At most `limit` businesses that fit what was typed: part of the name, pinyin initials, or the credit code."""
    return [Found(e.name, e.address, e.credit_code or "") for e in Enterprise.objects.matching(text, limit)]


def get_or_register(name: str, *, address: str = "") -> Enterprise:
    """The business of this name and address, entered now if it is new; an address learnt later is a new entry."""
    known = Enterprise.objects.filter(name=name.strip()).order_by("id")
    for enterprise in known:
        if not address or enterprise.address in ("", address):
            return enterprise
    return Enterprise.objects.create(name=name.strip(), address=address)
