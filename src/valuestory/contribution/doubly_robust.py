"""The average effect on the treated by inverse probability weighted regression adjustment, with HC3 errors.

One weighted regression of the outcome on treatment, covariates and all their products (Wooldridge 2007), which is the
same as a regression of its own in each arm, carried over to the mean of the helped. It is right where either the model
of who is helped or the model of the outcome is.

Errors are HC3 (MacKinnon and White 1985): how far the estimate moves when an account is left out, to first order. With
parents it is CRV3, exactly the estimate without each parent (MacKinnon, Nielsen and Webb 2023); where each account is
a parent of its own the two are equal. Both come as what each unit moves, so that two estimates on the same accounts
have a covariance: the sum of the products.

It equals `statsmodels` WLS with `cov_type="HC3"`, and with `"cluster-crv3"` but for its factor (G - 1) / G. It is
written out because a column that is carried by a single account makes those infinite, and because one decomposition
serves several outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from valuestory.contribution.accounts import Array, Codes, Mask

_SINGULAR: Final = 1e-9


@dataclass(frozen=True)
class Fit:
    """Estimates for several outcomes on the same accounts.

    Parameters
    ----------
    effect
        One for each outcome: helped less what they would have had.
    counterfactual
        What the helped would have had.
    influence
        How far each unit moves each effect, units by outcomes.
    """

    effect: Array
    counterfactual: Array
    influence: Array

    @property
    def covariance(self) -> Array:
        """Of the effects, outcomes by outcomes."""
        found: Array = self.influence.T @ self.influence
        return found

    @property
    def standard_error(self) -> Array:
        """Of each effect."""
        found: Array = np.sqrt((self.influence**2).sum(axis=0))
        return found


def fit(
    outcomes: Array, treated: Mask, covariates: Array, weights: Array, odds: Array, units: Codes | None = None
) -> Fit:
    """Return the effect on the helped for each outcome.

    Parameters
    ----------
    outcomes
        Accounts by outcomes.
    treated
        Who was helped.
    covariates
        Accounts by columns, standardised, without an intercept.
    weights
        What an account counts for: 1, or its opening revenue.
    odds
        1 for the helped, the odds of being helped for the compared; all 1 for plain regression adjustment.
    units
        Which accounts belong together; each by itself unless given.
    """
    units = np.arange(len(treated)) if units is None else np.unique(units, return_inverse=True)[1]
    target = np.average(covariates[treated], axis=0, weights=weights[treated])
    influence = np.zeros((int(units.max()) + 1, outcomes.shape[1]))
    means = []
    for arm, sign in ((treated, 1.0), (~treated, -1.0)):
        mean, moved = _carried_over(outcomes[arm], covariates[arm], (weights * odds)[arm], target, units[arm])
        influence[np.unique(units[arm])] += sign * moved
        means.append(mean)
    return Fit(means[0] - means[1], means[1], influence)


def _carried_over(outcomes: Array, columns: Array, weights: Array, target: Array, units: Codes) -> tuple[Array, Array]:
    """Return the regression's prediction at a target, and how far each unit, in order, moves it.

    Columns and outcomes are centred, so that a direction in which the accounts do not vary has slope 0: nothing is
    carried over that way.
    """
    weights = weights / weights.mean()
    root = np.sqrt(weights)[:, None]
    mean = np.average(outcomes, axis=0, weights=weights)
    centre = np.average(columns, axis=0, weights=weights)
    left, singular, right = np.linalg.svd(root * (columns - centre), full_matrices=False)
    real = singular > _SINGULAR * max(singular.max(initial=0.0), 1.0)
    left, slopes_of = left[:, real], right[real].T / singular[real]
    basis = np.column_stack([root / np.sqrt(weights.sum()), left])
    direction = np.concatenate([[1 / np.sqrt(weights.sum())], (target - centre) @ slopes_of])
    response = root * (outcomes - mean)
    coordinates = basis.T @ response
    residuals = response - basis @ coordinates
    return mean + direction @ coordinates, _left_out(basis, residuals, coordinates, direction, units)


def _left_out(basis: Array, residuals: Array, coordinates: Array, direction: Array, units: Codes) -> Array:
    """Return by unit, in the order of their numbers, how far the prediction falls when that unit is left out.

    In an orthonormal basis Q, leaving out unit g with A = Q_g'Q_g and b = Q_g'e_g moves it by d'(I - A)⁻¹ b. Where the
    unit alone carries a direction, I - A has no inverse and what the unit says there goes with it.
    """
    order = np.argsort(units, kind="stable")
    starts = np.flatnonzero(np.diff(units[order], prepend=-1))
    sizes = np.diff(starts, append=len(units))
    moved = np.zeros((len(starts), residuals.shape[1]))
    single = sizes == 1
    rows = order[starts[single]]
    moved[single] = _one_account(basis[rows], residuals[rows], coordinates, direction)
    for unit in np.flatnonzero(~single):
        rows = order[starts[unit] : starts[unit] + sizes[unit]]
        moved[unit] = _one_parent(basis[rows], residuals[rows], coordinates, direction)
    return moved


def _one_account(basis: Array, residuals: Array, coordinates: Array, direction: Array) -> Array:
    """Return how far each account moves the prediction."""
    leverage = (basis**2).sum(axis=1)
    alone = leverage > 1 - _SINGULAR
    share = np.where(alone, 0.0, 1 / np.where(alone, 1.0, 1 - leverage))[:, None]
    moved: Array = (basis @ direction)[:, None] * np.where(alone[:, None], basis @ coordinates, residuals * share)
    return moved


def _one_parent(basis: Array, residuals: Array, coordinates: Array, direction: Array) -> Array:
    """Return how far a parent's accounts together move the prediction."""
    values, vectors = np.linalg.eigh(np.eye(basis.shape[1]) - basis.T @ basis)
    there = values > _SINGULAR
    towards = direction @ vectors
    inverse = (towards[there] / values[there]) @ vectors[:, there].T
    gone = towards[~there] @ vectors[:, ~there].T
    moved: Array = inverse @ (basis.T @ residuals) + gone @ coordinates
    return moved
