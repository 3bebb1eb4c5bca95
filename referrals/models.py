"""The table of the room."""

from referrals.procedure import Referral

__all__ = ["Referral"]
