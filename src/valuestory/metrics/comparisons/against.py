"""Results held against what was set out to be reached and what others reach, as far as their intervals tell.

A figure that lies beyond its target is not yet a target met: where the 95 % interval takes in the target, chance may
have carried it there, and that is what is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.periods import Period
from valuestory.metrics.slices import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY: Final = ("metric", "period_start", "slice")
TARGET_COLUMNS: Final = (
    *("metric", "period_start", "period_end", "slice", "target", "owner"),
    *("value", "low", "high", "n", "verdict"),
)
PLAN, FORECAST = "plan", "forecast"
PLAN_COLUMNS: Final = ("metric", "period_start", "period_end", "slice", "scenario", "value", "owner")
BENCHMARK_COLUMNS: Final = (
    *("metric", "benchmark", "benchmark_low", "benchmark_high", "year", "source"),
    *("period_start", "value", "low", "high", "n", "verdict"),
)
MET, MISSED, UNDECIDED = "met", "missed", "not told apart"
NO_FIGURE: Final = "no figure"
NEITHER: Final = "neither way is good"
ABOVE, BELOW, WITHIN = "above", "below", "within the usual range"


def targets_table(targets: pd.DataFrame, results: pd.DataFrame, like: Period) -> pd.DataFrame:
    """Return each target of periods of the story's grain, with the result and what the interval tells of it.

    Parameters
    ----------
    targets
        From `targets`, checked: `metric`, `period`, `value`, and `slice`, `owner` and `scenario` where given; what is
        forecast is no target.
    results
        The long results table.
    like
        A period of the story: its grain is that of the results.

    Returns
    -------
    pandas.DataFrame
        `TARGET_COLUMNS`: `verdict` is `MET` where the whole interval is on the good side of the target (or at it),
        `MISSED` where it is on the other, `UNDECIDED` where it takes the target in or there is none, `NEITHER` where no
        way is good, and `NO_FIGURE` where there is no result.
    """
    given = plans_table(targets, like)
    frame = given[given["scenario"] == PLAN].rename(columns={"value": "target"}).drop(columns="scenario")
    frame = frame.merge(results[[*KEY, "value", "low", "high", "n"]], "left", list(KEY))
    verdicts = [_verdict(*each) for each in zip(*(frame[name] for name in _JUDGED), strict=True)]
    return _ordered(frame.assign(verdict=verdicts), TARGET_COLUMNS)


def plans_table(targets: pd.DataFrame, like: Period) -> pd.DataFrame:
    """Return what was set out to be reached and what is expected, of periods of the story's grain, past and to come.

    Parameters
    ----------
    targets
        From `targets`, checked: as `targets_table` takes them, and `scenario` where given.
    like
        A period of the story.

    Returns
    -------
    pandas.DataFrame
        `PLAN_COLUMNS`, one row a metric, period, part and scenario, which is ``plan`` where none is said.
    """
    periods = [Period.parse(str(each), like.fiscal_year_start) for each in targets["period"]]
    frame = pd.DataFrame(
        {
            "metric": targets["metric"].astype(object),
            "period_start": pd.to_datetime([each.start for each in periods]),
            "period_end": pd.to_datetime([each.end for each in periods]),
            "slice": _or_empty(targets, "slice").replace("", WHOLE),
            "scenario": _or_empty(targets, "scenario").replace("", PLAN),
            "value": targets["value"].astype("float64"),
            "owner": _or_empty(targets, "owner"),
        }
    )
    of_this_grain = np.array([each.grain == like.grain for each in periods], dtype=bool)
    return frame[of_this_grain].drop_duplicates([*KEY, "scenario"]).reset_index(drop=True)


_JUDGED: Final = ("metric", "target", "value", "low", "high")


def benchmarks_table(benchmarks: pd.DataFrame, results: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return each benchmark with its source, beside the whole company's figure in the story's period.

    Parameters
    ----------
    benchmarks
        From `benchmarks`, checked: `metric`, `value`, `year`, `source`, and `low` and `high` where given.
    results
        The long results table.
    period
        The story's own.

    Returns
    -------
    pandas.DataFrame
        `BENCHMARK_COLUMNS`: `verdict` is `ABOVE` or `BELOW` where the whole interval is beyond the benchmark's usual
        range (beyond its value, where no range is given), `WITHIN` where it is inside the range, `UNDECIDED` where it
        reaches across an end of it. Above is not better where less is better: the metric's direction says that.
    """
    own = results[(results["period_start"] == pd.Timestamp(period.start)) & (results["slice"] == WHOLE)]
    frame = pd.DataFrame(
        {
            "metric": benchmarks["metric"].astype(object),
            "benchmark": benchmarks["value"].astype("float64"),
            "benchmark_low": _or_value(benchmarks, "low"),
            "benchmark_high": _or_value(benchmarks, "high"),
            "year": benchmarks["year"].astype("int64"),
            "source": benchmarks["source"].astype(object),
        }
    )
    frame = frame.merge(own[["metric", "period_start", "value", "low", "high", "n"]], "left", "metric")
    frame["period_start"] = pd.Timestamp(period.start)
    columns = (frame[name] for name in ("benchmark_low", "benchmark_high", "value", "low", "high"))
    return _ordered(frame.assign(verdict=[_place(*each) for each in zip(*columns, strict=True)]), BENCHMARK_COLUMNS)


def _verdict(metric: str, target: float, value: float, low: float, high: float) -> str:
    direction = METRICS[metric].direction
    if np.isnan(value):
        return NO_FIGURE
    if direction == "context":
        return NEITHER
    if np.isnan(low) or np.isnan(high):
        return UNDECIDED
    better = (low >= target) if direction == "up" else (high <= target)
    worse = (high < target) if direction == "up" else (low > target)
    return MET if better else MISSED if worse else UNDECIDED


def _place(usual_low: float, usual_high: float, value: float, low: float, high: float) -> str:
    if np.isnan(value):
        return NO_FIGURE
    if np.isnan(low) or np.isnan(high):
        return UNDECIDED
    if low > usual_high:
        return ABOVE
    if high < usual_low:
        return BELOW
    return WITHIN if usual_low <= low and high <= usual_high else UNDECIDED


def _or_empty(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name].fillna("").astype(object) if name in frame else pd.Series("", index=frame.index, dtype=object)


def _or_value(frame: pd.DataFrame, name: str) -> pd.Series:
    value = frame["value"].astype("float64")
    return frame[name].astype("float64").fillna(value) if name in frame else value


def _ordered(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows in the order of the catalogue, then as they were given."""
    place = {name: at for at, name in enumerate(METRICS)}
    by_metric = frame.sort_values("metric", key=lambda names: names.map(place), kind="stable")
    return by_metric[list(columns)].reset_index(drop=True)
