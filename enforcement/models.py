"""The table of the room."""

from enforcement.procedure import PenaltyCase

__all__ = ["PenaltyCase"]
