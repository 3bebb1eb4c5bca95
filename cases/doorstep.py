"""What people send at the public door: entered in that door's own name; an anonymous report keeps no hour.

Of an anonymous report the day is known and nothing finer: it counts as received and entered at the beginning of its
Beijing day (no term that begins with a report counts in hours), and what it owes is made on the next morning, at moments
drawn by lot. The order of the journal still tells between which two entries it stands (ADR 0020).
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from cases.intake import Received, receive
from cases.letter import Letter
from cases.states import Channel
from offices.access import public_door
from procedure import orders
from procedure.matter import Matter
from procedure.steps import Act

OPENING = timedelta(hours=6)
SPREAD_SECONDS = 2 * 3600


def receive_at_the_door(letter: Letter, now: datetime) -> Received:
    """Enter what somebody sent; raises what `cases.intake.receive` raises (`Refused`, `NamesInText`).

    Complaint and report are sent one by one: the letter says which of the two it is.
    """
    door = public_door()
    moment = day_of(now) if letter.anonymous else now
    sent = replace(letter, channel=Channel.WEB, received_at=moment)
    with transaction.atomic():
        received = receive(sent, Act(by=door, at=moment))
        if letter.anonymous:
            for matter in received.matters:
                orders.hold_back(matter, next_morning(now))
    return received


def day_of(moment: datetime) -> datetime:
    """The beginning of a moment's Beijing day, which stands for the whole of it."""
    return localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def next_morning(moment: datetime) -> Callable[[], datetime]:
    """Draws moments of the next day between six and eight, each on its own."""
    opening = day_of(moment) + timedelta(days=1) + OPENING
    return lambda: opening + timedelta(seconds=secrets.randbelow(SPREAD_SECONDS))


def sent_matter(number: str) -> Matter | None:
    """A matter that was sent at the door, by its number; None for any other. The caller has proved that it is his."""
    return Matter.objects.filter(number=number, recorder=public_door()).first()
