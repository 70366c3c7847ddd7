"""Raw facts -> account periods: one row an account and period, additive sums only, folded in the engine they live in.

Each raw table is folded in one scan, however many measures are asked for: it is grouped by account and by the period
of each of its instants at the same time, and the small result is split by instant in pandas. (Sessions look at the
opening times of cases besides.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd

from valuestory.metrics.costs import effort_of, ledger_of, with_costs
from valuestory.metrics.engine import UNKNOWN, as_pandas, period_index
from valuestory.metrics.measures import ANCHORS, Measure, available
from valuestory.metrics.periods import Period


def fold(
    tables: Mapping[str, ir.Table],
    periods: Sequence[Period],
    dimensions: Sequence[str],
    whole: Mapping[str, ir.Table] | None = None,
) -> pd.DataFrame:
    """Return one row an account and period in which it was alive or did something.

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

    Returns
    -------
    pandas.DataFrame
        `account_id` ("" where unknown), `period` (index), the dimensions, then sums: amounts in the reporting currency,
        minutes, counts.
    """
    frame = _accounts(tables["accounts"], periods)
    if "subscriptions" in tables:
        frame = _joined(frame, _recurring(tables["subscriptions"], periods))
    for name in ANCHORS:
        if name in tables:
            for part in _facts(name, _prepared(name, tables, periods[0]), periods):
                frame = _joined(frame, part)
    if "costs" in tables:
        effort = effort_of(whole, periods) if whole else None
        frame = with_costs(frame, ledger_of(tables["costs"], periods), effort)
    sums = [column for column in frame.columns if column not in ("account_id", "period")]
    frame[sums] = frame[sums].fillna(0.0).astype("float64")
    return _with_slices(frame, tables["accounts"], dimensions)


def _accounts(accounts: ir.Table, periods: Sequence[Period]) -> pd.DataFrame:
    """Return one row an account and period: alive in the period, or a customer twelve months before its end.

    Who left on the very instant at which a period ends has left in that period, so that the accounts kept and the new
    ones are the accounts of the next period's start.
    """
    churned = accounts.churned_at if "churned_at" in accounts.columns else ibis.null("timestamp")
    rows = accounts.select("account_id", start_at=accounts.start_at, churned_at=churned).cross_join(_spans(periods))

    def before_churn(instant: ir.Value) -> ir.BooleanValue:
        return rows.churned_at.isnull() | (rows.churned_at > instant)

    def customer_at(instant: ir.Value) -> ir.BooleanValue:
        return (rows.start_at <= instant) & before_churn(instant)

    flags = {
        "live_accounts": (rows.start_at < rows.period_end)
        & before_churn(ibis.greatest(rows.start_at, rows.period_start)),
        "opening_accounts": customer_at(rows.period_start),
        "kept_accounts": customer_at(rows.period_start) & customer_at(rows.period_end),
        "opening_accounts_year": customer_at(rows.year_start),
        "kept_accounts_year": customer_at(rows.year_start) & customer_at(rows.period_end),
    }
    ones = {name: flag.fill_null(False).cast("int64") for name, flag in flags.items()}
    rows = rows.select("account_id", "period", **ones)
    return as_pandas(rows.filter((rows.live_accounts + rows.opening_accounts_year) > 0))


def _recurring(subscriptions: ir.Table, periods: Sequence[Period]) -> pd.DataFrame:
    """Return each account's ARR at the period's first instant, at its last, and twelve months before that."""
    ends_on = subscriptions.end_on if "end_on" in subscriptions.columns else ibis.null("date")
    plain = subscriptions.select("account_id", "arr_amount", start_on=subscriptions.start_on, end_on=ends_on)
    rows = plain.cross_join(_spans(periods))

    def running(instant: ir.Value) -> ir.Value:
        day = instant.cast("date")
        runs = day.notnull() & (rows.start_on <= day) & (rows.end_on.isnull() | (rows.end_on > day))
        return runs.ifelse(rows.arr_amount, 0.0).sum()

    sums = rows.group_by(["account_id", "period"]).aggregate(
        opening_arr=running(rows.period_start),
        closing_arr=running(rows.period_end),
        opening_arr_year=running(rows.year_start),
    )
    return as_pandas(sums.filter((sums.opening_arr != 0) | (sums.closing_arr != 0) | (sums.opening_arr_year != 0)))


def _spans(periods: Sequence[Period]) -> ir.Table:
    """Return the periods with their bounds and, where the data reaches back so far, the day a year before their end."""
    frame = pd.DataFrame(
        {
            "period": [each.index for each in periods],
            "period_start": pd.to_datetime([each.start for each in periods]),
            "period_end": pd.to_datetime([each.end for each in periods]),
            "year_start": pd.to_datetime([each.plus(1).year_ago.start for each in periods]),
        }
    )
    # Who left before the data begins is not in it, so a year that begins earlier would see survivors only.
    frame["year_start"] = frame["year_start"].where(frame["year_start"] >= frame["period_start"].min())
    return ibis.memtable(frame)


def _prepared(name: str, tables: Mapping[str, ir.Table], like: Period) -> ir.Table:
    """Return a raw table with what its measures need from others: a session learns of its account's next case."""
    table = tables[name]
    if name != "article_sessions":
        return table
    if "cases" not in tables or "account_id" not in table.columns:
        return table.mutate(next_case_at=ibis.null("timestamp"), account_id=_account(table))
    return _with_next_case(table, tables["cases"], like)


def _account(table: ir.Table) -> ir.Value:
    return table.account_id if "account_id" in table.columns else ibis.null("string")


def _with_next_case(sessions: ir.Table, cases: ir.Table, like: Period) -> ir.Table:
    # A window over both tables' instants, since not every engine can join to the next row in time.
    asked = cases.filter(cases.account_id.notnull())
    marks = asked.select(
        account_id=asked.account_id,
        started_at=asked.opened_at.cast("timestamp"),
        case_at=asked.opened_at.cast("timestamp"),
    )
    sessions = sessions.mutate(started_at=sessions.started_at.cast("timestamp"), case_at=ibis.null("timestamp"))
    padding = {name: ibis.null(kind) for name, kind in sessions.schema().items() if name not in marks.columns}
    both = sessions.union(marks.mutate(**padding).select(*sessions.columns))
    # A case opened at the very instant of a session follows it.
    order = [both.started_at, both.case_at.notnull().cast("int8")]
    window = ibis.window(group_by="account_id", order_by=order, preceding=0, following=None)
    both = both.mutate(next_case_at=both.case_at.min().over(window))
    # No case is looked for beyond the session's own quarter (month, in a story of months): else the newest one, whose
    # next cases are not in the extract yet, would seem to settle more questions than the ones before it.
    horizon = Period(0, "month" if like.grain == "month" else "quarter", like.fiscal_year_start)
    same = period_index(both.next_case_at, horizon) == period_index(both.started_at, horizon)
    both = both.mutate(next_case_at=same.ifelse(both.next_case_at, ibis.null("timestamp")))
    return both.filter(both.session_id.notnull()).drop("case_at")


def _facts(name: str, table: ir.Table, periods: Sequence[Period]) -> list[pd.DataFrame]:
    measures = available(name, table.columns)
    anchors = {at: ANCHORS[name][at](table) for at in dict.fromkeys(each.at for each in measures)}
    indexes = {f"at_{at}": period_index(instant, periods[0]) for at, instant in anchors.items()}
    values = {each.name: each.value(table).cast("float64").fill_null(0.0) for each in measures}
    rows = table.select(account_id=_account(table).fill_null(UNKNOWN), **indexes, **values)
    sums = rows.group_by(["account_id", *indexes]).aggregate(**{each.name: rows[each.name].sum() for each in measures})
    folded = as_pandas(sums)
    return [_by_anchor(folded, at, measures, periods) for at in anchors]


def _by_anchor(folded: pd.DataFrame, at: str, measures: Sequence[Measure], periods: Sequence[Period]) -> pd.DataFrame:
    names = [each.name for each in measures if each.at == at]
    wanted = folded[folded[f"at_{at}"].isin([each.index for each in periods])]
    sums = wanted.groupby(["account_id", f"at_{at}"], as_index=False)[names].sum()
    sums = sums.rename(columns={f"at_{at}": "period"}).astype({"period": "int64"})
    return sums[(sums[names] != 0).any(axis=1)]


def _joined(frame: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    return frame.merge(part, on=["account_id", "period"], how="outer")


def _with_slices(frame: pd.DataFrame, accounts: ir.Table, dimensions: Sequence[str]) -> pd.DataFrame:
    """Give every row its account's slices, in the periods too in which the account was not alive but did something."""
    known = as_pandas(accounts.select("account_id", *dimensions)).set_index("account_id")
    sliced = frame.assign(**{name: frame["account_id"].map(known[name]) for name in dimensions})
    leading = ["account_id", "period", *dimensions]
    ordered = sliced[[*leading, *[each for each in frame.columns if each not in leading]]]
    return ordered.sort_values(["period", "account_id"], ignore_index=True)
