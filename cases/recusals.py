"""Who was challenged as a mediator and who had to withdraw, read from the acts of the complaint (令121 art. 21(2))."""

import re
from typing import Any

_BETWEEN = re.compile(r"[\s、，,;；/]+")


def challenged_in(complaint: Any) -> str:
    """Whom the last challenge means, as it was written; empty where there is none."""
    last = complaint.journal.filter(verb="ask_recusal").order_by("-seq").first()
    return str(last.facts.get("of_whom") or "") if last else ""


def recused_in(complaint: Any) -> list[str]:
    """Everybody whose withdrawal was decided on, as the challenges wrote them."""
    found, whom = [], ""
    for entry in complaint.journal.filter(verb__in=("ask_recusal", "decide_recusal")).order_by("seq"):
        if entry.verb == "ask_recusal":
            whom = str(entry.facts.get("of_whom") or "")
        elif whom and entry.facts.get("granted") == "yes":
            found.append(whom)
    return found


def is_among(whom: str, names: str) -> bool:
    """Whether somebody written one way stands among names written another: 张卫国, 调解员张卫国, 张卫国（城关所）."""
    said = [part for part in _BETWEEN.split(whom) if part]
    return any(a in b or b in a for a in said for b in _BETWEEN.split(names) if b)
