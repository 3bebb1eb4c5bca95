"""Protecting informants: disclosure of an identity by two people, and what is done against retaliation."""
