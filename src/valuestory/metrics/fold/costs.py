"""The ledger by period, and what each account bears of it: its share of the work, or of the visits to self-service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.metrics.arrays import Mask
from valuestory.metrics.engine import as_pandas, period_index
from valuestory.metrics.measures.measure import column
from valuestory.metrics.periods import MONTHS, Period
from valuestory.metrics.slices import UNKNOWN

if TYPE_CHECKING:
    import ibis.expr.types as ir

WORK: Final = ("work_minutes", "cases")
"""The sums by which the ledger is shared out, the first that a period has."""
VISITS: Final = "sessions"
"""The sum by which the cost of self-service is shared out."""
TOLD_BY: Final[Mapping[str, str]] = {"marginal": "is_marginal", "self_service": "channel"}
"""The parts of the ledger that are told apart, and the column of `costs` that tells them."""
_SELF_SERVICE: Final = ("self-service", "self service", "selfservice", "self_service")
"""What ledgers call self-service, in small letters."""


def ledger_of(costs: ir.Table, periods: Sequence[Period]) -> pd.DataFrame:
    """Return what the ledger holds for each period, by index: `amount`, and the number of its `months`.

    Likewise `marginal` and `marginal_months`, what varies with the number of cases, and `self_service` and
    `self_service_months`, where the ledger tells them. A period of which the ledger lacks a month has neither amount
    nor months (both 0): its cost is not known, and a part of it would look like a saving. So it is with the parts.
    """
    parts = _parts(costs)
    month = period_index(costs.month_on, Period(0, "month"))
    lines = costs.select(period=period_index(costs.month_on, periods[0]), month=month, amount=costs.amount, **parts)
    sums = {"amount": lines.amount.sum(), "months": lines.month.nunique()}
    for part in parts:
        inside = lines[part]
        sums |= {part: lines.amount.sum(where=inside), f"{part}_months": lines.month.nunique(where=inside)}
    held = _summed(lines, sums).reindex([each.index for each in periods])
    for amount, months in (("amount", "months"), *((part, f"{part}_months") for part in parts)):
        is_whole = held[months] == MONTHS[periods[0].grain]
        held[[amount, months]] = held[[amount, months]].where(is_whole, 0.0)
    return held


def held_by(ledger: pd.DataFrame) -> dict[str, Mask]:
    """Return for each period whether the ledger holds it whole, by the column of `costs` that tells each part of it."""
    columns = {"amount": "months"} | {told_by: f"{part}_months" for part, told_by in TOLD_BY.items()}
    return {f"costs.{name}": (ledger[each] > 0).to_numpy() for name, each in columns.items() if each in ledger}


def _parts(costs: ir.Table) -> dict[str, ir.BooleanValue]:
    """Return for each part that the ledger tells whether a line belongs to it: no line is in both."""
    own = column(costs, "channel", "string").strip().lower().isin(_SELF_SERVICE).fill_null(False)
    marginal = column(costs, "is_marginal", "boolean").fill_null(False) & ~own
    lines = {"marginal": marginal, "self_service": own}
    return {part: lines[part] for part, told_by in TOLD_BY.items() if told_by in costs.columns}


def effort_of(whole: Mapping[str, ir.Table], periods: Sequence[Period]) -> pd.DataFrame:
    """Return the whole company's minutes worked, cases and sessions by period (index); 0 where it has none."""
    found = pd.DataFrame(0.0, index=pd.Index([each.index for each in periods]), columns=[*WORK, VISITS])
    if "cases" in whole:
        cases = whole["cases"]
        rows = cases.select(period=period_index(cases.opened_at, periods[0]), minutes=column(cases, "work_minutes"))
        found.update(_summed(rows, {"work_minutes": rows.minutes.sum(), "cases": rows.count()}))
    if "article_sessions" in whole and "channel" in whole["costs"].columns:
        visits = whole["article_sessions"]
        rows = visits.select(period=period_index(visits.started_at, periods[0]))
        found.update(_summed(rows, {"sessions": rows.count()}))
    return found


def _summed(rows: ir.Table, sums: Mapping[str, ir.Value]) -> pd.DataFrame:
    return as_pandas(rows.group_by("period").aggregate(**sums)).set_index("period").astype("float64")


def with_costs(frame: pd.DataFrame, ledger: pd.DataFrame, effort: pd.DataFrame | None) -> pd.DataFrame:
    """Give each account its share of the ledger by minutes worked, else by cases; of self-service, by its visits.

    What nobody can be given stays with no account, which has a row in each period of `frame`. So a segment's cost is
    its share of the work, and the whole is the ledger's own amount, to the cent. With the `effort` of the whole company
    the accounts are a part of it, and the rest belongs to the others.
    """
    by_work, by_visits = _work(frame, effort), _weights(frame, effort, VISITS)
    columns = {"cost": ("amount", "months", by_work), "marginal_cost": ("marginal", "marginal_months", by_work)}
    columns["self_service_cost"] = ("self_service", "self_service_months", by_visits)
    found: dict[str, pd.Series] = {}
    for name, (amount, months, work) in columns.items():
        if amount in ledger:
            borne, counted = _borne(frame, ledger[amount], ledger[months], work, is_part=effort is not None)
            found |= {f"{name}_amount": borne, f"{name}_months": counted}
    return frame.assign(**found)


def _borne(
    frame: pd.DataFrame, amounts: pd.Series, months: pd.Series, work: tuple[pd.Series, pd.Series], *, is_part: bool
) -> tuple[pd.Series, pd.Series]:
    """Return what each row bears of the amounts by period, and the months of ledger, which stand with no account."""
    weights, totals = work
    share = (weights / totals).where(totals > 0, 0.0)
    cost = share * frame["period"].map(amounts).fillna(0.0)
    spent = cost.groupby(frame["period"]).sum().reindex(amounts.index).fillna(0.0)
    rest = pd.Series(0.0, index=amounts.index) if is_part else (amounts - spent).round(6)
    known = (totals.groupby(frame["period"]).max().reindex(amounts.index) > 0) | (not is_part)
    nobody = frame.loc[frame["account_id"] == UNKNOWN, "period"]
    counted = nobody.map(months.where(known, 0.0)).reindex(frame.index, fill_value=0.0)
    return cost.add(nobody.map(rest), fill_value=0.0), counted


def _work(frame: pd.DataFrame, effort: pd.DataFrame | None) -> tuple[pd.Series, pd.Series]:
    """Return each row's work and its period's whole: minutes in the periods that have any recorded, else cases."""
    (minutes, all_minutes), (cases, all_cases) = (_weights(frame, effort, each) for each in WORK)
    timed = all_minutes > 0
    return minutes.where(timed, cases), all_minutes.where(timed, all_cases)


def _weights(frame: pd.DataFrame, effort: pd.DataFrame | None, name: str) -> tuple[pd.Series, pd.Series]:
    """Return a sum of each row and of its period's whole; 0 where there is none."""
    own = frame[name].fillna(0.0) if name in frame else pd.Series(0.0, index=frame.index)
    if effort is None:
        return own, own.groupby(frame["period"]).transform("sum")
    return own, frame["period"].map(effort[name]).fillna(0.0)
