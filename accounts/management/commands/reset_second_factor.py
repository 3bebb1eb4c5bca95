"""`manage.py reset_second_factor ACCOUNT --by ACCOUNT`: for an officer whose telephone and codes are both lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from accounts.factor import reset
from accounts.people import two


class Command(BaseCommand):
    help = "重置一名人员的二次验证：验证器、备用码、全部登录和令牌一并失效，记入账号记录"  # Chinese as it is: argparse takes no lazy words

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="要重置的账号")
        parser.add_argument("--by", required=True, help="办理人的账号，不能是本人")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset and say what follows; raises CommandError when one of the two is not who may."""
        officer, by = two(options["account"], options["by"])
        reset(officer, by)
        self.stdout.write(
            _("已重置 %(account)s 的二次验证，下次登录时重新设置") % {"account": officer.username}
        )
