"""How the door answers when it cannot do what was asked: one shape per kind of answer, never a trace.

`errors` (400) by field, `objections` (409) in words with what happened meanwhile, `detail` for all else. Values
that were sent are never repeated: they may be a person's.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import NotFound, ParseError, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from api.reading import TooLarge
from api.shown import EntryShown
from cases.naming import NamesInText
from procedure.corridor import Overtaken, Refused
from procedure.facts import Malformed

NOT_FOUND = gettext_lazy("没有这一项，或您无权查阅")
BODY = "body"


class Unknown(NotFound):
    """The one 404 of the door: the unreadable and the unknown answer alike."""

    default_detail = NOT_FOUND


def handle(failure: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into an answer; None for a fault of ours, which goes to the log and answers 500."""
    if isinstance(failure, Refused):
        return _refused(failure)
    if isinstance(failure, Malformed | NamesInText | ValidationError | ParseError):
        return _malformed(failure)
    if isinstance(failure, RequestDataTooBig):
        failure = TooLarge()
    elif isinstance(failure, SuspiciousOperation):
        return _bad({BODY: [_("请求无法读取")]})
    answer = exception_handler(failure, context)
    if answer is not None and answer.status_code == status.HTTP_404_NOT_FOUND:
        answer.data = {"detail": str(NOT_FOUND)}
    return answer


def _refused(failure: Refused) -> Response:
    since = failure.since if isinstance(failure, Overtaken) else []
    return Response(
        {"objections": failure.objections, "since": EntryShown(since, many=True).data},
        status=status.HTTP_409_CONFLICT,
    )


def _malformed(failure: Malformed | NamesInText | ValidationError | ParseError) -> Response:
    if isinstance(failure, Malformed):
        return _bad(failure.errors)
    if isinstance(failure, NamesInText):
        return _bad({"text": [_names_in_text(failure.found)]}, hint="replace_names")
    if isinstance(failure, ValidationError):
        return _bad(dict(_flat(failure.detail)))
    return _bad({BODY: [str(failure.detail)]})


def _bad(errors: dict[str, list[str]], **more: str) -> Response:
    return Response({"errors": errors, **more}, status=status.HTTP_400_BAD_REQUEST)


def _names_in_text(found: list[str]) -> str:
    told = _("陈述或经营者栏中出现了来电人的%(what)s；可设 replace_names 为 true 以代称替换，仍不行的须改写")
    return told % {"what": "、".join(found)}


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Errors of nested objects under dotted names: `person.phone`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            where = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from _flat(inner, where)
    elif isinstance(detail, list):
        told = [str(e) for e in detail if not isinstance(e, dict | list)]
        if told:
            yield path or BODY, told
        for number, inner in enumerate(e for e in detail if isinstance(e, dict | list)):
            yield from _flat(inner, f"{path}.{number}".lstrip("."))
    else:
        yield path or BODY, [str(detail)]
