"""The guarded door to businesses: find one while typing, or enter it with the words it was complained of under."""

from dataclasses import dataclass

from django.db.models import Q
from stdnum.cn import uscc

from enterprises.models import Enterprise, Kind, ResponsiblePerson
from enterprises.names import name_key


@dataclass(frozen=True)
class Found:
    """A business as a door may show it. `township` is the nine-digit code, `kind` a code of `models.Kind`."""

    name: str
    address: str
    credit_code: str
    id: int = 0
    township: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Responsible:
    """Someone answerable for a business, and as what."""

    name: str
    position: str


def find_enterprises(text: str, limit: int = 8) -> list[Found]:
    """At most `limit` businesses that fit what was typed: part of the name, pinyin initials, or the credit code."""
    return [_found(enterprise) for enterprise in Enterprise.objects.matching(text, limit)]


def same_business(name: str, credit_code: str = "") -> list[int]:
    """The ids of the entries that are this business: its credit code, else every address under this very name.

    At most ten; none for a blank name.
    """
    key = name_key(name)
    fits = Q(name_key=key) if key else Q(pk__in=())
    if code := uscc.compact(credit_code):
        fits |= Q(credit_code=code)
    return list(Enterprise.objects.filter(fits).order_by("-id").values_list("pk", flat=True)[:10])


def business(enterprise_id: int) -> Found | None:
    """One business by its key, or None."""
    found = Enterprise.objects.filter(pk=enterprise_id).first()
    return _found(found) if found is not None else None


def kind_name(code: str) -> str:
    """How a business trades, in words; empty where nobody said."""
    return str(Kind(code).label) if code in Kind.values else ""


def get_or_register(
    name: str,
    *,
    address: str = "",
    credit_code: str = "",
    township: str = "",
    kind: str = "",
    phone: str = "",
) -> Enterprise:
    """The business of this credit code, or of this name and address, entered now if it is new.

    The name first written stays; another address under the same name is another entry (a chain has many shops).
    Raises ValidationError (field → messages) for a wrong credit code, township code or kind, or a blank name.
    """
    return Enterprise.objects.get_or_register(
        name, address=address, credit_code=credit_code, township=township, kind=kind, phone=phone
    )


def register_enterprise(
    name: str,
    *,
    address: str = "",
    credit_code: str = "",
    township: str = "",
    kind: str = "",
    phone: str = "",
) -> Found:
    """The same as `get_or_register`, for a door: the answer is plain data."""
    return _found(
        get_or_register(
            name, address=address, credit_code=credit_code, township=township, kind=kind, phone=phone
        )
    )


def responsible_persons(enterprise_id: int) -> list[Responsible]:
    """Who answers for the business, in the order they were entered."""
    people = ResponsiblePerson.objects.filter(enterprise_id=enterprise_id).order_by("id")
    return [Responsible(person.name, person.position) for person in people]


def name_responsible_person(enterprise_id: int, name: str, position: str) -> Responsible:
    """Enter who answers for the business; entering the same person twice changes nothing.

    Raises ValidationError for a blank name or position and Enterprise.DoesNotExist for an unknown business.
    """
    enterprise = Enterprise.objects.get(pk=enterprise_id)
    person = ResponsiblePerson(enterprise=enterprise, name=name.strip(), position=position.strip())
    person.full_clean(validate_unique=False, validate_constraints=False)
    ResponsiblePerson.objects.get_or_create(enterprise=enterprise, name=person.name, position=person.position)
    return Responsible(person.name, person.position)


def _found(enterprise: Enterprise) -> Found:
    return Found(
        name=enterprise.name,
        address=enterprise.address,
        credit_code=enterprise.credit_code or "",
        id=enterprise.pk,
        township=enterprise.township,
        kind=enterprise.kind,
    )
