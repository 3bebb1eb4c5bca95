"""The objections of a referral."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

import statutes
from procedure.steps import Act, needs_facts

TEST_REPORT = "4"  # the one enclosure the text asks for only where there is one (移送规定 art. 6(4))


@needs_facts
def five_enclosures(referral: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("referral.enclosures").on(referral.law_day())
    given = set(facts.get("enclosures", ()))
    if facts.get("test_absent"):
        given.add(TEST_REPORT)
    missing = [item.text for item in version.items if item.code not in given]
    if not missing:
        return None
    return _("移送材料不全（%(source)s），尚缺：%(missing)s") % {
        "source": version.source,
        "missing": "；".join(missing),
    }


@needs_facts
def copied_to_procuratorate(referral: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if facts.get("to_procuratorate"):
        return None
    version = statutes.rule("referral.copy_procuratorate").on(referral.law_day())
    return _("须同时抄送同级人民检察院（%(source)s）") % {"source": version.source}


def case_is_still_suspected(referral: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    case = referral.case
    return None if case.state == "suspected" else _("案件当前状态为“%(state)s”") % {"state": case.state_name}
