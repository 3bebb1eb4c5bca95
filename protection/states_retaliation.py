"""The states of a report of retaliation, and how it ended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RetaliationState(TextChoices):
    RECEIVED = "received", _("待分诊")
    TRIAGED = "triaged", _("已分诊")
    SECURED = "secured", _("证据已固定")
    ROUTED = "routed", _("已转有权机关")
    INFORMED = "informed", _("已告知报告人")
    CLOSED = "closed", _("办结")


class Ending(TextChoices):
    """How it ended. That it was not verified is an outcome and no reproach (刑法 art. 243(3))."""

    VERIFIED = "verified", _("查实，已由有权机关处理")
    CORRECTED = "corrected", _("对方已纠正")
    NOT_VERIFIED = "not_verified", _("未能查实")
    WITHDRAWN = "withdrawn", _("报告人撤回")
    NO_RETALIATION = "no_retaliation", _("不属于打击报复")


class Channel(TextChoices):
    PORTAL = "portal", _("网上")
    PHONE = "phone", _("电话")
    COUNTER = "counter", _("受理窗口")
    POST = "post", _("邮寄")
    OFFICER = "officer", _("办理人员转告")
