"""The demonstration county: invented officers, businesses and matters, every state reached by performing steps."""
