"""The web process's entry point."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if settings.VAULT_PRIVATE_KEY_FILE:
    # Whoever takes over the process that faces the outside must find no key in it: it does not even start with one.
    raise ImproperlyConfigured("网页进程不得持有启封私钥：请勿为它设置 MINGCHA_VAULT_PRIVATE_KEY_FILE")

application = get_wsgi_application()
