"""The tables of the room."""

from cases.models.submission import CompetenceFinding, Submission
from cases.procedures.complaint import Complaint
from cases.procedures.report import Report

__all__ = ["CompetenceFinding", "Complaint", "Report", "Submission"]
