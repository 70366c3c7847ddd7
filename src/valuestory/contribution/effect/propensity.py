"""How likely each account was to be helped, given its covariates: who is comparable, and what the compared weigh."""

from __future__ import annotations

from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from valuestory.contribution.effect.accounts import Array, Mask

COMPARABLE: Final = 0.90
"""A helped account likelier than this to be helped has next to nobody to be compared with."""
_BOUNDS: Final = (0.005, 0.95)


def propensity(covariates: Array, treated: Mask) -> Array:
    """Return each account's chance of being helped, from 0 to 1.

    A logistic regression with a light ridge on standardised columns, which stays finite where a covariate separates the
    helped from the others. Newton's method, which needs some ten steps to the last digit.
    """
    if not covariates.shape[1] or treated.all() or not treated.any():
        return np.full(len(treated), treated.mean())
    model = LogisticRegression(C=1.0, max_iter=1000, solver="newton-cholesky", tol=1e-8)
    chances: Array = model.fit(covariates, treated).predict_proba(covariates)[:, 1]
    return chances


def comparable(chances: Array, treated: Mask) -> Mask:
    """Return which accounts stay: all that were not helped, and the helped that have somebody to be compared with.

    By the chances of the main basis: the rich one drops accounts for nothing where there are few.
    """
    stays: Mask = ~treated | (chances < COMPARABLE)
    return stays


def odds(chances: Array, treated: Mask) -> Array:
    """Return what each account weighs so that the compared look like the helped: 1, and the odds of being helped.

    Weights for the average effect on the treated (Hirano and Imbens 2001).
    """
    bounded = chances.clip(*_BOUNDS)
    return np.where(treated, 1.0, bounded / (1 - bounded))


def effective_size(weights: Array) -> float:
    """Return how many equally weighted accounts would tell as much (Kish 1965); 0 of none."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def imbalance(covariates: Array, treated: Mask, weights: Array, spread: Array) -> Array:
    """Return each column's standardised mean difference, helped less compared.

    Parameters
    ----------
    covariates
        Accounts by columns.
    treated
        Who was helped.
    weights
        What each account counts for.
    spread
        Each column's standard deviation, the same before and after weighting (Austin 2009), so that a smaller
        difference means better balance and not a wider spread.
    """
    means = [np.average(covariates[arm], axis=0, weights=weights[arm]) for arm in (treated, ~treated)]
    difference = means[0] - means[1]
    return np.divide(difference, spread, out=np.zeros_like(difference), where=spread > 0)


def pooled_spread(covariates: Array, treated: Mask) -> Array:
    """Return each column's standard deviation, the root of the mean of both arms' variances."""
    found: Array = np.sqrt((covariates[treated].var(axis=0) + covariates[~treated].var(axis=0)) / 2)
    return found
