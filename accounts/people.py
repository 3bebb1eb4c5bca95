"""The two people of an administrator's act on an account: whose it is, and who does it."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from offices.access import officer_of, same_person
from offices.models import Officer


def two(name: str, by_name: str) -> tuple[Officer, Officer]:
    """The officer and who acts on his account, two different ones; raises CommandError with the reason."""
    officer, by = officer_of(name), officer_of(by_name)
    if officer is None:
        raise CommandError(_("没有账号 %(account)s") % {"account": name})
    if by is None or not by.is_active:
        raise CommandError(_("没有在职的账号 %(account)s") % {"account": by_name})
    if same_person(officer, by):
        raise CommandError(_("不能由本人办理"))
    return officer, by
