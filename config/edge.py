"""What holds for every request and every answer of the house, whichever door it is."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

Answer = Callable[[HttpRequest], HttpResponse]

DRAINED = 8 * 1024 * 1024
"""So much of a refused body is read away, so that a browser that is still sending gets to see why it was refused."""


class Headers:
    """Middleware, outermost: the headers no other piece sets. Also on static files and on faults."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response


class BodyLimit:
    """Middleware: a body that is too large is refused by its announced length, before anything of it is kept.

    With files up to UPLOAD_MOST_BYTES, without any up to DATA_UPLOAD_MAX_MEMORY_SIZE; beyond it 413, in words. A
    request that announces no length has no body for Django.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        with_files = request.content_type == "multipart/form-data"
        most = settings.UPLOAD_MOST_BYTES if with_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length <= most:
            return self.answer(request)
        _drain(request, min(length, DRAINED))
        if request.path_info.startswith("/api/"):
            return JsonResponse({"detail": _("请求过大")}, status=413)
        context = {"most": most // (1024 * 1024), "with_files": with_files}
        return render(request, "desk/errors/413.html", context, status=413)


def _drain(request: HttpRequest, length: int) -> None:
    stream = request.environ.get("wsgi.input") if hasattr(request, "environ") else None
    try:
        while stream is not None and length > 0 and (piece := stream.read(min(65536, length))):
            length -= len(piece)
    except OSError:
        return  # whoever was sending has gone
