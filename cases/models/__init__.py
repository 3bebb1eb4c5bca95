"""The tables of the room."""

from cases.models.filing import Filing
from cases.models.submission import CompetenceFinding, Submission
from cases.procedures.complaint import Complaint
from cases.procedures.report import Report

__all__ = ["CompetenceFinding", "Complaint", "Filing", "Report", "Submission"]
