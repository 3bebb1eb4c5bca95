"""What every reader of files shares: the answer that a file was not read in full, and how much text is too much."""

LONGEST = 20_000_000  # characters


class Unreadable(ValueError):
    """A file that could not be read in full, so it must not leave; says why in a word, never with its content."""
