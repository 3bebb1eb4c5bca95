"""The law on a shelf: dated and cited rules, the working-day calendar, clocks, thresholds and rewards."""

from statutes.clocks import Day, Exclusion, Reckoning, reckon
from statutes.days import CALENDAR, Calendar
from statutes.errors import (
    BadExclusion,
    BadFact,
    BadShelf,
    BelowFloor,
    ExclusionNotAllowed,
    ExtensionNotAllowed,
    NeedsMoment,
    NoClock,
    NotInForce,
    StatuteError,
    UnknownGrade,
    UnknownRule,
    UnknownUnit,
    YearNotCovered,
)
from statutes.rules import Extension, Item, Prevailing, Rule, Version, prevailing, rule, shelf

__all__ = [
    "CALENDAR",
    "BadExclusion",
    "BadFact",
    "BadShelf",
    "BelowFloor",
    "Calendar",
    "Day",
    "Exclusion",
    "ExclusionNotAllowed",
    "Extension",
    "ExtensionNotAllowed",
    "Item",
    "NeedsMoment",
    "NoClock",
    "NotInForce",
    "Prevailing",
    "Reckoning",
    "Rule",
    "StatuteError",
    "UnknownGrade",
    "UnknownRule",
    "UnknownUnit",
    "Version",
    "YearNotCovered",
    "prevailing",
    "reckon",
    "rule",
    "shelf",
]
