"""A view filled in: each of its metrics with the period's figure, its change, or what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.metrics.catalogue.views import Group, View
from valuestory.metrics.slices import WHOLE

if TYPE_CHECKING:
    from valuestory.metrics.catalogue.metric import Metric
    from valuestory.metrics.periods import Period
    from valuestory.project import Profile

SCORECARD_COLUMNS: Final = (
    *("group", "asks", "metric", "label", "unit", "direction"),
    *("value", "low", "high", "n", "change", "change_low", "change_high", "missing"),
)
_NO_FIGURE: Final = "nothing of this kind happened in the period"


def scorecard(
    view: View,
    results: pd.DataFrame,
    changes: pd.DataFrame,
    gaps: pd.DataFrame,
    period: Period,
    profile: Profile = "commercial",
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
    profile
        The company's: what is not asked there has no row.
    """
    start = pd.Timestamp(period.start)
    now = results[(results["period_start"] == start) & (results["slice"] == WHOLE)]
    moved = changes[
        (changes["period_start"] == start) & (changes["slice"] == WHOLE) & (changes["against"] == "previous")
    ].rename(columns={"low": "change_low", "high": "change_high"})
    figures = now.merge(moved[["metric", "change", "change_low", "change_high"]], on="metric", how="left")
    known = {str(row["metric"]): row for _, row in figures.iterrows()}
    waits = {str(name): "; ".join(dict.fromkeys(each["missing"])) for name, each in gaps.groupby("metric")}
    rows = [row for group in view.groups for row in _rows(group, view.metrics(group.name, profile), known, waits)]
    frame = pd.DataFrame(rows, columns=list(SCORECARD_COLUMNS))
    numbers = [*SCORECARD_COLUMNS[6:9], *SCORECARD_COLUMNS[10:13]]
    return frame.astype({"n": "Int64"} | dict.fromkeys(numbers, "float64"))


def _rows(
    group: Group, metrics: Iterable[Metric], known: Mapping[str, pd.Series], waits: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    if group.empty:
        yield {"group": group.name, "asks": group.asks, "metric": "", "label": "", "missing": group.empty}
    for metric in metrics:
        yield {"group": group.name, "asks": group.asks} | _row(metric, known.get(metric.name), waits)


def _row(metric: Metric, figure: pd.Series | None, waits: Mapping[str, str]) -> dict[str, object]:
    about = {name: getattr(metric, name) for name in ("label", "unit", "direction")} | {"metric": metric.name}
    if figure is None:
        return about | {"missing": waits.get(metric.name, _NO_FIGURE)}
    withheld = str(figure["evidence"]) if str(figure["evidence"]).startswith("withheld") else ""
    return about | {name: figure[name] for name in SCORECARD_COLUMNS[6:13]} | {"missing": withheld}
