"""The worklist as a wish and its answer: filters from the address, rows from the queryset it is given.

Pure: it reads no request and asks no access; whoever calls hands in the matters the officer may read. Paging is by
the last row's own key, so that page 400 costs what page 1 costs, and nothing is ever counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from desk.kinds import KINDS
from procedure.due import near_horizon
from procedure.matter import MatterQuerySet

SIZE = 50
LONGEST_TEXT = 60

WHOSE = {"mine": _("我承办的"), "unit": _("本机构"), "unassigned": _("未指定承办人")}
DUE = {"overdue": _("已逾期"), "near": _("三个工作日内到期")}
ENDED = {"ended": _("已结束"), "all": _("含已结束")}
SORTS = ("due", "-due", "received", "-received", "number", "-number")


@dataclass(frozen=True)
class Wish:
    """What the officer wants to see. `state` is "kind.state"; `after` and `before` are keys of rows; all optional."""

    kind: str = ""
    state: str = ""
    whose: str = ""
    due: str = ""
    ended: str = ""
    text: str = ""
    sort: str = "due"
    after: str = ""
    before: str = ""

    def query(self, **changes: str) -> str:
        """The wish as an address query, with changes; a change of filter or order starts at the first page."""
        moved = replace(self, **({"after": "", "before": ""} | changes))
        said = {
            name: value for name, value in vars(moved).items() if value and (name, value) != ("sort", "due")
        }
        return urlencode(said)

    def here(self) -> str:
        """The wish as it stands, page included: where "back to the list" leads."""
        return self.query(after=self.after, before=self.before)


@dataclass(frozen=True)
class Tag:
    """One filter in force, with the query that takes it off."""

    label: Any
    without: str


@dataclass(frozen=True)
class Page:
    """Rows of one page, each with its key in `cursor`; the keys of the neighbouring pages, empty where none is."""

    rows: list[Any]
    newer: str
    older: str


def read(sent: Mapping[str, str]) -> Wish:
    """Read a wish from the address; what is not understood is left out, never guessed."""
    state = sent.get("state", "")
    kind, _dot, name = state.partition(".")
    asked_kind = sent.get("kind", "")
    if kind not in KINDS or name not in KINDS[kind].states.values:
        # "complaint." from the one select of the page: every state of that kind.
        asked_kind = kind if kind in KINDS and not name else asked_kind
        state = ""
    if asked_kind not in KINDS or state:
        asked_kind = ""
    text = "".join(c for c in sent.get("text", "") if c.isprintable()).strip()[:LONGEST_TEXT]
    sort = sent.get("sort", "due")
    wish = Wish(
        kind=asked_kind,
        state=state,
        whose=_listed(sent.get("whose", ""), WHOSE),
        due=_listed(sent.get("due", ""), DUE),
        ended=_listed(sent.get("ended", ""), ENDED),
        text=text,
        sort=sort if sort in SORTS else "due",
    )
    after, before = sent.get("after", ""), sent.get("before", "")
    if _key(after, wish.sort) is not None:
        return replace(wish, after=after)
    return replace(wish, before=before) if _key(before, wish.sort) is not None else wish


def _listed(value: str, known: Mapping[str, Any]) -> str:
    return value if value in known else ""


def tags(wish: Wish) -> list[Tag]:
    """The filters in force, each removable on its own."""
    found: list[Tag] = []
    if wish.state:
        kind, _dot, name = wish.state.partition(".")
        found.append(Tag(f"{KINDS[kind].name} · {KINDS[kind].state_name(name)}", wish.query(state="")))
    elif wish.kind:
        found.append(Tag(KINDS[wish.kind].name, wish.query(kind="")))
    for name, words in (("whose", WHOSE), ("due", DUE), ("ended", ENDED)):
        if value := getattr(wish, name):
            found.append(Tag(words[value], wish.query(**{name: ""})))
    if wish.text:
        found.append(Tag(f"“{wish.text}”", wish.query(text="")))
    return found


def chosen(matters: MatterQuerySet, wish: Wish, officer: Any, today: date) -> MatterQuerySet:
    """The matters a wish selects, out of those the officer may read."""
    rows = matters
    if wish.ended == "ended":
        rows = rows.filter(closed_on__isnull=False)
    elif wish.ended != "all":
        rows = rows.open()
    if wish.state:
        kind, _dot, state = wish.state.partition(".")
        rows = rows.filter(kind=kind, state=state)
    elif wish.kind:
        rows = rows.filter(kind=wish.kind)
    if wish.whose:
        rows = rows.filter(_whose(wish.whose, officer, today))
    if wish.due == "overdue":
        rows = rows.overdue(today)
    elif wish.due == "near":
        rows = rows.due_between(today, near_horizon(today))
    if wish.text:
        rows = rows.filter(Q(number__startswith=wish.text.upper()) | Q(respondent__startswith=wish.text))
    return rows


def _whose(whose: str, officer: Any, today: date) -> Q:
    if whose == "mine":
        return Q(handler_id=officer.pk) | Q(co_handler_id=officer.pk)
    if whose == "unit":
        return Q(unit__in=sorted({h.unit.code for h in officer.holdings_on(today)}))
    return Q(handler__isnull=True)


# --- order and pages -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Segment:
    """A run of rows in one order: those with a value in `field`, or (field empty) those without a due day."""

    field: str
    down: bool

    def rows(self, matters: MatterQuerySet, *, backwards: bool) -> MatterQuerySet:
        sign = "-" if self.down != backwards else ""
        if not self.field:
            return matters.filter(next_due_on__isnull=True).order_by(f"{sign}id")
        if self.field == "next_due_on":
            matters = matters.filter(next_due_on__isnull=False)
        return matters.order_by(f"{sign}{self.field}", f"{sign}id")

    def beyond(self, value: Any, pk: int, *, backwards: bool) -> Q:
        way = "lt" if self.down != backwards else "gt"
        if not self.field:
            return Q(**{f"id__{way}": pk})
        # The first condition says nothing new; it lets the index start at the key instead of at the beginning.
        return Q(**{f"{self.field}__{way}e": value}) & (
            Q(**{f"{self.field}__{way}": value}) | Q(**{self.field: value, f"id__{way}": pk})
        )


_FIELDS = {"due": "next_due_on", "received": "received_at", "number": "number"}


def _segments(sort: str) -> list[_Segment]:
    down, name = sort.startswith("-"), sort.lstrip("-")
    valued = _Segment(_FIELDS[name], down)
    # Matters without a running term stand last whichever way the due day is sorted.
    return [valued, _Segment("", down)] if name == "due" else [valued]


def cursor(matter: Any, sort: str) -> str:
    """The key of a row in an order: its value there and its id."""
    value = getattr(matter, _FIELDS[sort.lstrip("-")])
    return (
        f"{'' if value is None else value.isoformat() if hasattr(value, 'isoformat') else value}~{matter.pk}"
    )


def _key(text: str, sort: str) -> tuple[Any, int] | None:
    said, tilde, pk = text.rpartition("~")
    if not tilde or not (pk.isascii() and pk.isdigit()) or len(pk) > 18 or not said.isprintable():
        return None
    name = sort.lstrip("-")
    try:
        if name == "due":
            return (date.fromisoformat(said) if said else None), int(pk)
        if name == "received":
            moment = datetime.fromisoformat(said)
            return (moment, int(pk)) if moment.tzinfo else None
    except ValueError:
        return None
    return (said, int(pk)) if said and len(said) <= LONGEST_TEXT else None


def page(matters: MatterQuerySet, wish: Wish, *, size: int = SIZE) -> Page:
    """One page of the chosen matters in the wished order; one query, two where the due days run out."""
    backwards = bool(wish.before)
    found = _take(matters, wish.sort, wish.before or wish.after, size + 1, backwards=backwards)
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    for row in rows:
        row.cursor = cursor(row, wish.sort)
    if not rows:
        return Page([], "", "")
    has_newer, has_older = (more, True) if backwards else (bool(wish.after), more)
    return Page(rows, rows[0].cursor if has_newer else "", rows[-1].cursor if has_older else "")


def neighbour(matters: MatterQuerySet, wish: Wish, at: str, *, back: bool) -> Any | None:
    """The matter after (or before) the row whose key is `at`, inside the same filter and order; None at the end."""
    if _key(at, wish.sort) is None:
        return None
    found = _take(matters, wish.sort, at, 1, backwards=back)
    if not found:
        return None
    found[0].cursor = cursor(found[0], wish.sort)
    return found[0]


def _take(matters: MatterQuerySet, sort: str, at: str, want: int, *, backwards: bool) -> list[Any]:
    segments = _segments(sort)
    if backwards:
        segments.reverse()
    key = _key(at, sort)
    if key is not None:
        segments = segments[
            next(i for i, s in enumerate(segments) if bool(s.field) == (key[0] is not None)) :
        ]
    found: list[Any] = []
    for segment in segments:
        rows = segment.rows(matters, backwards=backwards)
        if key is not None:
            rows = rows.filter(segment.beyond(*key, backwards=backwards))
            key = None  # the segments after the key's own start from their beginning
        found += rows[: want - len(found)]
        if len(found) >= want:
            break
    return found
