"""A company's data looked at as a whole: what was read, what is wrong with it, which slides and metrics it carries.

`valuestory check` shows an inspection; nothing in it needs an engine any more. A fault that stops one table hides
neither the faults of the others nor what they carry.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from valuestory.data import CompanyTables, Fault, examine_tables
from valuestory.data.company import Action
from valuestory.data.provenance import FileRead, files_behind
from valuestory.errors import DataError
from valuestory.metrics.carried import SLIDES, Carried
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.churn import with_churn
from valuestory.metrics.company import Company, company_of
from valuestory.metrics.coverage import DATED
from valuestory.metrics.gaps import Wanted, gaps_of, gaps_table, once_mended, vendors_read, wanted_tables

VERSION: Final = 1
"""Of the form of `check --json`; raised when a member changes its meaning or goes."""
State = Literal["shown", "in part", "once mended", "not yet"]


@dataclass(frozen=True)
class TableRead:
    """A canonical table as it was read; `read` = `used` + `set_aside`, and 0 where it could not be read.

    Parameters
    ----------
    table
        Its canonical name.
    read, used, set_aside, folded, without_account
        Rows, as in `RowCount`.
    reasons, emptied
        Why rows are set aside, and of which columns values were emptied, as in `RowCount`.
    is_stopped
        Whether a fault keeps it from being used.
    source
        The file or the table of the warehouse that its rows come from.
    system
        What the source is called on slides.
    vendor
        Whose export it was read as; empty where it was read by its own columns.
    """

    table: str
    read: int
    used: int
    set_aside: int
    folded: int
    without_account: int
    reasons: tuple[tuple[str, int], ...]
    emptied: tuple[tuple[str, int], ...]
    is_stopped: bool
    source: str
    system: str
    vendor: str


@dataclass(frozen=True)
class SlideShown:
    """A slide of the story that ships, and whether this data carries it.

    Parameters
    ----------
    key, label
        Its key, and what it shows.
    state
        `shown` whole; `in part`, without some of its metrics; `once mended`, when what stops is mended; `not yet`.
    without
        The metrics that it lacks, by their labels.
    needs
        The tables, or the columns as `table.column`, that it waits for: to be made, or to be whole.
    """

    key: str
    label: str
    state: State
    without: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """One row of `company.gaps()`: a metric that cannot be computed, and one table that it waits for."""

    metric: str
    label: str
    slide: str
    table: str
    column: str
    missing: str
    export: str
    brings: str
    do: str


@dataclass(frozen=True)
class Inspection:
    """What `valuestory check` shows.

    Parameters
    ----------
    company, period
        The company's name, and the period that a story would be about; empty where no table that is sound has a date.
    verdict
        The whole in one sentence.
    rows
        Each table as it was read.
    faults
        Everything that is wrong, in the order of the tables.
    metrics
        The metrics that can be computed from the tables that are sound, by name.
    once_mended
        Those that can be computed besides when what stops is mended.
    gaps
        As `company.gaps()`: one row for each metric and table that it waits for.
    wanted
        The gaps by the table that closes them, with the vendors' exports that bring it.
    slides
        Every slide of the story that ships.
    files
        Every file behind the tables, with its SHA-256.
    unread
        Names of files in the folder that no table was read from.
    inspected_on
        The day, as ISO text.
    valuestory
        The version that looked.
    version
        Of this form.
    """

    company: str
    period: str
    verdict: str
    rows: tuple[TableRead, ...]
    faults: tuple[Fault, ...]
    metrics: tuple[str, ...]
    once_mended: tuple[str, ...]
    gaps: tuple[Gap, ...]
    wanted: tuple[Wanted, ...]
    slides: tuple[SlideShown, ...]
    files: tuple[FileRead, ...]
    unread: tuple[str, ...]
    inspected_on: str
    valuestory: str
    version: int = VERSION

    @property
    def stopping(self) -> tuple[Fault, ...]:
        """The faults that stop a table: nothing is computed until they are mended, or the table is left out."""
        return self.having("stops")

    def having(self, action: Action) -> tuple[Fault, ...]:
        """Return the faults about which this is done, those of the most rows first."""
        return tuple(sorted((each for each in self.faults if each.action == action), key=lambda each: -each.count))


def inspect_company(data: str) -> Inspection:
    """Return what a company's data holds, what is wrong with it, and what it carries.

    Parameters
    ----------
    data
        As `open_company` takes it.

    Raises
    ------
    DataError
        When there is no table at all.
    ProjectError
        When `data` or its settings are wrong.
    """
    from valuestory import __version__

    tables, derived = with_churn(examine_tables(data))
    company = _opened(tables, derived)
    faults = company.faults if company else (*tables.faults, *derived, *_undated(tables))
    gaps = gaps_of(tables)
    now = set(METRICS) - set(gaps["metric"]) if company else set()
    later = set(METRICS) - set(gaps_table(once_mended(tables, faults))["metric"])
    slides = tuple(_slides(gaps.to_dict("records"), now, later))
    return Inspection(
        tables.project.company.name,
        company.period.name if company else "",
        _verdict(slides, [each for each in faults if each.action == "stops"], faults),
        tuple(_rows(tables)),
        faults,
        tuple(each for each in METRICS if each in now),
        tuple(each for each in METRICS if each in later - now),
        tuple(Gap(*map(str, row)) for row in gaps.itertuples(index=False)),
        wanted_tables(gaps, vendors_read(tables), tables.stopped),
        slides,
        files_behind(tables),
        tables.unread,
        datetime.date.today().isoformat(),
        __version__,
    )


def inspection_record(inspection: Inspection) -> dict[str, Any]:
    """Return an inspection as plain data, as `check --json` prints it: `docs/schemas/check.v1.json` describes it."""
    record: dict[str, Any] = TypeAdapter(Inspection).dump_python(inspection, mode="json")
    return record


def inspection_schema() -> dict[str, Any]:
    """Return the JSON schema of `check --json`; members that it does not know may be added without a new version."""
    schema = TypeAdapter(Inspection).json_schema(mode="serialization")
    schema["properties"]["version"] |= {"minimum": 1, "maximum": VERSION}
    schema["required"] = [*schema["required"], "version"]
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:valuestory:check:{VERSION}"}
    return about | schema | {"title": "valuestory check --json"}


def _opened(tables: CompanyTables, derived: tuple[Fault, ...]) -> Company | None:
    """Return the company of the tables that are sound; nothing where they cannot carry a story at all."""
    if "accounts" not in tables.tables:
        return None
    try:
        return company_of(tables, derived)
    except DataError:
        return None


def _undated(tables: CompanyTables) -> Iterator[Fault]:
    """Yield the fault that nothing says how far the data reaches, where mending another one would not tell it."""
    says_so_already = any(each.table == "accounts" and each.action == "stops" for each in tables.faults)
    if not says_so_already and not any(name in tables.stopped for name, _ in DATED):
        what = "are missing, and no other table holds a date: nothing tells how far the data reaches"
        do = "give cases, or another table of facts with dates"
        yield Fault("cases", "", what, 0, 0.0, (), "stops", do)


def _rows(tables: CompanyTables) -> Iterator[TableRead]:
    for each in tables.rows:
        note = tables.sources.get(each.table)
        where = (note.name, note.system, note.vendor) if note else ("", "", "")
        counts = (each.read, each.used, each.set_aside, each.folded, each.without_account)
        yield TableRead(each.table, *counts, each.reasons, each.emptied, each.table in tables.stopped, *where)


def _slides(gaps: Sequence[Mapping[Any, str]], now: set[str], later: set[str]) -> Iterator[SlideShown]:
    waits: dict[str, list[str]] = {}
    for row in gaps:
        waits[row["metric"]] = row["missing"].split(", ")
    for key, each in SLIDES.items():
        state = _state(each, now, later)
        lacking = [] if state == "shown" else [name for name in each.shows if name not in now]
        wanted = [name for name in each.choices if name not in now] if state != "in part" else lacking
        needs = dict.fromkeys(need for name in wanted for need in waits.get(name, ()))
        yield SlideShown(key, each.label, state, tuple(METRICS[name].label for name in lacking), tuple(needs))


def _state(slide: Carried, now: set[str], later: set[str]) -> State:
    if now and slide.is_carried_by(now):
        return "in part" if set(slide.shows) - now else "shown"
    return "once mended" if later and slide.is_carried_by(later) else "not yet"


def _verdict(slides: Sequence[SlideShown], stopping: Sequence[Fault], faults: Sequence[Fault]) -> str:
    shown = sum(each.state in ("shown", "in part") for each in slides)
    later = shown + sum(each.state == "once mended" for each in slides)
    of = f"of {len(slides)} slides can be shown"
    if not stopping:
        remarks = f", and {_count(len(faults), 'remark')} on it should be read" if faults else ""
        return f"{shown} {of} with this data: nothing stops it{remarks}."
    tables = list(dict.fromkeys(each.table for each in stopping))
    stops = f"{_count(len(stopping), 'fault')} {'stops' if len(stopping) == 1 else 'stop'} {_and(tables)}"
    them = "it is" if len(stopping) == 1 else "they are"
    more = f", and {later} can once {them} mended" if later > shown else ""
    if not shown:
        return f"No slide can be shown yet: {stops}{more and f'; {later} of {len(slides)} can once {them} mended'}."
    return f"{shown} {of} with the tables that are sound; {stops}{more}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
