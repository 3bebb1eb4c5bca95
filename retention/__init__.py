"""How long what is kept, legal holds, disposal by two people, the rights of the person, and leaks as incidents."""
