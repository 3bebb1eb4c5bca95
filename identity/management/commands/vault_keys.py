"""`manage.py vault_keys`: make the vault's keys once; never overwrites one."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from identity import cipher, keys


class Command(BaseCommand):
    help = "生成身份封存的公钥、私钥和索引密钥（已有的绝不覆盖）"

    def handle(self, *args: Any, **options: Any) -> None:
        public, index = Path(settings.VAULT_PUBLIC_KEY_FILE), Path(settings.VAULT_INDEX_KEY_FILE)
        private = Path(settings.VAULT_PRIVATE_KEY_FILE or public.with_name("vault_private.key"))
        there = [p for p in (public, index, private) if p.exists()]
        if there:
            raise CommandError(f"密钥已存在，不覆盖：{'、'.join(str(p) for p in there)}")
        key = cipher.new_private_key()
        keys.write_new(private, cipher.private_to_bytes(key))
        keys.write_new(public, cipher.public_to_bytes(key.public_key()))
        keys.write_new(index, secrets.token_bytes(32))
        self.stdout.write(f"已生成：{private}（启封私钥，只给后台进程）、{public}、{index}")
        self.stdout.write(
            "请立即离线备份私钥和索引密钥（manage.py vault_escrow split）：丢失后已封存的身份无法读出。"
        )
