"""A company seen as one of its accounts: the rows of that account alone, out of what was computed for all."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from valuestory.data.restriction import restrict
from valuestory.errors import DataError, did_you_mean
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.company import Company
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.estimates.results import RESULT_COLUMNS
from valuestory.metrics.periods import Period
from valuestory.metrics.slices import UNKNOWN, WHOLE


def names_of(company: Company) -> dict[str, str]:
    """Return the name of each account by its id; the id where it has no name."""
    accounts = company.tables.tables["accounts"]
    wanted = [name for name in ("account_id", "name") if name in accounts.columns]
    frame = as_pandas(accounts.select(*wanted))
    names = frame["name"] if "name" in frame else frame["account_id"]
    return dict(zip(frame["account_id"], names.fillna(frame["account_id"]), strict=True))


def most_asking(company: Company) -> str:
    """Return the account with most cases in the story's period, the first by its id among equals.

    Raises
    ------
    DataError
        When there is no account at all.
    """
    frame = company.account_quarters()
    now = frame[(frame["period"] == company.period.name) & (frame["account_id"] != UNKNOWN)]
    if now.empty:
        raise DataError("there is no account to review", where=company.period.name, do="supply accounts")
    asked = now.groupby("account_id")["cases"].sum() if "cases" in now else now.groupby("account_id").size() * 0
    return str(asked.sort_index().idxmax())


def account_of(company: Company, account_id: str) -> Company:
    """Return the company as one account has it: its rows in every table, with nothing said of other rows.

    What was computed for the whole is not computed again: `Company.account_quarters` holds the account's own rows.

    Raises
    ------
    DataError
        When there is no such account: the message has the nearest.
    """
    known = names_of(company)
    if account_id not in known:
        near = "" if company.tables.mask else did_you_mean(account_id, known)
        do = near or "valuestory check lists the accounts' table"
        raise DataError(f'there is no account "{account_id}"', where="account_id", do=do)
    where = "account_id = '{}'".format(account_id.replace("'", "''"))
    tables, _ = restrict(company.tables.tables, where)
    own = replace(company.tables, tables=tables, faults=(), rows=(), where=where)
    return company.part(own, [account_id], known[account_id])


def results_of(account: Company, names: tuple[str, ...]) -> pd.DataFrame:
    """Return metrics of one account as a results table: what was counted, without an interval.

    Parameters
    ----------
    account
        From `account_of`.
    names
        Metrics that are sums or ratios of sums; those that the data does not carry are left out.

    Returns
    -------
    pandas.DataFrame
        As `Company.metrics`, for the whole account; a ratio over nothing has no row.
    """
    frame = account.account_quarters()
    needed = dict.fromkeys(column for name in names for column in _columns(METRICS[name]) if column in frame)
    by_period = frame.groupby("period", observed=True)[list(needed)].sum().to_dict("index")
    there = [each for each in account.periods if each.name in by_period]
    rows = [row for name in names for each in there for row in _rows(name, each, by_period[each.name])]
    return pd.DataFrame(rows, columns=list(RESULT_COLUMNS))


def _columns(metric: Metric) -> tuple[str, ...]:
    """Return the sums that a metric is made of."""
    return (*filter(None, (metric.numerator, metric.denominator)), metric.observations)


def _rows(name: str, period: Period, sums: Mapping[Hashable, Any]) -> list[tuple[object, ...]]:
    """Return the row of a metric in a period, of the account's sums in it; none where it cannot be told."""
    metric = METRICS[name]
    if any(each not in sums for each in _columns(metric)):
        return []
    above = float(sums[metric.numerator])
    below = float(sums[metric.denominator]) if metric.denominator else 1.0
    if below == 0:
        return []
    bounds = (pd.Timestamp(period.start), pd.Timestamp(period.end))
    value = metric.scale * above / below
    count = int(sums[metric.observations])
    return [(name, *bounds, WHOLE, above, below, value, None, None, count, metric.evidence, 0, 0)]
