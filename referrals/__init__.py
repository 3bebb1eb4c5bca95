"""Handing a suspected crime to public security, and what comes back."""
