"""The worker's application object, and which task runs at which interval.

Messages carry ids only: the truth is the outbox table (`procedure.orders`), so a lost broker costs a minute.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("mingcha")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
