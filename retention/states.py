"""The states of a hold, of a schedule of periods, of a batch to be disposed of, and of a person's request."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HoldState(TextChoices):
    STANDS = "stands", _("留存中")
    LIFTED = "lifted", _("已解除")


class ScheduleState(TextChoices):
    PROPOSED = "proposed", _("待批准")
    IN_FORCE = "in_force", _("已批准")
    REFUSED = "refused", _("未批准")


class BatchState(TextChoices):
    PROPOSED = "proposed", _("待复核")
    REVIEWED = "reviewed", _("待批准")
    DONE = "done", _("已批准销毁")
    REFUSED = "refused", _("不予销毁")


class RightsState(TextChoices):
    RECEIVED = "received", _("待核对身份")
    IDENTIFIED = "identified", _("待答复")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("办结")
