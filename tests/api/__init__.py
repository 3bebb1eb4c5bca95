"""The machine door: what it answers, to whom, and what it never shows."""
