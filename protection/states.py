"""The states of a request for disclosure, in the order of the law notes (7.3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DisclosureState(TextChoices):
    REQUESTED = "requested", _("待核对依据")
    CHECKED = "checked", _("依据已核对")
    DENIED = "denied", _("不予启封")
    CONSENT_ASKED = "consent_asked", _("征求举报人意见")
    CONSENTED = "consented", _("举报人同意")
    REFUSED = "refused", _("举报人不同意")
    UNASKED = "unasked", _("不征求意见，理由已记录")
    AGREED = "agreed", _("法制已同意")
    APPROVED = "approved", _("已批准待启封")
    RELEASING = "releasing", _("待第二人确认")
    RELEASED = "released", _("已启封待签收")
    ACKNOWLEDGED = "acknowledged", _("已签收")
    EXPIRED = "expired", _("已到期，记录留存")
    WITHDRAWN = "withdrawn", _("已撤回")
    EMERGENCY = "emergency", _("紧急先行披露，待补批")
    INCIDENT = "incident", _("疑似泄露，处置中")
    SETTLED = "settled", _("泄露已处置")
