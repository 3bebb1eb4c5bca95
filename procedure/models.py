"""The tables of the room, gathered for Django; each is described where its work is done."""

from procedure.clocks import Clock, ClockExtension, Pause
from procedure.journal import ChainHead, JournalEntry
from procedure.matter import Matter, Series
from procedure.orders import Order

__all__ = ["ChainHead", "Clock", "ClockExtension", "JournalEntry", "Matter", "Order", "Pause", "Series"]
