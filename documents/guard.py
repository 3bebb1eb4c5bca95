"""What must not leave: the sealed people of a matter, and the marks by which our own records know them.

It fails closed: whoever asks refuses on a finding, and on any error while looking for one. The exit that asks is
`documents.leaving`.
"""

import re
from collections.abc import Iterator, Sequence

from cases.models import Complaint, OfficialClue, Report, Submission
from documents.facts import ORGAN
from identity.disposal import disposed_of
from identity.leak import LeakCheckFailed, leaks
from identity.people import TELLING
from offices.models import Officer
from procedure.matter import Matter
from procedure.texts import NotJudged
from protection.mediation import given_for_mediation

INTERNAL, NUMBERS = "internal", "numbers"
"""What is found beside the fields of a person: a mark of our own records; a personal number nobody of a matter owns."""

_REF = re.compile(r"(?<![0-9A-Za-z])P-[0-9A-HJKMNP-TV-Z]{16}(?![0-9A-Za-z])")
_ROW_NUMBER = re.compile(r"-0\d{7}\.[a-z]{3,4}\b")  # a file called after the number of a row of ours
_ROW_NAME = re.compile(r"[\"'](?:id|pk|[a-z_]+_(?:id|pk|ref|refs))[\"']\s*:")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z@./_-])[a-z][a-z0-9_.-]{3,39}(?![0-9A-Za-z@_-])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
_CITIZEN = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])")
_AT_ONCE = 500


class LeakFound(RuntimeError):
    """A sealed identity stands in what was about to leave; names the kind of thing found, never the thing."""


def refs_behind(matter: Matter) -> list[str]:
    """The sealed persons behind a matter: its own, those of the submission it grew out of, those a leak is about.

    Not those of matters linked or joined by hand: a finding would answer whoever tries names in a draft, and so lead
    to the reporter of a matter he may not read (ADR 0012).
    """
    root = matter.root()
    own = submission_of(root)
    clue = OfficialClue.objects.filter(pk=root.pk).values_list("person_ref", flat=True).first()
    concrete = matter.concrete()
    about = getattr(concrete, "refs_about", None)  # a leak knows whose data got out
    found = [
        # A kind that somebody files for itself (a report of retaliation, a request) has a person of its own.
        getattr(concrete, "person_ref", ""),
        *(about() if about else []),
        *([clue] if clue else []),
        *(own.other_refs if own else []),
        *Report.objects.filter(submission_id=own.pk if own else None).values_list("person_ref", flat=True),
        *Complaint.objects.filter(submission_id=own.pk if own else None).values_list("person_ref", flat=True),
    ]
    return [ref for ref in found if ref]


def submission_of(matter: Matter) -> Submission | None:
    """The contact a matter grew out of; None for what no contact began."""
    root = matter.root()
    own = (
        Report.objects.filter(pk=root.pk).values_list("submission_id", flat=True).first()
        or Complaint.objects.filter(pk=root.pk).values_list("submission_id", flat=True).first()
    )
    return Submission.objects.filter(pk=own).first() if own else None


def leaks_of(matter: Matter, text: str) -> list[str]:
    """The kinds of sealed value found in a text about a matter, each once; raises whatever kept it from being checked."""
    return leaks_of_all([matter], text)


def names_somebody(matter: Matter, text: str) -> bool:
    """Whether a text for the journal names somebody sealed behind its matter; raises `NotJudged` when it cannot tell.

    A person who was disposed of is nobody any more: what is left of the others is looked for.
    """
    try:
        return bool(leaks_of(matter, text))
    except LeakCheckFailed:
        refs = refs_behind(matter)
        gone = disposed_of(refs)
        if not gone:
            raise NotJudged from None
    try:
        return bool(
            leaks([ref for ref in refs if ref not in gone], text, public=[ORGAN, matter.respondent or ORGAN])
        )
    except LeakCheckFailed:
        raise NotJudged from None


def leaks_of_all(matters: Sequence[Matter], text: str) -> list[str]:
    """The same for a text about several matters at once."""
    # What a matter says of the other side may be said: a shop that bears its owner's name, the bureau itself.
    public = dict.fromkeys([ORGAN, *(matter.respondent for matter in matters if matter.respondent)])
    refs = dict.fromkeys(ref for matter in matters for ref in refs_behind(matter))
    found = set(leaks(list(refs), text, public=list(public)))
    if found and len(matters) == 1:
        # Of a complaint, what was approved field by field for its mediation (art. 37), and nothing without that.
        found -= given_for_mediation(matters[0])
    return [field for field in TELLING if field in found]


def marks_in(text: str, *, officers: bool = True) -> list[str]:
    """`[INTERNAL]` when a mark of our own records stands in a text, else nothing.

    A reference into the vault, the number of a row, and, unless the reader is one of us, an officer's account: each
    can be laid beside a stolen copy of the database.
    """
    marked = any(pattern.search(text) for pattern in (_REF, _ROW_NUMBER, _ROW_NAME))
    return [INTERNAL] if marked or (officers and any(_accounts(text))) else []


def _accounts(text: str) -> Iterator[str]:
    words = sorted(set(_ACCOUNT.findall(text)))
    for start in range(0, len(words), _AT_ONCE):
        asked = words[start : start + _AT_ONCE]
        yield from Officer.objects.filter(username__in=asked).values_list("username", flat=True)


def numbers_in(text: str) -> list[str]:
    """`[NUMBERS]` when a mobile or citizen's number stands in what is about nobody who is sealed."""
    return [NUMBERS] if _MOBILE.search(text) or _CITIZEN.search(text) else []
