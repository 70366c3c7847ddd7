"""Cases of each group about one issue, month by month, and since when an improvement for it is with customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from valuestory.metrics.engine import as_pandas, period_index
from valuestory.metrics.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from valuestory.metrics.fold.coverage import Span

_NEEDS: Final = ("case_id", "opened_at", "cluster_id")


def months_of_groups(tables: Mapping[str, ir.Table], covered: Span, period: Period) -> pd.DataFrame | None:
    """Return the cases of every group in every month that the data covers whole, up to the end of the story's period.

    Parameters
    ----------
    tables
        Canonical tables, cases among them.
    covered
        The days that the company's facts speak of.
    period
        The story's.

    Returns
    -------
    pandas.DataFrame or None
        One row a group and month, months without cases included: `cluster_id`, `month` (its index, as in `Period`),
        `cases`, `improved_from` (the month after the one in which its first improvement was shipped; NaN where none
        was). None where no case belongs to a group.
    """
    cases = tables["cases"]
    if not set(_NEEDS) <= set(cases.columns):
        return None
    months = _whole_months(covered, period)
    counted = _counted(cases)
    counted = counted[counted["month"].isin(months)]
    if counted.empty:
        return None
    groups = pd.MultiIndex.from_product([sorted(counted["cluster_id"].unique()), months], names=["cluster_id", "month"])
    grid = counted.set_index(["cluster_id", "month"])["cases"].reindex(groups, fill_value=0).reset_index()
    shipped = _shipped(tables)
    return grid.assign(improved_from=grid["cluster_id"].map(shipped).astype(float) + 1)


def _whole_months(covered: Span, period: Period) -> list[int]:
    first = Period.of(covered.first, "month")
    first = first if covered.begins_by(first.start) else first.plus(1)
    last = Period.of(min(period.end, covered.last), "month")
    months = [first.plus(step) for step in range(last.index - first.index + 1)]
    return [each.index for each in months if each.end <= period.end and covered.reaches(each.end)]


def _counted(cases: ir.Table) -> pd.DataFrame:
    rows = cases.filter(cases.cluster_id.notnull() & cases.opened_at.notnull())
    rows = rows.select("cluster_id", month=period_index(rows.opened_at, Period(0, "month")))
    return as_pandas(rows.group_by(["cluster_id", "month"]).aggregate(cases=rows.count()))


def _shipped(tables: Mapping[str, ir.Table]) -> dict[str, float]:
    """Return the month in which the first improvement of a group was shipped."""
    improvements = tables.get("improvements")
    if improvements is None or not {"shipped_at", "cluster_id"} <= set(improvements.columns):
        return {}
    rows = improvements.filter(improvements.shipped_at.notnull() & improvements.cluster_id.notnull())
    rows = rows.select("cluster_id", month=period_index(rows.shipped_at, Period(0, "month")))
    found = as_pandas(rows.group_by("cluster_id").aggregate(month=rows.month.min()))
    return dict(zip(found["cluster_id"], found["month"].astype(np.float64), strict=True))
