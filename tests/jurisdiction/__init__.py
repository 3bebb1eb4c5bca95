"""The list of duties, the reading of a text, places and kinds of trader."""
