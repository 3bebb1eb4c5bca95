"""The procedures of the room, each declared step by step."""
