"""Every legal objection of the procedures, one function each; each answers in words or with None."""
