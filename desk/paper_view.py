"""Papers: reading one, and recording that it was served."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from desk import telling, trail
from desk.gate import officers_only
from desk.opening import act_of
from desk.step_view import BAD_FORM, CONFLICT
from documents.handing_out import hand_out
from notices.access import left_to_tell, paper_for
from notices.facts import Served
from notices.serve import serve
from procedure.corridor import Overtaken, Refused

LONGEST_NUMBER = 60


def _readable(number: str) -> str:
    if len(number) > LONGEST_NUMBER or not number.isprintable():
        raise Http404
    return number


@officers_only
@require_GET
@csp_exempt()  # the browser's own PDF viewer is a plug-in to the policy, which allows none; a PDF runs no script of ours
def download(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF of a paper whose matter this officer may read, called by the number of the paper."""
    response = hand_out(request.user, _readable(number))
    if response is None:
        raise Http404
    return response


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def serve_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Record that a paper was served, with its proof; 400 and 409 keep what was typed."""
    document = paper_for(request.user, _readable(number))
    if document is None:
        raise Http404
    matter, left = document.matter, left_to_tell(document)
    context = {
        "document": document,
        "matter": matter,
        "seen": request.POST.get("seen", matter.last_seq),
        "trail": trail.of(request),
    }
    name = "desk/_serve.html" if request.htmx else "desk/serve.html"
    if request.method != "POST":
        return render(request, name, {**context, "form": Served(left=left)})
    form = Served(request.POST, left=left)
    if not form.is_valid():
        return render(request, name, {**context, "form": form}, status=BAD_FORM)
    act = act_of(request, seen=request.POST.get("seen"))
    try:
        serve(act, document, **form.cleaned_data)
    except Overtaken as overtaken:
        meanwhile = telling.since(matter, overtaken.since)
        seen = max((entry.seq for entry in overtaken.since), default=matter.last_seq)
        context |= {"form": form, "since": meanwhile, "seen": seen}
        return render(request, name, context, status=CONFLICT)
    except Refused as refused:
        return render(
            request, name, {**context, "form": form, "objections": refused.objections}, status=CONFLICT
        )
    messages.success(request, _("已登记送达：%(paper)s") % {"paper": document.number})
    target = reverse("desk:matter", args=[matter.number]) + trail.of(request).query
    return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
