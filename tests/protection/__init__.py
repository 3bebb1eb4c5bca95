"""Who reported is protected: retaliation, leaks, and to whom a matter is closed."""
