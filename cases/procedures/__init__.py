"""The two machines, in the order of the articles."""
