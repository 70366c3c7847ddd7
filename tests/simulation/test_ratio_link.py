"""A ratio of two effects, money for each milestone: covered where printed, not printed where it is weak (R6)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit
from tests.simulation.companies import COVARIATES, company
from tests.simulation.replications import REPLICATIONS, at_least, at_most

from valuestory.contribution import Effects, Outcome, estimate_effects, ratio_link
from valuestory.contribution.effect.ratio_link import fieller

DRAWS = 3 * REPLICATIONS


def chain(planted: float, seed: int) -> tuple[Effects, float]:
    """Help worth so many points of milestones and six of renewals: both effects, and the true ratio of the totals."""
    drawn = company("A", 1_000, 0.06, seed)
    random = np.random.default_rng([seed, 11])
    helped = drawn.accounts["helped"]
    chance = expit(-0.3 + 0.5 * drawn.accounts["usage"])
    reached = (random.random(1_000) < np.minimum(chance + planted * helped, 1.0)).astype(int)
    accounts = drawn.accounts.assign(reached=reached)
    outcomes = [Outcome("reached"), Outcome("renewed")]
    effects = estimate_effects(accounts, treated="helped", outcomes=outcomes, **COVARIATES)
    kept = effects.effects[0].kept & helped
    gained = pd.Series(np.minimum(chance + planted, 1.0) - chance)[kept].mean()
    return effects, float(drawn.on_renewal[kept].mean() / gained)


def test_fieller_covers_the_ratio_of_two_effects_on_the_same_accounts() -> None:
    """Fifteen points of milestones are strong enough: 93 to 99 % of the intervals have the true ratio in."""
    hits, printed = [], 0
    for seed in range(DRAWS):
        effects, truth = chain(0.15, seed)
        milestones, renewals = effects.effects
        if abs(milestones.estimate) > 1.96 * milestones.standard_error:  # else the interval has no end
            found = fieller(renewals.estimate, milestones.estimate, effects.covariance[::-1, ::-1])
            hits.append(found.low <= truth <= found.high)
        printed += ratio_link(effects).established
    print(f"r3 with C of fifteen points: covered {np.mean(hits):.1%} of {len(hits)}, printed {printed / DRAWS:.0%}")
    assert np.mean(hits) >= at_least(0.91, len(hits))
    assert printed > DRAWS / 4


def test_a_ratio_over_a_weak_effect_is_next_to_never_printed() -> None:
    """Two points of milestones cannot be told from none, and what is divided by next to nothing says anything."""
    printed = sum(ratio_link(chain(0.02, seed)[0]).established for seed in range(DRAWS))
    print(f"r3 with C of two points: printed {printed / DRAWS:.0%}")
    assert printed / DRAWS <= at_most(0.05, DRAWS)
