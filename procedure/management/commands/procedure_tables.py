"""`manage.py procedure_tables`: write docs/procedure/ from the declarations, or check that it is up to date."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from procedure.tables import pages

# The day whose law the tables show: fixed, so that the files do not change by themselves overnight.
SHOWN_ON = date(2026, 11, 24)


class Command(BaseCommand):
    help = "由步骤声明生成 docs/procedure/*.md；--check 只核对"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "procedure"
        stale = []
        for name, text in pages(SHOWN_ON).items():
            file = folder / name
            if file.exists() and file.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not options["check"]:
                folder.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        if options["check"] and stale:
            raise CommandError(f"程序表已过时：{'、'.join(stale)}；请运行 manage.py procedure_tables")
        self.stdout.write(f"docs/procedure/ {'已是最新' if not stale else '已更新 ' + '、'.join(stale)}")
