"""The ledger of the reward fund: sums and claim numbers, never a name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from desk.gate import FUND, holders_of
from procedure.access import readable_numbers
from rewards.access import fund_overview

FIRST_YEAR = 2020


@holders_of(FUND)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One budget year of the fund; claim numbers lead to the claim only where the officer may read it."""
    this_year = localdate().year
    said = request.GET.get("year", "")
    years = range(this_year, FIRST_YEAR - 1, -1)
    year = next((year for year in years if str(year) == said), this_year)
    overview = fund_overview(year)
    readable = readable_numbers(request.user, {entry["claim"] for entry in overview["entries"]})
    context = {"fund": overview, "readable": readable, "years": years}
    return render(request, "desk/fund.html", context)
