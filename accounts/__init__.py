"""How an officer proves who he is: second factor, sessions, lock-out, fresh sign-in, and the record of all of it."""
