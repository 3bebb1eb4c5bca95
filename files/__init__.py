"""What a file is, all that it says, and a copy of it without what nobody meant to send. Plain Python, no Django."""
