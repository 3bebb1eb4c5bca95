"""What only somebody inside could know: no identity, but enough to guess one. Warned of, never held back.

A warning is a question to the officer who sees it beside the draft, and is kept with whatever was held back.
"""

import re
from collections.abc import Iterator, Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cases.models import Report, Submission
from documents.forms.shape import DEPARTMENT, PARTIES, POLICE, Form
from documents.guard import submission_of
from documents.numerals import chinese_date
from documents.telling import folded, tells_of_report
from identity.reading import fold
from procedure.matter import Matter

SHARED = 12  # characters in a row that are hardly the same by chance
RESPONDENT = "respondent"
TOLD_OF_NOTHING = frozenset({RESPONDENT, PARTIES})
"""Who must not learn that somebody reported; whoever a report is handed to knows that."""

OWN_WORDS, DAY, REPORTED = "own_words", "day", "reported"
WORDS = {
    OWN_WORDS: _("文中有一段与反映人的原话相同（连续 12 字以上），只有知情人才会这样说"),
    DAY: _("文中在“举报”旁边写了收到举报的确切日期"),
    REPORTED: _("发给当事人的文书中提到有人举报或者线索来源"),
}

# The regulation bears the word in its own title, and so do the offices and telephones where anybody may report.
_TITLES = re.compile(r"《[^》]*》|投诉举报|举报(?:处理|奖励|电话|中心)")
_SENTENCE = re.compile(r"[。；;\n]")


def read_by(wanted: Form) -> str:
    """Who reads a paper in the end: the other party is shown the decision that its complaint was accepted."""
    return PARTIES if wanted.code == "acceptance" else wanted.addressee


def warnings_of(matters: Sequence[Matter], text: str, addressee: str) -> tuple[str, ...]:
    """The codes of `WORDS` that apply to a text on its way to an addressee; a report must be behind the matter.

    A complaint that came with a report is not asked about it: a warning would tell its handler that there is one.
    What every complaint is asked alike is whether its papers to the other party speak of a report at all.
    """
    found: dict[str, None] = {}
    for matter in matters:
        root = matter.root()
        if (submission := submission_of(root)) is not None and Report.objects.filter(pk=root.pk).exists():
            found.update(dict.fromkeys(_of(submission, text, addressee)))
        elif addressee in TOLD_OF_NOTHING and _mentions_report(matter, text):
            found[REPORTED] = None
    return tuple(found)


def _mentions_report(matter: Matter, text: str) -> bool:
    return matter.kind == "complaint" and "举报" in _TITLES.sub("", text)


def _of(submission: Submission, text: str, addressee: str) -> Iterator[str]:
    said = f"{submission.text}\n{submission.request}"
    outward = addressee in {*TOLD_OF_NOTHING, POLICE, DEPARTMENT}
    if outward and shares(said, text):
        yield OWN_WORDS
    day = localdate(submission.received_at)
    if outward and _day_beside(text, {chinese_date(day), f"{day:%Y%m%d}", f"{day.month}月{day.day}日"}):
        yield DAY
    if addressee in TOLD_OF_NOTHING and tells_of_report(text, besides=_TITLES):
        yield REPORTED


def shares(said: str, text: str) -> bool:
    """Whether twelve characters in a row of what was said stand in a text, spaces and punctuation aside."""
    ours, theirs = fold(said), fold(text)
    return any(ours[at : at + SHARED] in theirs for at in range(len(ours) - SHARED + 1))


def _day_beside(text: str, days: set[str]) -> bool:
    return any(
        "举报" in (said := _TITLES.sub("", folded(sentence))) and any(day in said for day in days)
        for sentence in _SENTENCE.split(text)
    )
