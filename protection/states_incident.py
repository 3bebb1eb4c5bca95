"""The states of a leak of personal data, suspected or certain."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IncidentState(TextChoices):
    SUSPECTED = "suspected", _("待止损")
    CONTAINED = "contained", _("已止损")
    ASSESSED = "assessed", _("已评估")
    NOTIFIED = "notified", _("已通知")
    CLOSED = "closed", _("办结")


class Stop(TextChoices):
    """What was stopped, so that nothing more gets out by that way."""

    ACCOUNT = "account", _("停用账号、收回会话")
    GRANT = "grant", _("收回启封授权")
    PAPER = "paper", _("追回文书、停止送达")
    DOWNLOAD = "download", _("停止下载和导出")
    CHANNEL = "channel", _("关闭接口或者渠道")
    COPY = "copy", _("追回、删除已流出的副本")
    KEY = "key", _("更换密钥")
    OTHER = "other", _("其他")
