"""What is neither complaint nor report: told where to go (Order 121 arts. 8, 44), or handed to the discipline liaison."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.letter import Letter
from cases.models import OfficialClue, OtherContact
from cases.naming import without_names
from cases.states import ClueState, OtherState
from identity.codes import new_code
from identity.people import PersonalData
from identity.seal import pseudonym, seal
from procedure.corridor import Refused, begin
from procedure.law import law_scope
from procedure.steps import Act

UNPUBLISHED = "channel"
DISCIPLINE = "discipline"
# What is said to whoever sent it, by category: a proposal the clerk may change. It goes into the row as it is told.
SUGGESTED = {
    "consultation": "请拨打12345政务服务便民热线，或者向主管部门咨询",
    "information": "请向本局政府信息公开工作机构书面申请",
    "reconsideration": "请向平罗县人民政府行政复议机构申请",
    "petition": "请向平罗县信访工作机构提出",
    UNPUBLISHED: "请通过全国12315平台、12315电话、公布的通讯地址或者受理窗口提出",
}


def categories(day: Any) -> list[tuple[str, str]]:
    """What a contact may be instead, by code and words, as the law of the day lists it; the last is ours (art. 8).

    The clue about an official is not among them: it has its own exit.
    """
    version = statutes.rule("intake.not_applicable").on(day)
    listed = [(item.code, item.text) for item in version.items if item.code != DISCIPLINE]
    return [*listed, (UNPUBLISHED, _("由未公布的渠道提出，告知公布的渠道"))]


def tell_where(
    act: Act, *, category: str, told_to: str, text: str, channel: str, at: datetime
) -> OtherContact:
    """Enter a contact the rule does not cover, with what the sender was told; raises `Refused`.

    Nobody's name is taken: the officer writes what it was about, not who asked.
    """
    day = localdate(at)
    found = []
    if category not in dict(categories(day)):
        source = statutes.rule("intake.not_applicable").on(day).source
        found.append(_("%(source)s没有列明此类来件") % {"source": source})
    if not told_to.strip():
        found.append(_("须写明告知的去向"))
    if found:
        raise Refused(_("登记其他来件"), found)
    with transaction.atomic(), law_scope(act=True):
        return begin(
            act,
            OtherContact,
            name="登记其他来件",
            basis="intake.not_applicable",
            by=("clerk",),
            serves=("other_notice",),
            facts={"category": category, "told_to": told_to},
            state=OtherState.RECEIVED,
            received_at=at,
            title=text.strip().splitlines()[0][:60] if text.strip() else dict(categories(day))[category],
            category=category,
            channel=channel,
            text=text,
            told_to=told_to,
        )


@dataclass(frozen=True)
class ClueTaken:
    """The number of a clue and, once, the code by which whoever gave it asks again."""

    number: str
    code: str = field(repr=False)


def take_clue(act: Act, letter: Letter) -> ClueTaken:
    """Put a clue about an official past the queue into the restricted inbox; raises `NamesInText`.

    What it says, and about whom, stands in the matter alone, which only the discipline liaison reads: the journal
    entry names the channel and no more.
    """
    person, words = without_names(letter)
    named = bool(letter.person.given())
    ref = seal(person if named else PersonalData(), kind="clue")
    code = new_code(ref)
    with transaction.atomic(), law_scope(act=True):
        clue = begin(
            act,
            OfficialClue,
            name="登记公职人员线索",
            basis="intake.official_clue",
            by=("clerk",),
            facts={"channel": letter.channel},
            state=ClueState.RECEIVED,
            received_at=letter.received_at,
            title=str(OfficialClue.KIND_NAME),
            person_ref=ref,
            pseudonym=f"反映人{pseudonym(ref)}",
            channel=letter.channel,
            text="\n".join(part for part in (words.text, words.request) if part),
        )
    return ClueTaken(clue.number, code)
