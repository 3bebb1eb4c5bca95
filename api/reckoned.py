"""How is this date reckoned, for anyone's machine: no token, no matter, the law in force alone."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import BooleanField, CharField, DateField, DateTimeField, IntegerField, ListField
from rest_framework.request import Request
from rest_framework.response import Response

import statutes
from api.shown import CandidateShown, DayShown, DetailShown, ErrorsShown, ExclusionShown
from api.views import Door
from procedure.reckoning import (
    DAY_SHAPE,
    LONGEST_EXTENSION,
    MOMENT_SHAPE,
    MOST_EXCLUSIONS,
    MOST_EXTENSIONS,
    Unreckonable,
    offered,
    read,
    reckoned,
)
from statutes.rules import RANKS

EXCLUSION_SHAPE = rf"({DAY_SHAPE})\.\.({DAY_SHAPE})(?:;([^;\x00-\x1f]{{1,40}}))?"
EXCLUSION = re.compile(EXCLUSION_SHAPE)
EXTENSION = re.compile(r"[0-9]{1,3}")
SINGLE = ("rule", "start", "law_day", "as_of")
REPEATED = ("exclude", "extension")
ANYWHERE = {400: ErrorsShown, 406: DetailShown}


class CountedShown(serializers.Serializer[Any]):
    """What was counted: the amount with its extensions, and each counted day."""

    amount = IntegerField()
    unit = CharField()
    days = ListField(child=DateField(), help_text="empty where the period runs in hours")


class ReckonedShown(serializers.Serializer[Any]):
    """A date with everything that led to it; days are Beijing's, the words are the law's own language."""

    asked = CharField(help_text="the rule that was named")
    rule = CharField(help_text="the rule that governs: another one where texts conflict")
    title = CharField()
    source = CharField()
    rank = serializers.ChoiceField(choices=RANKS)
    text = CharField(allow_blank=True, help_text="the words relied on")
    in_force = DateField()
    until = DateField(allow_null=True)
    unverified = BooleanField(help_text="the article was entered from memory and is to be verified")
    law_day = DateField(help_text="the day whose versions answer")
    as_of = DateField(allow_null=True)
    direction = serializers.ChoiceField(choices=["after", "before"])
    start = CharField(help_text="a day, or a moment where the period runs in hours")
    first_start = CharField()
    due_on = DateField()
    due_at = DateTimeField(allow_null=True, help_text="only where the period runs in hours")
    strict_on = DateField(help_text="the last day before any rolling")
    outer_on = DateField(help_text="the latest day that can be defended")
    provisional = BooleanField(help_text="a year was counted whose holidays are not announced")
    counted = CountedShown()
    words = ListField(child=CharField())
    days = DayShown(many=True)
    exclusions = ExclusionShown(many=True)
    extensions = ListField(child=IntegerField())
    candidates = CandidateShown(many=True)
    conflict = CharField(allow_blank=True, help_text="the reading that settled a conflict")
    reading = CharField(allow_blank=True, help_text="the reading that settled what a last day of rest does")


class ReckonedVersionShown(serializers.Serializer[Any]):
    """One version of a rule: how long, since when, where it is written."""

    source = CharField()
    period = CharField(allow_blank=True, help_text="empty where this version sets none")
    in_force = DateField()
    until = DateField(allow_null=True)
    unverified = BooleanField()
    excludes = ListField(
        child=CharField(), help_text="grounds whose time does not count, the first the usual one"
    )
    extensible = BooleanField()


class ReckonedRuleShown(serializers.Serializer[Any]):
    """A rule that a date can be asked of."""

    name = CharField()
    title = CharField()
    versions = ReckonedVersionShown(many=True)


DAY = {"type": "string", "format": "date", "pattern": f"^{DAY_SHAPE}$"}
QUERY = [
    OpenApiParameter(
        "rule",
        {"type": "string", "pattern": r"^[a-z_]+\.[a-z_]+$"},
        required=True,
        description="one of /api/v1/reckon/rules/",
    ),
    OpenApiParameter(
        "start",
        {"type": "string", "pattern": f"^({DAY_SHAPE}|{MOMENT_SHAPE})$"},
        required=True,
        description="the day or moment of the event; a moment without an offset is Beijing's; hours need a moment",
    ),
    OpenApiParameter("law_day", DAY, description="the day whose law the matter follows; the start day if left out"),
    OpenApiParameter("as_of", DAY, description="ask for the versions in force on this day, whatever the law day"),
    OpenApiParameter(
        "exclude",
        {
            "type": "array",
            "maxItems": MOST_EXCLUSIONS,
            "items": {"type": "string", "pattern": f"^{EXCLUSION_SHAPE}$"},
        },
        description="days left out, both included: 2026-05-06..2026-05-09, a ground after a semicolon",
    ),
    OpenApiParameter(
        "extension",
        {
            "type": "array",
            "maxItems": MOST_EXTENSIONS,
            "items": {"type": "integer", "minimum": 1, "maximum": LONGEST_EXTENSION},
        },
        description="an extension granted, in the unit of the period",
    ),
]  # fmt: skip


class Open(Door):
    """A part of the door for anyone: what it tells is the law's, not the bureau's."""

    authentication_classes = ()
    permission_classes = ()


class Reckon(Open):
    """How a date is reckoned."""

    @extend_schema(
        operation_id="reckon_date",
        auth=[],
        parameters=QUERY,
        responses={200: ReckonedShown, **ANYWHERE},
    )
    def get(self, request: Request) -> Response:
        """The due day with the words, the versions and each day counted; 400 with the reason where there is none."""
        try:
            return Response(reckoned(read(_sent(request))).as_dict())
        except Unreckonable as refused:
            told = {("extension" if n == "extensions" else n): why for n, why in refused.errors.items()}
            raise Unreckonable(told) from None


class ReckonRules(Open):
    """The rules a date can be asked of."""

    @extend_schema(
        operation_id="list_reckonable_rules",
        auth=[],
        responses={200: ReckonedRuleShown(many=True), **ANYWHERE},
    )
    def get(self, request: Request) -> Response:
        """Every rule that sets a period, with its versions, oldest first."""
        _known(request, ())
        return Response([_rule(rule) for rule in offered()])


def _known(request: Request, names: Collection[str]) -> None:
    errors = {name: [_("没有这一项")] for name in request.query_params if name not in names}
    if errors:
        raise ValidationError(errors)


def _sent(request: Request) -> dict[str, Any]:
    """The query as `read` takes it; raises ValidationError for what is no such query at all."""
    _known(request, (*SINGLE, *REPEATED))
    query = request.query_params
    errors = {name: [_("只能写一次")] for name in SINGLE if len(query.getlist(name)) > 1}
    if errors:
        raise ValidationError(errors)
    sent: dict[str, Any] = {name: query[name] for name in SINGLE if name in query}
    sent["exclude"] = [_exclusion(each) for each in query.getlist("exclude")]
    sent["extensions"] = [
        int(each) if EXTENSION.fullmatch(each) else each for each in query.getlist("extension")
    ]
    return sent


def _exclusion(text: str) -> list[str | None]:
    """`first..last;ground` as `read` takes it; what has not that shape is left for `read` to refuse."""
    match = EXCLUSION.fullmatch(text)
    return list(match.groups()) if match else []


def _rule(rule: statutes.Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "title": rule.title,
        "versions": [
            {
                "source": v.source,
                "period": v.period if v.amount is not None else "",
                "in_force": v.in_force.isoformat(),
                "until": v.until.isoformat() if v.until else None,
                "unverified": v.unverified,
                "excludes": list(v.excludes),
                "extensible": v.extension is not None,
            }
            for v in rule.versions
        ],
    }
