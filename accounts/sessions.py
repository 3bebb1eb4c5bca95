"""The session engine: Django's own, with keys kept as digests and each row saying whose it is.

Named in settings as SESSION_ENGINE.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from accounts.clock import SEEN, SINCE


def digest(key: str | None) -> str:
    """The digest under which a session stands in the table."""
    return hashlib.sha256(f"mingcha session {key}".encode()).hexdigest()


def _moment(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


class SessionStore(DatabaseStore):
    """Sessions by the digest of their key; who steals the table steals no session."""

    @classmethod
    def get_model_class(cls) -> Any:
        from accounts.models import OfficerSession  # noqa: PLC0415 - settings name this module before apps are loaded

        return OfficerSession

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(
            session_key=digest(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str | None) -> bool:
        """Whether a session of this key is there."""
        return bool(session_key) and self.model.objects.filter(session_key=digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, with the officer and the moments taken from what the session holds."""
        row = super().create_model_instance(data)
        row.session_key = digest(row.session_key)
        row.officer_id = data.get(SESSION_KEY)
        row.since_at, row.seen_at = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session by its key, this one without."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=digest(key)).delete()
