"""`manage.py demo`: set up the demonstration county; `--json` prints its officers with an API token each."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from knox.models import AuthToken
from rich.progress import track

from demo.county import OFFICERS, settle_county
from demo.stories import EVERY_STORY, Teller
from offices.models import Officer
from procedure.matter import Matter


class Command(BaseCommand):
    help = "建立演示县：虚构的人员、当事人和各种状态的事项"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出演示人员、职务和接口令牌")
        parser.add_argument("--bare", action="store_true", help="只建机构和人员，不建事项")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只能在演示模式下建立演示县（MINGCHA_DEMO=1）")
        now = timezone.now()
        cast = settle_county(date(2019, 1, 1), fund_year=timezone.localdate(now).year)
        # Reserved names: nothing can be delivered there; a demo writes its mails into files.
        Officer.objects.filter(email="").update(email=Concat("username", Value("@pingluo.example")))
        if not options["bare"] and not Matter.objects.exists():
            teller = Teller(cast, now)
            for story in track(EVERY_STORY, description="演示事项", disable=options["json"], console=None):
                story(teller)
        if options["json"]:
            self.stdout.write(json.dumps(self._officers(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"演示县已就绪：{len(OFFICERS)} 名人员，{Matter.objects.count()} 个事项")

    def _officers(self) -> list[dict[str, Any]]:
        today = timezone.localdate()
        shown = []
        for officer in Officer.objects.filter(is_active=True).order_by("pk"):
            _stored, token = AuthToken.objects.create(user=officer)
            shown.append(
                {
                    "username": officer.username,
                    "name": officer.full_name,
                    "offices": sorted(officer.offices_on(today)),
                    "unit": [h.unit.code for h in officer.holdings_on(today)],
                    "token": token,
                }
            )
        return shown
