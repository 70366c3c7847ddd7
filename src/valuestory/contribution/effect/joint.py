"""`estimate_effect`, and the same for several outcomes on the same kept accounts, with how they vary together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from valuestory.contribution.effect.accounts import Array
from valuestory.contribution.effect.comparison import balance, comparable_accounts, compare, smaller_arm
from valuestory.contribution.effect.covariates import read_covariates
from valuestory.contribution.effect.doubly_robust import Fit
from valuestory.contribution.effect.effect import Effect
from valuestory.contribution.effect.in_order import LIBRARIES, InOrder, Outcome, read_in_order
from valuestory.contribution.effect.one_outcome import Answers, detectable, effect_of, refused
from valuestory.contribution.effect.verdict import FEWEST_ACCOUNTS, too_few


@dataclass(frozen=True)
class Effects:
    """Effects on several outcomes of the same kept accounts.

    Parameters
    ----------
    effects
        In the order of the outcomes.
    covariance
        Of their estimates, outcomes by outcomes, by HC3 or CRV3; NaN where one was refused.
    """

    effects: tuple[Effect, ...]
    covariance: Array


def estimate_effect(
    accounts: pd.DataFrame,
    *,
    treated: str,
    outcome: str,
    numeric: Sequence[str],
    curved: Sequence[str] = (),
    categorical: Sequence[str] = (),
    crossed: Sequence[tuple[str, str] | str] = (),
    weight: str | None = None,
    groups: str | None = None,
    negative_control: str | None = None,
) -> Effect:
    """Return how much of an outcome goes with being helped, among accounts compared like with like.

    The average effect on the treated by trimmed, inverse probability weighted regression adjustment with HC3 errors
    (docs/decisions/0009). Deterministic: nothing is drawn, and the rows' order is nothing.

    Parameters
    ----------
    accounts
        One row an account that was there when the outcome's window began.
    treated
        Who was helped before that window: 1 and 0, or true and false, without gaps.
    outcome
        0/1 or a rate, without gaps. Model money as a rate of opening revenue, with that as `weight`.
    numeric
        Numbers known before the help, as they should enter a regression (logarithms taken). Where one is missing, the
        mean stands for it beside a column that says so.
    curved
        Those of them that also get their squares and pairwise products: the two or three strongest.
    categorical
        Levels known before the help; a missing one is a level.
    crossed
        Pairs of columns that also get their products, such as ("segment", "usage"); a numeric column by itself is
        crossed with every categorical one.
    weight
        Above zero; its unit makes no difference. Each account counts alike unless given.
    groups
        The parent of each account: those of one parent are not independent. An account without one stands alone.
    negative_control
        An outcome of the same kind from before the help, which it cannot have moved; gaps where an account was not
        there yet. Without it the grade is C at best.

    Returns
    -------
    Effect
        Under the verdicts "too few accounts", "comparison not valid" and "overlap too weak" the estimate is NaN.

    Raises
    ------
    DataError
        When a column does not exist or does not hold what it has to: the message names column and rows.

    Examples
    --------
    Accounts that use the product more are helped more and renew more anyway; help itself adds five points.

    >>> import numpy as np
    >>> import pandas as pd
    >>> drawn = np.random.default_rng(7)
    >>> usage = drawn.normal(size=6000)
    >>> helped = drawn.random(6000) < 1 / (1 + np.exp(-usage))
    >>> renewed = drawn.random(6000) < 0.7 + 0.05 * helped + 0.1 * np.tanh(usage)
    >>> accounts = pd.DataFrame({"usage": usage, "helped": helped * 1, "renewed": renewed * 1})
    >>> effect = estimate_effect(accounts, treated="helped", outcome="renewed", numeric=["usage"])
    >>> bool(effect.low < 0.05 < effect.high), effect.verdict, effect.grade
    (True, 'established', 'C')
    """
    asked = Outcome(outcome, weight, negative_control)
    return estimate_effects(
        accounts,
        treated=treated,
        outcomes=[asked],
        numeric=numeric,
        curved=curved,
        categorical=categorical,
        crossed=crossed,
        groups=groups,
    ).effects[0]


def estimate_effects(
    accounts: pd.DataFrame,
    *,
    treated: str,
    outcomes: Sequence[Outcome],
    numeric: Sequence[str],
    curved: Sequence[str] = (),
    categorical: Sequence[str] = (),
    crossed: Sequence[tuple[str, str] | str] = (),
    groups: str | None = None,
) -> Effects:
    """Return the effects on several outcomes of the same kept accounts, each as `estimate_effect` would, and jointly.

    Who is kept depends on covariates alone, so that milestones and money are of the same accounts.

    Parameters
    ----------
    accounts, treated, numeric, curved, categorical, crossed, groups
        As in `estimate_effect`.
    outcomes
        At least one.

    Raises
    ------
    DataError
        As in `estimate_effect`.
    """
    covariates = read_covariates(accounts, numeric, curved, categorical, crossed)
    read = read_in_order(accounts, covariates, treated, outcomes, groups)
    with LIBRARIES.limit(limits=1, user_api="blas"):
        found = _estimated(read)
    position = np.argsort(read.order)
    effects = tuple(
        replace(effect, kept=pd.Series(effect.kept.to_numpy()[position], index=accounts.index)) for effect, _ in found
    )
    return Effects(effects, _covariance([fitted for _, fitted in found]))


def _estimated(read: InOrder) -> list[tuple[Effect, Fit | None]]:
    told: dict[str, Any] = {"n_treated": int(read.treated.sum()), "n_compared": int((~read.treated).sum())}
    smaller = smaller_arm(read.treated, read.units)
    judged = too_few(smaller, FEWEST_ACCOUNTS, parents=read.units is not None)
    if judged:
        return [(refused(each, told | _uncompared(read, each), judged), None) for each in read.answers]
    covariates = read.covariates.filled_in()
    kept = comparable_accounts(covariates, read.treated)
    comparison = compare(covariates, kept, read.treated, read.units)
    balanced = balance(covariates, read.treated, comparison)
    used = {source for sources in comparison.used.sources for source in sources}
    told |= {
        "balance": balanced,
        "balance_before": max((abs(each.before) for each in balanced), default=0.0),
        "balance_after": max((abs(each.after) for each in balanced), default=0.0),
        "columns": comparison.used.names,
        "left_out": tuple(name for name in read.covariates.columns if name not in used),
        "basis": comparison.basis,
        "kept": pd.Series(kept),
    }
    return [
        effect_of(comparison, each, told | {"least_detectable": detectable(each, read.treated)})
        for each in read.answers
    ]


def _uncompared(read: InOrder, each: Answers) -> dict[str, Any]:
    """Return what can be told where there are too few accounts even to look for comparable ones."""
    unknown = ("kept_share", "kept_weight", "effective_controls", "balance_before", "balance_after", "largest_share")
    return dict.fromkeys(unknown, np.nan) | {
        "balance": (),
        "columns": (),
        "left_out": (),
        "basis": "main",
        "least_detectable": detectable(each, read.treated),
        "kept": pd.Series(np.zeros(len(read.treated), dtype=bool)),
    }


def _covariance(fits: Sequence[Fit | None]) -> Array:
    found = np.full((len(fits), len(fits)), np.nan)
    for row, one in enumerate(fits):
        for column, other in enumerate(fits):
            if one is not None and other is not None:
                found[row, column] = float((one.influence * other.influence).sum())
    return found
