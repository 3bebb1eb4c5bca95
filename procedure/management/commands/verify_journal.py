"""`manage.py verify_journal`: walk the hash chain and name every place where it was changed or cut."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from procedure.journal import ChainHead, verify


class Command(BaseCommand):
    help = "核对办理日志的哈希链；可用打印的链头（条数:哈希）核对链尾是否被截断"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", default="", help="打印的链头，形如 1024:9f86d0…")

    def handle(self, *args: Any, **options: Any) -> None:
        expected = None
        if options["head"]:
            count, _, digest = options["head"].partition(":")
            if not count.isdigit() or len(digest) != 64:
                raise CommandError("--head 须为 条数:64位哈希")
            expected = (int(count), digest)
        faults = verify(expected)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"日志链有 {len(faults)} 处不符")
        head = ChainHead.objects.get(pk=1)
        self.stdout.write(f"日志链完整，共 {head.count} 条。链头 {head.count}:{head.hash}")
