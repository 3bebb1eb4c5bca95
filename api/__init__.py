"""The machine door: JSON in, one call to the rooms below, JSON out; it keeps nothing of its own."""
