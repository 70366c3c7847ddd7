"""What each canonical column feeds, worked out from the definitions that read it: metrics, slices, derived columns.

A metric says itself what it cannot do without. What it reads besides, where that is there, is found by letting its
measures speak: their expressions name the columns, and `derive` says which sums are made of which.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.operations as ops
import pandas as pd

from valuestory.data import TABLES
from valuestory.data.canonical.model import TYPES
from valuestory.data.from_events import NEEDS
from valuestory.data.from_links import LINK_NEEDS
from valuestory.metrics.asked import ASKED
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.fold.costs import VISITS, WORK
from valuestory.metrics.fold.derive import NO_SLICE, derive
from valuestory.metrics.fold.health import HEALTH_SUMS
from valuestory.metrics.gaps.carried import SLIDES
from valuestory.metrics.measures import ANCHORS, MEASURES
from valuestory.metrics.measures.measure import Measure

_NEXT_CASE: Final = ("cases.account_id", "cases.opened_at")
"""What a session's account's next case is found by."""
_ALIVE: Final = frozenset(
    {
        *("live_accounts", "cases_of_live_accounts", "opening_accounts", "kept_accounts"),
        *("opening_accounts_year", "kept_accounts_year"),
    }
)
"""The sums that count accounts which are customers at a time."""
_ALWAYS: Final = ("case_id", "at", "kind")
"""The columns of `case_events` without which a history tells nothing."""


@dataclass(frozen=True)
class Feeds:
    """What one canonical column feeds.

    Parameters
    ----------
    needed_by
        Metrics that cannot be computed without it.
    read_by
        Metrics that read it where it is there, and do without it elsewhere.
    slides
        Slides of the story that ships that are not carried without it.
    derives
        ``table.column`` names that are made of it where a company's own table lacks them.
    is_slice
        Whether results can be sliced by it.
    """

    needed_by: tuple[str, ...]
    read_by: tuple[str, ...]
    slides: tuple[str, ...] = ()
    derives: tuple[str, ...] = ()
    is_slice: bool = False


@functools.cache
def feeds() -> Mapping[str, Feeds]:
    """Return what every canonical column feeds, by its ``table.column`` name, in the order of the tables."""
    read = {name: frozenset(_read_by(each)) for name, each in METRICS.items()}
    return {
        f"{table.name}.{column}": _feeds(table.name, column, read)
        for table in TABLES.values()
        for column in table.names
    }


def _feeds(table: str, column: str, read: Mapping[str, frozenset[str]]) -> Feeds:
    name = f"{table}.{column}"
    needed = tuple(metric for metric, each in METRICS.items() if name in each.needs)
    others = tuple(metric for metric in METRICS if name in read[metric] and metric not in needed)
    carried = set(METRICS) - set(needed)
    slides = tuple(key for key, each in SLIDES.items() if not each.is_carried_by(carried))
    return Feeds(needed, others, slides, tuple(_derived_from(table, column)), _is_slice(table, column))


def _is_slice(table: str, column: str) -> bool:
    kind = TABLES[table].column(column).kind
    return table == "accounts" and TYPES[kind] == "string" and column not in NO_SLICE


def _derived_from(table: str, column: str) -> Iterator[str]:
    if table == "case_events":
        yield from (f"cases.{told}" for told, needs in NEEDS.items() if column in (*_ALWAYS, *needs))
    elif table == "case_articles":
        yield from (f"cases.{told}" for told, needs in LINK_NEEDS.items() if column in ("case_id", *needs))
    elif (table, column) in (("subscriptions", "end_on"), ("subscriptions", "account_id")):
        yield "accounts.churned_at"
    elif (table, column) in (("cases", "account_id"), ("cases", "opened_at")):
        yield {"account_id": "accounts.account_id", "opened_at": "accounts.start_at"}[column]


def _read_by(metric: Metric) -> Iterator[str]:
    """Yield the columns that a metric reads beyond those it says it needs."""
    yield from metric.reads
    sums = {metric.numerator, metric.denominator, metric.observations, metric.less, metric.among}
    sums |= {each for pair in metric.factors for each in pair}
    names = {each for each, made in _made_of().items() if made & sums}
    if sums & {"cost_amount", "marginal_cost_amount"}:
        names |= set(WORK)
    if "subscriptions" in metric.tables:
        yield "subscriptions.end_on"
    if "marginal_cost_amount" in sums:
        yield "costs.channel"
    if "self_service_cost_amount" in sums:
        names.add(VISITS)
    if sums & set(HEALTH_SUMS):  # of an earlier period
        names |= {"health_sum", "health_rows"}
    if sums & (_ALIVE | set(HEALTH_SUMS)):
        yield from ("accounts.start_at", "accounts.churned_at")
    for asked in ASKED:
        if sums & set(asked.sums):
            yield from (*asked.needs, *asked.reads)
    for measure in MEASURES:
        if measure.name in names:
            yield f"{measure.table}.{measure.by}"  # slices and intervals are by account, or by what stands for one
            yield from _columns_of(measure)


@functools.cache
def _made_of() -> Mapping[str, frozenset[str]]:
    """Return for each measure the sums that move when it does: itself, and what `derive` makes of it."""
    names = [each.name for each in MEASURES]
    still, moved = 0, range(1, len(names) + 1)  # an account of zeros, and one for each measure that has it alone
    sums = pd.DataFrame(0.0, index=range(len(names) + 1), columns=sorted({"live_accounts", *names}))
    for row, name in zip(moved, names, strict=True):
        sums.loc[row, name] = 1.0
    alive = dict.fromkeys(("live_accounts", "opening_arr", "closing_arr", "opening_arr_year"), 1.0)
    gone = dict.fromkeys(("opening_accounts", "kept_accounts", "opening_accounts_year", "kept_accounts_year"), 0.0)
    accounts = sums.index.astype(str)
    derived = derive(sums.assign(account_id=accounts, period=0, **alive, **gone), "quarter")
    derived = derived.drop(columns=["account_id", "period"])
    differs = derived.ne(derived.loc[still])
    return {
        name: frozenset(differs.columns[differs.loc[row].to_numpy()]) for row, name in zip(moved, names, strict=True)
    }


def _columns_of(measure: Measure) -> Iterator[str]:
    """Yield the canonical columns that a measure's expression and its instant name."""
    model = TABLES[measure.table]
    schema = {each.name: TYPES[each.kind] for each in model.columns}
    table = ibis.table({**schema, "is_followed": "boolean"}, name=model.name)
    for expression in (measure.value(table), ANCHORS[measure.table][measure.at](table)):
        for field in expression.op().find(ops.Field):
            if field.name == "is_followed":
                yield from _NEXT_CASE
            else:
                yield f"{model.name}.{field.name}"
