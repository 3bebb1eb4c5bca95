"""How a database address becomes Django's settings: SQLite embedded, PostgreSQL in production."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def sqlite(path: Path) -> dict[str, Any]:
    """Settings for one SQLite file: write-ahead log, writers queue at BEGIN instead of failing midway."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # Tests use a file as well: only a file shows what two connections do to each other.
        "TEST": {"NAME": str(path.with_name(f"test_{path.name}"))},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
        },
    }


def from_url(url: str) -> dict[str, Any]:
    """Settings for a `postgresql://user:password@host:port/name` address; anything else is refused by name."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"数据库地址须以 postgresql:// 开头，现为 {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def vault_url_beside(url: str) -> str:
    """The vault's address when only the main one is given: same server, name with `_vault` added."""
    return f"{url}_vault"
