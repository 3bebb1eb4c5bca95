"""The machine door: JSON in, one call to the rooms below, JSON out; it keeps no state but what was already filed."""
