"""A moment as the pages of this room say it."""

from datetime import datetime

from django.utils.timezone import localtime


def moment(at: datetime) -> str:
    """Beijing's clock to the second, because a pause may last one."""
    return localtime(at).strftime("%H:%M:%S")
