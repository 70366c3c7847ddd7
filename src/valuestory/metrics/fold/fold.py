"""Raw tables -> account periods: one row an account and period, additive sums only.

Facts are folded in the engine they live in (`facts`); what comes back is as small as the accounts and periods are
many, and is put side by side here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from valuestory.data.engines.dialects import microseconds_of
from valuestory.metrics.arrays import Array, Mask
from valuestory.metrics.asked import RELATIVE, asked_of
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.fold.costs import VISITS, WORK, effort_of, ledger_of, with_costs
from valuestory.metrics.fold.facts import fold_facts
from valuestory.metrics.fold.recurring import recurring_on
from valuestory.metrics.measures import ACCOUNT
from valuestory.metrics.periods import Period
from valuestory.metrics.slices import UNKNOWN
from valuestory.metrics.timed.tables import Timed, read_timed

_EPOCH: Final = date(1970, 1, 1)
_START, _END = "__start_at", "__churned_at"


@dataclass(frozen=True)
class Sums:
    """What facts are summed to, before the ledger is shared out: what the parts of a company have in common.

    `accounts` has one row an account and period, `apart` the same by other keys, as `Folded` says; without slices.
    """

    accounts: pd.DataFrame
    apart: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def of_part(self, known: pd.Index, *, with_nobody: bool) -> Sums:
        """Return the sums of some accounts, and no other.

        What belongs to no account is the whole company's; `with_nobody` its rows stay, empty, for the ledger's rest.
        """
        nobody = (self.accounts["account_id"] == UNKNOWN) & with_nobody
        rows = self.accounts[nobody | self.accounts["account_id"].isin(known)].reset_index(drop=True)
        rows.loc[rows["account_id"] == UNKNOWN, rows.columns.drop(["account_id", "period"])] = 0.0
        return Sums(rows)


@dataclass(frozen=True)
class Folded:
    """A company's sums.

    Attributes
    ----------
    accounts
        One row an account and period in which it was alive or did something: `account_id` ("" where unknown), `period`
        (index), the account's slices, then sums: amounts in the reporting currency, minutes, counts. Ordered by period
        and account.
    apart
        Likewise what no customer stands behind, by the key that rows belong together by, such as ``article_id``;
        `account_id` holds that key.
    sums
        What `accounts` and `apart` were made of.
    timed
        Reads the tables of what is timed; once, and not before somebody asks, where the sums were known.
    """

    accounts: pd.DataFrame
    apart: Mapping[str, pd.DataFrame]
    sums: Sums
    timed: Callable[[], Timed] = field(repr=False)

    @cached_property
    def spans(self) -> Mapping[str, pd.DataFrame]:
        """How long what is timed was watched, by the metric that is its median: `survival.median_cells` takes it."""
        return self.timed().spans

    @cached_property
    def events(self) -> Mapping[str, pd.DataFrame]:
        """What `accounts` holds of life events, of one of them alone, by its name; without slices."""
        return {event: _side_by_side(list(each)) for event, each in self.timed().sums_of_event.items()}


def fold(
    tables: Mapping[str, ir.Table],
    periods: Sequence[Period],
    dimensions: Sequence[str],
    whole: Mapping[str, ir.Table] | None = None,
    until: date | None = None,
    others: Sequence[pd.DataFrame] = (),
    shared: Sums | None = None,
) -> Folded:
    """Return the sums of everything that a company's tables hold.

    Each raw table is read once, however many sums are made of it; cases once more where `tables` are a part, and
    sessions where the ledger tells what self-service costs. What joins two tables, or counts what is distinct, reads a
    few columns of them again (`asked`).

    Parameters
    ----------
    tables
        Canonical tables; `accounts` is needed, the others widen what is folded.
    periods
        The periods, in order, all of one grain.
    dimensions
        Columns of `accounts` to keep as slices.
    whole
        The tables of the whole company, where `tables` are a part of it: the ledger is the whole company's, and a part
        bears its share of the work.
    until
        The first day that the data does not reach, where that is before the last period's end.
    others
        Frames of `account_id`, `period` (index) and sums that are made by themselves.
    shared
        The sums of the whole company over these periods, where they are known: facts are then not read again.
    """
    accounts = _accounts(tables["accounts"], dimensions)
    # what is timed by person, article or improvement is told of the whole company alone
    told = {name: table for name, table in tables.items() if name == "milestones"} if whole else tables
    last = min(until or periods[-1].end, periods[-1].end)
    timed = cache(partial(read_timed, told, accounts[_END], periods, last))
    if shared is None:
        sums = _summed(tables, accounts, periods, [*timed().sums, *others])
    else:
        sums = _of_part(shared, tables, accounts, periods) if whole else shared
    frame = sums.accounts
    if "costs" in tables:
        effort = _effort(whole, periods, shared) if whole else None
        frame = with_costs(frame, ledger_of(tables["costs"], periods), effort)
    return Folded(_with_slices(frame, accounts, dimensions), sums.apart, sums, timed)


def _summed(
    tables: Mapping[str, ir.Table], accounts: pd.DataFrame, periods: Sequence[Period], others: list[pd.DataFrame]
) -> Sums:
    """Return the sums of all facts, and what else was summed, side by side."""
    parts = [_alive(accounts, periods)]
    if "subscriptions" in tables:
        parts += _recurring(tables["subscriptions"], periods)
    facts = fold_facts(tables, periods)
    parts += [*facts.accounts, *others]
    apart = {by: list(frames) for by, frames in facts.apart.items()}
    del facts  # so that `_side_by_side` can give up one part after the other
    for by, asked in asked_of(tables, periods):
        (parts if by == ACCOUNT else apart.setdefault(by, [])).append(asked)
    if "costs" in tables:  # what nobody can be given of a period's cost stays with no account
        parts.append(pd.DataFrame({"account_id": UNKNOWN, "period": [each.index for each in periods]}))
    return Sums(_side_by_side(parts), {by: _side_by_side(frames) for by, frames in apart.items() if frames})


def _of_part(shared: Sums, tables: Mapping[str, ir.Table], accounts: pd.DataFrame, periods: Sequence[Period]) -> Sums:
    """Return the sums of a part of a company: its accounts', and anew what depends on the accounts beside each."""
    rows = shared.of_part(accounts.index, with_nobody="costs" in tables).accounts
    rows = rows.drop(columns=[name for each in RELATIVE for name in each.sums], errors="ignore")
    return Sums(_side_by_side([rows, *(frame for _, frame in asked_of(tables, periods, RELATIVE))]))


def _effort(whole: Mapping[str, ir.Table], periods: Sequence[Period], shared: Sums | None) -> pd.DataFrame:
    """Return the whole company's work by period, from its sums where they are known."""
    if shared is None:
        return effort_of(whole, periods)
    names = [name for name in (*WORK, VISITS) if name in shared.accounts]
    known = shared.accounts.groupby("period")[names].sum()
    return known.reindex(index=[each.index for each in periods], columns=[*WORK, VISITS]).fillna(0.0)


def _accounts(accounts: ir.Table, dimensions: Sequence[str]) -> pd.DataFrame:
    """Return the accounts, by `account_id`: their slices, and their ends in microseconds, so that any year fits."""
    churned = accounts.churned_at if "churned_at" in accounts.columns else ibis.null("timestamp")
    ends = {_START: microseconds_of(accounts.start_at), _END: microseconds_of(churned)}
    return as_pandas(accounts.select("account_id", *dimensions, **ends)).set_index("account_id")


def _alive(accounts: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
    """Return one row an account and period: alive in the period, or a customer twelve months before its end.

    Who left on the very instant at which a period ends has left in that period, so that the accounts kept and the new
    ones are the accounts of the next period's start.
    """
    start_at, churned_at = (accounts[each].to_numpy("float64", na_value=np.nan)[:, None] for each in (_START, _END))

    def before_churn(instant: Array) -> Mask:
        return ~(churned_at <= instant)

    def customer_at(instant: Array) -> Mask:
        return (start_at <= instant) & before_churn(instant)

    starts, ends = _microseconds([each.start for each in periods]), _microseconds([each.end for each in periods])
    before = customer_at(_microseconds([_year_start(each, periods[0]) for each in periods]))
    flags = {
        "live_accounts": (start_at < ends) & before_churn(np.maximum(start_at, starts)),
        "opening_accounts": customer_at(starts),
        "kept_accounts": customer_at(starts) & customer_at(ends),
        "opening_accounts_year": before,
        "kept_accounts_year": before & customer_at(ends),
    }
    rows, columns = np.nonzero(flags["live_accounts"] | before)
    index = np.array([each.index for each in periods])[columns]
    sums = {name: flag[rows, columns] for name, flag in flags.items()}
    return pd.DataFrame({"account_id": pd.Categorical.from_codes(rows, accounts.index), "period": index, **sums})


def _year_start(period: Period, first: Period) -> date | None:
    """Return the day a year before a period's end, where the data reaches back so far.

    Who left before the data begins is not in it, so a year that begins earlier would see survivors only.
    """
    day = period.plus(1).year_ago.start
    return day if day >= first.start else None


def _microseconds(days: Sequence[date | None]) -> Array:
    """Return the beginnings of days as the engine counts them; NaN, which nothing is before or after, for none."""
    return np.array([np.nan if day is None else (day - _EPOCH).days * 86_400e6 for day in days])


def _recurring(subscriptions: ir.Table, periods: Sequence[Period]) -> list[pd.DataFrame]:
    """Return each account's ARR at the period's first instant, at its last, and twelve months before that."""
    days = sorted({day for each in periods for day in (each.start, each.end)})
    running = recurring_on(subscriptions, days)
    running = running[running["arr"].fillna(0.0) != 0].astype({"account_id": "category"})
    asked: dict[str, list[date | None]] = {
        "opening_arr": [each.start for each in periods],
        "closing_arr": [each.end for each in periods],
        "opening_arr_year": [_year_start(each, periods[0]) for each in periods],
    }
    return [_on_days(running, name, dict(zip(on, periods, strict=True)), days) for name, on in asked.items()]


def _on_days(
    running: pd.DataFrame, name: str, asked: Mapping[date | None, Period], days: Sequence[date]
) -> pd.DataFrame:
    """Return what was running on the days asked for, each day for its period."""
    period = running["number"].map({number: asked[day].index for number, day in enumerate(days) if day in asked})
    part = pd.DataFrame({"account_id": running["account_id"], "period": period, name: running["arr"]})
    return part.dropna(subset="period").astype({"period": "int64"})


def _side_by_side(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return one row for each account and period of any part, in order, with the sums of all; 0 where one has none.

    The list is empty afterwards: of a large company parts and result together would be twice the memory.
    """
    accounts = union_categoricals([each["account_id"].astype("category") for each in parts], sort_categories=True)
    names = accounts.categories
    keys = np.concatenate([each["period"] for each in parts]) * len(names) + accounts.codes
    places, cells = pd.factorize(keys, sort=True)
    columns: dict[str, Any] = {"account_id": names.take(cells % len(names)), "period": cells // len(names)}
    while parts:
        part = parts.pop(0)
        mine, places = places[: len(part)], places[len(part) :]
        for name in part.columns.drop(["account_id", "period"]):
            columns[name] = np.bincount(mine, part[name].fillna(0), minlength=len(cells))
    return pd.DataFrame(columns)


def _with_slices(frame: pd.DataFrame, accounts: pd.DataFrame, dimensions: Sequence[str]) -> pd.DataFrame:
    """Give every row its account's slices, in the periods too in which the account was not alive but did something."""
    codes, names = pd.factorize(frame["account_id"])
    slices = accounts.reindex(names)[list(dimensions)].take(codes).set_axis(frame.index)
    frame = frame.copy(deep=False)  # the sums themselves stay as they are: other decks take theirs from them
    for place, name in enumerate(dimensions, 2):
        frame.insert(place, name, slices[name])
    return frame
