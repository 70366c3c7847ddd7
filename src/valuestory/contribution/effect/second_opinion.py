"""A second opinion that needs no declared curves: cross-fitted AIPW with gradient boosting.

The default estimate is right given the columns that were declared; an interaction that nobody thought of can mislead
it by two points. Boosted trees find such things by themselves. They need some thousand accounts and some seconds, and
their error, by the influence function, is too small where revenue is spread widely: this stands beside the default and
never in its place.

Sources: Robins, Rotnitzky and Zhao 1994 (AIPW); Chernozhukov et al. 2018 (cross-fitting).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.model_selection import StratifiedKFold

from valuestory.contribution.effect.accounts import Array, Mask
from valuestory.contribution.effect.comparison import comparable_accounts
from valuestory.contribution.effect.covariates import read_covariates
from valuestory.contribution.effect.design_matrix import design_matrix
from valuestory.contribution.effect.effect import Estimate, interval
from valuestory.contribution.effect.in_order import LIBRARIES, Outcome, read_in_order
from valuestory.contribution.effect.propensity import odds
from valuestory.contribution.effect.verdict import FEWEST_ACCOUNTS

if TYPE_CHECKING:
    import pandas as pd

FEWEST: Final = 1_000
"""Accounts below which trees find chance."""
_FOLDS: Final = 5
_TREES: Final = {
    "learning_rate": 0.05,
    "max_iter": 100,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 20,
    "early_stopping": False,
    "random_state": 0,
}


def second_opinion(
    accounts: pd.DataFrame,
    *,
    treated: str,
    outcome: str,
    numeric: Sequence[str],
    categorical: Sequence[str] = (),
    weight: str | None = None,
) -> Estimate | None:
    """Return the effect on the helped that have comparable accounts, by trees that find curves and products themselves.

    Parameters
    ----------
    accounts, treated, outcome, numeric, categorical, weight
        As in `estimate_effect`; the same accounts are kept.

    Returns
    -------
    Estimate or None
        With a 95 % interval by its influence function; None below 1,000 accounts, or with fewer than 75 kept in an arm.

    Raises
    ------
    DataError
        As in `estimate_effect`.
    """
    covariates = read_covariates(accounts, numeric, (), categorical, ())
    read = read_in_order(accounts, covariates, treated, [Outcome(outcome, weight)])
    if len(read.treated) < FEWEST:
        return None
    with LIBRARIES.limit(limits=1):
        covariates = read.covariates.filled_in()
        kept = comparable_accounts(covariates, read.treated)
        helped, answers = read.treated[kept], read.answers[0].at(kept)
        if min(helped.sum(), (~helped).sum()) < FEWEST_ACCOUNTS:
            return None
        columns = design_matrix(covariates.at(kept), ~helped)[0].values
        expected, chances = _cross_fitted(columns, helped, answers.outcome)
    return _augmented(answers.outcome - expected, helped, odds(chances, helped), answers.weights)


def _cross_fitted(columns: Array, helped: Mask, outcome: Array) -> tuple[Array, Array]:
    """Return what each account would have had without help and its chance of help, by trees that never saw it."""
    expected, chances = np.empty(len(helped)), np.empty(len(helped))
    for known, asked in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(columns, helped):
        others = known[~helped[known]]
        expected[asked] = (
            HistGradientBoostingRegressor(**_TREES).fit(columns[others], outcome[others]).predict(columns[asked])
        )
        chosen = HistGradientBoostingClassifier(**_TREES).fit(columns[known], helped[known])
        chances[asked] = chosen.predict_proba(columns[asked])[:, 1]
    return expected, chances


def _augmented(surprise: Array, helped: Mask, odds_of: Array, weights: Array) -> Estimate:
    """Return the helped's mean surprise less that of the compared who look like them.

    Parameters
    ----------
    surprise
        What each account had beyond what was expected without help.
    helped, odds_of, weights
        Who was helped, the odds of it (1 for the helped), and what each account counts for.
    """
    influence = np.zeros(len(helped))
    found = 0.0
    for arm, sign in ((helped, 1.0), (~helped, -1.0)):
        share = np.where(arm, weights * odds_of, 0.0)
        share /= share.sum()
        mean = float(share @ surprise)
        influence += sign * share * (surprise - mean)
        found += sign * mean
    return interval(found, float(np.sqrt((influence**2).sum())))
