"""What is kept, what is held, what may go, and what it leaves."""
