"""A finding told to people: one line that says whose matter it is and by which article."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jurisdiction.competence import Finding
from jurisdiction.places import stations
from jurisdiction.whose import PlaceFinding, Way

RUNNER_UP = 0.5
"""A second department is named when its score is at least this share of the first one's."""


def in_one_line(findings: Sequence[Finding], place: PlaceFinding | None = None) -> str:
    """Who the matter belongs to and by what, with the runner-up: for the line beside a form or above a matter.

    `findings` are those of `find`, the likeliest first; `place` is the finding of `competence_of`, told only where
    the matter is the market regulator's own to place. Empty when there is neither.
    """
    parts = []
    if findings:
        first, *rest = findings
        parts.append(_("归%(department)s办，依据%(source)s") % _named(first))
        if rest and rest[0].score >= RUNNER_UP * first.score:
            parts.append(_("也可能归%(department)s（%(source)s）") % _named(rest[0]))
    if place is not None:
        parts.append(_placed(place))
    return _("；").join(parts)


def _named(finding: Finding) -> dict[str, str]:
    source = _("事权清单 %(item)s") % {"item": finding.item} if finding.item else finding.source
    return {"department": finding.department, "source": source}


def _placed(place: PlaceFinding) -> str:
    told = {
        Way.COMPETENT: _("按地域和经营者种类归本局（%(source)s）"),
        Way.HAND_BACK: _("按地域和经营者种类不归本局，应退回统一接收机构（%(source)s）"),
        Way.ASK_SUPERIOR: _("处理权限有争议，先协商，协商不成报上级指定（%(source)s）"),
        Way.UNCLEAR: _("按地域是否归本局，尚待查明（%(source)s）"),
    }[place.way] % {"source": place.source}
    name = next((station.name for station in stations() if station.code == place.station), "")
    return _("%(told)s，地点属%(station)s") % {"told": told, "station": name} if name else told
