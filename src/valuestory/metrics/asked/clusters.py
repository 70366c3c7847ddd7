"""Groups of cases about one issue: the largest of them, and what an improvement changed in the ones that it was for.

Both begin with the cases by account, period and group, which is counted in the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import period_index

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from valuestory.metrics.periods import Period


def _counted(cases: ir.Table, like: Period) -> ir.Table:
    rows = cases.filter(cases.cluster_id.notnull())
    rows = rows.select("account_id", "cluster_id", period=period_index(rows.opened_at, like))
    return rows.group_by(["account_id", "period", "cluster_id"]).aggregate(cases=rows.count())


def _largest(tables: Tables, like: Period) -> ir.Table:
    counted = _counted(tables["cases"], like)
    sizes = counted.group_by(["period", "cluster_id"]).aggregate(size=counted.cases.sum())
    order = [sizes["size"].desc(), sizes.cluster_id]
    ranked = sizes.mutate(place=ibis.row_number().over(group_by=sizes.period, order_by=order))
    first = ranked.filter(ranked.place == 0).select(__of="period", __first="cluster_id")
    rows = counted.join(first, counted.period == first["__of"])
    is_first = rows.cluster_id == rows["__first"]
    sums = {"cases_grouped": rows.cases.sum(), "cases_of_largest": rows.cases.sum(where=is_first)}
    return rows.group_by(["account_id", "period"]).aggregate(**sums)


LARGEST: Final = Asked(
    ("cases_grouped", "cases_of_largest"), ("cases.opened_at", "cases.cluster_id"), _largest, ("cases.account_id",)
)


def _around_shipping(tables: Tables, like: Period) -> ir.Table:
    """Return each known account's cases before and after improvements were shipped, in their groups and in others.

    Before is the period before the one in which they were shipped, after the period after it, which dates the row. The
    others are the groups for which nothing was shipped in any of the three.
    """
    # Whose case it is tells which others it goes with: one of nobody's has no place in an interval by account.
    counted = _counted(tables["cases"].filter(tables["cases"].account_id.notnull()), like)
    before, after = (
        counted.select(
            "account_id", "cluster_id", "cases", shipped=counted.period - step, is_after=ibis.literal(step > 0)
        )
        for step in (-1, 1)
    )
    shipped = _shipped(tables["improvements"], like)
    rows = ibis.union(before, after)
    when = shipped.select(__when="shipped_in").distinct()
    rows = rows.semi_join(when, rows.shipped == when["__when"])
    own = shipped.select(__own="improved", __in="shipped_in")
    rows = rows.left_join(own, [rows.shipped == own["__in"], rows.cluster_id == own["__own"]])
    near = [shipped.select(__improved="improved", __near=shipped.shipped_in + step) for step in (-1, 0, 1)]
    touched = ibis.union(*near, distinct=True)
    rows = rows.left_join(touched, [rows.shipped == touched["__near"], rows.cluster_id == touched["__improved"]])
    treated, other = rows["__own"].notnull(), rows["__improved"].isnull()
    sums = {
        f"{name}_{when}": rows.cases.sum(where=among & (rows.is_after == (when == "after"))).fill_null(0)
        for name, among in (("improved", treated), ("other", other))
        for when in ("before", "after")
    }
    return rows.group_by(account_id=rows.account_id, period=rows.shipped + 1).aggregate(**sums)


def _shipped(improvements: ir.Table, like: Period) -> ir.Table:
    """Return the groups for which improvements were shipped, by the period in which they were."""
    rows = improvements.filter(improvements.shipped_at.notnull() & improvements.cluster_id.notnull())
    return rows.select(improved=rows.cluster_id, shipped_in=period_index(rows.shipped_at, like)).distinct()


def _against_others(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what was seen after the improvements and what the other groups let expect, an account at a time.

    Expected is what there was before, times the growth of the other groups: customers who come and go are in both, so
    that nothing has to be divided by their number. The expected cases of one account are its part of the linearised
    total: they add up to it exactly, and their squares are its sampling error.
    """
    sums = rows.groupby("period")[["improved_before", "other_before", "other_after"]].transform("sum")
    growth = (sums["other_after"] / sums["other_before"]).where(sums["other_before"] > 0)
    level = (sums["improved_before"] / sums["other_before"]).where(sums["other_before"] > 0)
    expected = growth * rows["improved_before"] + level * (rows["other_after"] - growth * rows["other_before"])
    known = expected.notna() & (sums["improved_before"] > 0) & (sums["other_after"] > 0)
    seen, expected = rows["improved_after"].where(known, 0.0), expected.where(known, 0.0)
    figures = {"cases_expected": expected, "cases_seen": seen, "cases_avoided": expected - seen}
    return rows[["account_id", "period"]].assign(**figures, cases_before=rows["improved_before"].where(known, 0))


EFFECT: Final = Asked(
    ("cases_expected", "cases_seen", "cases_avoided", "cases_before"),
    ("improvements.shipped_at", "improvements.cluster_id", "cases.opened_at", "cases.cluster_id"),
    _around_shipping,
    ("cases.account_id", "improvements.improvement_id"),
    _against_others,
    by="cluster_id",
)
