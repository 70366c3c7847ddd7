"""What would have happened without the change: the paths of the clean controls, carried over to the units that changed.

Controls tell two things: how history goes on (a peak falls back by itself, a lasting level stays), and how everything
moved at that moment. Both together are the expected path (regression adjustment on earlier outcomes, as in Dube,
Girardi, Jorda and Taylor 2025, section 4; for counts with a log link, as in Wooldridge 2023, "Simple approaches to
nonlinear difference-in-differences with panel data"). Where a history is matched on, what is chosen at its worst is
compared with what was as bad at that moment and was left alone: that is what regression to the mean needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm

from valuestory.contribution.before_after.clean_comparisons import Mask, Stacks
from valuestory.contribution.before_after.units import Array, Kind


@dataclass(frozen=True)
class Compared:
    """One estimate of everything, on one set of rows; logs of ratios for counts, differences for means.

    Attributes
    ----------
    matched, plain
        The effect, with history matched on, and of parallel trends alone.
    pre_trend
        How much more the units that changed later grew from the first half of the history to its second.
    unadjusted
        The units that changed, after against just before: nothing is compared.
    observed, expected, exposure
        Sums over the units that changed, one an event time.
    """

    kind: Kind
    matched: float
    plain: float
    pre_trend: float
    unadjusted: float
    observed: Array
    expected: Array
    exposure: Array

    @property
    def events(self) -> Array:
        """The effect at each event time; NaN where nothing is known."""
        sums = zip(self.observed, self.expected, self.exposure, strict=True)
        return np.array([_gap(*each, kind=self.kind) for each in sums])

    @property
    def figures(self) -> Array:
        """All that has an interval, in one row: the four effects, then one an event time."""
        return np.array([self.matched, self.plain, self.pre_trend, self.unadjusted, *self.events])


def compare(stacks: Stacks) -> Compared:
    """Return every figure of these rows.

    Parameters
    ----------
    stacks
        Units that changed and their controls, at least one of each at every moment.
    """
    trend = _carried(stacks, stacks.level)
    path = trend if not stacks.history.shape[1] else _carried(stacks, stacks.history @ _slopes(stacks))
    after, kind = stacks.after, stacks.kind
    observed, exposure = (each[stacks.treated].sum(axis=0) for each in (stacks.outcome, stacks.exposure))
    expected = np.concatenate([trend.sum(axis=0)[: after.start], path.sum(axis=0)[after]])
    seen, on = observed[after].sum(), exposure[after].sum()
    return Compared(
        kind=kind,
        matched=_gap(seen, expected[after].sum(), on, kind=kind),
        plain=_gap(seen, trend.sum(axis=0)[after].sum(), on, kind=kind),
        pre_trend=_pre_trend(stacks),
        unadjusted=unadjusted(stacks, stacks.treated),
        observed=observed,
        expected=expected,
        exposure=exposure,
    )


def _slopes(stacks: Stacks) -> Array:
    """Return what one more in each part of the history is followed by, among controls of the same moment."""
    controls = ~stacks.treated
    outcome, exposure = (each[controls][:, stacks.after].sum(axis=1) for each in (stacks.outcome, stacks.exposure))
    moments = stacks.moment[controls][:, None] == np.unique(stacks.moment[controls])
    columns = np.column_stack([stacks.history[controls], moments])
    if stacks.kind == "count":
        fitted = sm.GLM(outcome, columns, sm.families.Poisson(), offset=np.log(exposure)).fit(tol=1e-6)
    else:
        fitted = sm.WLS(outcome / exposure, columns, weights=exposure).fit()
    slopes: Array = np.asarray(fitted.params)[: stacks.history.shape[1]]
    return slopes


def _carried(stacks: Stacks, index: Array) -> Array:
    """Return the expected outcomes of the rows that changed, an event time a column, from an index of their history."""
    expected = np.zeros((int(stacks.treated.sum()), stacks.outcome.shape[1]))
    moments = stacks.moment[stacks.treated]
    for moment in np.unique(moments):
        rows = stacks.moment == moment
        controls, changed = rows & ~stacks.treated, rows & stacks.treated
        outcome, exposure = stacks.outcome[controls].sum(axis=0), stacks.exposure[controls]
        if stacks.kind == "count":
            rate = _ratio(outcome, np.exp(index[controls]) @ exposure)
            found = stacks.exposure[changed] * np.exp(index[changed])[:, None] * rate
        else:
            level = _ratio(outcome - index[controls] @ exposure, exposure.sum(axis=0))
            found = stacks.exposure[changed] * (index[changed][:, None] + level)
        expected[moments == moment] = found
    return expected


def _pre_trend(stacks: Stacks) -> float:
    """Return the growth within the history, of those that changed later beyond that of their controls."""
    if not stacks.history.shape[1]:
        return float("nan")
    late = _carried(stacks, stacks.early)[:, stacks.late].sum()
    seen, on = (each[stacks.treated][:, stacks.late].sum() for each in (stacks.outcome, stacks.exposure))
    return _gap(seen, late, on, kind=stacks.kind)


def unadjusted(stacks: Stacks, rows: Mask) -> float:
    """Return how much more came after the change than had each row stayed as it was just before."""
    outcome, exposure = stacks.outcome[rows], stacks.exposure[rows]
    recent = _ratio(outcome[:, stacks.recent].sum(axis=1), exposure[:, stacks.recent].sum(axis=1))
    on = exposure[:, stacks.after].sum(axis=1)
    return _gap(outcome[:, stacks.after].sum(), float(recent @ on), on.sum(), kind=stacks.kind)


def _gap(observed: float, expected: float, exposure: float, *, kind: Kind) -> float:
    if exposure <= 0:
        return float("nan")
    if kind == "mean":
        return float((observed - expected) / exposure)
    return float(np.log(observed / expected)) if observed > 0 and expected > 0 else float("nan")


def _ratio(numerator: Array, denominator: Array) -> Array:
    found: Array = np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
    return found
