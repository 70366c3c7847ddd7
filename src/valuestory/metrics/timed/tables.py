"""Tables of what is timed: life events, new people, articles and suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from valuestory.metrics.timed.knowledge import spans_of_articles, spans_of_cures
from valuestory.metrics.timed.life_events import read_life_events, read_people, spans_of_events, spans_of_people
from valuestory.metrics.timed.milestones import by_event, milestone_sums

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from valuestory.metrics.periods import Period


@dataclass(frozen=True)
class Timed:
    """What the tables of what is timed give.

    Attributes
    ----------
    spans
        How long each was watched, by the metric that is its median: `survival.median_cells` says what is in it.
    sums
        Frames of `account_id`, `period` (index) and sums.
    sums_of_event
        The same of one life event alone, by its name.
    """

    spans: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    sums: Sequence[pd.DataFrame] = ()
    sums_of_event: Mapping[str, Sequence[pd.DataFrame]] = field(default_factory=dict)


def read_timed(tables: Mapping[str, ir.Table], left: pd.Series, periods: Sequence[Period], until: date) -> Timed:
    """Return what the tables of a company that time something give.

    Parameters
    ----------
    tables
        Canonical tables; one that lacks a column without which it tells nothing is left out.
    left
        When each account left, by its key, in microseconds; missing where it has not.
    periods
        The periods, in order.
    until
        The first day that the data does not reach.
    """
    spans = {}
    if _has(tables, "people", "person_id", "hired_on"):
        spans["time_to_proficiency"] = spans_of_people(read_people(tables["people"]), periods, until)
    if _has(tables, "articles", "article_id", "created_at", "published_at"):
        spans["time_to_publish"] = spans_of_articles(tables, periods, until)
    if _has(tables, "improvements", "improvement_id", "submitted_at", "shipped_at"):
        spans["time_to_cure"] = spans_of_cures(tables["improvements"], periods, until)
    if not _has(tables, "milestones", "account_id", "event", "started_at"):
        return Timed(spans)
    rows = read_life_events(tables["milestones"], left)
    spans["time_to_value"] = spans_of_events(rows, periods, until)
    of_event = {event: milestone_sums(mine, periods, until) for event, mine in by_event(rows).items()}
    return Timed(spans, milestone_sums(rows, periods, until), of_event)


def _has(tables: Mapping[str, ir.Table], name: str, *columns: str) -> bool:
    return name in tables and set(columns) <= set(tables[name].columns)
