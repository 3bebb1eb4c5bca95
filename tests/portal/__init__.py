"""The door for anyone: what it answers without sign-in, and in how few reads."""
