"""The form a clerk fills while the caller speaks: fields in the order of the talk, few of them compulsory."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from cases import checks
from cases.letter import Letter
from desk import intake_fields as parts
from identity.people import PersonalData
from jurisdiction import list_on

AS = {
    "": (None, None),
    "complaint": (True, False),
    "report": (False, True),
    "both": (True, True),
}
AS_TYPED = (
    "channel", "received_at", "text", "business_name", "request", "business_address", "credit_code", "trader_kind",
    "platform_name", "address_reachable", "product", "stage", "amount", "happened_on", "proof", "subject",
    "platform_no",    "hotline_no", "hotline_due_on", "source_paper", "anonymous", "read_back", "unread_reason", "publish_consent",
    "delegation_consent", "contact_way", "contact_hours", "may_leave_word", "contact_note", "mandate",
    "mandate_until_on", "joint_count", "replace_names",
)  # fmt: skip
"""Fields that the letter has under the same name."""


class IntakeForm(
    parts.SourcePart,
    parts.CallerPart,
    parts.ContactPart,
    parts.AgentPart,
    parts.JointPart,
    parts.BusinessPart,
    parts.StatementPart,
    parts.FilingPart,
):
    """One contact."""

    field_order: ClassVar[Any] = [name for part in parts.PARTS for name in part.base_fields]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        for each in self.fields.values():
            each.error_messages["required"] = _("请填写")
        stages = list_on(localdate()).stages
        self.fields["stage"].choices = [("", _("（不清楚）")), *stages.items()]

    @classmethod
    def fresh(cls) -> "IntakeForm":
        """An empty sheet, now, under a new key."""
        return cls(initial={"intake_key": uuid.uuid4(), "received_at": localtime()})

    @classmethod
    def resumed(cls, said: Mapping[str, Any]) -> "IntakeForm":
        """A sheet as it was typed, neither checked nor filed."""
        return cls(initial=dict(said))

    @classmethod
    def typed(cls, data: Any) -> dict[str, Any]:
        """What stands in the fields of a sent sheet, unchecked: what a draft keeps, and a page shows again."""
        return {
            name: field.widget.value_from_datadict(data, {}, name) for name, field in cls.base_fields.items()
        }

    def clean_received_at(self) -> datetime:
        return checks.received_at(self.cleaned_data["received_at"])

    def lead_to_read_back(self) -> None:
        """Let the page open at the tick for reading back, where that alone was forgotten, instead of at the name."""
        self.fields["name"].widget.attrs.pop("data-focus", None)
        self.fields["read_back"].widget.attrs["data-focus"] = "1"

    def opened_parts(self) -> dict[str, bool]:
        """Which folded parts hold something or something wrong, and are shown open."""
        folded = {"contact": parts.ContactPart, "agent": parts.AgentPart, "joint": parts.JointPart}
        return {
            name: any(self[field].value() or self[field].errors for field in part.base_fields)
            for name, part in folded.items()
        }

    def letter(self) -> Letter:
        """What was typed, as the room of cases takes it in; call it on a valid form only."""
        said = self.cleaned_data
        as_complaint, as_report = AS[said["filed_as"]]
        return Letter(
            **{name: said[name] for name in AS_TYPED},
            person=person_of(
                said["name"], said["phone"], said["id_number"], said["address"], said["id_type"]
            ),
            requests=tuple(said["requests"]),
            agent=self._agent(),
            representatives=self._representatives(said),
            as_complaint=as_complaint,
            as_report=as_report,
        )

    def people(self) -> list[PersonalData]:
        """Everybody typed so far, checked or not: whose names a text carried elsewhere must not keep."""
        said = {name: str(self[name].value() or "") for name in self.fields}
        found = (
            person_of(said["name"], said["phone"], said["id_number"], said["address"]),
            person_of(said["agent_name"], said["agent_phone"], said["agent_id_number"]),
            *self._representatives(said),
        )
        return [person for person in found if person.given()]

    def _agent(self) -> PersonalData | None:
        said = self.cleaned_data
        agent = person_of(
            said["agent_name"], said["agent_phone"], said["agent_id_number"], kind=said["agent_id_type"]
        )
        return agent if agent.given() or said["mandate"] else None

    @staticmethod
    def _representatives(said: Mapping[str, Any]) -> tuple[PersonalData, ...]:
        people = (
            person_of(said[f"representative_{n}_name"], said[f"representative_{n}_phone"]) for n in (1, 2)
        )
        return tuple(person for person in people if person.given())


def person_of(name: str, phone: str, id_number: str = "", address: str = "", kind: str = "") -> PersonalData:
    """The sealed half of a sheet; a number without a kind of paper is a citizen's."""
    return PersonalData(
        name=name,
        phone=phone,
        id_type=(kind or checks.CITIZEN) if id_number else "",
        id_number=id_number,
        address=address,
    )


class HintForm(forms.Form):
    """The part of the sheet a hint may read: what is complained of, never who complains."""

    channel = forms.CharField(max_length=20, required=False)
    received_at = forms.DateTimeField(required=False, input_formats=[parts.MOMENT, "%Y-%m-%d %H:%M"])
    text = forms.CharField(max_length=5000, required=False)
    request = forms.CharField(max_length=1000, required=False)
    product = forms.CharField(max_length=80, required=False)
    stage = forms.CharField(max_length=40, required=False)
    business_address = forms.CharField(max_length=200, required=False)
    trader_kind = forms.CharField(max_length=40, required=False)
    address_reachable = forms.CharField(max_length=8, required=False)
    filed_as = forms.CharField(max_length=12, required=False)
    anonymous = forms.BooleanField(required=False)
