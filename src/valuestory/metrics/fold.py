"""Raw facts -> account periods: one row an account and period, additive sums only, folded in the engine where they live.

Each raw table is scanned once, however many measures are asked for: it is grouped by account and by the period of each of its
instants at the same time, and the small result is split by instant in pandas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd

from valuestory.metrics.measures import ANCHORS, Measure, available
from valuestory.metrics.periods import MONTHS, Period

UNKNOWN = ""
"""The account of rows that no account claims: counted for volume, never for rates per account."""


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
        The tables of the whole company, where `tables` are a part of it: the ledger is the whole company's, and a part bears its share
        of the work.

    Returns
    -------
    pandas.DataFrame
        `account_id` ("" where unknown), `period` (index), the dimensions, then sums: amounts in the reporting currency, minutes, counts.
    """
    frame = _accounts(tables["accounts"], periods, dimensions)
    if "subscriptions" in tables:
        frame = _joined(frame, _recurring(tables["subscriptions"], periods))
    for name in ANCHORS:
        if name in tables:
            for part in _facts(name, _prepared(name, tables, periods[0].fiscal_year_start), periods):
                frame = _joined(frame, part)
    if "costs" in tables:
        frame = _with_costs(frame, ledger(tables["costs"], periods), whole and _effort(whole["cases"], periods))
    sums = [column for column in frame.columns if column not in ("account_id", "period", *dimensions)]
    frame[sums] = frame[sums].fillna(0.0).astype("float64")
    return _with_slices(frame, dimensions)


def period_index(instant: ir.Value, like: Period) -> ir.Value:
    """Return the index of the period that an instant lies in, as an expression."""
    shift = 0 if like.grain == "month" or like.fiscal_year_start == 1 else like.fiscal_year_start - 13
    months = instant.year() * 12 + instant.month() - 1 - shift
    return (months / MONTHS[like.grain]).floor().cast("int64")


def ledger(costs: ir.Table, periods: Sequence[Period]) -> pd.DataFrame:
    """Return what the ledger holds for each period, and how many months: columns `amount` and `months`, by index."""
    dated = costs.mutate(period=period_index(costs.month_on, periods[0]))
    sums = dated.group_by("period").aggregate(amount=dated.amount.sum(), months=dated.month_on.nunique())
    frame = sums.to_pandas().set_index("period")
    return frame.reindex([each.index for each in periods])


def _accounts(accounts: ir.Table, periods: Sequence[Period], dimensions: Sequence[str]) -> pd.DataFrame:
    """Return one row an account and period: alive in the period, or a customer twelve months before its end."""
    churned = accounts.churned_at if "churned_at" in accounts.columns else ibis.null("timestamp")
    known = accounts.select("account_id", *dimensions, start_at=accounts.start_at, churned_at=churned)
    rows = known.cross_join(_spans(periods))

    def customer_at(instant: ir.Value) -> ir.BooleanValue:
        return (rows.start_at <= instant) & (rows.churned_at.isnull() | (rows.churned_at > instant))

    flags = {
        "live_accounts": (rows.start_at < rows.period_end) & (rows.churned_at.isnull() | (rows.churned_at > rows.period_start)),
        "opening_accounts": customer_at(rows.period_start),
        "kept_accounts": customer_at(rows.period_start) & customer_at(rows.period_end),
        "opening_accounts_year": customer_at(rows.year_start),
        "kept_accounts_year": customer_at(rows.year_start) & customer_at(rows.period_end),
    }
    rows = rows.select("account_id", "period", *dimensions, **{name: flag.fill_null(False).cast("int64") for name, flag in flags.items()})
    return rows.filter((rows.live_accounts + rows.opening_accounts_year) > 0).to_pandas()


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
        opening_arr=running(rows.period_start), closing_arr=running(rows.period_end), opening_arr_year=running(rows.year_start)
    )
    return sums.filter((sums.opening_arr != 0) | (sums.closing_arr != 0) | (sums.opening_arr_year != 0)).to_pandas()


def _spans(periods: Sequence[Period]) -> ir.Table:
    """Return the periods with their bounds and the instant twelve months before their end, where the data reaches so far back."""
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


def _prepared(name: str, tables: Mapping[str, ir.Table], fiscal_year_start: int) -> ir.Table:
    """Return a raw table with what its measures need from others: a session learns of its account's next case."""
    table = tables[name]
    if name != "article_sessions":
        return table
    if "cases" not in tables or "account_id" not in table.columns:
        return table.mutate(next_case_at=ibis.null("timestamp"), account_id=_account(table))
    return _with_next_case(table, tables["cases"], fiscal_year_start)


def _account(table: ir.Table) -> ir.Value:
    return table.account_id if "account_id" in table.columns else ibis.null("string")


def _with_next_case(sessions: ir.Table, cases: ir.Table, fiscal_year_start: int) -> ir.Table:
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
    window = ibis.window(group_by="account_id", order_by="started_at", preceding=0, following=None)
    both = both.mutate(next_case_at=both.case_at.min().over(window))
    # No case is looked for beyond the session's own quarter: else the newest quarter, whose next cases are not in the extract yet,
    # would seem to settle more questions than the ones before it.
    quarter = Period(0, "quarter", fiscal_year_start)
    same = period_index(both.next_case_at, quarter) == period_index(both.started_at, quarter)
    both = both.mutate(next_case_at=same.ifelse(both.next_case_at, ibis.null("timestamp")))
    return both.filter(both.session_id.notnull()).drop("case_at")


def _facts(name: str, table: ir.Table, periods: Sequence[Period]) -> list[pd.DataFrame]:
    measures = available(name, table.columns)
    anchors = {at: ANCHORS[name][at](table) for at in dict.fromkeys(each.at for each in measures)}
    indexes = {f"at_{at}": period_index(instant, periods[0]) for at, instant in anchors.items()}
    values = {each.name: each.value(table).cast("float64").fill_null(0.0) for each in measures}
    rows = table.select(account_id=_account(table).fill_null(UNKNOWN), **indexes, **values)
    sums = rows.group_by(["account_id", *indexes]).aggregate(**{each.name: rows[each.name].sum() for each in measures})
    folded = sums.to_pandas()
    return [_by_anchor(folded, at, measures, periods) for at in anchors]


def _by_anchor(folded: pd.DataFrame, at: str, measures: Sequence[Measure], periods: Sequence[Period]) -> pd.DataFrame:
    names = [each.name for each in measures if each.at == at]
    wanted = folded[folded[f"at_{at}"].isin([each.index for each in periods])]
    sums = wanted.groupby(["account_id", f"at_{at}"], as_index=False)[names].sum()
    sums = sums.rename(columns={f"at_{at}": "period"}).astype({"period": "int64"})
    return sums[(sums[names] != 0).any(axis=1)]


def _joined(frame: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    return frame.merge(part, on=["account_id", "period"], how="outer")


def _effort(cases: ir.Table, periods: Sequence[Period]) -> pd.DataFrame:
    """Return the whole company's minutes worked and cases by period (index)."""
    minutes = cases.work_minutes if "work_minutes" in cases.columns else ibis.null("float64")
    rows = cases.select(period=period_index(cases.opened_at, periods[0]), work_minutes=minutes)
    sums = rows.group_by("period").aggregate(work_minutes=rows.work_minutes.sum(), cases=rows.count())
    return sums.to_pandas().set_index("period").astype("float64")


def _with_costs(frame: pd.DataFrame, amounts: pd.DataFrame, effort: pd.DataFrame | None) -> pd.DataFrame:
    """Give each account its share of the ledger by minutes worked, else by cases; what nobody can be given stays unknown.

    So a segment's cost is its share of the work, and the whole is the ledger's own amount, to the cent. With the `effort` of the whole
    company the accounts are a part of it, and the rest belongs to the others.
    """
    by = next((name for name in ("work_minutes", "cases") if name in frame and frame[name].sum() > 0), None)
    weights = frame[by].fillna(0.0) if by else pd.Series(0.0, index=frame.index)
    own = weights.groupby(frame["period"]).transform("sum")
    totals = own if effort is None or by is None else frame["period"].map(effort[by])
    share = (weights / totals).where(totals > 0, 0.0)
    frame = frame.assign(cost_amount=share * frame["period"].map(amounts["amount"]).fillna(0.0))
    spent = frame.groupby("period")["cost_amount"].sum().reindex(amounts.index).fillna(0.0)
    rest = (amounts["amount"].fillna(0.0) - spent).round(6) if effort is None else 0.0
    unknown = pd.DataFrame({"cost_months": amounts["months"].fillna(0)}).assign(cost_rest=rest, account_id=UNKNOWN)
    frame = frame.merge(unknown.rename_axis("period").reset_index(), on=["account_id", "period"], how="outer")
    return frame.assign(cost_amount=frame["cost_amount"].fillna(0) + frame.pop("cost_rest").fillna(0))


def _with_slices(frame: pd.DataFrame, dimensions: Sequence[str]) -> pd.DataFrame:
    """Give an account its slices in the periods too in which it was not alive but did something."""
    for name in dimensions:
        known = frame.dropna(subset=[name]).drop_duplicates("account_id").set_index("account_id")[name]
        frame[name] = frame["account_id"].map(known)
    leading = ["account_id", "period", *dimensions]
    return frame[[*leading, *[each for each in frame.columns if each not in leading]]].sort_values(
        ["period", "account_id"], ignore_index=True
    )
