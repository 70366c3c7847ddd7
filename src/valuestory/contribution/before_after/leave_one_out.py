"""Intervals of a comparison before and after: one unit, or group of units, left out at a time.

The jackknife over groups is CRV3, which keeps its level with few groups where the plain cluster formula is too short
(MacKinnon, Nielsen and Webb 2023); Student's t takes the number of groups that changed, of which there are fewest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from valuestory.contribution.before_after.clean_comparisons import Stacks
from valuestory.contribution.before_after.expected_paths import Compared, compare, unadjusted
from valuestory.contribution.before_after.units import Array, Kind
from valuestory.contribution.effect.effect import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCKS: Final = 100


def left_out(stacks: Stacks) -> tuple[Compared, Array]:
    """Return the figures and their standard errors, of leaving out one group at a time (CRV3)."""
    whole, block = compare(stacks), _blocks(stacks)
    left = [stacks.of(block != each) for each in np.unique(block)]
    figures = np.array([compare(each).figures for each in left if each.treated.any()])
    if len(figures) < 2:
        return whole, np.full(len(whole.figures), np.nan)
    known = np.isfinite(figures).sum(axis=0)
    spread = np.nansum((figures - np.nansum(figures, axis=0) / np.maximum(known, 1)) ** 2, axis=0)
    errors = np.sqrt(spread * np.where(known > 1, (known - 1) / np.maximum(known, 1), np.nan))
    return whole, np.where(np.isfinite(whole.figures), errors, np.nan)


def _blocks(stacks: Stacks) -> NDArray[np.intp]:
    """Return for each row what is left out together: its group, or, of very many groups, one of `_BLOCKS` of them.

    Those that changed come first in the deal, so that each block has its part of them.
    """
    groups = np.unique(stacks.group)
    if len(groups) <= _BLOCKS:
        return stacks.group
    changed = np.isin(groups, stacks.group[stacks.treated])
    dealt = np.empty(len(groups), dtype=np.intp)
    dealt[np.argsort(~changed, kind="stable")] = np.arange(len(groups)) % _BLOCKS
    return dealt[np.searchsorted(groups, stacks.group)]


def interval_of(estimate: float, error: float, freedom: int, kind: Kind) -> Estimate:
    """Return an effect with its 95 % interval: of a count as a share, from the logarithm of its ratio."""
    reach = float(stats.t.ppf(0.975, freedom)) * error
    ends = (estimate, estimate - reach, estimate + reach)
    return Estimate(*(float(np.expm1(each)) if kind == "count" else each for each in ends))


def unadjusted_alone(stacks: Stacks) -> Estimate:
    """Return after against just before, of the units that changed."""
    of_groups = np.unique(stacks.group[stacks.treated])
    figures = np.array([unadjusted(stacks, stacks.treated & (stacks.group != each)) for each in of_groups])
    count = len(figures)
    error = float(np.sqrt((count - 1) / count * ((figures - figures.mean()) ** 2).sum())) if count > 1 else float("nan")
    return interval_of(unadjusted(stacks, stacks.treated), error, freedom_of(stacks), stacks.kind)


def freedom_of(stacks: Stacks) -> int:
    """Return the degrees of freedom: groups that changed, less one."""
    return max(len(np.unique(stacks.group[stacks.treated])) - 1, 1)
