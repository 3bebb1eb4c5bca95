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
        f"{'、'.join(str(label(s).label) for s in step.sources)} → {target}",
        by,
        guards,
        "；".join(_clocks(step, day)) or "—",
        "、".join([*step.serves, *(f"→ {room}.{form}" for room, form in step.hands_to)]) or "—",
    ]
    return "| " + " | ".join(str(c) for c in cells) + " |"


def _source(rule: str, day: date) -> str:
    found = statutes.rule(rule)
    version = found.on(day) if found.in_force_on(day) else found.versions[-1]
    ended = "" if found.in_force_on(day) else f"（{version.until} 止）"
    return f"{version.source}{ended}{'（待核）' if version.unverified else ''}"


def _clocks(step: Step, day: date) -> list[str]:
    def title(rule: str) -> str:
        return statutes.rule(rule).title

    found = [f"开始“{title(o.rule)}”" for o in step.opens]
    found += [f"答复“{title(r)}”" for r in step.answers]
    found += [f"“{title(r)}”失去意义" for r in step.voids]
    if step.extends:
        found.append(f"延长“{title(step.extends)}”")
    if step.pauses:
        found.append(f"暂停“{title(step.pauses[0])}”（{step.pauses[1]}）")
    if step.resumes:
        found.append(f"恢复“{title(step.resumes)}”")
    return found
