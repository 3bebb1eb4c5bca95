"""Who tells the demonstration's stories, backwards from today."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

import statutes
from demo.county import Cast
from demo.walk import Walk


class Teller:
    """Tells stories that began a number of working days ago, at nine in the morning and a little later each."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.cast, self.now, self._told = cast, now, 0

    def begun(self, working_days_ago: int, unit: str = "CG") -> Walk:
        day = localdate(self.now)
        for _step in range(working_days_ago):
            day -= timedelta(days=1)
            while not statutes.CALENDAR.is_working_day(day):
                day -= timedelta(days=1)
        self._told += 1
        start = datetime.combine(day, time(9, 0), tzinfo=get_current_timezone())
        if working_days_ago == 0:
            # A story of today must not run ahead of the clock on the wall.
            start = min(start, self.now - timedelta(hours=1))
        return Walk(self.cast, start + timedelta(minutes=3 * self._told), unit)
