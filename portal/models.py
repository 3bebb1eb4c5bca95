"""What the door for anyone must remember, and for how long: two tables that live a day and name nobody."""

from django.db import models


class SpentChallenge(models.Model):
    """That a challenge was answered: a digest of its nonce, so that it is answered once. The day alone is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    until_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["until_on"], name="spent_until")]

    def __str__(self) -> str:
        return f"{self.until_on}"


class Sent(models.Model):
    """That a sheet was sent: sending it a second time shows the same receipt instead of filing twice.

    `receipt` is locked under a key that only the sender's own page carries, and emptied once the code was typed back.
    No number, no person and no hour stand here; the row is gone on the second day.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    receipt = models.BinaryField()
    until_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["until_on"], name="sent_until")]

    def __str__(self) -> str:
        return f"{self.until_on}"
