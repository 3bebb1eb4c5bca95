"""How the pages say a period: its length in the reader's language."""

from django.utils.translation import ngettext

import statutes


def period(version: statutes.Version) -> str:
    """The length of a version's period in words, as 7个工作日 or 7 working days; empty where it sets none."""
    n = version.amount
    if n is None:
        return ""
    told = {
        "working_days": ngettext("%(n)d个工作日", "%(n)d个工作日", n),
        "calendar_days": ngettext("%(n)d日", "%(n)d日", n),
        "hours": ngettext("%(n)d小时", "%(n)d小时", n),
        "months": ngettext("%(n)d个月", "%(n)d个月", n),
    }
    return told[str(version.unit)] % {"n": n}
