"""The tables of the room."""

from cases.models.draft import IntakeDraft
from cases.models.filing import Filing
from cases.models.lookup import CallerLookup
from cases.models.message import Message
from cases.models.sample import ReviewSample, SampledMatter
from cases.models.submission import CompetenceCorrection, CompetenceFinding, Submission
from cases.procedures.clue import OfficialClue
from cases.procedures.complaint import Complaint
from cases.procedures.other import OtherContact
from cases.procedures.report import Report

__all__ = [
    "CallerLookup",
    "CompetenceCorrection",
    "CompetenceFinding",
    "Complaint",
    "Filing",
    "IntakeDraft",
    "Message",
    "OfficialClue",
    "OtherContact",
    "Report",
    "ReviewSample",
    "SampledMatter",
    "Submission",
]
