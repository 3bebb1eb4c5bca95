"""How long what is kept, legal holds, disposal by three people, and the rights of the person."""
