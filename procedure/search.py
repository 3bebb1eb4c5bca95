"""The search of officers: by number, business, address or any two characters, through the same gate as every list.

One row of tokens for each matter, written in the transaction that opens the matter or changes what it is found by. On
SQLite the table is an FTS5 table, on PostgreSQL an ordinary one with a tsvector beside it (`migrations/0007`); no
extension is needed. A matter the officer may not read is not found, and nothing tells it from one that is not there.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Func
from django.db.models.lookups import Lookup

from procedure.access import matters_for
from procedure.cutting import Asked, Tier, ask
from procedure.matter import Matter, MatterQuerySet

SIZE = 25


class Tokens(models.TextField):  # type: ignore[type-arg]  # Django takes no argument at run time
    """A column of tokens parted by blanks, which may be asked with `__matches`."""


@Tokens.register_lookup
class Matches(Lookup):
    """Whether a row of the index answers a `Tier`, whichever of its columns it is asked of."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        # The hidden column of an FTS5 table bears the table's own name and stands for all its columns.
        return f"{self._alias(compiler)}.procedure_searchtext MATCH %s", [self.rhs.fts5()]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        alias, tier = self._alias(compiler), self.rhs
        vector = "named" if tier.wanted.is_named else "tokens"
        sql, asked = f"{alias}.{vector} @@ to_tsquery('simple', %s)", [tier.wanted.tsquery()]
        if tier.without is None:
            return sql, asked
        return (
            f"({sql} AND NOT {alias}.named @@ to_tsquery('simple', %s))",
            [*asked, tier.without.tsquery()],
        )

    def _alias(self, compiler: Any) -> str:
        return str(compiler.quote_name_unless_alias(self.lhs.alias))


class ByIndex(Func):
    """The key of the index to sort by, found by the index of words and not by walking the keys.

    FTS5 gives its rows in this order anyway. PostgreSQL takes a word it has no figure for to be commoner than it is,
    and would walk the keys from the newest on, through all matters if there are few to find.
    """

    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s + 0)", **more)


class SearchText(models.Model):
    """What one matter is found by, cut into tokens. Nothing sealed is here; the matter is read, not this row."""

    # An FTS5 table has no key but its rowid.
    matter = models.OneToOneField(
        Matter, models.PROTECT, primary_key=True, db_column="rowid", related_name="searched"
    )
    numbers = Tokens()
    business = Tokens()
    initials = Tokens()
    words = Tokens()

    class Meta:
        db_table = "procedure_searchtext"


# --- writing -----------------------------------------------------------------------------------------------------


def own_words(matter: Matter) -> list[Any]:
    """The columns of the matter itself that it is found by: compared before and after a step, at no query."""
    return [getattr(matter, name) for name in matter.SEARCHED]


def write(matter: Matter, *, new: bool = False) -> None:
    """Write the matter's row of the index; must run in the transaction that opened or changed the matter."""
    tokens = matter.search_text().tokens()
    # A matter that is older than the index has no row to change. FTS5 knows no "insert or update".
    if new or not SearchText.objects.filter(pk=matter.pk).update(**tokens):
        SearchText(pk=matter.pk, **tokens).save(force_insert=True)


def chunk_of(kind: type[Matter], after: int, many: int, *, lock: bool) -> list[Matter]:
    """The next `many` matters of a kind with an id over `after`, with what they are found by; locked against acts."""
    rows = kind._base_manager.select_related(*kind.SEARCHED_ALONG).filter(pk__gt=after).order_by("pk")
    return list((rows.select_for_update(of=("self",)) if lock else rows)[:many])


def differing(matters: list[Matter]) -> list[Matter]:
    """Those of the matters whose row of the index is missing or is not what they say now; one query."""
    rows = SearchText.objects.in_bulk([matter.pk for matter in matters])
    found = []
    for matter in matters:
        row, tokens = rows.get(matter.pk), matter.search_text().tokens()
        if row is None or any(getattr(row, name) != said for name, said in tokens.items()):
            found.append(matter)
    return found


def strays() -> list[int]:
    """The keys of rows of the index that belong to no matter."""
    known = Matter._base_manager.filter(pk=models.OuterRef("pk"))
    return list(SearchText.objects.filter(~models.Exists(known)).values_list("pk", flat=True))


def drop(keys: list[int]) -> None:
    """Take rows out of the index that belong to no matter."""
    SearchText.objects.filter(pk__in=keys).delete()


# --- asking ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """One page of an answer: matters the officer may read, best first; `more` is the key of the next page, if any."""

    asked: Asked
    rows: list[Matter]
    more: str = ""


def find(officer: Any, text: str, *, after: str = "", size: int = SIZE) -> Found:
    """What the officer may read of what was asked for: the exact number first, then businesses, then all other text.

    Within each the newest first. At most three queries, whatever page; nothing is counted. `after` is `more` of an
    earlier answer; one that is none counts as the beginning. Answers to less than two characters are empty.
    """
    asked = ask(text)
    if not asked.is_enough:
        return Found(asked, [])
    start, last = key_of(after) or (0, 0)
    readable = matters_for(officer).select_related("handler", "co_handler")
    found: list[tuple[int, Matter]] = []
    for tier, wanted in enumerate(asked.tiers()):
        if tier < start:
            continue
        rows = newest(readable, wanted)
        if tier == start and last:
            rows = rows.filter(at__lt=last)
        found += [(tier, row) for row in rows[: size + 1 - len(found)]]
        if len(found) > size:
            break
    rows_shown = found[:size]
    more = f"{rows_shown[-1][0]}~{rows_shown[-1][1].pk}" if len(found) > size else ""
    return Found(asked, [row for _tier, row in rows_shown], more)


def newest(matters: MatterQuerySet, tier: Tier) -> MatterQuerySet:
    """The matters whose row of the index answers, newest first; `at` is their key there."""
    found = matters.filter(searched__words__matches=tier).alias(at=ByIndex(models.F("searched__pk")))
    ordered: MatterQuerySet = found.order_by("-at")
    return ordered


def key_of(text: str) -> tuple[int, int] | None:
    """The key of a page as `more` wrote it; None for anything else."""
    tier, tilde, pk = text.partition("~")
    if not tilde or tier not in {"0", "1", "2"} or not (pk.isascii() and pk.isdigit()) or len(pk) > 18:
        return None
    return int(tier), int(pk)
