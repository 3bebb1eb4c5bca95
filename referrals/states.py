"""The states of a referral, in the order of 《行政执法机关移送涉嫌犯罪案件的规定》."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReferralState(TextChoices):
    SUSPECTED = "suspected", _("待组成专案组")
    TEAM = "team", _("专案组核实")
    SUBMITTED = "submitted", _("待正职审批")
    APPROVED = "approved", _("已批准待移送")
    NOT_APPROVED = "not_approved", _("不批准移送")
    TRANSFERRED = "transferred", _("已移送")
    RECEIPTED = "receipted", _("公安已签收")
    FILED = "filed", _("公安已立案")
    HANDED_OVER = "handed_over", _("物证已移交")
    NOT_FILED = "not_filed", _("公安不予立案")
    RECONSIDERING = "reconsidering", _("提请复议中")
    UPHELD = "upheld", _("复议维持")
    RESUMED = "resumed", _("恢复行政办理")
    CONVICTED = "convicted", _("已被追究刑事责任")
