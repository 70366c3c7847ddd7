"""Looking at a company's data as a whole: what was read, what is wrong with it, which slides and metrics it carries.

A fault that stops one table hides neither the faults of the others nor what they carry.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from valuestory.data import CompanyTables, Fault, examine_tables
from valuestory.data.checks.extents import DATED
from valuestory.data.provenance import files_behind
from valuestory.errors import DataError
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.catalogue.profiles import asked_of
from valuestory.metrics.company import Company
from valuestory.metrics.comparisons.goals import with_goals
from valuestory.metrics.fold.churn import with_churn
from valuestory.metrics.gaps.carried import Carried, slides_of
from valuestory.metrics.gaps.gaps import and_last, gaps_of, gaps_table, vendors_read, wanted_tables
from valuestory.metrics.gaps.mended import once_mended
from valuestory.metrics.inspection.inspection import Gap, Inspection, SlideShown, State, TableRead
from valuestory.metrics.opening import company_of
from valuestory.metrics.readable import counted
from valuestory.project import Project

Speaks = Callable[[str], str]
"""Turns a name of ours into the company's words."""


def _as_they_are(project: Project) -> Speaks:
    return str


def inspect_company(data: str, in_words_of: Callable[[Project], Speaks] = _as_they_are) -> Inspection:
    """Return what a company's data holds, what is wrong with it, and what it carries.

    Parameters
    ----------
    data
        As `open_company` takes it.
    in_words_of
        Gives what turns a name of ours into the company's words and language, as its slides have it.

    Raises
    ------
    DataError
        When there is no table at all.
    ProjectError
        When `data` or its settings are wrong.
    """
    from valuestory import __version__

    tables, derived = with_churn(with_goals(examine_tables(data)))
    company = _opened(tables, derived)
    faults = company.faults if company else (*tables.faults, *derived, *_undated(tables))
    gaps = gaps_of(tables)
    profile, speaks = tables.project.company.profile, in_words_of(tables.project)
    labels = {name: speaks(each.label) for name, each in METRICS.items()}
    asked = set(asked_of(profile))
    now = asked - set(gaps["metric"]) if company else set()
    later = asked - set(gaps_table(once_mended(tables, faults), profile=profile)["metric"])
    said = {key: replace(each, label=speaks(each.label)) for key, each in slides_of(profile).items()}
    slides = tuple(_slides(said, gaps.to_dict("records"), now, later, labels))
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
        labels,
    )


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
    if not says_so_already and not any(name in tables.stopped for name in DATED):
        what = "are missing, and no other table holds a date: nothing tells how far the data reaches"
        do = "give cases, or another table of facts with dates"
        yield Fault("cases", "", what, 0, 0.0, (), "stops", do)


def _rows(tables: CompanyTables) -> Iterator[TableRead]:
    for each in tables.rows:
        note = tables.sources.get(each.table)
        where = (note.name, note.system, note.vendor) if note else ("", "", "")
        counts = (each.read, each.used, each.set_aside, each.folded, each.without_account)
        yield TableRead(each.table, *counts, each.reasons, each.emptied, each.table in tables.stopped, *where)


def _slides(
    shown: Mapping[str, Carried],
    gaps: Sequence[Mapping[Any, str]],
    now: set[str],
    later: set[str],
    labels: Mapping[str, str],
) -> Iterator[SlideShown]:
    waits: dict[str, list[str]] = {}
    for row in gaps:
        waits[row["metric"]] = row["missing"].split(", ")
    for key, each in shown.items():
        state = _state(each, now, later)
        lacking = [] if state == "shown" else [name for name in each.shows if name not in now]
        wanted = [name for name in each.choices if name not in now] if state != "in part" else lacking
        needs = dict.fromkeys(need for name in wanted for need in waits.get(name, ()))
        yield SlideShown(key, each.label, state, tuple(labels[name] for name in lacking), tuple(needs))


def _state(slide: Carried, now: set[str], later: set[str]) -> State:
    if now and slide.is_carried_by(now):
        return "in part" if set(slide.shows) - now else "shown"
    return "once mended" if later and slide.is_carried_by(later) else "not yet"


def _verdict(slides: Sequence[SlideShown], stopping: Sequence[Fault], faults: Sequence[Fault]) -> str:
    shown = sum(each.state in ("shown", "in part") for each in slides)
    later = shown + sum(each.state == "once mended" for each in slides)
    of = f"of {len(slides)} slides can be shown"
    if not stopping:
        remarks = f", and {counted(len(faults), 'remark')} on it should be read" if faults else ""
        return f"{shown} {of} with this data: nothing stops it{remarks}."
    tables = list(dict.fromkeys(each.table for each in stopping))
    stops = f"{counted(len(stopping), 'fault')} {'stops' if len(stopping) == 1 else 'stop'} {and_last(tables)}"
    them = "it is" if len(stopping) == 1 else "they are"
    more = f", and {later} can once {them} mended" if later > shown else ""
    if not shown:
        return f"No slide can be shown yet: {stops}{more and f'; {later} of {len(slides)} can once {them} mended'}."
    return f"{shown} {of} with the tables that are sound; {stops}{more}."
