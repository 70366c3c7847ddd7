"""What cannot be computed from a company's tables, which slides that costs, and what would bring it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.data import CompanyTables, Stopped
from valuestory.data.vendors.exports import Export, exports_of
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.catalogue.profiles import asked_of
from valuestory.metrics.gaps.carried import not_made, thinner, waiting_for
from valuestory.metrics.gaps.feeds import feeds

if TYPE_CHECKING:
    from valuestory.project import Profile

GAP_COLUMNS: Final = ("metric", "label", "slide", "table", "column", "missing", "export", "brings", "do")
_BRINGS: Final = {
    "accounts": "the customer list of the CRM or the billing system",
    "subscriptions": "contract lines from billing",
    "cases": "the case system's export",
    "article_sessions": "sessions of the help centre, community or bot",
    "case_articles": "the links between cases and articles, from the case system",
    "articles": "the knowledge base's list of articles",
    "surveys": "the survey tool's answers",
    "survey_waves": "the survey tool's list of mailings, with how many people each of them asked",
    "case_events": "the history of the cases, from the case system",
    "usage": "the product's log of who uses it, or the customer success tool's health scores",
    "improvements": "the list of suggestions that came out of Support",
    "milestones": "life events of customers with their starts, from onboarding or customer success",
    "people": "the list of people in Support with their first days, from HR (no names needed)",
    "worklogs": "the time that people logged on cases and customers, from the case or time-tracking system",
    "costs": "ledger lines of the Support cost centres, from Finance",
}
"""Where each table usually comes from, in words for the slide on what cannot be shown yet."""


@dataclass(frozen=True)
class Wanted:
    """A table that is missing, or lacks columns, with everything that waits for it.

    Parameters
    ----------
    table
        Its canonical name.
    columns
        The columns that it lacks; none where there is no such table.
    metrics, labels
        What cannot be computed without it, by name and for a reader.
    slides
        Slides that are not made without it.
    brings
        Where such a table usually comes from.
    exports
        The vendors' exports, of which a mapping ships, that bring it.
    do
        What to do about it, as a sentence without its stop.
    """

    table: str
    columns: tuple[str, ...]
    metrics: tuple[str, ...]
    labels: tuple[str, ...]
    slides: tuple[str, ...]
    brings: str
    exports: tuple[Export, ...]
    do: str


def gaps_of(tables: CompanyTables) -> pd.DataFrame:
    """Return the gaps of a company's tables: `gaps_table` says what is in it."""
    profile = tables.project.company.profile
    return gaps_table(columns_of(tables), vendors_read(tables), tables.stopped, profile)


def not_carried(tables: CompanyTables) -> set[str]:
    """Return the metrics that have a gap in a company's tables: what `gaps_of` names, without its sentences."""
    columns = columns_of(tables)
    asked = asked_of(tables.project.company.profile)
    return {name for name, metric in asked.items() if _lacking(metric, columns, tables.stopped)}


def columns_of(tables: CompanyTables) -> dict[str, tuple[str, ...]]:
    """Return the columns of each canonical table that can be used."""
    return {name: tuple(table.columns) for name, table in tables.tables.items()}


def vendors_read(tables: CompanyTables) -> dict[str, str]:
    """Return whose export each table was read as, where that is known."""
    return {name: note.vendor for name, note in tables.sources.items() if note.vendor}


def gaps_table(
    columns: Mapping[str, Iterable[str]],
    vendors: Mapping[str, str] | None = None,
    stopped: Mapping[str, Stopped] | None = None,
    profile: Profile = "commercial",
) -> pd.DataFrame:
    """Return one row for each metric that tables with these columns cannot carry, and each table that it waits for.

    Parameters
    ----------
    columns
        The columns of each canonical table that exists.
    vendors
        Whose export each table was read as, where that is known: its own export is named first.
    stopped
        The tables that are there and wait for a fault to be mended.
    profile
        The company's: what is not asked there is no gap.

    Returns
    -------
    pandas.DataFrame
        `metric`, `label`; `slide`: the slides that would show it, those that are made without it as "answer (in part)";
        `table`: a table that is missing or lacks something, and `column`: what it lacks, empty where there is
        no such table, or where a table that is stopped lacks nothing; `missing`: all that the metric lacks, of every
        table; `export`: vendors whose exports bring it; `brings`: where such a table usually comes from; `do`: what to
        do. Lists are parted by ", ".
    """
    stopped = stopped or {}
    lacking = {each.name: _lacking(each, columns, stopped) for each in asked_of(profile).values()}
    carried = {name for name, tables in lacking.items() if not tables}
    rows = [
        (
            *(metric, METRICS[metric].label, ", ".join(_slides(metric, carried, profile))),
            *(table, ", ".join(names), ", ".join(_missing(lacking[metric]))),
            *_from_where(table, names, stopped),
            do_about(table, names, (vendors or {}).get(table, ""), stopped.get(table)),
        )
        for metric, tables in lacking.items()
        for table, names in tables.items()
    ]
    return pd.DataFrame(rows, columns=list(GAP_COLUMNS), dtype=object)


def wanted_tables(
    gaps: pd.DataFrame, vendors: Mapping[str, str] | None = None, stopped: Mapping[str, Stopped] | None = None
) -> tuple[Wanted, ...]:
    """Return the gaps by the table that would close them, in the order of the catalogue.

    Parameters
    ----------
    gaps
        From `gaps_table`.
    vendors, stopped
        As there.
    """
    return tuple(
        _wanted(str(table), rows, (vendors or {}).get(str(table), ""), (stopped or {}).get(str(table)))
        for table, rows in gaps.groupby("table", sort=False)
    )


def vendors_of(table: str, columns: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the vendors of whose exports a mapping ships and brings a table, and these columns of it, in order."""
    return tuple(dict.fromkeys(each.vendor for each in exports_bringing(table, columns)))


def exports_bringing(table: str, columns: Iterable[str] = ()) -> tuple[Export, ...]:
    """Return the exports that bring a table and all of these columns of it: what people export before what is loaded.

    Only mappings that ship are looked at; a table without one is given by its canonical name, or mapped.
    """
    found = exports_of(table)
    for column in columns:
        brought = exports_of(table, column)
        found = tuple(each for each in found if each in brought)
    return tuple(sorted(found, key=lambda each: each.form != "export"))


def do_about(table: str, columns: Iterable[str], vendor: str = "", stopped: Stopped | None = None) -> str:
    """Return what to do about a table that is missing or lacks columns, as a sentence without its stop.

    Parameters
    ----------
    table
        Its canonical name.
    columns
        What it lacks; nothing where there is no such table.
    vendor
        Whose export it was read as, where that is known.
    stopped
        That it is there and waits for a fault to be mended, where that is so.
    """
    names = list(columns)
    if stopped is not None:
        mend = f"mend what stops {stopped.by}"
        return f"{mend}, and {do_about(table, names, vendor)}" if names else mend
    if not names:
        return f"give a table {table}: {_brings(table)}"
    own = next((each for each in exports_bringing(table, names) if each.vendor == vendor), None)
    if own is not None:
        return f"export {and_last(names)} with {table} too ({own.vendor}, {own.how})"
    told = f"give {and_last(names)} with {table}: export it too, or map it under [sources.{table}.columns]"
    others = [each for each in _told_by(table, names) if each != table]
    return told + (f"; or give {' or '.join(others)}, which tells it" if others else "")


def _wanted(table: str, rows: pd.DataFrame, vendor: str, stopped: Stopped | None) -> Wanted:
    columns = tuple(dict.fromkeys(each for names in rows["column"] for each in str(names).split(", ") if each))
    shown = {each for keys in rows["slide"] for each in str(keys).split(", ")}
    return Wanted(
        table,
        columns,
        tuple(rows["metric"]),
        tuple(rows["label"]),
        tuple(each for each in waiting_for(set(rows["metric"])) if each in shown),
        _brings(table) if columns else str(rows["brings"].iloc[0]),
        exports_bringing(table, columns) if columns or stopped is None else (),
        do_about(table, columns, vendor, stopped),
    )


def _lacking(
    metric: Metric, columns: Mapping[str, Iterable[str]], stopped: Mapping[str, Stopped]
) -> dict[str, list[str]]:
    """Return the tables that a metric waits for, each with what it lacks: nothing where there is no such table.

    Without accounts nothing is told, so every metric waits for them.
    """
    found: dict[str, list[str]] = {} if "accounts" in columns else {"accounts": []}
    for need in metric.needs:
        table, _, column = need.partition(".")
        if table in stopped:
            found.setdefault(table, [])
            found[table] += [column] if column not in stopped[table].columns else []
        elif table not in columns:
            found[table] = []
        elif column not in columns[table]:
            found.setdefault(table, []).append(column)
    return found


def _from_where(table: str, names: list[str], stopped: Mapping[str, Stopped]) -> tuple[str, str]:
    """Return the vendors whose exports bring a table with these columns, and where such a table usually comes from."""
    if table in stopped and not names:
        return "", "the table that is there, once it is mended"
    return ", ".join(vendors_of(table, names)), _brings(table)


def _missing(tables: Mapping[str, list[str]]) -> Iterator[str]:
    for table, names in tables.items():
        yield from [f"{table}.{each}" for each in names] or [table]


def _slides(metric: str, carried: set[str], profile: Profile) -> Iterator[str]:
    yield from not_made(metric, carried, profile)
    yield from (f"{each} (in part)" for each in thinner(metric, carried, profile))


def _told_by(table: str, columns: list[str]) -> list[str]:
    """Return the tables from which all of these columns are derived where they are lacking."""
    wanted = {f"{table}.{each}" for each in columns}
    return sorted(name for name, derives in _derived().items() if wanted <= derives)


@functools.cache
def _derived() -> Mapping[str, set[str]]:
    """Return what is derived from each table's columns."""
    derived: dict[str, set[str]] = {}
    for need, each in feeds().items():
        derived.setdefault(need.partition(".")[0], set()).update(each.derives)
    return derived


def _brings(table: str) -> str:
    return _BRINGS.get(table, f"a table {table}")


def and_last(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
