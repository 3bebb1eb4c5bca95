"""One run of the sweep in a process of its own: `python sweeper.py DATABASE MOMENT`, which tells how many were new."""

import os
import sys
from datetime import datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def main() -> int:
    import django  # noqa: PLC0415  # after the settings are named
    import time_machine  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    from procedure import tasks  # noqa: PLC0415

    tasks.BATCH = 2
    with time_machine.travel(datetime.fromisoformat(sys.argv[2]), tick=False):
        print(tasks.sweep.apply(throw=True).get())  # noqa: T201  # this is a program
    return 0


if __name__ == "__main__":
    sys.exit(main())
