"""Who is competent: the county's list of 24 departments and 87 duties, its places, and the kinds of trader."""

from jurisdiction.competence import Facts, Finding, find
from jurisdiction.listing import NoListInForce, list_on

__all__ = ["Facts", "Finding", "NoListInForce", "find", "list_on"]
