"""What the shelf refuses to answer, each refusal under its own name."""


class StatuteError(Exception):
    """Common ancestor of every refusal of the shelf, so that a caller can catch them together."""


class BadShelf(StatuteError):
    """A data file of the shelf contradicts itself or its own layout; nothing may be read from it."""


class UnknownRule(StatuteError, LookupError):
    """No rule of that name stands on the shelf."""


class NotInForce(StatuteError, LookupError):
    """The rule exists but has no version in force on the day that was asked about."""


class NoClock(StatuteError):
    """The version names no amount and unit, so no date can be reckoned from it."""


class UnknownUnit(StatuteError):
    """A period is measured in a unit the arithmetic does not know."""


class YearNotCovered(StatuteError):
    """The working-day calendar has no data for that year and none can be projected."""


class NeedsMoment(StatuteError):
    """A clock of hours was started with a day, or a moment came without its time zone."""


class BadExclusion(StatuteError):
    """An interval of time that is not counted ends before it begins."""


class ExclusionNotAllowed(StatuteError):
    """The rule does not leave time out of count on the ground that was given."""


class ExtensionNotAllowed(StatuteError):
    """The rule allows no extension, or not so many, or not so long."""


class BadFact(StatuteError):
    """A fact handed to the threshold or reward arithmetic has an impossible type or value."""


class BelowFloor(StatuteError):
    """A reward was proposed below the minimum of its grade."""


class UnknownGrade(StatuteError):
    """A reward was asked for in a grade the schedule does not have."""


class UnknownQuestion(StatuteError, LookupError):
    """No such open question stands on the shelf."""


class UnknownReading(StatuteError, ValueError):
    """An open question was answered in a way the shelf does not list."""


class UnknownInstrument(StatuteError, LookupError):
    """A source begins with no instrument the shelf knows."""
