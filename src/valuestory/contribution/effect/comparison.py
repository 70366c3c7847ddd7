"""A comparison made ready: who is comparable, on which columns, at what odds. It knows no outcome's effect yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from valuestory.contribution.effect.accounts import Array, Codes, Mask
from valuestory.contribution.effect.covariates import Covariates
from valuestory.contribution.effect.design_matrix import Basis, design_matrix
from valuestory.contribution.effect.doubly_robust import Fit, fit, point
from valuestory.contribution.effect.effect import Balance
from valuestory.contribution.effect.propensity import (
    comparable,
    effective_size,
    imbalance,
    odds,
    pooled_spread,
    propensity,
)
from valuestory.contribution.effect.verdict import ACCOUNTS_A_COLUMN


@dataclass(frozen=True)
class Comparison:
    """The kept accounts, ready for any outcome of theirs.

    Parameters
    ----------
    kept
        By account of the table that was read, who is in.
    treated
        By kept account, like all that follows.
    main, used
        The main basis and the one that is used, which is one of the two.
    basis
        Which.
    odds
        What each account weighs for its likeness to the helped.
    units
        Parents, where given.
    """

    covariates: Covariates
    kept: Mask
    treated: Mask
    main: Basis
    used: Basis
    basis: Literal["main", "rich"]
    odds: Array
    units: Codes | None

    @property
    def effective_parents(self) -> float:
        """How many parents of equal size would tell as much, in the arm that has fewer; without parents no limit."""
        if self.units is None:
            return np.inf
        sizes = [np.bincount(self.units[arm]) for arm in (self.treated, ~self.treated)]
        return min(effective_size(each.astype(float)) for each in sizes)

    def fit(self, outcomes: Array, weights: Array) -> Fit:
        """Return the default estimate of each outcome."""
        return fit(outcomes, self.treated, self.used.values, weights, self.odds, self.units)

    def regression(self, outcome: Array, weights: Array) -> float:
        """Return the effect by plain regression on the main columns in each arm."""
        return point(outcome, self.treated, self.main.values, weights, np.ones(len(outcome)))

    def point(self, outcome: Array, weights: Array) -> float:
        """Return the default estimate of one outcome without its error."""
        return point(outcome, self.treated, self.used.values, weights, self.odds)

    def part(self, rows: Mask) -> Comparison:
        """Return the same comparison of some of the kept accounts, with odds of their own."""
        units = None if self.units is None else self.units[rows]
        part = _on(self.covariates.at(rows), self.treated[rows], units)
        return replace(part, kept=_among(self.kept, rows))

    def without(self, covariate: str) -> Comparison:
        """Return the same comparison as if one covariate had never been measured."""
        others = _on(self.covariates.without(covariate), self.treated, self.units)
        return replace(others, kept=self.kept)


def comparable_accounts(covariates: Covariates, treated: Mask) -> Mask:
    """Return which accounts stay in the comparison."""
    main, _ = design_matrix(covariates, np.ones(len(treated), dtype=bool))
    return comparable(propensity(main.values, treated), treated)


def compare(covariates: Covariates, kept: Mask, treated: Mask, units: Codes | None) -> Comparison:
    """Return the comparison of the helped that have comparable accounts with those that were not helped."""
    part = _on(covariates.at(kept), treated[kept], None if units is None else units[kept])
    return replace(part, kept=kept)


def smaller_arm(treated: Mask, units: Codes | None) -> int:
    """Return how many accounts the smaller arm has; with parents, how many of these."""
    if units is None:
        return int(min(treated.sum(), (~treated).sum()))
    return min(len(np.unique(units[treated])), len(np.unique(units[~treated])))


def balance(covariates: Covariates, treated: Mask, weighed: Comparison) -> tuple[Balance, ...]:
    """Return how far the arms differ in each main column, before trimming and weighting and after, by accounts."""
    everyone, _ = design_matrix(covariates, np.ones(len(treated), dtype=bool))
    spread = pooled_spread(everyone.values, treated)
    before = imbalance(everyone.values, treated, np.ones(len(treated)), spread)
    kept = everyone.values[weighed.kept]
    after = (
        imbalance(kept, weighed.treated, weighed.odds, spread)
        if weighed.treated.any()
        else np.full(len(before), np.nan)
    )
    return tuple(
        Balance(name, float(one), float(other)) for name, one, other in zip(everyone.names, before, after, strict=True)
    )


def _on(covariates: Covariates, treated: Mask, units: Codes | None) -> Comparison:
    main, rich = design_matrix(covariates, ~treated)
    enough = rich.names != main.names and smaller_arm(treated, units) >= ACCOUNTS_A_COLUMN * rich.parameters
    used = rich if enough else main
    weights = odds(propensity(used.values, treated), treated)
    kept = np.ones(len(treated), dtype=bool)
    return Comparison(covariates, kept, treated, main, used, "rich" if enough else "main", weights, units)


def _among(kept: Mask, rows: Mask) -> Mask:
    found = kept.copy()
    found[kept] = rows
    return found
