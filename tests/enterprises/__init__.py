"""Businesses found while typing, and entered once."""
