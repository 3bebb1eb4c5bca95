"""The worklist for machines: which filters it takes, and how it is paged."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination

from api.reading import NOT_LISTED
from procedure.access import assigned
from procedure.matter import kinds

REFUSED = {"invalid_choice": NOT_LISTED}  # Django's own words would repeat what was sent


def _kinds() -> list[tuple[str, Any]]:
    return [(name, kind.KIND_NAME) for name, kind in kinds().items()]


def _states() -> list[tuple[str, Any]]:
    # One code may be a state of several kinds ("closed"): it is listed once.
    return list({value: label for kind in kinds().values() for value, label in kind.States.choices}.items())


class MatterFilter(filters.FilterSet):
    """kind, state, due_before (a day, exclusive), mine (handled by the caller)."""

    kind = filters.ChoiceFilter(choices=_kinds, error_messages=REFUSED)
    state = filters.ChoiceFilter(choices=_states, error_messages=REFUSED)
    due_before = filters.DateFilter(field_name="next_due_on", lookup_expr="lt", input_formats=["%Y-%m-%d"])
    mine = filters.TypedChoiceFilter(
        choices=[("true", "true"), ("false", "false")],
        coerce=lambda sent: sent == "true",
        method="only_mine",
        error_messages=REFUSED,
    )

    def only_mine(self, rows: Any, name: str, mine: bool) -> Any:
        handled = assigned(self.request.user, set())
        return rows.filter(handled if mine else ~handled)

    class Meta:
        form = forms.Form


def check_names(request: Any) -> None:
    """Refuse a query with an unknown or an empty name: left unsaid, it would show more than was asked for."""
    known = {*MatterFilter.base_filters, ByNumber.cursor_query_param}
    errors = {name: [_("没有这一项")] for name in request.query_params if name not in known}
    errors |= {
        name: [_("不能为空")] for name, said in request.query_params.items() if name in known and not said
    }
    if errors:
        raise ValidationError(errors)


FILTERS = [
    OpenApiParameter("kind", str, enum=[name for name, _label in _kinds()]),
    OpenApiParameter(
        "state", str, enum=[name for name, _label in _states()], description="a state of any kind"
    ),
    OpenApiParameter(
        "due_before", {"type": "string", "format": "date"}, description="next due day before this day"
    ),
    OpenApiParameter("mine", bool, description="handled by the caller"),
]


class ByNumber(CursorPagination):
    """Pages of fifty, newest first; a cursor that is none is refused in words."""

    page_size = 50
    ordering = "-id"
    cursor_query_description = "from `next` or `previous` of an earlier answer"

    def decode_cursor(self, request: Any) -> Any:
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise ValidationError({"cursor": [_("游标无效")]}) from None
        if cursor is not None and cursor.position is not None and not _row_number(cursor.position):
            raise ValidationError({"cursor": [_("游标无效")]})
        return cursor


def _row_number(position: str) -> bool:
    return position.isascii() and position.isdigit() and len(position) <= 18
