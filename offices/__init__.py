"""Our officers (the user model) and the offices they hold at a unit, from one day until another."""
