"""The states of what comes in, in the order a matter passes through them, and the channels it comes by."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jurisdiction.traders import TraderKind


class ComplaintState(TextChoices):
    RECEIVED = "received", _("待分流")
    DISPATCHED = "dispatched", _("待审查")
    DISPUTED = "disputed", _("权限争议")
    ESCALATED = "escalated", _("报请上级")
    UNDER_REVIEW = "under_review", _("审查中")
    ID_REQUESTED = "id_requested", _("待补身份证明")
    ACCEPTED = "accepted", _("已受理")
    CONSENT_PENDING = "consent_pending", _("征询调解意愿")
    MEDIATING = "mediating", _("调解中")
    DELEGATED = "delegated", _("委托调解中")
    TESTING = "testing", _("检测鉴定中")
    RECUSAL = "recusal", _("回避待决")
    AGREED = "agreed", _("达成调解")
    TERMINATED = "terminated", _("终止调解")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    WITHDRAWN = "withdrawn", _("受理前撤回")
    TRANSFERRED = "transferred", _("已移送")
    CLOSED = "closed", _("办结")


class ReportState(TextChoices):
    RECEIVED = "received", _("待分流")
    DISPATCHED = "dispatched", _("待核查")
    DISPUTED = "disputed", _("权限争议")
    ESCALATED = "escalated", _("报请上级")
    VERIFYING = "verifying", _("核查中")
    FILED = "filed", _("已立案")
    NOT_FILED = "not_filed", _("不予立案")
    DUPLICATE = "duplicate", _("重复举报")
    MERGED = "merged", _("已合并")
    REDIRECTED = "redirected", _("已告知去向")
    TRANSFERRED = "transferred", _("已移送")
    CLOSED = "closed", _("办结")


class OtherState(TextChoices):
    """A contact the rule does not cover (Order 121 art. 44), or one that came by no published channel (art. 8)."""

    RECEIVED = "received", _("待确认")
    TOLD = "told", _("已告知去向")
    RETURNED = "returned", _("退回登记")


class ClueState(TextChoices):
    """A clue about an official, which passes nobody it may concern (监察法 art. 37)."""

    RECEIVED = "received", _("待处置")
    HANDED_OVER = "handed_over", _("已移送监察机关")
    RETURNED = "returned", _("退回按一般来件登记")


class Channel(TextChoices):
    """Where a submission came in (Order 121 art. 8; others are recorded as what they are)."""

    PHONE = "phone", _("12315电话")
    PLATFORM = "platform", _("全国12315平台")
    COUNTER = "counter", _("受理窗口")
    POST = "post", _("邮寄")
    HOTLINE = "hotline", _("12345转办")
    TRANSFER = "transfer", _("其他部门移送")
    INSPECTION = "inspection", _("检打联动")
    MEDIA = "media", _("媒体和网络舆情")
    COORDINATOR = "coordinator", _("村（社区）协管员")
    WEB = "web", _("网上提交")


NO_FILER = frozenset({Channel.TRANSFER, Channel.INSPECTION, Channel.MEDIA, Channel.COORDINATOR})
"""Channels by which a lead comes without anybody who files it: no name is asked for, and nobody is told."""


BY_HAND = [(channel.value, channel.label) for channel in Channel if channel != Channel.WEB]
"""The channels an officer or a machine may name: what was sent at the public door only that door itself enters."""

ORAL = frozenset({Channel.PHONE, Channel.COUNTER})
"""Channels by which somebody speaks and an officer writes: what was written is read back (Order 121 art. 10(2))."""


class Request(TextChoices):
    """What a complainant may ask for (form 1 of April 2026)."""

    REPAIR = "repair", _("修理")
    REDO = "redo", _("重作")
    REPLACE = "replace", _("更换")
    RETURN = "return", _("退货")
    MAKE_UP = "make_up", _("补足商品数量")
    REFUND = "refund", _("退还货款和服务费用")
    COMPENSATE = "compensate", _("赔偿损失")


class ContactWay(TextChoices):
    """How a filer may safely be reached."""

    PHONE = "phone", _("电话")
    SMS = "sms", _("短信")
    LETTER = "letter", _("书信")
    EMAIL = "email", _("电子邮件")
    NONE = "none", _("不要联系，由本人来电")


class ContactHours(TextChoices):
    """When a filer may safely be reached."""

    ANY = "any", _("任何时间")
    OFFICE = "office", _("工作时间")
    EVENING = "evening", _("工作日晚上")
    WEEKEND = "weekend", _("周末")


TRADERS: dict[str, Any] = {
    TraderKind.SHOP: _("实体店"),
    TraderKind.PLATFORM: _("电子商务平台"),
    TraderKind.PLATFORM_SHOP: _("平台内店铺"),
    TraderKind.OWN_SITE: _("自建网站或者其他网络服务"),
    TraderKind.MEDIA_ADVERTISING: _("大众媒介广告"),
    TraderKind.INTERNET_ADVERTISING: _("互联网广告"),
    TraderKind.OWN_INTERNET_ADVERTISING: _("自行发布的互联网广告"),
}
"""The kinds of trader that arts. 13 and 29 to 32 tell apart, as a form shows them."""
