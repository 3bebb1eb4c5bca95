"""Facts of the papers that protect; who reported, and what, is in none of them."""

from typing import Any

import statutes
from documents.date_facts import MARKED_UNVERIFIED
from documents.facts.occasion import Occasion, source_of
from documents.numerals import chinese_date


def _texts(rule: str, codes: list[str], matter: Any) -> list[str]:
    version = statutes.rule(rule).on(matter.law_day())
    return [item.text for item in version.items if item.code in codes]


def _sheet(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    roads = said.texts("roads") or matter.roads
    listed = [item for item in statutes.rule("retaliation.routes").on(day).items if item.code in roads]
    return {
        "addressee": said.text("organs") or matter.organs,
        "matter_number": matter.number,
        "received_on": chinese_date(matter.received_on),
        "danger": "有，已报公安机关" if matter.danger else "未发现",
        "acts": _texts("retaliation.acts", matter.acts, matter),
        "roads": [
            f"{i.text}：{i.source}{MARKED_UNVERIFIED if i.confidence == 'recalled' else ''}" for i in listed
        ],
        "measures": _texts("retaliation.measures", said.texts("measures") or matter.measures, matter),
        "request": said.text("note"),
        "paper": said.text("paper"),
        "basis": source_of("retaliation.ban", day),
    }


def _leak(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        "matter_number": matter.number,
        "found_on": chinese_date(matter.received_on),
        "kinds": _texts("incident.remedy", matter.kinds, matter),
        "cause": matter.cause,
        "harm": matter.harm,
        "remedies": matter.remedies,
        "own_steps": matter.own_steps,
        "basis": source_of("incident.notice", matter.law_day()),
    }


def _report(matter: Any, said: Occasion) -> dict[str, Any]:
    source = source_of("incident.not_told", matter.law_day())
    told = said.text("persons_told") == "yes"
    why = said.text("not_told_reason")
    return {
        **_leak(matter, said),
        "addressee": said.text("authority") or matter.authority,
        "persons": f"{matter.persons}人" if matter.persons is not None else "",
        "told": "已逐一通知个人" if told else f"未通知个人：{why}（{source}）" if why else "",
    }


def _told(matter: Any, said: Occasion) -> dict[str, Any]:
    return {**_leak(matter, said), "addressee": said.text("addressee")}


MAKERS = {"retaliation_sheet": _sheet, "incident_report": _report, "incident_told": _told}
