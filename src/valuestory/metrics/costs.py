"""The ledger by period, and what each account bears of it: its share of the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from valuestory.metrics.engine import UNKNOWN, as_pandas, period_index
from valuestory.metrics.periods import MONTHS, Period

WORK: Final = ("work_minutes", "cases")
"""The sums by which the ledger is shared out, the first that a period has."""


def ledger_of(costs: ir.Table, periods: Sequence[Period]) -> pd.DataFrame:
    """Return what the ledger holds for each period, by index: `amount`, and the number of its `months`.

    A period of which the ledger lacks a month has neither (both 0): its cost is not known, and a part of it would look
    like a saving.
    """
    month = period_index(costs.month_on, Period(0, "month"))
    dated = costs.mutate(period=period_index(costs.month_on, periods[0]), month=month)
    sums = dated.group_by("period").aggregate(amount=dated.amount.sum(), months=dated.month.nunique())
    held = as_pandas(sums).set_index("period").astype("float64").reindex([each.index for each in periods])
    return held.where(held["months"] == MONTHS[periods[0].grain], 0.0)


def effort_of(whole: Mapping[str, ir.Table], periods: Sequence[Period]) -> pd.DataFrame:
    """Return the whole company's minutes worked and cases by period (index)."""
    if "cases" not in whole:
        return pd.DataFrame(columns=list(WORK), dtype="float64")
    cases = whole["cases"]
    minutes = cases.work_minutes if "work_minutes" in cases.columns else ibis.null("float64")
    rows = cases.select(period=period_index(cases.opened_at, periods[0]), work_minutes=minutes)
    sums = rows.group_by("period").aggregate(work_minutes=rows.work_minutes.sum(), cases=rows.count())
    return as_pandas(sums).set_index("period").astype("float64")


def with_costs(frame: pd.DataFrame, amounts: pd.DataFrame, effort: pd.DataFrame | None) -> pd.DataFrame:
    """Give each account its share of the ledger by minutes worked, else by cases.

    What nobody can be given stays with no account, which has a row in each period of `frame`. So a segment's cost is
    its share of the work, and the whole is the ledger's own amount, to the cent. With the `effort` of the whole company
    the accounts are a part of it, and the rest belongs to the others.
    """
    weights, totals = _work(frame, effort)
    share = (weights / totals).where(totals > 0, 0.0)
    cost = share * frame["period"].map(amounts["amount"]).fillna(0.0)
    spent = cost.groupby(frame["period"]).sum().reindex(amounts.index).fillna(0.0)
    is_part = effort is not None
    rest = pd.Series(0.0, index=amounts.index) if is_part else (amounts["amount"] - spent).round(6)
    known = (totals.groupby(frame["period"]).max().reindex(amounts.index) > 0) | (not is_part)
    nobody = frame.loc[frame["account_id"] == UNKNOWN, "period"]
    months = nobody.map(amounts["months"].where(known, 0.0)).reindex(frame.index, fill_value=0.0)
    return frame.assign(cost_amount=cost.add(nobody.map(rest), fill_value=0.0), cost_months=months)


def _work(frame: pd.DataFrame, effort: pd.DataFrame | None) -> tuple[pd.Series, pd.Series]:
    """Return each row's work and its period's whole: minutes in the periods that have any recorded, else cases."""
    own = frame.reindex(columns=list(WORK)).fillna(0.0)
    if effort is None:
        whole = own.groupby(frame["period"]).transform("sum")
    else:
        whole = effort.reindex(frame["period"]).fillna(0.0).set_axis(frame.index)
    timed = whole["work_minutes"] > 0
    return own["work_minutes"].where(timed, own["cases"]), whole["work_minutes"].where(timed, whole["cases"])
