"""`manage.py unlock_account ACCOUNT --by ACCOUNT`: ends the pause after wrong passwords before its time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from accounts.lockout import unlock
from accounts.people import two


class Command(BaseCommand):
    help = "解除一名人员因多次登录失败的暂停，记入账号记录"  # Chinese as it is: argparse takes no lazy words

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="要解除的账号")
        parser.add_argument("--by", required=True, help="办理人的账号，不能是本人")

    def handle(self, *args: Any, **options: Any) -> None:
        """Unlock and say so; raises CommandError when one of the two is not who may."""
        officer, by = two(options["account"], options["by"])
        unlock(officer, by)
        self.stdout.write(_("已解除 %(account)s 的登录暂停") % {"account": officer.username})
