"""The door for anyone: pages that tell what the law says of a date, without sign-in and without any matter."""
