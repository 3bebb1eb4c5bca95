"""The addresses of the door: each parses, asks one room, and shows the answer."""

import re
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import DictField
from rest_framework.views import APIView

from api.acts import act_on
from api.answers import Unknown
from api.letters import LetterBody
from api.matter import clock_of, matter_shown
from api.reading import Count, Strict, StrictJSON
from api.shown import (
    DetailShown,
    EntryShown,
    ErrorsShown,
    FiledShown,
    MatterShown,
    ReceiptShown,
    RefusalShown,
    RowShown,
)
from api.tokens import OfficerToken
from api.worklist import FILTERS, ByNumber, MatterFilter, check_names
from cases import filings
from documents.outsiders import is_outside
from procedure.access import matter_for, matters_for
from procedure.clocks import as_receipt
from procedure.steps import Act, step_of

NUMBER_SHAPE = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{6}")
KEY_SHAPE = re.compile(r"[!-~]{1,200}")
KEY_HEADER = "Idempotency-Key"
LARGEST_SEQ = 2**31 - 1

NUMBER = OpenApiParameter(
    "number", {"type": "string", "pattern": f"^{NUMBER_SHAPE.pattern}$"}, OpenApiParameter.PATH
)
VERB = OpenApiParameter("verb", {"type": "string", "pattern": "^[a-z_]{2,40}$"}, OpenApiParameter.PATH)
RULE = OpenApiParameter("rule", {"type": "string", "pattern": r"^[a-z_]+\.[a-z_]+$"}, OpenApiParameter.PATH)
KEY = OpenApiParameter(
    KEY_HEADER,
    {"type": "string", "pattern": f"^{KEY_SHAPE.pattern}$"},
    OpenApiParameter.HEADER,
    description="the same key of the same officer finds what was filed, and files nothing twice",
)
ANYWHERE = {401: DetailShown, 406: DetailShown}
WITH_A_BODY = {400: ErrorsShown, 413: DetailShown, 415: DetailShown}


class Door(APIView):
    """What every address has in common: an officer's token, JSON in and out, nothing kept by caches on the way."""

    authentication_classes = (OfficerToken,)
    permission_classes = (IsAuthenticated,)
    parser_classes = (StrictJSON,)

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        # A charset named in a header would otherwise be used to read the query, even one that is no text.
        request.encoding = "utf-8"
        return super().initialize_request(request, *args, **kwargs)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer

    def act(self, seen: int | None = None) -> Act:
        return Act(by=self.request.user, at=timezone.now(), seen=seen)

    def matter(self, number: str) -> Any:
        """The matter of a number, as its own kind; raises `Unknown` alike for the unreadable and the unheard-of."""
        found = matter_for(self.request.user, number) if NUMBER_SHAPE.fullmatch(number) else None
        if found is None:
            raise Unknown
        return found


class ClerkToday(BasePermission):
    message = gettext_lazy("由登记员登记来件")

    def has_permission(self, request: Any, view: Any) -> bool:
        return bool(request.user.holds("clerk", unit=None, day=localdate()))


class Submissions(Door):
    """Enter one contact: it becomes a complaint, a report, or both."""

    permission_classes = (IsAuthenticated, ClerkToday)

    @extend_schema(
        operation_id="file_submission",
        parameters=[KEY],
        request=LetterBody,
        responses={
            201: FiledShown, 200: FiledShown, **ANYWHERE, **WITH_A_BODY, 403: DetailShown, 409: RefusalShown,
        },
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """201 with the matters and the codes of the caller; 200 without codes when the key was used before."""
        key = self._key()
        body = LetterBody(data=request.data)
        body.is_valid(raise_exception=True)
        act = self.act()
        filed = filings.file(body.letter(act.at), act, key)
        return Response(FiledShown(filed).data, status=200 if filed.again else 201)

    def _key(self) -> str | None:
        key = self.request.headers.get(KEY_HEADER)
        if key is not None and not KEY_SHAPE.fullmatch(key):
            raise ValidationError({KEY_HEADER: [_("须为 1 至 200 个可见 ASCII 字符")]})
        return key


class Matters(Door, GenericAPIView):
    """The matters the caller may read."""

    filter_backends = (DjangoFilterBackend,)
    filterset_class = MatterFilter
    pagination_class = ByNumber
    serializer_class = RowShown

    @extend_schema(
        operation_id="list_matters",
        parameters=FILTERS,
        filters=False,
        responses={200: RowShown(many=True), **ANYWHERE, 400: ErrorsShown},
    )
    def get(self, request: Request) -> Response:
        """Newest first, in pages of fifty."""
        check_names(request)
        rows = matters_for(request.user).select_related("handler", "co_handler")
        page = self.paginate_queryset(self.filter_queryset(rows))
        shown = RowShown(page, many=True, context={"outside": is_outside(request.user)})
        return self.get_paginated_response(shown.data)


class OneMatter(Door):
    """One matter in full."""

    @extend_schema(
        operation_id="show_matter",
        parameters=[NUMBER],
        responses={200: MatterShown, **ANYWHERE, 404: DetailShown},
    )
    def get(self, request: Request, number: str) -> Response:
        """State, terms, steps with article and objections, journal, papers."""
        return Response(matter_shown(self.act(), self.matter(number)))


class OneReceipt(Door):
    """Why a term ends on its day."""

    @extend_schema(
        operation_id="show_receipt",
        parameters=[NUMBER, RULE],
        responses={200: ReceiptShown, **ANYWHERE, 404: DetailShown},
    )
    def get(self, request: Request, number: str, rule: str) -> Response:
        """The receipt of the running term of a rule, or of the last that ran."""
        clock = clock_of(request.user, self.matter(number), rule)
        if clock is None:
            raise Unknown
        return Response(as_receipt(clock))


class StepBody(Strict):
    """The facts of a step as its `facts` ask for them; `seen` is the `last_seq` the caller acts on."""

    facts = DictField(default=dict)
    seen = Count(min_value=0, max_value=LARGEST_SEQ, required=False, allow_null=True, default=None)


class OneStep(Door):
    """An act on a matter."""

    @extend_schema(
        operation_id="perform_step",
        parameters=[NUMBER, VERB],
        request=StepBody,
        responses={
            200: EntryShown,
            **ANYWHERE,
            **WITH_A_BODY,
            403: DetailShown,
            404: DetailShown,
            409: RefusalShown,
        },
    )
    def post(self, request: Request, number: str, verb: str) -> Response:
        """The journal entry; 409 with the objections when the act may not be done now, also for the office."""
        matter = self.matter(number)
        step = step_of(type(matter), verb)
        if step is None:
            raise Unknown
        if step.fresh:
            # A token shows that a program holds it, not that the officer sits before the act: machines approve nothing.
            raise PermissionDenied(_("这一步须由本人在工作台再次确认身份后办理，接口不能代办"))
        body = StepBody(data=request.data)
        body.is_valid(raise_exception=True)
        entry = act_on(self.act(body.validated_data["seen"]), matter, step, body.validated_data["facts"])
        return Response(EntryShown(entry).data)


@extend_schema(exclude=True)
class Nowhere(Door):
    """Any other address under the door: the same 404, in JSON."""

    def get(self, request: Request, **path: Any) -> Response:
        raise Unknown

    post = put = patch = delete = get
