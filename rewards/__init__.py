"""The informant's reward: eligibility, grade, sum, decision, payment by code, and the fund's ledger."""
