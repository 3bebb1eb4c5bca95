"""Wiring only: settings, addresses, the worker and the process tree; nobody imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
