"""What an officer must state for each step: one form a step, by procedure."""
