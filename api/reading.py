"""How a body is read: UTF-8 JSON of bounded size and depth, and fields that take no type but their own.

Lenient reading hides a caller's mistake: a flag sent as the string "false" would count as true.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from rest_framework import serializers
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

DEEPEST = 20  # the deepest body the door knows is three levels; the rest is room for a caller's mistake


class TooLarge(APIException):
    """A body past `DATA_UPLOAD_MAX_MEMORY_SIZE`: read no further, answered 413."""

    status_code = 413
    default_detail = _("请求内容超过大小限制")
    default_code = "too_large"


class StrictJSON(BaseParser):
    """Reads `application/json`; raises ParseError in words, without repeating what was sent, and `TooLarge`."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The parsed body. UTF-8 always (RFC 8259 section 8.1), whatever charset the header names."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge
        try:
            text = raw.decode("utf-8")
            body = json.loads(text, parse_constant=_no_constant)
            # "\ud800" alone is no character: it can be neither stored nor answered with.
            json.dumps(body, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError):
            raise ParseError(_("请求内容不是有效的 JSON（UTF-8）")) from None
        if _depth(body) > DEEPEST:
            raise ParseError(_("请求内容嵌套过深"))
        return body


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _depth(value: Any) -> int:
    """How deep lists and objects stand in one another, without recursion."""
    deepest, level = 0, [value]
    while level:
        deepest += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return deepest


NOT_TEXT = _("须为字符串")
NOT_LISTED = _("不是可选的值")


class Text(serializers.CharField):
    """A string and nothing else: a number sent for a text is a mistake of the caller's."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(NOT_TEXT)
        return str(super().to_internal_value(data))


class Flag(serializers.BooleanField):
    """`true` or `false`, not their spellings."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("须为 true 或 false")}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input="")
        return data


class Count(serializers.IntegerField):
    """A whole number as JSON has it."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("须为整数")}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Yuan(serializers.DecimalField):
    """A sum in yuan, as a string or a whole number: a binary fraction is no sum of money."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("须为金额（元），写成字符串或整数")}

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, str | int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Pick(serializers.ChoiceField):
    """One of a list; the refusal does not repeat what was sent, which may be anything."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid_choice": NOT_LISTED}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            raise serializers.ValidationError(NOT_LISTED)
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """A moment with its offset, as RFC 3339 writes it; without one the minute could be any of 24."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "zone": _("须写明时区，例如 2026-11-24T09:30:00+08:00")
    }

    def enforce_timezone(self, value: Any) -> Any:
        if value.tzinfo is None:
            self.fail("zone")
        return super().enforce_timezone(value)


class Strict(serializers.Serializer[Any]):
    """An object with known names only: a misspelt name is refused, not ignored."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("须为 JSON 对象")}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"body": [self.error_messages["invalid"]]})
        unknown = {str(name): [_("没有这一项")] for name in data if name not in self.fields}
        if unknown:
            raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class StrictSchema(OpenApiSerializerExtension):
    """Says in the schema what `Strict` does: no names beyond the listed ones."""

    target_class = "api.reading.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}


class TextSchema(OpenApiSerializerFieldExtension):
    """Says in the schema what `Text` refuses: NUL, and blanks alone where something must be said."""

    target_class = "api.reading.Text"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        pattern = r"^[^\x00]*$" if self.target.allow_blank else r"^[^\x00]*\S[^\x00]*$"
        return {"type": "string", "maxLength": self.target.max_length, "pattern": pattern}


class YuanSchema(OpenApiSerializerFieldExtension):
    """Says in the schema that a sum may come as a string or as a whole number."""

    target_class = "api.reading.Yuan"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        whole = self.target.max_digits - self.target.decimal_places
        return {
            "oneOf": [
                {"type": "string", "pattern": rf"^\d{{1,{whole}}}(\.\d{{1,{self.target.decimal_places}}})?$"},
                {"type": "integer", "minimum": 0, "maximum": 10**whole - 1},
            ]
        }
