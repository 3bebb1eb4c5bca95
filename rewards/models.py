"""The tables of the room."""

from rewards.ledger import Fund, FundEntry
from rewards.procedure import RewardClaim

__all__ = ["Fund", "FundEntry", "RewardClaim"]
