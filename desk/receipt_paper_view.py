"""The explanation of a date on paper: one press of a button orders it, the matter's page shows it when it is made."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from desk import trail
from desk.gate import officers_only
from desk.opening import act_of, opened, story_and_clocks
from documents.receipt_of_date import ask
from procedure.corridor import Refused


@officers_only
@require_POST
def order(request: HttpRequest, number: str, clock_id: int) -> HttpResponse:
    """Order the paper of one term this officer may read of, and go back to its matter.

    A form that sends `seen` orders once however often it is pressed.
    """
    matter = opened(request, number)
    _entries, clocks = story_and_clocks(request, matter)
    clock = next((clock for clock in clocks if clock.pk == clock_id), None)
    if clock is None:
        raise Http404
    clock.matter = matter
    try:
        ask(act_of(request, seen=request.POST.get("seen")), clock)
    except Refused as refused:
        messages.error(request, "；".join(refused.objections))
    else:
        messages.success(request, _("期限计算说明已送制作，完成后列在文书中"))
    target = reverse("desk:matter", args=[matter.number]) + trail.of(request).query
    return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
