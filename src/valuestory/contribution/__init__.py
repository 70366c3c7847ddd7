"""How much of an outcome is Support's, and how sure we are.

`estimate_effect` compares accounts that were helped with like accounts that were not and says what may be said of it.
`compare_before_after` does so for a change that came to some units and not, or not yet, to others. Both need a table
and nothing else. `contribution` makes the table of accounts of a company, and goes on to the chain from effort to
business value, to the shares of the teams and to the value ledger. No words for slides are made here: `story` does.
"""

from valuestory.contribution.before_after.before_after import BeforeAfter, compare_before_after
from valuestory.contribution.before_after.improvements import improvements_before_after, programme_before_after
from valuestory.contribution.company_contribution import Contribution, contribution
from valuestory.contribution.effect.effect import Balance, Benchmark, Effect, Estimate
from valuestory.contribution.effect.in_order import Outcome
from valuestory.contribution.effect.joint import Effects, estimate_effect, estimate_effects
from valuestory.contribution.effect.ratio_link import RatioLink, ratio_link
from valuestory.contribution.effect.second_opinion import second_opinion

__all__ = [
    "Balance",
    "BeforeAfter",
    "Benchmark",
    "Contribution",
    "Effect",
    "Effects",
    "Estimate",
    "Outcome",
    "RatioLink",
    "compare_before_after",
    "contribution",
    "estimate_effect",
    "estimate_effects",
    "improvements_before_after",
    "programme_before_after",
    "ratio_link",
    "second_opinion",
]
