"""What a matter is found by that came from a contact: the business and the words, never who they came from."""

from typing import Any

from enterprises.names import initials
from procedure.cutting import Searched

ALONG = ("submission__enterprise",)


def by_contact(matter: Any) -> Searched:
    """A complaint or a report by its numbers, its business, and what was said (names in it are replaced already)."""
    told = matter.submission
    business = by_business(told)
    return Searched(
        numbers=(matter.number, told.platform_no, matter.platform_no, *business.numbers),
        business=business.business,
        initials=business.initials,
        words=(*business.words, matter.title, told.product, told.text, told.request),
    )


def by_business(told: Any) -> Searched:
    """The business of a submission: its name and initials, its credit code where it is known, its address."""
    code = told.enterprise.credit_code if told.enterprise is not None else None
    return Searched(
        numbers=(code or "",),
        business=(told.business_name,),
        initials=(initials(told.business_name),),
        words=(told.business_address,),
    )
