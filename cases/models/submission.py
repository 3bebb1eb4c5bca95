"""What came in, written once and unedited; and the finding of whose matter it is, kept with its inputs."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.states import Channel
from procedure.locks import AppendOnly
from procedure.matter import Matter


class Submission(AppendOnly):
    """One contact: a call, a letter, a platform order. Who it came from lies in the vault, not here."""

    channel = models.CharField(_("来源渠道"), max_length=12, choices=Channel.choices)
    platform_no = models.CharField(_("全国平台编号"), max_length=40, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    business_name = models.CharField(_("被投诉举报人"), max_length=120)
    business_address = models.CharField(_("经营地址"), max_length=200, blank=True)
    product = models.CharField(_("商品或服务"), max_length=80, blank=True)
    amount = models.DecimalField(_("消费金额（元）"), max_digits=14, decimal_places=2, null=True)
    happened_on = models.DateField(_("发生日期"), null=True)
    text = models.TextField(_("陈述内容"))
    request = models.TextField(_("诉求"), blank=True)
    read_back = models.BooleanField(_("已复述并经确认"), default=False)

    class Meta:
        verbose_name = _("来件")
        base_manager_name = "objects"


class CompetenceFinding(AppendOnly):
    """An automatic finding of the competent department: what was asked, what was answered, on which list."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="findings")
    found_on = models.DateField()
    list_version = models.CharField(max_length=40)
    inputs = models.JSONField(encoder=DjangoJSONEncoder)
    findings = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        base_manager_name = "objects"
