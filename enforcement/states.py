"""The states of a penalty case, and the words for conduct and outcome."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseState(TextChoices):
    INVESTIGATING = "investigating", _("调查中")
    SUSPECTED = "suspected", _("涉嫌犯罪待移送")
    TRANSFERRED = "transferred", _("已移送公安")
    UNDER_REVIEW = "under_review", _("审核中")
    REVIEWED = "reviewed", _("已审核")
    NOTIFIED = "notified", _("已告知")
    DECIDED = "decided", _("已决定")
    CLOSED = "closed", _("结案")
    CLOSED_BY_TRANSFER = "closed_by_transfer", _("移送结案")


BEFORE_DECISION = [
    CaseState.INVESTIGATING, CaseState.UNDER_REVIEW, CaseState.REVIEWED, CaseState.NOTIFIED,
]  # fmt: skip
"""The states a case goes through until it is decided, the way to the police apart."""


class Conduct(TextChoices):
    """What was done, in the words the thresholds ask for (law file: criminal provisions on food and goods)."""

    EXPIRED_FOOD_REWORKED = "expired_food_reworked", _("用超过保质期的食品生产经营")
    EXPIRED_RAW_MATERIAL = "expired_raw_material", _("用超过保质期的原料生产食品")
    REDATED = "redated_or_repacked_expired_or_recycled", _("更改生产日期、保质期或改换包装后销售")
    RECYCLED = "recycled_food_as_raw", _("用回收食品作原料")
    ADULTERATE = "adulterate", _("掺杂、掺假")
    FAKE = "fake_as_genuine", _("以假充真")
    INFERIOR = "inferior_as_superior", _("以次充好")
    UNQUALIFIED = "unqualified_as_qualified", _("以不合格产品冒充合格产品")
    BELOW_STANDARD = "food_below_standard", _("食品不符合安全标准")
    TOXIC = "nonfood_toxic_added_or_used", _("掺入有毒、有害的非食品原料")


class Outcome(TextChoices):
    """The decisions a bureau leader may make himself (程序规定 art. 60); referral to the police has its own road."""

    PENALTY = "penalty", _("给予行政处罚")
    EXEMPT = "exempt", _("不予行政处罚")
    NO_VIOLATION = "no_violation", _("违法事实不成立")
    OTHER = "other_department", _("移送其他行政机关")
