"""Tests of the law on the shelf; they need no framework and no database."""
