"""Does a text contain a sealed value? Answered from digests, without opening the vault; any error refuses.

The text is normalised like the values (half-width, no spaces or dashes), and a window of each sealed value's length
slides over it. The answer names the field, never the value.
"""

from collections.abc import Iterable, Sequence

from identity.blind import compared, digest, normal
from identity.models import BlindDigest, Person
from identity.people import TELLING, PersonalData
from identity.seal import telling_forms


def leaks(refs: Sequence[str], text: str) -> list[str]:
    """The fields of these sealed persons that stand in the text; an unknown reference raises LookupError."""
    if not refs:
        return []
    if Person.objects.filter(ref__in=refs).count() != len(set(refs)):
        raise LookupError("封存号不存在，无法核对泄密")
    rows = list(
        BlindDigest.objects.filter(purpose="leak", person__ref__in=refs).values_list("field", "length", "digest")
    )
    wanted: dict[tuple[str, int], set[bytes]] = {}
    for field, length, kept in rows:
        wanted.setdefault((field, length), set()).add(bytes(kept))
    found = []
    for (field, length), digests in wanted.items():
        said = normal(text)
        windows: Iterable[str] = {said[i : i + length] for i in range(len(said) - length + 1)}
        if field in ("phone", "id_number"):
            windows = (w for w in windows if w[0].isdigit())
        if any(digest("leak", field, w) in digests for w in windows):
            found.append(field)
    return sorted(set(found))


def leaks_in(person: PersonalData, text: str) -> list[str]:
    """The fields of a person not yet sealed that stand in a text, in the order of the form."""
    said, given = normal(text), person.given()
    return [
        field
        for field in TELLING
        if field in given and any(form in said for form in telling_forms(field, given[field]) if compared(field, form))
    ]
