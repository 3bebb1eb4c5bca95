"""`manage.py index_search`: write what matters are found by anew; `--check` only looks, and fails if anything differs."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from procedure import search
from procedure.matter import Matter, kinds

CHUNK = 500
MOST_TOLD = 20


class Command(BaseCommand):
    help = "核对并补齐检索索引；--check 只核对，有不符的报错"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不改动")

    def handle(self, *args: Any, **options: Any) -> None:
        """One short transaction for each chunk, so that officers work on meanwhile."""
        strays = search.strays()
        found: list[str] = []
        if not options["check"]:
            search.drop(strays)
        bar = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*bar, transient=True) as progress:
            for kind in kinds().values():
                total = kind._base_manager.count()
                task = progress.add_task(f"检索索引 {kind.KIND_NAME}", total=total)
                for many, wrong in self._chunks(kind, check=options["check"]):
                    found += wrong
                    progress.advance(task, many)
        for number in found[:MOST_TOLD]:
            self.stdout.write(number)
        if len(found) > MOST_TOLD:
            self.stdout.write("……")
        if options["check"] and (found or strays):
            raise CommandError(f"检索索引有 {len(found)} 件不符、{len(strays)} 行多余；请运行 index_search")
        self.stdout.write(f"检索索引核对完毕，改正 {len(found)} 件，删去 {len(strays)} 行")

    def _chunks(self, kind: type[Matter], *, check: bool) -> Iterator[tuple[int, list[str]]]:
        """How many matters were looked at and the numbers of those that differed, chunk by chunk."""
        last = 0
        while True:
            with transaction.atomic():
                chunk = search.chunk_of(kind, last, CHUNK, lock=not check)
                wrong = search.differing(chunk)
                if not check:
                    for matter in wrong:
                        search.write(matter)
            if not chunk:
                return
            yield len(chunk), [matter.number for matter in wrong]
            last = chunk[-1].pk
