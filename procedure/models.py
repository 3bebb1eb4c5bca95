"""The tables of the room, gathered for Django; each is described where its work is done."""

from procedure.calendar import CalendarChange, CalendarDay
from procedure.clocks import Clock, ClockExtension, ClockMove, ClockRestart, Pause
from procedure.concerns import Concern
from procedure.heartbeat import Heartbeat
from procedure.journal import ChainHead, JournalEntry
from procedure.law import LawState
from procedure.links import MatterLink
from procedure.matter import Matter, Series
from procedure.orders import Order
from procedure.readings import RecordedReading
from procedure.search import SearchText
from procedure.tallies import DueTally, OutcomeTally, RunningTally

__all__ = [
    "CalendarChange",
    "CalendarDay",
    "ChainHead",
    "Clock",
    "ClockExtension",
    "ClockMove",
    "ClockRestart",
    "Concern",
    "DueTally",
    "Heartbeat",
    "JournalEntry",
    "LawState",
    "Matter",
    "MatterLink",
    "Order",
    "OutcomeTally",
    "Pause",
    "RecordedReading",
    "RunningTally",
    "SearchText",
    "Series",
]
