"""What each canonical column and table feeds, in words: for `docs/tables.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from valuestory.data import TABLES
from valuestory.data.canonical.page import tables_page
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.comparisons.goals import GOALS
from valuestory.metrics.gaps.carried import SLIDES
from valuestory.metrics.gaps.feeds import Feeds, feeds

_MONEY: Final = "amount"


def page_of_tables() -> str:
    """Return `docs/tables.md` as Markdown: the canonical tables with what the catalogue makes of them."""
    columns = {name: _words(name, each) for name, each in feeds().items()}
    needed = {table: _names(_metrics_of(table)) for table in TABLES}
    return tables_page(columns, needed, {table: _names(_slides_of(table)) for table in TABLES})


def _slides_of(table: str) -> list[str]:
    others = {name for name, each in METRICS.items() if table not in each.tables}
    return [key for key, each in SLIDES.items() if not each.is_carried_by(others)]


def _metrics_of(table: str) -> list[str]:
    return [name for name, each in METRICS.items() if table in each.tables]


def _words(name: str, found: Feeds) -> str:
    return "; ".join(_parts(name, found))


def _parts(name: str, found: Feeds) -> Iterator[str]:
    table, _, column = name.partition(".")
    if found.needed_by:
        yield _names(found.needed_by)
    if found.slides:
        yield f"slides {_names(found.slides)}"
    if found.read_by:
        yield f"*where there:* {_names(found.read_by)}"
    if found.derives:
        yield f"makes {_names(found.derives)} where that is lacking"
    if found.is_slice:
        yield "slices of every metric"
    if joined := [each.name for each in TABLES.values() if (column, table) in each.references]:
        yield f"joins {_names(joined)}"
    if column == "currency" and _has_money(table):
        yield "turns the amounts into the reporting currency, by `exchange_rates`"
    elif table in GOALS:
        yield f"`company.{table}()`"
    elif table == "exchange_rates":
        yield "every amount that is billed in another currency"


def _has_money(table: str) -> bool:
    return any(each.kind == _MONEY for each in TABLES[table].columns)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in names)
