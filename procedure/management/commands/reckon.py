"""`manage.py reckon`: rebuild every stored due day from its events; fails if any differed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from procedure import clocks
from procedure.matter import Matter


class Command(BaseCommand):
    help = "按事件重新计算全部期限；与所存不一致的逐条列出，加 --fix 改正"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="改正所存的届满日")

    def handle(self, *args: Any, **options: Any) -> None:
        differing = clocks.differing()
        for clock, reckoning in differing:
            self.stdout.write(
                f"{clock.matter.number} {clock.rule} 所存 {clock.due_on} 应为 {reckoning.due_on}"
            )
            if options["fix"]:
                with transaction.atomic():
                    clock.store(reckoning)
                    clock.save(update_fields=["due_on", "due_at", "strict_on", "provisional"])
                    due_on, rule = clocks.next_due(clock.matter)
                    Matter.objects.filter(pk=clock.matter_id).update(next_due_on=due_on, next_due_rule=rule)
        if differing and not options["fix"]:
            raise CommandError(f"{len(differing)} 个期限与事件不符")
        self.stdout.write(f"期限核对完毕，改正 {len(differing)} 个")
