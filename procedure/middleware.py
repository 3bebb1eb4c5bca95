"""One question for the law in force serves a whole page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from procedure.law import law_scope


class LawInForce:
    """Middleware: calendar and readings are asked of the database once a request, when first needed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the house."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request within one scope of the law."""
        with law_scope():
            return self.answer(request)
