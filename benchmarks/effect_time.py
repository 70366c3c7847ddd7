"""What one contribution estimate costs: processor's seconds, as a multiple of the bare regression's, and peak memory.

The bare regression is one fully interacted WLS of statsmodels with HC3 on the same columns: no propensity, no trimming,
none of the dozen figures that are printed beside an estimate. Run from the project's folder:
`python -m benchmarks.effect_time`.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import statsmodels.api as sm
from tests.simulation.companies import COVARIATES, company
from threadpoolctl import threadpool_limits

from valuestory.contribution import Effect, estimate_effect

SIZES = (1_000, 4_000, 100_000)
TIMES = 5
MEGABYTES = 1 << (10 if sys.platform == "linux" else 20)
"""Of which unit `ru_maxrss` has: kilobytes on Linux, bytes on macOS."""


def main() -> None:
    """Print a line for each size."""
    print("| accounts | estimate, s | of the bare regression | with parents, s | peak of the process, MB |")
    print("|---|---|---|---|---|")
    for count in SIZES:
        estimate, parents, bare = _ways(count)
        times = TIMES if count < SIZES[-1] else 1
        with threadpool_limits(1):
            seconds = [statistics.median(_seconds(way) for _ in range(times)) for way in (estimate, parents, bare)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTES
        print(f"| {count:,} | {seconds[0]:.2f} | {seconds[0] / seconds[2]:.1f} | {seconds[1]:.2f} | {peak:.0f} |")


def _ways(count: int) -> tuple[Callable[[], Effect], Callable[[], Effect], Callable[[], object]]:
    accounts = company("A", count, 0.03, seed=0).accounts
    accounts["parent"] = np.random.default_rng(0).integers(0, count // 2, count)
    asked = {"treated": "helped", "outcome": "retained", "weight": "arr", "negative_control": "renewed_before"}

    def estimate(groups: str | None = None) -> Effect:
        return estimate_effect(accounts, groups=groups, **asked, **COVARIATES)

    helped = accounts["helped"].to_numpy()
    columns = np.random.default_rng(1).normal(size=(count, len(estimate().columns)))
    design = np.column_stack([np.ones(count), helped, columns, columns * helped[:, None]])
    regression = sm.WLS(accounts["retained"].to_numpy(), design, weights=accounts["arr"].to_numpy())
    return estimate, lambda: estimate("parent"), lambda: regression.fit(cov_type="HC3").bse[1]


def _seconds(way: Callable[[], object]) -> float:
    start = time.process_time()
    way()
    return time.process_time() - start


if __name__ == "__main__":
    main()
