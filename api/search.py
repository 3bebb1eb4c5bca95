"""The search for machines: the same question and the same answer as the search page, in pages of twenty-five."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.shown import ErrorsShown, RowShown
from api.views import ANYWHERE, Door
from documents.outsiders import is_outside
from procedure.cutting import LONGEST_QUESTION
from procedure.search import find, key_of

QUESTION = OpenApiParameter(
    "q",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION},
    required=True,
    description="number, business, pinyin initials, address, or words of two characters; blanks part words",
)
CURSOR = OpenApiParameter(
    "cursor", {"type": "string", "pattern": r"^[0-2]~[0-9]{1,18}$"}, description="`next` of an earlier answer"
)


class FoundShown(serializers.Serializer[Any]):
    """One page of what was found: the exact number first, then businesses, then all other text; newest first."""

    next = serializers.CharField(
        allow_null=True, help_text="send it as `cursor` for what follows; null at the end"
    )
    results = RowShown(many=True)


class Search(Door):
    """The matters the caller may read, by what they say."""

    @extend_schema(
        operation_id="search_matters",
        parameters=[QUESTION, CURSOR],
        responses={200: FoundShown, **ANYWHERE, 400: ErrorsShown},
    )
    def get(self, request: Request) -> Response:
        """Twenty-five at a time; a question of less than two letters, figures or characters finds nothing."""
        sent = request.query_params
        errors = {name: [_("没有这一项")] for name in sent if name not in {"q", "cursor"}}
        if not sent.get("q"):
            errors["q"] = [_("不能为空")]
        elif len(sent["q"]) > LONGEST_QUESTION:
            errors["q"] = [_("不得超过 %(n)d 个字符") % {"n": LONGEST_QUESTION}]
        if "cursor" in sent and key_of(sent["cursor"]) is None:
            errors["cursor"] = [_("游标无效")]
        if errors:
            raise ValidationError(errors)
        found = find(request.user, sent["q"], after=sent.get("cursor", ""))
        shown = {"next": found.more or None, "results": found.rows}
        return Response(FoundShown(shown, context={"outside": is_outside(request.user)}).data)
