"""Official papers: numbered, their facts frozen, checked for leaks, rendered once, fingerprinted, never re-rendered."""
