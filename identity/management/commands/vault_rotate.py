"""`manage.py vault_rotate`: a new vault key for everything, or the end of an old one; run where the private key is."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from identity import keys, rotation


class Command(BaseCommand):
    help = "轮换封存密钥：生成新密钥对，分批重封每个数据密钥，可中断续作；--retire 停用旧密钥"

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--resume", action="store_true", help="只续作未完成的轮换，不生成新密钥")
        what.add_argument("--anew", action="store_true", help="放弃未完成的轮换，另换一把新密钥")
        what.add_argument("--status", action="store_true", help="只列出各密钥还封着多少内容")
        what.add_argument("--retire", metavar="KEYID", help="停用旧密钥：删除它的封装")
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="每批数量")
        parser.add_argument("--by", default="", help="在场人员姓名（缺省为本机登录名）")

    def handle(self, *args: Any, **options: Any) -> None:
        by = options["by"].strip() or getpass.getuser()
        try:
            if options["retire"]:
                self._retire(options["retire"], by)
            elif not options["status"]:
                self._rotate(by, max(1, options["batch"]), resume=options["resume"], anew=options["anew"])
            self._report()
        except (rotation.RotationRefused, keys.VaultClosed) as refused:
            raise CommandError(str(refused)) from None

    def _rotate(self, by: str, batch: int, *, resume: bool, anew: bool) -> None:
        if rotation.unfinished() and not anew:
            self.stdout.write(f"续作未完成的轮换：{rotation.resume()}")
        elif not resume:
            self.stdout.write(f"新密钥：{rotation.begin(by=by, anew=anew)}")
        made = rotation.rewrap(batch=batch, told=lambda done: self.stdout.write(f"已重封 {done}"))
        broken = dict.fromkeys([*made.broken, *rotation.broken_wraps()])
        if broken:
            raise CommandError(
                f"{len(broken)} 个封存号的密钥打不开，仍只封给旧密钥：{'、'.join(list(broken)[:20])}。"
                "请补齐旧私钥后续作（--resume）；新封装被人改动的另换一把（--anew）；确已损坏的按销毁程序处理"
            )
        self.stdout.write(f"重封 {made.done} 个，全部试开无误。")
        if rotation.unfinished():
            rotation.finish(by=by, done=made.done)
            self.stdout.write(
                "请把新的公钥文件送到每一台封存的机器，并为新私钥重新分存：vault_escrow split。"
            )

    def _retire(self, key_id: str, by: str) -> None:
        self.stdout.write(f"已停用 {key_id}，删除封装 {rotation.retire(key_id, by=by)} 个。")
        self.stdout.write("请销毁该私钥的文件、分存份额和备份；旧的数据库备份此后只能凭它们读出。")

    def _report(self) -> None:
        for key in rotation.in_use():
            state = "现用" if key.current else "旧密钥"
            held = "私钥在本机" if key.held else "私钥不在本机"
            self.stdout.write(f"{key.key_id} {state} {held} 封装 {key.wraps} 个，其中唯一 {key.alone} 个")
        if left := rotation.sealed_directly():
            self.stdout.write(f"另有 {left} 项早先直接封存的内容，轮换不能带走，最初的密钥须保留。")
