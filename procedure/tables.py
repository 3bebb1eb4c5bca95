"""The machines print themselves: one table per kind, read by lawyers, checked in and kept equal by the suite."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import override

import statutes
from procedure.matter import Matter, kinds
from procedure.steps import IN_CONSEQUENCE, Step, steps_of


def page(kind: type[Matter], day: date) -> str:
    """The whole procedure of a kind as Markdown, with the articles in force on `day`."""
    with override("zh-hans"):
        lines = [
            f"# {kind.KIND_NAME}（{kind.KIND}）",
            "",
            f"由程序声明生成（`manage.py procedure_tables`），请勿手改。条文取自 {day.isoformat()} 有效的规定。",
            "",
            "| 步骤 | 依据 | 由 → 至 | 办理人 | 条件 | 期限 | 文书 |",
            "|---|---|---|---|---|---|---|",
            *(_row(kind, step, day) for step in steps_of(kind)),
            "",
            "状态：" + "、".join(f"{label}（`{value}`）" for value, label in kind.States.choices),
            "",
        ]
    return "\n".join(lines)


def pages(day: date) -> dict[str, str]:
    return {f"{name}.md": page(kind, day) for name, kind in kinds().items()}


def _row(kind: type[Matter], step: Step, day: date) -> str:
    label: Any = kind.States
    officer: Any = get_user_model()
    source = _source(step.basis, day)
    target = label(step.target).label if step.target else "不变"
    by = "随另一事项" if step.by == (IN_CONSEQUENCE,) else "、".join(officer.office_names(step.by))
    guards = "；".join(f"`{g.__name__}`" for g in step.guards) or "—"
    cells = [
        f"{step.name} `{step.verb}`",
        source,
        f"{'、'.join(str(label(s).label) for s in step.sources if s in label.values)} → {target}",
        by,
        guards,
        "；".join(_clocks(step, day)) or "—",
        "、".join(
            [*step.serves, *_by_facts(step.serves_by), *(f"→ {room}.{form}" for room, form in step.hands_to)]
        )
        or "—",
    ]
    return "| " + " | ".join(str(c) for c in cells) + " |"


def _by_facts(decides: Any) -> list[str]:
    """What the facts decide, in the words given to the function that decides it."""
    return [decides.says] if decides else []


def _source(rule: str, day: date) -> str:
    found = statutes.rule(rule)
    version = found.on(day) if found.in_force_on(day) else found.versions[-1]
    ended = "" if found.in_force_on(day) else f"（{version.until} 止）"
    return f"{version.source}{ended}{'（待核）' if version.unverified else ''}"


CLOCK_WORDS = {
    "asks": "申请延长",
    "extends": "延长",
    "refuses": "不延长",
    "withdraws": "撤回延长",
    "resumes": "恢复",
    "corrects": "更正不计入期间：",
    "restarts": "重新起算",
    "unrestarts": "撤销重新起算",
}


def _clocks(step: Step, day: date) -> list[str]:
    def title(rule: str) -> str:
        return statutes.rule(rule).title

    found = [f"开始“{title(o.rule)}”" for o in step.opens]
    found += _by_facts(step.opens_by)
    found += [f"答复“{title(r)}”" for r in step.answers]
    found += [f"“{title(r)}”失去意义" for r in step.voids]
    found += _by_facts(step.voids_by)
    if step.pauses:
        found.append(f"暂停“{title(step.pauses[0])}”（{step.pauses[1] or '事由由办理人选定'}）")
    for field, verb in CLOCK_WORDS.items():
        if rule := getattr(step, field):
            ground = f"（{step.resumes_ground}）" if field == "resumes" and step.resumes_ground else ""
            found.append(f"{verb}“{title(rule)}”{ground}")
    return found
