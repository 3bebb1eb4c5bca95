"""What may not be linked, so that a named complainant is never led to a sealed reporter."""

from typing import Any

from django.utils.translation import gettext as _

import statutes

SEALED = frozenset({"report", "reward"})
"""Kinds of matter that have a reporter behind them."""


def sealed_from_each_other(one: Any, other: Any) -> str | None:
    """The objection against linking a complaint with a report somebody made, or with the reward for one.

    A lead has no reporter to hide.
    """
    kinds = {one.kind, other.kind}
    if "complaint" not in kinds or not kinds & SEALED:
        return None
    sealed = (other if one.kind == "complaint" else one).concrete()
    if getattr(sealed, "source", ""):
        return None
    source = statutes.rule("intake.confidentiality").on(sealed.law_day()).source
    return _("投诉与举报不作关联，以免指认举报人（%(source)s）；同一商家的事项见商家页面") % {
        "source": source
    }
