"""The three ways through the public form: which questions each asks, in which order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal import questions as q

COMPLAINT, REPORT, INSIDE = "complaint", "report", "inside"
PATHS = (COMPLAINT, REPORT, INSIDE)
CHECK = "check"
"""The last page: what was said, before it is sent."""

Said = Mapping[str, Any]


def is_anonymous(path: str, said: Said) -> bool:
    """Whether nobody's name is asked: always on the way for insiders, on the other as chosen, never for a complaint."""
    return path == INSIDE or (path == REPORT and said.get("by_name") != "yes")


def _by_name(path: str, said: Said) -> bool:
    return not is_anonymous(path, said)


def _always(path: str, said: Said) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page: its name in the form, what it is called in the summary, its question, on which paths, and when."""

    name: str
    title: Any
    question: type[q.Question]
    paths: tuple[str, ...]
    asked: Callable[[str, Said], bool] = _always


STEPS = (
    Step("danger", _("有没有危险"), q.Danger, (REPORT, INSIDE)),
    Step("shield", _("先保护好自己"), q.Shield, (INSIDE,)),
    Step("by_name", _("匿名还是实名"), q.ByName, (REPORT,)),
    Step("whose", _("为谁投诉"), q.Whose, (COMPLAINT,)),
    Step("business", _("哪家商家"), q.Business, PATHS),
    Step("what", _("发生了什么"), q.What, PATHS),
    Step("bought", _("买了什么"), q.Bought, (COMPLAINT,)),
    Step("when", _("什么商品，哪一天"), q.When, (REPORT, INSIDE)),
    Step("wish", _("要求怎样解决"), q.Wish, (COMPLAINT,)),
    Step("proof", _("有什么证据"), q.Proof, PATHS),
    Step("person", _("您是谁"), q.Person, (COMPLAINT, REPORT), _by_name),
    Step("contact", _("怎样联系您"), q.Contact, (COMPLAINT, REPORT), _by_name),
    Step("consent", _("两项同意"), q.Consent, (COMPLAINT,)),
)


def steps_of(path: str, said: Said) -> list[Step]:
    """The pages of a way, as far as what was said decides it."""
    return [step for step in STEPS if path in step.paths and step.asked(path, said)]
