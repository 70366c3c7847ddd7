"""The catalogue's results held against the sums and medians of hand-written SQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

_CLOSE: Final = 1e-9
_FEWEST: Final = 20
"""Metrics that must have been compared: a table of results without rows would differ in nothing."""


def differing_catalogue(ours: Path, theirs: Path) -> list[str]:
    """Return the metrics whose sums by segment, or whose medians, differ by more than 1e-9 of their value.

    Parameters
    ----------
    ours
        The long results table.
    theirs
        The sums by quarter and segment; the medians lie beside them.
    """
    results, sums, medians = (pd.read_parquet(each) for each in (ours, theirs, theirs.with_suffix(".medians")))
    compared = dict(_sums_agree(results, _dated(sums))) | dict(_medians_agree(results, _dated(medians)))
    few = [] if len(compared) >= _FEWEST else [f"only {len(compared)} metrics were compared"]
    return few + [name for name, agrees in compared.items() if not agrees]


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    quarters = frame["period"].astype("int64")
    starts = [pd.Timestamp(each // 4, each % 4 * 3 + 1, 1) for each in quarters]
    return frame.assign(period_start=starts)


def _sums_agree(results: pd.DataFrame, sums: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    from valuestory.metrics import METRICS

    of_segments = results[results["slice"].str.startswith("segment=")]
    of_segments = of_segments.assign(segment=of_segments["slice"].str.partition("=")[2])
    for name, mine in of_segments.groupby("metric"):
        metric = METRICS[str(name)]
        if metric.interval in ("total", "ratio", "share", "nps") and metric.numerator in sums:
            both = mine.merge(sums, on=["period_start", "segment"])
            pairs = [(metric.numerator, "numerator")]
            pairs += [(metric.denominator, "denominator")] if metric.denominator in sums else []
            same = [np.allclose(both[right], both[left], rtol=_CLOSE, atol=_CLOSE) for left, right in pairs]
            yield metric.name, len(both) == len(mine) and all(same)


def _medians_agree(results: pd.DataFrame, medians: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    mine = results[(results["metric"] == "time_to_value") & results["value"].notna()]
    both = mine.assign(event=mine["slice"].str.partition("=")[2]).merge(medians, on=["period_start", "event"])
    yield "time_to_value", len(both) == len(mine) > 0 and np.allclose(both["value"], both["median_days"], rtol=_CLOSE)
