"""The one exit every paper passes: text, metadata and file name are held against the sealed identities.

It fails closed: a leak refuses, and so does any error while looking for one.
"""

import io

import pikepdf

from cases.models import Complaint, Report
from documents.facts import ORGAN
from identity.leak import leaks
from procedure.matter import Matter


class LeakFound(RuntimeError):
    """A sealed identity stands in what was about to leave; names the kind of thing found, never the thing."""


def refs_behind(matter: Matter) -> list[str]:
    """The sealed persons behind a matter: its own, and those of the submission it grew out of."""
    root = matter
    while root.parent is not None:
        root = root.parent
    own = (
        Report.objects.filter(pk=root.pk).values_list("submission_id", flat=True).first()
        or Complaint.objects.filter(pk=root.pk).values_list("submission_id", flat=True).first()
    )
    found = [
        *Report.objects.filter(submission_id=own).values_list("person_ref", flat=True),
        *Complaint.objects.filter(submission_id=own).values_list("person_ref", flat=True),
    ]
    return [ref for ref in found if ref]


def let_out(matter: Matter, *, text: str, pdf: bytes, file_name: str) -> None:
    """Check a finished paper; raises `LeakFound`, or whatever kept it from being checked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        metadata = [str(value) for value in (opened.docinfo or {}).values()]
        metadata += [str(value) for value in opened.open_metadata().values()]
    # What the matter says of the other side may be said: a shop that bears its owner's name, the bureau itself.
    public = [words for words in (matter.respondent, ORGAN) if words]
    found = leaks(refs_behind(matter), "\n".join([text, file_name, *metadata]), public=public)
    if found:
        raise LeakFound("、".join(sorted(set(found))))
