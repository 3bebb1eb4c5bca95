"""The states of a complaint and of a report, in the order a matter passes through them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ComplaintState(TextChoices):
    RECEIVED = "received", _("待分流")
    DISPATCHED = "dispatched", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    MEDIATING = "mediating", _("调解中")
    AGREED = "agreed", _("达成调解")
    TERMINATED = "terminated", _("终止调解")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    CLOSED = "closed", _("办结")


class ReportState(TextChoices):
    RECEIVED = "received", _("待分流")
    DISPATCHED = "dispatched", _("待核查")
    VERIFYING = "verifying", _("核查中")
    FILED = "filed", _("已立案")
    NOT_FILED = "not_filed", _("不予立案")
    CLOSED = "closed", _("办结")


class Channel(TextChoices):
    """Where a submission came in (Order 121 art. 8; others are recorded as what they are)."""

    PHONE = "phone", _("12315电话")
    PLATFORM = "platform", _("全国12315平台")
    COUNTER = "counter", _("受理窗口")
    POST = "post", _("邮寄")
    HOTLINE = "hotline", _("12345转办")
    TRANSFER = "transfer", _("其他部门移送")
