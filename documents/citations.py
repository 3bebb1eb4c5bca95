"""Full titles of the instruments that the shelf cites by a short name; a paper never says 令121."""

import re

from statutes.instruments import full_title, short_names

INSTRUMENTS = {name: full_title(name) for name in short_names()}
"""Short name on the shelf → full title with its title marks."""

# A short name counts only where a citation can begin and an article follows: 刑法 inside 中华人民共和国刑法 does not.
# After 依 and 按 one begins too: 依令121第四十五条顺延.
_SHORT = re.compile(
    r"(?:(?<![\u4e00-\u9fff《])|(?<=[依按]))("
    + "|".join(re.escape(short) for short in sorted(INSTRUMENTS, key=len, reverse=True))
    + r")(?:（[^（）]*）)?(?=第[一二三四五六七八九十百零]+条)"
)


def cite(words: str) -> str:
    """Give every short citation in a text its full title: 令121第八条 → 《市场监督管理投诉举报处理办法》第八条.

    A document number in brackets after the short name (法释〔2021〕24号) is dropped, the full title replaces both.
    What is no known short name stays as it is.
    """
    return _SHORT.sub(lambda found: INSTRUMENTS[found[1]], words)


_ORDER = re.compile(r"(?P<whose>国务院|工商总局|公安部)?令(?P<number>\d+)号?(?!\d)")


def cite_line(words: str) -> str:
    """A whole line of explanation with full titles, the orders it mentions called by their issuer: 总局令第121号."""
    return _ORDER.sub(lambda found: f"{found['whose'] or '总局'}令第{found['number']}号", cite(words))
