"""How long it takes until half have got there, where some have not yet: Kaplan and Meier's median.

What is still open is censored: it counts as long as it was watched. A mean of those that ended would leave out the
slowest. Where fewer than half have got there, there is no median, and the share that has is said instead.

Sources: Kaplan and Meier 1958; Brookmeyer and Crowley 1982 (interval, here of the log-log survival function);
`statsmodels.duration.survfunc`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight

from valuestory.metrics.arrays import Array, Mask
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.estimates.intervals import Estimate
from valuestory.metrics.estimates.results import Cell
from valuestory.metrics.slices import PEOPLE, SMALLEST_GROUP, WHOLE

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.metrics.fold.coverage import Coverage

_EXACT: Final = 1e-9
_FEWEST: Final = 6
"""From six equal values on, a 95 % interval of the median can be had: 2 (1/2)^6 < 5 %."""


def quantile(days: Array, reached: Mask, share: float = 0.5) -> tuple[float, float, float]:
    """Return when a share has got there, with its 95 % interval; NaN for what so few that got there cannot tell.

    Parameters
    ----------
    days
        How long each was watched: until it got there, else until it was lost from sight.
    reached
        Whether it got there.
    share
        Of all: one half is the median.

    Returns
    -------
    tuple of float
        Value, low and high. `high` alone is NaN where the upper limit lies beyond what was watched.
    """
    if not reached.any():
        return np.nan, np.nan, np.nan
    curve = SurvfuncRight(days, reached.astype(float))
    with np.errstate(divide="ignore", invalid="ignore"):  # where all have got there, the curve ends at 0
        low, high = map(float, curve.quantile_ci(share, method="cloglog"))
    value = _crossing(curve.surv_times, curve.surv_prob, 1 - share)
    if np.isnan(low) and len(days) >= _FEWEST:  # one step over both limits
        low = high = value
    return value, low, high if np.isfinite(high) else np.nan


def median_cells(metric: Metric, spans: pd.DataFrame, coverage: Coverage) -> Iterator[Cell]:
    """Yield a metric's medians: a cell for each group of what is timed.

    Parameters
    ----------
    metric
        With the interval `median`.
    spans
        One row for each that is timed: `account_id` (whose it is), `slice`, `period` (index) that it belongs to, `days`
        that it was watched, and `reached`.
    coverage
        The periods, and which of them the sources cover.
    """
    for name, mine in spans.groupby("slice", sort=True):
        of_periods = [mine[mine["period"] == each.index] for each in coverage.periods]
        yield _cell(metric, str(name), of_periods, coverage)


def _cell(metric: Metric, name: str, spans: Sequence[pd.DataFrame], coverage: Coverage) -> Cell:
    covered = coverage.of(metric)
    spans = [each if has else each[:0] for each, has in zip(spans, covered, strict=True)]
    found = [quantile(each["days"].to_numpy(float), each["reached"].to_numpy(bool)) for each in spans]
    value, low, high = np.array(found, dtype=float).T
    reached = np.array([float(each["reached"].sum()) for each in spans])
    begun = np.array([float(len(each)) for each in spans])
    few = np.array([each["account_id"].nunique() < SMALLEST_GROUP for each in spans], dtype=bool)
    # Each span is in one period, so that nothing is shared between the periods' figures.
    estimate = Estimate(value, low, high, np.zeros((len(spans), len(spans))))
    few &= name != WHOLE or metric.by == PEOPLE
    reasons = tuple(map(_why_not, value, reached, begun))
    return Cell(metric, name, reached, begun, begun, estimate, few, coverage.finished, reasons)


def _why_not(value: float, reached: float, begun: float) -> str:
    if begun == 0 or np.isfinite(value):
        return ""
    return f"not estimable: {reached:.0f} of {begun:.0f} reached, too few for a median"


def _crossing(times: Array, left: Array, level: float) -> float:
    """Return when a falling curve crosses a level; where it rests on it, the middle of that rest, as R and SAS have it.

    (statsmodels returns the end of the rest, which for two of four is the third.)
    """
    below = np.flatnonzero(left < level - _EXACT)
    resting = np.flatnonzero(np.abs(left - level) <= _EXACT)
    if not resting.size:
        return float(times[below[0]]) if below.size else np.nan
    end = below[0] if below.size else resting[0]
    return float((times[resting[0]] + times[end]) / 2)
