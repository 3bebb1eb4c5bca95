"""What an officer writes into an act is held against the sealed names first: the journal is never changed and is read by many.

The answer is the same whatever was found, and it is itself something told: whoever tries names until one is refused
would learn it. So every refusal stands in the matter's journal, and after a few of one officer in one matter no text of
his is judged until the next day. What finds a name lies above this room (`documents.apps` brings it).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import statutes
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Act

NAME, BASIS, VERB = gettext_noop("文字含封存身份，未办理"), "intake.confidentiality", "named_somebody"


class NotJudged(RuntimeError):
    """A text that could not be held against the sealed names; so it is not written down."""


Judge = Callable[[Matter, str], bool]
_judges: list[Judge] = []


def judged_by(judge: Judge) -> None:
    """Bring what says whether a text names somebody sealed behind a matter; it raises `NotJudged` when it cannot."""
    _judges[:] = [judge]


def words_of(facts: Mapping[str, Any]) -> str:
    """Everything of these facts that somebody wrote, a line each; codes and days tell nobody's name and stay."""
    return "\n".join(_strings(facts.values()))


def _strings(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            if len(value) > 1:
                yield value
        elif isinstance(value, Mapping):
            yield from _strings(value.values())
        elif isinstance(value, list | tuple):
            yield from _strings(value)


def objection(act: Act, matter: Matter, text: str) -> str | None:
    """Why a text may not be written into a matter, in words that say nothing of what was found; None when it may."""
    if not text.strip() or not _judges:
        return None
    if _tried(act, matter) >= most(matter):
        return _(
            "您今天在本事项中多次写入封存的身份信息，今天不再受理您填写文字的办理；请由其他经办人办理，或者联系隐私保管员"
        )
    try:
        named = _judges[0](matter, text)
    except NotJudged:
        return _("无法核对文字中是否含有封存的身份，暂不能办理")
    return names_somebody() if named else None


def names_somebody() -> str:
    """The one answer to a text that names somebody, whatever it was."""
    return _("文字中含有封存的身份信息，请删去后再办；此次已记入办理日志")


def most(matter: Matter) -> int:
    """How many refused texts of one officer in one matter and day are answered."""
    return statutes.rule("record.texts").on(matter.law_day()).number("most_tries")


def _tried(act: Act, matter: Matter) -> int:
    if act.by is None:
        return 0
    return sum(
        localdate(at) == localdate(act.at)
        for at in JournalEntry.objects.filter(matter_id=matter.pk, verb=VERB, by=act.by).values_list(
            "at", flat=True
        )
    )
