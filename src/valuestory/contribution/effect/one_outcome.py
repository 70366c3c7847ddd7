"""From a comparison to the effect on one outcome: the estimate, what is printed beside it, and the verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from valuestory.contribution.effect import companions
from valuestory.contribution.effect.accounts import Array, Codes, Mask
from valuestory.contribution.effect.comparison import Comparison, smaller_arm
from valuestory.contribution.effect.doubly_robust import Fit
from valuestory.contribution.effect.e_value import e_value
from valuestory.contribution.effect.effect import DETECTABLE, Effect, Estimate, interval
from valuestory.contribution.effect.propensity import effective_size
from valuestory.contribution.effect.verdict import (
    Findings,
    Judged,
    few_parents,
    fewest_needed,
    judge,
    same_outcome,
    too_few,
    weak_overlap,
)


@dataclass(frozen=True)
class Answers:
    """One outcome of each account, as read.

    Parameters
    ----------
    name
        The outcome's column.
    outcome
        Its values.
    weights
        What each account counts for, mean 1.
    unit
        What a weight of 1 is in the unit of the table.
    weighted
        Whether accounts have weights at all.
    negative_control
        The earlier outcome, NaN where an account has none; None where none was named.
    """

    name: str
    outcome: Array
    weights: Array
    unit: float
    weighted: bool
    negative_control: Array | None

    def at(self, rows: Mask | Codes) -> Answers:
        """Return those of some accounts."""
        control = None if self.negative_control is None else self.negative_control[rows]
        return Answers(self.name, self.outcome[rows], self.weights[rows], self.unit, self.weighted, control)


def effect_of(comparison: Comparison, every: Answers, told: dict[str, Any]) -> tuple[Effect, Fit | None]:
    """Return the effect on one outcome and its fit, whose influence is shared with other outcomes.

    Parameters
    ----------
    comparison
        Of the kept accounts.
    every
        The answers of all accounts, kept or not.
    told
        Fields of `Effect` that hold for every outcome.
    """
    kept = every.at(comparison.kept)
    told = told | overlap_of(comparison, every)
    early = _not_enough(comparison, kept, told["kept_share"])
    if early:
        return refused(every, told, early), None
    fitted = comparison.fit(kept.outcome[:, None], kept.weights)
    found = interval(float(fitted.effect[0]), float(fitted.standard_error[0]))
    control = _negative_control(comparison, kept)
    difference = comparison.regression(kept.outcome, kept.weights) - found.estimate
    controls = None if kept.weighted else told["effective_controls"]
    judged = judge(Findings(found, control, told["kept_share"], controls, difference, bool(told["columns"])))
    told |= {"negative_control": control, "least_detectable": DETECTABLE * found.standard_error}
    if judged.grade is None:
        return refused(every, told, judged), fitted
    numbers = _beside(comparison, kept, found, float(fitted.counterfactual[0]))
    return Effect(**told, **numbers, **vars(judged), outcome=every.name, model_difference=difference), fitted


def overlap_of(comparison: Comparison, every: Answers) -> dict[str, Any]:
    """Return what of the helped is kept, what it weighs, and what the compared are worth."""
    kept = every.at(comparison.kept)
    helped = comparison.treated
    weight = kept.weights[helped].sum()
    everyone = weight + every.weights[~comparison.kept].sum()
    largest = kept.weights[helped].max(initial=0.0)
    return {
        "kept_share": float(weight / everyone),
        "kept_weight": float(weight * every.unit),
        "effective_controls": effective_size((kept.weights * comparison.odds)[~helped]),
        "largest_share": float(largest / weight) if weight else math.nan,
    }


def refused(every: Answers, told: dict[str, Any], judged: Judged) -> Effect:
    """Return an effect without an estimate that tells what can be told."""
    nothing: dict[str, Any] = dict.fromkeys(("estimate", "low", "high", "standard_error", "counterfactual"), math.nan)
    unknown: dict[str, Any] = dict.fromkeys(
        (
            "model_difference",
            "negative_control",
            "e_value",
            "e_value_limit",
            "capped",
            "size_free",
            "without_largest",
            "benchmark",
        )
    )
    return Effect(**(nothing | unknown | told), **vars(judged), outcome=every.name)


def detectable(every: Answers, treated: Mask) -> float:
    """Return the effect that could be seen by the outcome's spread alone; NaN where that is not known."""
    variance = 0.0
    for arm in (treated, ~treated):
        outcome, weights = every.outcome[arm], every.weights[arm]
        if len(outcome) < 2:
            return math.nan
        spread = np.average((outcome - np.average(outcome, weights=weights)) ** 2, weights=weights)
        variance += float(spread) / effective_size(weights)
    return DETECTABLE * math.sqrt(variance) if variance else math.nan


def _not_enough(comparison: Comparison, kept: Answers, kept_share: float) -> Judged | None:
    """Return why nothing can be estimated: overlap first where it is overlap that left too few accounts."""
    smaller = smaller_arm(comparison.treated, comparison.units)
    parents = comparison.units is not None
    few = too_few(smaller, fewest_needed(comparison.main.parameters), parents=parents)
    few = few or few_parents(comparison.effective_parents)
    if few:
        return weak_overlap(kept_share, None) or few
    return None if _varies(kept.outcome, comparison.treated) else same_outcome()


def _negative_control(comparison: Comparison, kept: Answers) -> Estimate | None:
    """Return the estimate of the earlier outcome among the accounts that have one, if they are enough."""
    if kept.negative_control is None:
        return None
    known = ~np.isnan(kept.negative_control)
    values = kept.negative_control[known]
    part = comparison if known.all() else None
    helped = comparison.treated[known]
    units = None if comparison.units is None else comparison.units[known]
    if smaller_arm(helped, units) < fewest_needed(comparison.main.parameters) or not _varies(values, helped):
        return None
    part = part or comparison.part(known)
    return companions.estimate(part, values, kept.weights[known])


def _beside(comparison: Comparison, kept: Answers, found: Estimate, counterfactual: float) -> dict[str, Any]:
    rates = bool(((kept.outcome >= 0) & (kept.outcome <= 1)).all())
    nearest = found.low if found.estimate > 0 else found.high
    return {
        **found._asdict(),
        "standard_error": found.standard_error,
        "counterfactual": counterfactual,
        "e_value": e_value(counterfactual, found.estimate) if rates else None,
        "e_value_limit": e_value(counterfactual, found.estimate, nearest) if rates else None,
        "benchmark": companions.benchmark(comparison, kept.outcome, kept.weights, found.estimate),
        **(
            _by_size(comparison, kept)
            if kept.weighted
            else {"capped": found, "size_free": found, "without_largest": None}
        ),
    }


def _by_size(comparison: Comparison, kept: Answers) -> dict[str, Any]:
    row = companions.largest_helped(comparison, kept.weights)
    return {
        "capped": companions.capped(comparison, kept.outcome, kept.weights),
        "size_free": companions.size_free(comparison, kept.outcome),
        "without_largest": companions.without_account(comparison, kept.outcome, kept.weights, row),
    }


def _varies(outcome: Array, treated: Mask) -> bool:
    return all(bool(np.ptp(outcome[arm]) > 0) for arm in (treated, ~treated))
