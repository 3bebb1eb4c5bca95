"""The businesses and responsible persons complained of, found again by name, initials or credit code."""
