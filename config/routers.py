"""Which database a table lives in: the vault keeps identities and nothing else lives there."""

from typing import Any

VAULT_APP = "identity"


class VaultRouter:
    """Sends the `identity` app to the `vault` database and keeps everything else out of it."""

    def _alias(self, app_label: str) -> str:
        return "vault" if app_label == VAULT_APP else "default"

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return self._alias(model._meta.app_label)

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return self._alias(model._meta.app_label)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return self._alias(one._meta.app_label) == self._alias(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == self._alias(app_label)
