"""Who is competent: the county's list of 24 departments and 87 duties, its places, and the kinds of trader."""

from jurisdiction.competence import Facts, Finding, find
from jurisdiction.listing import NoListInForce, list_on
from jurisdiction.telling import in_one_line
from jurisdiction.whose import PlaceFinding, Way, competence_of

__all__ = [
    "Facts",
    "Finding",
    "NoListInForce",
    "PlaceFinding",
    "Way",
    "competence_of",
    "find",
    "in_one_line",
    "list_on",
]
