"""`manage.py vault_escrow split|restore|drill`: the vault's keys in k-of-n shares on paper, and the loss drill."""

import getpass
import os
import stat
import sys
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from identity import escrow, keys

_CLEAR = "\033[2J\033[3J\033[H"  # the screen and what was scrolled off it


class Command(BaseCommand):
    help = "密钥分存：split 分成 n 份（任 k 份可合），restore 用 k 份恢复，drill 丢失演练（不写出密钥）"
    stealth_options = ("stdin",)

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name in ("split", "restore", "drill"):
            action = actions.add_parser(name)
            action.add_argument(
                "--key",
                choices=(escrow.PRIVATE, escrow.INDEX),
                default=escrow.PRIVATE,
                help="启封私钥或索引密钥",
            )
            action.add_argument("--by", default="", help="在场人员姓名（缺省为本机登录名）")
            if name == "split":
                action.add_argument("--threshold", type=int, required=True, help="k：几份可以恢复")
                action.add_argument("--shares", type=int, required=True, help="n：共几份")
                action.add_argument("--holder", action="append", default=[], help="持有人，每份一人，可重复")

    def handle(self, *args: Any, **options: Any) -> None:
        by = options["by"].strip() or getpass.getuser()
        try:
            if options["action"] == "split":
                self._split(by, options)
                return
            lines = self._read(options.get("stdin") or sys.stdin)
            if options["action"] == "restore":
                self.stdout.write(f"已恢复：{escrow.restore(options['key'], lines, by=by)}")
            else:
                found = escrow.drill(options["key"], lines, by=by)
                said = "、".join(f"{name}={value}" for name, value in found.items())
                self.stdout.write(f"演练成功：份额合出的密钥可用（{said}）。未写出密钥。")
        except (escrow.EscrowRefused, keys.VaultClosed) as refused:
            raise CommandError(str(refused)) from None
        except DatabaseError:
            raise CommandError("封存库不可用，无法留下记录，故未执行：请先恢复数据库") from None

    def _split(self, by: str, options: dict[str, Any]) -> None:
        holders = options["holder"] or [f"第{n}份" for n in range(1, options["shares"] + 1)]
        if len(holders) != options["shares"]:
            raise CommandError("持有人须与份数相同")
        if _is_file(self.stdout):
            raise CommandError("份额不得写入文件：请在终端上运行并由持有人手抄")
        shares = escrow.split(options["key"], threshold=options["threshold"], holders=holders, by=by)
        alone = sys.stdin.isatty() and self.stdout.isatty()
        for number, (holder, share) in enumerate(zip(holders, shares, strict=True), start=1):
            self.stdout.write(f"{holder}（{number}/{len(shares)}，任 {options['threshold']} 份可恢复）")
            words = share.split()
            for start in range(0, len(words), 11):
                self.stdout.write("  " + " ".join(words[start : start + 11]))
            self.stdout.write("")
            if alone:
                input("抄好并核对后按回车，清屏换下一人 …")
                self.stdout.write(_CLEAR)
        self.stdout.write("份额未存于任何地方。请尽快演练：manage.py vault_escrow drill")

    def _read(self, source: TextIO) -> list[str]:
        """One share a line, until an empty line or the end."""
        if source.isatty():
            self.stdout.write("每行输入一份，空行结束：")
        lines = []
        for line in source:
            if not line.strip():
                break
            lines.append(line)
        if source.isatty():
            self.stdout.write(_CLEAR)
        return lines


def _is_file(out: Any) -> bool:
    try:
        return stat.S_ISREG(os.fstat(out.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False
