"""`manage.py reckon`: rebuild every stored due day and every maintained figure from events; fails if any differed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from procedure import tallies
from procedure.clock_acts import rebuild
from procedure.clocks import Clock, next_due
from procedure.corridor import record
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.recompute import NAME, differing
from procedure.steps import Act


class Command(BaseCommand):
    help = "按事件重新计算全部期限和看板数字；与所存不一致的逐条列出，加 --fix 改正"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="改正所存的届满日和看板数字，逐件记入办理日志")
        parser.add_argument("--by", metavar="ACCOUNT", help="以谁的名义改正（--fix 时必填）")

    def handle(self, *args: Any, **options: Any) -> None:
        officer = get_user_model().objects.filter(username=options["by"] or "").first()
        if options["fix"] and officer is None:
            raise CommandError("改正须写明以谁的名义：--by 账号")
        found = 0
        with law_scope():
            for row, reckoning in differing():
                found += 1
                clock = Clock.objects.select_related("matter").get(pk=row.pk)
                self.stdout.write(
                    f"{clock.matter.number} {clock.rule} 所存 {clock.due_on}（{clock.governing}）"
                    f"应为 {reckoning.due_on}（{reckoning.version.rule}）"
                )
                if options["fix"]:
                    set_right(clock, officer)
        figures = tallies.differing()
        for line in figures:
            self.stdout.write(line)
        if options["fix"]:
            with transaction.atomic():
                tallies.rebuild()
        elif found or figures:
            raise CommandError(f"{found} 个期限、{len(figures)} 个看板数字与事件不符")
        self.stdout.write(f"期限核对完毕，改正 {found} 个期限、{len(figures)} 个数字")


def set_right(clock: Clock, officer: Any) -> None:
    """Store the day the events give, as an entry of the journal; nothing is quietly changed, not by repair either."""
    with transaction.atomic():
        entry = record(
            Act(by=officer, at=timezone.now()),
            clock.matter,
            NAME,
            basis="record.process",
            verb="reckon",
            facts={
                "moved": [
                    {"rule": clock.rule, "old": f"{clock.due_on}", "new": f"{clock.reckoning().due_on}"}
                ]
            },
        )
        rebuild(Clock.objects.get(pk=clock.pk))
        fresh = Clock.objects.select_related("matter").get(pk=clock.pk)
        due_on, rule = next_due(fresh.matter)
        Matter.objects.filter(pk=entry.matter_id).update(next_due_on=due_on, next_due_rule=rule)
