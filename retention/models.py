"""The tables of the room, gathered for Django; each is described where its work is done."""

from retention.disposal import Batch as Batch
from retention.disposal import BatchItem as BatchItem
from retention.disposal import DueItem as DueItem
from retention.disposal import Outcome as Outcome
from retention.holds import Hold as Hold
from retention.rights import RightsRequest as RightsRequest
from retention.schedule import RetentionClass as RetentionClass
from retention.schedule import Schedule as Schedule
