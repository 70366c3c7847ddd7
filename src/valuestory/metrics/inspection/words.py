"""An inspection in words: what the terminal and the page of `valuestory check` both say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from valuestory.data import Fault
from valuestory.data.company import Action
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.gaps.gaps import Wanted
from valuestory.metrics.inspection.inspection import Inspection, SlideShown, State, TableRead

_ACTION_WORDS: Final[Mapping[Action, tuple[str, str]]] = {
    "stops": ("What stops", "Nothing is computed until these are mended, or the file is left out."),
    "set aside": ("Rows set aside", "These rows are left out of every result; all others are used."),
    "noted": ("What to know", "These rows stay in; where a value was emptied, it is said."),
}
STATE_WORDS: Final[Mapping[State, str]] = {
    "shown": "shown",
    "in part": "in part",
    "once mended": "once mended",
    "not yet": "not yet",
}
_READING: Final = "What was taken for granted, and what to say in valuestory.toml where that is wrong."
_FEWEST_PERCENT: Final = 0.01
_MOST_PERCENT: Final = 0.99


@dataclass(frozen=True)
class Group:
    """Faults about which the same is done: a heading, and what that is, in a sentence."""

    name: str
    heading: str
    done: str
    faults: tuple[Fault, ...]


def groups(inspection: Inspection) -> tuple[Group, ...]:
    """Return the faults by what is done about them, the gravest first, then those of no rows."""
    found = [
        Group(action.replace(" ", "-"), heading, done, inspection.having(action))
        for action, (heading, done) in _ACTION_WORDS.items()
    ]
    stops, aside, noted = found
    of_rows = tuple(each for each in noted.faults if each.count)
    reading = tuple(each for each in noted.faults if not each.count)
    found = [stops, aside, replace(noted, faults=of_rows), Group("reading", "How it was read", _READING, reading)]
    return tuple(each for each in found if each.faults)


def rows_said(fault: Fault) -> str:
    """Return how many rows a fault concerns, and their share; nothing where it is not about rows."""
    if not fault.count:
        return ""
    noun = "row" if fault.count == 1 else "rows"
    most = 1.0 if fault.share >= 1 else _MOST_PERCENT
    share = "under 1%" if fault.share < _FEWEST_PERCENT else f"{min(fault.share, most):.0%}"
    return f"{fault.count:,} {noun}, {share}"


def place_of(fault: Fault) -> str:
    """Return the table or the column that a fault is about."""
    return f"{fault.table}.{fault.column}" if fault.column else fault.table


def sentence_of(fault: Fault) -> str:
    """Return what is wrong, as a sentence without its stop."""
    table = fault.table if "_" in fault.table else fault.table.capitalize()
    return f"{table} {fault.what}"


def read_from(table: TableRead) -> str:
    """Return the file or table that rows come from, and whose export it was recognised as."""
    return f"{table.source} ({table.vendor})" if table.vendor else table.source


def waits_for(slide: SlideShown) -> str:
    """Return what a slide lacks, in words; nothing where it is whole."""
    needs = ", ".join(slide.needs)
    if slide.state == "in part":
        return f"without {', '.join(slide.without)}: needs {needs}"
    return f"needs {needs}" if slide.needs else ""


def counted_states(slides: Sequence[SlideShown]) -> str:
    """Return how many slides are in each state, as "4 shown, 2 in part, 3 not yet"."""
    counts = {state: sum(each.state == state for each in slides) for state in STATE_WORDS}
    return ", ".join(f"{count} {STATE_WORDS[state]}" for state, count in counts.items() if count)


def labels_of(metrics: Sequence[str], labels: Mapping[str, str]) -> str:
    """Return metrics by what the company calls them; all of them as "every metric"."""
    return "every metric" if len(metrics) == len(METRICS) else ", ".join(labels[each] for each in metrics)


def lacking(wanted: Wanted, inspection: Inspection) -> str:
    """Return a table that is missing or stopped, or the columns that it lacks."""
    if any(each.is_stopped for each in inspection.rows if each.table == wanted.table):
        return f"{wanted.table}, which is stopped"
    return ", ".join(f"{wanted.table}.{each}" for each in wanted.columns) or wanted.table


def sources_of(wanted: Wanted, inspection: Inspection) -> Iterator[tuple[str, str]]:
    """Yield the vendors whose exports bring something, each with where in their product that is.

    The company's own vendors come first, with the place; of the others only the names are said, and only where the
    company has none that brings it. What `do` says already is not said again.
    """
    own = {each.vendor for each in inspection.rows if each.vendor}
    if any(each.vendor in own and each.how in wanted.do for each in wanted.exports):
        return
    known = {each.vendor: each.how for each in reversed(wanted.exports) if each.vendor in own}
    if known:
        yield from known.items()
    elif wanted.exports:
        yield ", ".join(dict.fromkeys(each.vendor for each in wanted.exports)), ""
