"""The page of one business: who answers for it, and the matters about it that the officer may read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from cases.businesses import business_of, matters_of_business
from desk.gate import officers_only
from desk.units import UnitNames
from enterprises.access import kind_name, responsible_persons

LARGEST = 2**63 - 1  # no row has a number beyond this, and a database would not take one


@officers_only
@require_GET
def show(request: HttpRequest, business_id: int) -> HttpResponse:
    """One page of matters, open ones first; a business about which this officer may read nothing is not found."""
    found = business_of(request.user, business_id) if business_id <= LARGEST else None
    if found is None:
        raise Http404
    after = request.GET.get("after", "")
    page = matters_of_business(request.user, business_id, after)
    units = UnitNames(request.user.holdings_on(localdate()))
    for row in page.rows:
        row.unit_name = units[row.unit]
    context = {
        "business": found,
        "trade": kind_name(found.kind),
        "people": responsible_persons(business_id),
        "page": page,
        "first": not after,
    }
    return render(request, "desk/business.html", context)
