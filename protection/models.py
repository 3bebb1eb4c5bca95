"""The tables of the room, gathered for Django; each is described where its work is done."""

from protection.closed import ClosedTo as ClosedTo
from protection.grants import Grant, GrantStop, GrantUse
from protection.mediation import MediationApproval, MediationProposal
from protection.procedures.disclosure import Disclosure
from protection.procedures.incident import Incident as Incident
from protection.procedures.retaliation import RetaliationReport as RetaliationReport
from protection.relay import Relay, RelayAnswer

__all__ = [
    "Disclosure",
    "Grant",
    "GrantStop",
    "GrantUse",
    "MediationApproval",
    "MediationProposal",
    "Relay",
    "RelayAnswer",
]
