"""Clocks, calendar and readings as acts."""
