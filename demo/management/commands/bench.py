"""`manage.py bench`: page, step, intake and paper times at several sizes, in scratch databases, into docs/benchmarks.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from demo.bench import measure, measure_recomputation, page_of


class Command(BaseCommand):
    help = "在临时库中测量各页面、步骤、登记和文书的用时，写入 docs/benchmarks.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", default="10000,1000000")
        parser.add_argument("--recompute", type=int, default=100_000)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Path(settings.VAULT_PUBLIC_KEY_FILE).exists():
            call_command("vault_keys")
        sizes = [int(size) for size in options["sizes"].split(",")]
        recomputed = measure_recomputation(options["recompute"], self.stdout.write)
        page_of([measure(size, self.stdout.write) for size in sizes], recomputed, options["recompute"])
        self.stdout.write("docs/benchmarks.md 已更新")
