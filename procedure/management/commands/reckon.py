"""`manage.py reckon`: rebuild all that is stored of due days and every maintained figure; fails if any differed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from procedure import tallies
from procedure.clock_acts import fresh, rebuild
from procedure.clocks import Clock, next_due
from procedure.corridor import record
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.recompute import NAME, differing
from procedure.soundness import next_warning, unsound_clocks, unsound_matters
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
        found: set[int] = set()
        with law_scope():
            for row, reckoning in differing():
                found.add(row.pk)
                clock = Clock.objects.select_related("matter").get(pk=row.pk)
                self.stdout.write(
                    f"{clock.matter.number} {clock.rule} 所存 {clock.due_on}（{clock.governing}）"
                    f"应为 {reckoning.due_on}（{reckoning.version.rule}）"
                )
                if options["fix"]:
                    set_right(clock, officer)
            matters = self._unsound(found, officer if options["fix"] else None)
        figures = tallies.differing()
        for line in figures:
            self.stdout.write(line)
        if options["fix"]:
            with transaction.atomic():
                tallies.rebuild()
        elif found or matters or figures:
            raise CommandError(
                f"{len(found)} 个期限、{matters} 件事项的最近届满日、{len(figures)} 个看板数字与事件不符"
            )
        self.stdout.write(f"期限核对完毕，改正 {len(found)} 个期限、{matters} 件事项、{len(figures)} 个数字")

    def _unsound(self, found: set[int], officer: Any) -> int:
        """What else is stored beside clocks and matters and is not so; put right in the name of `officer`, if one is given.

        Adds the clocks to `found`; the number of matters is the answer.
        """
        matters = 0
        for clock, words in unsound_clocks():
            found.add(clock.pk)
            self.stdout.write(f"{clock.matter.number} {clock.rule} {words}")
            if officer is not None:
                set_right(clock, officer)
        for matter, words in unsound_matters():
            matters += 1
            self.stdout.write(f"{matter.number} {words}")
            if officer is not None:
                set_worklist_right(matter, officer)
        return matters


def set_worklist_right(matter: Matter, officer: Any) -> None:
    """Store the next due day of a matter, as an entry of its journal."""
    with transaction.atomic():
        due_on, rule = next_due(matter.concrete())
        said = {"rule": rule, "old": f"{matter.next_due_on}", "new": f"{due_on}"}
        act = Act(by=officer, at=timezone.now())
        record(act, matter, NAME, basis="record.process", verb="reckon", facts={"moved": [said]})
        Matter.objects.filter(pk=matter.pk).update(next_due_on=due_on, next_due_rule=rule)


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
        stored = Clock.objects.get(pk=clock.pk)
        if stored.ended_id is None:
            rebuild(stored)
            put_right = fresh(stored.pk)
            put_right.warn_on = next_warning(put_right, put_right.reckoning())
            put_right.save(update_fields=["warn_on"])
        else:
            Clock.objects.filter(pk=stored.pk).update(paused_on=None, warn_on=None)
        due_on, rule = next_due(stored.matter.concrete())
        Matter.objects.filter(pk=entry.matter_id).update(next_due_on=due_on, next_due_rule=rule)
