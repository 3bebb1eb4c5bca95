"""What was handed in, in two copies: the original sealed untouched, and a sterile one for ordinary work."""
