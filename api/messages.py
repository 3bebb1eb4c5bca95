"""The messages of a matter at the machine door: read by whoever reads the matter, written by whoever answers for it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, ChoiceField, DateField, Serializer

from api.answers import Unknown
from api.reading import Strict
from api.shown import DetailShown, RefusalShown
from api.views import ANYWHERE, NUMBER, WITH_A_BODY, Door
from cases import messages
from documents.messages import to_filer
from procedure.corridor import NamesSomebody

LONGEST = 1000


class MessageShown(Serializer[Any]):
    """One message: `in` from the filer, `out` from the bureau; of its time the day alone."""

    direction = ChoiceField(choices=["in", "out", "read"])
    topic = ChoiceField(choices=["note", "withdrawal"])
    text = CharField(allow_blank=True)
    sent_on = DateField()


class MessageBody(Strict):
    """What the bureau writes to the filer."""

    text = CharField(max_length=LONGEST)


class Thread(Door):
    """What the bureau and the filer of a matter wrote to each other."""

    @extend_schema(
        operation_id="list_messages",
        parameters=[NUMBER],
        responses={200: MessageShown(many=True), **ANYWHERE, 404: DetailShown},
    )
    def get(self, request: Request, number: str) -> Response:
        """Oldest first; 404 as for the matter itself, and for a matter that has nobody to write to."""
        return Response(MessageShown(messages.thread(self._matter(number)), many=True).data)

    @extend_schema(
        operation_id="write_message",
        parameters=[NUMBER],
        request=MessageBody,
        responses={201: MessageShown, **ANYWHERE, **WITH_A_BODY, 404: DetailShown, 409: RefusalShown},
    )
    def post(self, request: Request, number: str) -> Response:
        """Write in the bureau's name; 400 when a sealed value stands in the text, 409 for who does not answer for it."""
        matter = self._matter(number)
        body = MessageBody(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            sent = to_filer(self.act(), matter, body.validated_data["text"])
        except NamesSomebody as named:
            raise ValidationError({"text": named.objections}) from None
        return Response(MessageShown(sent).data, status=201)

    def _matter(self, number: str) -> Any:
        found = self.matter(number)
        if not messages.has_thread(found):
            raise Unknown
        return found
