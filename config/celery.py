"""The worker's application object, and which task runs at which interval.

Messages carry ids only: the truth is the outbox table (`procedure.orders`), so a lost broker costs a minute.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("mingcha")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def catch_up(**signal: Any) -> None:
    """A worker that starts looks at once for what fell due while none ran; both jobs do nothing twice."""
    for job in ("procedure.sweep", "notices.digest"):
        app.send_task(job)
