"""The tables of the room, gathered for Django; each is described where its work is done."""

from supervision.orders import SupervisionOrder
from supervision.visits import BoardVisit

__all__ = ["BoardVisit", "SupervisionOrder"]
