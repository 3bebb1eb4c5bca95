"""What came in, written once and unedited; and the finding of whose matter it is, kept with its inputs."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.states import TRADERS, Channel, ContactHours, ContactWay, Request
from procedure.locks import AppendOnly
from procedure.matter import Matter


class Submission(AppendOnly):
    """One contact: a call, a letter, a platform order. Who it came from lies in the vault, not here."""

    channel = models.CharField(_("来源渠道"), max_length=12, choices=Channel.choices)
    platform_no = models.CharField(_("全国平台编号"), max_length=40, blank=True)
    hotline_no = models.CharField(_("12345工单编号"), max_length=40, blank=True)
    hotline_due_on = models.DateField(_("12345工单期限"), null=True)
    source_paper = models.CharField(_("来源文书"), max_length=120, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    business_name = models.CharField(_("被投诉举报人"), max_length=120)
    business_address = models.CharField(_("经营地址"), max_length=200, blank=True)
    trader_kind = models.CharField(_("经营方式"), max_length=28, blank=True)
    platform_name = models.CharField(_("所在平台"), max_length=80, blank=True)
    address_reachable = models.BooleanField(_("公示地址能否联系"), null=True)
    product = models.CharField(_("商品或服务"), max_length=80, blank=True)
    stage = models.CharField(_("环节"), max_length=40, blank=True)
    amount = models.DecimalField(_("消费金额（元）"), max_digits=14, decimal_places=2, null=True)
    happened_on = models.DateField(_("发生日期"), null=True)
    text = models.TextField(_("陈述内容"))
    request = models.TextField(_("诉求"), blank=True)
    requests = models.JSONField(_("诉求类型"), default=list)
    proof = models.CharField(_("现有证据"), max_length=300, blank=True)
    read_back = models.BooleanField(_("已复述并经确认"), default=False)
    publish_consent = models.BooleanField(_("同意公示投诉信息"), null=True)
    delegation_consent = models.BooleanField(_("同意委托调解"), null=True)
    contact_way = models.CharField(_("联系方式"), max_length=8, blank=True, choices=ContactWay.choices)
    contact_hours = models.CharField(_("联系时间"), max_length=8, blank=True, choices=ContactHours.choices)
    may_leave_word = models.BooleanField(_("可以留言或者由他人转告"), default=False)
    contact_note = models.CharField(_("联系注意事项"), max_length=100, blank=True)
    by_agent = models.BooleanField(_("委托代理"), default=False)
    agent_ref = models.CharField(max_length=40, blank=True)
    mandate = models.CharField(_("委托事项和权限"), max_length=200, blank=True)
    mandate_until_on = models.DateField(_("委托期限"), null=True)
    joint = models.BooleanField(_("共同投诉"), default=False)
    joint_count = models.PositiveSmallIntegerField(_("共同投诉人数"), null=True)
    representative_refs = models.JSONField(default=list)

    class Meta:
        verbose_name = _("来件")
        base_manager_name = "objects"
        indexes = [models.Index(fields=["enterprise", "-id"], name="submissions_of_business")]

    @property
    def other_refs(self) -> list[str]:
        """Everybody else sealed with this contact: the agent and the representatives of a joint complaint."""
        return [ref for ref in (self.agent_ref, *self.representative_refs) if ref]

    def requests_in_words(self) -> list[str]:
        """What was asked for, in the words of form 1."""
        return [str(Request(code).label) for code in self.requests if code in Request.values]

    def trader_words(self) -> str:
        """The kind of trader in words, empty when nobody said."""
        return str(TRADERS.get(self.trader_kind, self.trader_kind))


class CompetenceFinding(AppendOnly):
    """An automatic finding of the competent department: what was asked, what was answered, on which list."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="findings")
    found_on = models.DateField()
    list_version = models.CharField(max_length=40)
    inputs = models.JSONField(encoder=DjangoJSONEncoder)
    findings = models.JSONField(encoder=DjangoJSONEncoder)
    # What arts. 13 and 29 to 32 say of place and trader; empty where nobody said what kind of trader it is.
    place = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        base_manager_name = "objects"


class CompetenceCorrection(AppendOnly):
    """That an officer put another department or line in place of the finding, and why: what the list should learn."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="corrections")
    finding = models.ForeignKey(CompetenceFinding, models.PROTECT, null=True, related_name="corrections")
    department = models.CharField(max_length=40)
    item = models.CharField(max_length=8, blank=True)
    entry = models.OneToOneField("procedure.JournalEntry", models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
