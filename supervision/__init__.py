"""The supervisor's view: what is overdue, what falls due soon, what runs, by clock; and what the outbox failed at."""
