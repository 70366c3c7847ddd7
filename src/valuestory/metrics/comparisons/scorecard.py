"""A view filled in: each of its metrics with the period's figure, its change, or what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.metrics.catalogue.views import View
from valuestory.metrics.slices import WHOLE

if TYPE_CHECKING:
    from valuestory.metrics.catalogue.metric import Metric
    from valuestory.metrics.periods import Period

SCORECARD_COLUMNS: Final = (
    *("group", "asks", "metric", "label", "unit", "direction"),
    *("value", "low", "high", "n", "change", "change_low", "change_high", "missing"),
)
_NO_FIGURE: Final = "nothing of this kind happened in the period"


def scorecard(
    view: View, results: pd.DataFrame, changes: pd.DataFrame, gaps: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Return a view's metrics with their figures: `SCORECARD_COLUMNS`, one row a group and metric.

    Parameters
    ----------
    view
        Whose groups, in their order.
    results, changes
        As `Company.metrics` and `Company.changes` give them: the whole company's rows of the period are taken.
    gaps
        As `Company.gaps` gives them: what a metric without a figure waits for.
    period
        The figures' period; a change is against the one before it.
    """
    start = pd.Timestamp(period.start)
    now = results[(results["period_start"] == start) & (results["slice"] == WHOLE)]
    moved = changes[
        (changes["period_start"] == start) & (changes["slice"] == WHOLE) & (changes["against"] == "previous")
    ].rename(columns={"low": "change_low", "high": "change_high"})
    figures = now.merge(moved[["metric", "change", "change_low", "change_high"]], on="metric", how="left")
    known = {str(row["metric"]): row for _, row in figures.iterrows()}
    waits = {str(name): "; ".join(dict.fromkeys(each["missing"])) for name, each in gaps.groupby("metric")}
    rows = [row for group in view.groups for row in _rows(view, group.name, group.asks, group.empty, known, waits)]
    frame = pd.DataFrame(rows, columns=list(SCORECARD_COLUMNS))
    numbers = [*SCORECARD_COLUMNS[6:9], *SCORECARD_COLUMNS[10:13]]
    return frame.astype({"n": "Int64"} | dict.fromkeys(numbers, "float64"))


def _rows(
    view: View, group: str, asks: str, empty: str, known: Mapping[str, pd.Series], waits: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    if empty:
        yield {"group": group, "asks": asks, "metric": "", "label": "", "missing": empty}
    for metric in view.metrics(group):
        yield {"group": group, "asks": asks} | _row(metric, known.get(metric.name), waits)


def _row(metric: Metric, figure: pd.Series | None, waits: Mapping[str, str]) -> dict[str, object]:
    about = {name: getattr(metric, name) for name in ("label", "unit", "direction")} | {"metric": metric.name}
    if figure is None:
        return about | {"missing": waits.get(metric.name, _NO_FIGURE)}
    withheld = str(figure["evidence"]) if str(figure["evidence"]).startswith("withheld") else ""
    return about | {name: figure[name] for name in SCORECARD_COLUMNS[6:13]} | {"missing": withheld}
