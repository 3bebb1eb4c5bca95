"""Does a paper tell its reader that a report stands behind a case? Asked of every one for a party or an outside organ.

Not only who reported is secret but that somebody did, and how it was handled (令121 art. 37; 程序规定 art. 78). What is
a warning beside other papers (`documents.hints`) keeps such a paper in.
"""

import re
from collections.abc import Mapping
from typing import Any

from cases.models import Report
from documents.guard import LeakFound
from documents.hints import shares
from documents.telling import tells_of_report
from identity.reading import fold
from procedure.matter import Matter

# The regulation bears the word in its own title; citing it tells nothing.
_TITLES = re.compile(r"《[^》]*》|投诉举报(?:处理)?(?:暂行)?办法")


class TellsOfReport(LeakFound):
    """A paper that would tell its reader of a report; names the kind of trace, and repeats nothing of it."""


def traces_of_report(matter: Matter, facts: Mapping[str, Any]) -> list[str]:
    """The kinds of trace found in the facts of a paper about a matter that grew out of a report; empty where none is.

    Looks for words that speak of a report, for the number and pseudonym of the reports the matter grew out of, and for
    what such a report says in the same words (the business, its address and its product excused).
    """
    text = "。\n".join(
        said for fact in facts.values() for said in ([fact] if isinstance(fact, str) else fact)
    )
    found, bare = [], fold(text)
    if tells_of_report(text, besides=_TITLES):
        found.append("提到举报或者案件来源")
    for report in _behind(matter):
        if any(mark and mark in bare for mark in (fold(report.number), fold(report.pseudonym))):
            found.append("举报编号或者代称")
        if any(shares(words, text) for words in _own_words(report)):
            found.append("与举报内容相同的语句")
    return list(dict.fromkeys(found))


def _behind(matter: Matter) -> list[Report]:
    """The reports a matter grew out of."""
    above, one = [], matter.parent
    while one is not None:
        above.append(one.pk)
        one = one.parent
    return list(Report.objects.filter(pk__in=above).select_related("submission"))


def _own_words(report: Report) -> list[str]:
    """What the report says, in pieces between whom and what it is about: those a paper may say in any length."""
    told = report.submission
    named = [words for words in (told.business_name, told.business_address, told.product) if words]
    return re.split("|".join(map(re.escape, named)), told.text) if named else [told.text]
