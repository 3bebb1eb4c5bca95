"""Hold the vault's Openings against the journal: an Opening without a look in the journal is named, and fails."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from identity.models import Opening
from protection.seen import unjournalled


class Command(BaseCommand):
    help = "核对启封记录与办理日志：有启封而日志中没有查看记录的，逐条列出并以非零退出"

    def handle(self, *args: Any, **options: Any) -> None:
        alone = unjournalled(Opening.objects.order_by("at").iterator(chunk_size=2000))
        for opening in alone:
            # Neither the reference nor the name of whom it is about: what was opened when, by whom.
            self.stderr.write(f"{opening.at.isoformat()} {opening.by_name} {opening.matter_number}")
        if alone:
            raise CommandError(f"{len(alone)} 条启封记录在办理日志中没有对应的查看记录")
        self.stdout.write("启封记录与办理日志一致")
