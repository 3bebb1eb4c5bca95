"""The suite: the law, the house, each room, and people's journeys through the browser."""
