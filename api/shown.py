"""What the door shows: one serializer per thing, which is also how the schema describes it."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.fields import BooleanField, CharField, DateField, DateTimeField, IntegerField, ListField

from procedure.due import due_state
from statutes.rules import RANKS


class OfficerShown(serializers.Serializer[Any]):
    """An officer: the account by which the facts of a step name them, and the name."""

    username = serializers.SerializerMethodField()
    full_name = CharField()

    def get_username(self, officer: Any) -> str:
        """The account; empty for a caller of another authority, who has no use for it."""
        return "" if self.context.get("outside") else str(officer.username)


class RowShown(serializers.Serializer[Any]):
    """A matter as a line of the worklist."""

    number = CharField()
    kind = CharField()
    kind_name = CharField()
    state = CharField()
    state_name = CharField()
    title = CharField()
    respondent = CharField()
    received_at = DateTimeField()
    unit = CharField()
    handler = OfficerShown(allow_null=True)
    co_handler = OfficerShown(allow_null=True)
    next_due_on = DateField(allow_null=True)
    next_due_rule = CharField()
    due_state = serializers.SerializerMethodField()
    closed_on = DateField(allow_null=True)

    def get_due_state(self, row: Any) -> str:
        """overdue, today, near, running or none."""
        return due_state(row.next_due_on, localdate())


class ClockShown(serializers.Serializer[Any]):
    """A term: when it ends, on which article, and what ended it."""

    rule = CharField()
    title = CharField()
    source = CharField()
    unverified = BooleanField(
        source="version.unverified", help_text="the article was entered from memory and is to be verified"
    )
    started_at = DateTimeField()
    due_on = DateField()
    due_at = DateTimeField(allow_null=True, help_text="only where the term runs in hours")
    strict_on = DateField(help_text="the last day before any rolling to the next working day")
    provisional = BooleanField(help_text="a year was counted whose holidays are not announced")
    paused = BooleanField()
    answered = serializers.SerializerMethodField()
    ended_on = DateField(allow_null=True)
    met = BooleanField(allow_null=True, help_text="null while it runs, or when it fell away in time")

    def get_answered(self, clock: Any) -> bool:
        return bool(clock.outcome == clock.ANSWERED)


class ChoiceShown(serializers.Serializer[Any]):
    """One value a fact may take, and what it means."""

    value = CharField(allow_blank=True)
    label = CharField()


class FactShown(serializers.Serializer[Any]):
    """One fact a step asks for."""

    name = CharField()
    type = serializers.ChoiceField(
        choices=["boolean", "choice", "date", "datetime", "decimal", "integer", "list", "text"]
    )
    label = CharField()
    help = CharField(allow_blank=True)
    required = BooleanField()
    max_length = IntegerField(allow_null=True)
    choices = ChoiceShown(many=True, allow_null=True)


class StepShown(serializers.Serializer[Any]):
    """A step out of the matter's state: may it be done now, and if not, why, in words."""

    verb = CharField()
    name = CharField()
    source = CharField()
    unverified = BooleanField()
    allowed = BooleanField()
    objections = ListField(child=CharField())
    facts = FactShown(many=True, allow_null=True, help_text="null when the step is another office's")


class EntryShown(serializers.Serializer[Any]):
    """An entry of the journal."""

    seq = IntegerField()
    at = DateTimeField()
    by = CharField(source="by_name")
    office = CharField()
    verb = CharField()
    name = serializers.SerializerMethodField()
    source = CharField()
    unverified = BooleanField()
    before = CharField(allow_blank=True)
    after = CharField()
    facts = serializers.DictField()

    def get_name(self, entry: Any) -> str:
        return gettext(entry.name)


class PaperShown(serializers.Serializer[Any]):
    """A paper owed or made; number and fingerprint stand once it is."""

    number = CharField(allow_null=True)
    title = CharField()
    state = serializers.ChoiceField(choices=["owed", "numbered", "made", "served", "failed"])
    sha256 = CharField(allow_null=True)


class MatterShown(RowShown):
    """A matter with everything its page shows; `last_seq` is what a step takes as `seen`."""

    last_seq = IntegerField()
    clocks = ClockShown(many=True)
    steps = StepShown(many=True)
    journal = EntryShown(many=True)
    papers = PaperShown(many=True)


class DayShown(serializers.Serializer[Any]):
    """One day of the strip; `number` is its count where it counts."""

    on = DateField()
    kind = serializers.ChoiceField(
        choices=["start", "counted", "make_up", "weekend", "holiday", "excluded", "rolled", "event"],
        help_text="event: what a period that runs backwards is counted from",
    )
    number = IntegerField(allow_null=True)
    name = CharField(allow_blank=True)


class ExclusionShown(serializers.Serializer[Any]):
    """Time that was left out, both end days included, on which ground, and the papers that prove both ends."""

    start_on = DateField()
    end_on = DateField()
    ground = CharField()
    start_paper = CharField(allow_blank=True)
    end_paper = CharField(allow_blank=True)


class VersionShown(serializers.Serializer[Any]):
    """A version of a rule that claims the act: the one that governs, or one that gives way to it."""

    rule = CharField()
    source = CharField()
    rank = serializers.ChoiceField(choices=RANKS)
    period = CharField(allow_blank=True)
    governs = BooleanField()


class CandidateShown(VersionShown):
    """A version that claims the act, with the day it alone would give."""

    due_on = DateField(allow_null=True, help_text="null where it gives no answer to this very question")


class ReceiptShown(serializers.Serializer[Any]):
    """The receipt of a due day: the rule, the days counted, what was left out, the end; in Beijing days."""

    rule = CharField()
    title = CharField()
    source = CharField()
    words = ListField(child=CharField())
    confidence = CharField()
    unverified = BooleanField()
    start = CharField(help_text="a day, or a moment where the term runs in hours; the last restart, if any")
    first_start = CharField(help_text="the event that first started the term")
    direction = serializers.ChoiceField(
        choices=["after", "before"], help_text="before: counted back from its event"
    )
    unit = CharField()
    amount = IntegerField()
    days = DayShown(many=True)
    exclusions = ExclusionShown(many=True)
    extensions = ListField(child=IntegerField())
    due_on = DateField()
    due_at = DateTimeField(allow_null=True)
    strict_on = DateField()
    outer_on = DateField(help_text="the latest day that can be defended")
    provisional = BooleanField()
    reading = CharField(allow_blank=True, help_text="the reading that settled what a last day of rest does")
    candidates = VersionShown(many=True)
    conflict = CharField(allow_blank=True, help_text="the reading that settled a conflict of texts")
    paused = BooleanField()
    ended_on = DateField(allow_null=True)
    met = BooleanField(allow_null=True)
    missed_by = IntegerField(
        allow_null=True,
        help_text="calendar days it was late when it ended; null while it runs, or when it fell away in time",
    )


class OpenedShown(serializers.Serializer[Any]):
    """A matter that a submission opened, with the term the law gives it (not our own target for its dispatch)."""

    number = CharField()
    kind = CharField()
    state = CharField()
    due_on = DateField(allow_null=True)
    source = CharField(allow_blank=True)

    def to_representation(self, matter: Any) -> dict[str, Any]:
        term = min(matter.clocks.all(), key=lambda clock: clock.pk, default=None)
        told = {"due_on": term.due_on, "source": term.source} if term else {"due_on": None, "source": ""}
        return {"number": matter.number, "kind": matter.kind, "state": matter.state, **told}


class FiledShown(serializers.Serializer[Any]):
    """What came of a submission; `codes` are shown this once, to be read to the caller, and kept nowhere."""

    submission = IntegerField()
    matters = OpenedShown(many=True)
    codes = serializers.DictField(child=CharField())


class DetailShown(serializers.Serializer[Any]):
    """Why nothing is answered, in one sentence."""

    detail = CharField()


class ErrorsShown(serializers.Serializer[Any]):
    """What is wrong, by field; nested fields as `person.phone`, the body as a whole as `body`."""

    errors = serializers.DictField(child=ListField(child=CharField()))
    hint = CharField(required=False, help_text="replace_names: set it to have names in the text replaced")


class RefusalShown(serializers.Serializer[Any]):
    """Why an act may not be done now, in words; `since` tells what happened after the caller's `seen`."""

    objections = ListField(child=CharField())
    since = EntryShown(many=True)
