"""The end of a piece of evidence: its key went with a disposal, and both files go after it.

The rows stay: that it was there, of which kind, and the digests by which a copy that turns up later is known.
"""

from collections.abc import Iterable

from evidence import store
from evidence.models import Evidence, SterileCopy
from identity.disposal import disposed_of


def destroy(ref: str) -> None:
    """Remove the files of evidence whose key was disposed of; nothing for any other reference. Safe to run again.

    The sterile copy lies open, so it goes first: it is all that could still be read.
    """
    evidence = Evidence.objects.filter(ref=ref).select_related("sterile").first()
    if evidence is None or ref not in disposed_of([ref]):
        return
    copy: SterileCopy | None = getattr(evidence, "sterile", None)
    if copy is not None and copy.place:
        store.forget(store.STERILE, copy.place)
    store.forget(store.ORIGINALS, evidence.place)


def destroyed(evidence: Iterable[Evidence]) -> set[str]:
    """The references of these that were destroyed; one query."""
    return disposed_of(each.ref for each in evidence)
