"""What every template of the door may say without loading it."""
