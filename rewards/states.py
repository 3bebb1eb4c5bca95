"""The states of a reward claim."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RewardState(TextChoices):
    SCREENING = "screening", _("资格审查")
    REJECTED = "rejected", _("不符合条件")
    QUALIFIED = "qualified", _("符合条件待告知")
    INVITED = "invited", _("已告知可申领")
    APPLIED = "applied", _("已申请待核定")
    PROPOSED = "proposed", _("待批准")
    APPROVED = "approved", _("已批准待通知")
    TOLD = "told", _("已通知待领取")
    COLLECTED = "collected", _("已验码待支付")
    PAID = "paid", _("已支付")
    LAPSED = "lapsed", _("逾期视为放弃")
