"""The offices of the bureau and of those who work with it; a step names one of these in `by`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Office(TextChoices):
    CLERK = "clerk", _("登记员")
    DISPATCHER = "dispatcher", _("分流员")
    HANDLER = "handler", _("承办人")
    UNIT_HEAD = "unit_head", _("机构负责人")
    LEGAL = "legal", _("法制审核员")
    LEADER = "leader", _("局负责人")
    PRINCIPAL = "principal", _("正职负责人")
    CUSTODIAN = "custodian", _("隐私保管员")
    REWARD = "reward", _("奖励专员")
    FINANCE = "finance", _("财务")
    POLICE = "police", _("公安联络员")
    PROCURATOR = "procurator", _("检察官")
    SUPERVISOR = "supervisor", _("督办")
    AUDITOR = "auditor", _("审计员")
    DISCIPLINE = "discipline", _("纪检监察联络员")


FILER = "filer"
FILER_NAME = _("提交人本人")
"""How the journal and the tables call whoever filed a matter and acts himself; no office, so that nobody can hold it."""


def office_name(code: str) -> str:
    """The name of an office in the reader's language; empty for what is none."""
    if code == FILER:
        return str(FILER_NAME)
    return str(Office(code).label) if code in Office.values else ""
