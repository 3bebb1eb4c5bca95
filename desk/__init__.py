"""The officers' door: pages for those who take, carry, decide and watch over matters."""
