"""Before and after a change that came to some units and not, or not yet, to others: `compare_before_after`.

Difference-in-differences that stays right when a change comes to each unit at its own time, and that is not fooled
where it came to those at their worst. docs/decisions/0011 has the reasons and the simulations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from valuestory.contribution.before_after.clean_comparisons import (
    HISTORY,
    Stacks,
    Window,
    clean_comparisons,
    names_of_history,
)
from valuestory.contribution.before_after.expected_paths import Compared
from valuestory.contribution.before_after.leave_one_out import freedom_of, interval_of, left_out, unadjusted_alone
from valuestory.contribution.before_after.units import Array, Kind, read_panel
from valuestory.contribution.before_after.verdict import Found, judge
from valuestory.contribution.effect.effect import REFUSALS, Estimate, Grade, Verdict
from valuestory.errors import DataError

EVENTS: Final = ("event_time", "phase", "observed", "expected", "estimate", "low", "high", "n")

_NONE: Final = Estimate(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class BeforeAfter:
    """What a change did, held against units that it had not come to.

    Every effect of a count is a share of what was expected (``-0.45``: 45 % fewer), of a mean a difference in its unit.

    Attributes
    ----------
    estimate, low, high
        The effect and its 95 % interval: history matched on where it is long enough; NaN on a refusal.
    standard_error
        Of the logarithm of observed / expected for counts, of the difference for means.
    observed, expected
        Sums of the outcome over the units that changed, from the change on, and what controls let expect.
    difference
        ``observed - expected`` with its interval: cases fewer, where it is below zero.
    trends_only
        The same effect of parallel trends alone, no history matched on: it and the estimate bracket the truth (Ding and
        Li 2019).
    unadjusted
        After against just before, nothing compared: what regression to the mean flatters. Grade D.
    pre_trend
        Growth within the history, of units that changed later beyond that of their controls; NaN where the history is
        too short.
    pre_trend_detectable, least_detectable
        The pre-trend, and the effect, that this data would have shown four times in five.
    model_difference
        How far `trends_only` is from the estimate, in standard errors.
    n_treated, n_compared
        Units that changed and had comparable controls; units that ever stood in as control.
    n_left_out
        Units that changed too early for a whole history before, or under no watch after.
    kept_share
        Share of what the units that changed had before, of those with comparable controls.
    columns
        What was matched on, in words.
    events
        One row a period counted from the change (0): `event_time`, `phase` (before, change, after), `observed`,
        `expected`, `estimate`, `low`, `high`, `n` units. Before the change expected is of parallel trends alone, so
        that it shows the pre-trend.
    verdict, grade
        The verdict, and B (even pre-trend), C (depends on the model), D (pre-trend untested, or tested with less power
        than the effect is large); None under a refusal.
    reason, collect
        Why, in one sentence, and what would change it.
    """

    estimate: float
    low: float
    high: float
    standard_error: float
    observed: float
    expected: float
    difference: Estimate
    trends_only: Estimate
    unadjusted: Estimate
    pre_trend: Estimate
    pre_trend_detectable: float
    least_detectable: float
    model_difference: float
    n_treated: int
    n_compared: int
    n_left_out: int
    kept_share: float
    columns: tuple[str, ...]
    events: pd.DataFrame
    verdict: Verdict
    grade: Grade | None
    reason: str
    collect: str

    @property
    def refused(self) -> bool:
        """Whether there is no estimate."""
        return self.verdict in REFUSALS


def compare_before_after(
    panel: pd.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    treated_from: str,
    kind: Kind = "count",
    exposure: str | None = None,
    covariates: Sequence[str] = (),
    groups: str | None = None,
    before: int = 12,
    lead: int = 0,
    after: int = 6,
    only_never: bool = False,
) -> BeforeAfter:
    """Return what a change did, each unit compared with units that it had not come to by then.

    Every unit that changed is laid beside units that had not by the end of the window (so no unit that changed already
    stands in as control). Of these, regression on the level and the course of the history and the covariates tells what
    was to be expected; the estimate is what was observed against it. Estimates leave out one unit (or group) at a time
    (jackknife, which is CRV3) and take Student's t by the number of units that changed. Nothing is drawn at random.

    Parameters
    ----------
    panel
        One row a unit and period, none missing: a count of 0 is a row.
    unit, time, outcome, treated_from
        Columns: the unit; its period (anything that sorts, of one type); what is counted or, for ``kind="mean"``, the
        mean or the sum that `exposure` divides; the period from which the unit was under the change, empty for never.
    kind
        ``"count"``: compared by ratios, as cases are. ``"mean"``: compared by differences.
    exposure
        Column that the outcome is divided by: customers behind the cases, surveys behind a sum of scores.
    covariates
        Numeric columns known before, one value a unit, matched on beside the history.
    groups
        Column of what units belong to, where they are no independent pieces of evidence.
    before, lead, after
        Periods of history (4 or more to match on it and to see a pre-trend), of transition that belongs to neither, and
        of effect.
    only_never
        True where only units that never change are controls, as in ``control_group="nevertreated"`` elsewhere.

    Returns
    -------
    BeforeAfter
        The effect, or why there is none.

    Raises
    ------
    DataError
        When a column is missing, the grid has gaps, or the window makes no sense: mend what the message names.
    """
    _sensible(before, lead, after, covariates)
    grid = read_panel(
        panel,
        unit=unit,
        time=time,
        outcome=outcome,
        treated_from=treated_from,
        exposure=exposure,
        covariates=covariates,
        groups=groups,
        kind=kind,
    )
    window = Window(before, lead, after)
    found = clean_comparisons(grid, window, kind, only_never=only_never)
    columns, changed = names_of_history(window, covariates), int(np.isfinite(grid.since).sum())
    both = found.of(np.ones(len(found.unit), dtype=bool))
    near = both.of(both.has_controls_near()) if both.treated.any() else both
    if not near.treated.any():
        return _without_controls(found, both, columns, changed)
    return _judged(both, near, columns, changed)


def _judged(found: Stacks, near: Stacks, columns: tuple[str, ...], changed: int) -> BeforeAfter:
    treated, compared = (len(np.unique(near.unit[rows])) for rows in (near.treated, ~near.treated))
    kept = _base(near) / _base(found) if _base(found) > 0 else float("nan")
    whole, errors = left_out(near)
    freedom = freedom_of(near)
    matched, plain, trend, alone = (interval_of(*each, freedom, near.kind) for each in _four(whole, errors))
    power = float(stats.t.ppf(0.975, freedom) + stats.t.ppf(0.8, freedom))
    apart = abs(whole.matched - whole.plain) / errors[0] if errors[0] > 0 else 0.0
    judged = judge(Found(treated, compared, kept, matched, trend, power * errors[2], abs(whole.matched), apart))
    shown = _NONE if judged.verdict in REFUSALS else matched
    return BeforeAfter(
        estimate=shown.estimate,
        low=shown.low,
        high=shown.high,
        standard_error=float(errors[0]),
        observed=float(whole.observed[near.after].sum()),
        expected=float(whole.expected[near.after].sum()),
        difference=_difference(whole, near, shown),
        trends_only=plain,
        unadjusted=alone,
        pre_trend=trend,
        pre_trend_detectable=_size(power * errors[2], near.kind),
        least_detectable=_size(power * errors[0], near.kind),
        model_difference=float(apart),
        n_treated=treated,
        n_compared=compared,
        n_left_out=changed - len(np.unique(found.unit[found.treated])),
        kept_share=kept,
        columns=columns,
        events=_events(near, whole, errors[4:], freedom),
        verdict=judged.verdict,
        grade=judged.grade,
        reason=judged.reason,
        collect=judged.collect,
    )


def _without_controls(found: Stacks, both: Stacks, columns: tuple[str, ...], changed: int) -> BeforeAfter:
    """Return the refusal where nothing is comparable, with what changed in the units themselves."""
    nan, alone = float("nan"), found.treated
    kept = 0.0 if both.treated.any() else nan
    judged = judge(Found(len(np.unique(found.unit[alone])), 0, kept, _NONE, _NONE, nan, nan, nan))
    numbers = dict.fromkeys(("estimate", "low", "high", "standard_error", "expected", "least_detectable"), nan)
    return BeforeAfter(
        **numbers,
        observed=float(found.outcome[alone][:, found.after].sum()),
        difference=_NONE,
        trends_only=_NONE,
        unadjusted=unadjusted_alone(found) if alone.any() else _NONE,
        pre_trend=_NONE,
        pre_trend_detectable=nan,
        model_difference=nan,
        n_treated=len(np.unique(found.unit[alone])),
        n_compared=0,
        n_left_out=changed - len(np.unique(found.unit[alone])),
        kept_share=kept,
        columns=columns,
        events=pd.DataFrame(columns=list(EVENTS)),
        verdict=judged.verdict,
        grade=judged.grade,
        reason=judged.reason,
        collect=judged.collect,
    )


def _four(whole: Compared, errors: Array) -> list[tuple[float, float]]:
    return [(float(whole.figures[place]), float(errors[place])) for place in range(4)]


def _size(logarithm: float, kind: Kind) -> float:
    return float(-np.expm1(-logarithm)) if kind == "count" else float(logarithm)


def _difference(whole: Compared, stacks: Stacks, effect: Estimate) -> Estimate:
    """Return what was observed less what was expected: the ratio's limits, of what was expected."""
    base = whole.expected[stacks.after].sum() if stacks.kind == "count" else whole.exposure[stacks.after].sum()
    return Estimate(*(float(each * base) for each in (effect.estimate, effect.low, effect.high)))


def _base(stacks: Stacks) -> float:
    if stacks.kind == "mean":
        return float(stacks.exposure[stacks.treated][:, : stacks.window.before].sum())
    return float(stacks.outcome[stacks.treated][:, : stacks.window.before].sum())


def _events(stacks: Stacks, whole: Compared, errors: Array, freedom: int) -> pd.DataFrame:
    window, times = stacks.window, stacks.event_times
    phases = ["before"] * window.before + ["change"] * window.lead + ["after"] * window.after
    ends = [interval_of(*each, freedom, stacks.kind) for each in zip(whole.events, errors, strict=True)]
    effects = ([getattr(each, end) for each in ends] for end in ("estimate", "low", "high"))
    watched = (stacks.exposure[stacks.treated] > 0).sum(axis=0)
    columns = (times, phases, whole.observed, whole.expected, *effects, watched)
    table = pd.DataFrame(dict(zip(EVENTS, columns, strict=True)))
    return table[table["n"] > 0].reset_index(drop=True)


def _sensible(before: int, lead: int, after: int, covariates: Sequence[str]) -> None:
    if before < 1 or lead < 0 or after < 1:
        raise DataError(
            f"before={before}, lead={lead} and after={after} leave nothing to compare",
            where="before, lead, after",
            do="take at least one period before and one after",
        )
    if covariates and before < HISTORY:
        raise DataError(
            f"covariates are matched on beside a history, and {before} periods are none",
            where="covariates, before",
            do=f"take {HISTORY} periods before or more, or leave the covariates out",
        )
