"""What is cleared away by the clock: sessions that are over, and the counts of wrong passwords whose pause is."""

from celery import shared_task

from accounts.lockout import forget_old
from accounts.sessions import SessionStore


@shared_task(name="accounts.clear")
def clear() -> None:
    """Drop what no one needs any more; the record of what happened (AccountEvent) stays."""
    SessionStore.clear_expired()
    forget_old()
