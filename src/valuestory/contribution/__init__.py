"""How much of an outcome is Support's, and how sure we are.

`estimate_effect` compares accounts that were helped with like accounts that were not and says what may be said of it.
`compare_before_after` does so for a change that came to some units and not, or not yet, to others. Both need a table
and nothing else of this project. It makes no words for slides: `story` does.
"""

from valuestory.contribution.before_after import BeforeAfter, compare_before_after
from valuestory.contribution.effect import Balance, Benchmark, Effect, Estimate
from valuestory.contribution.improvements import improvements_before_after, programme_before_after
from valuestory.contribution.joint import Effects, Outcome, estimate_effect, estimate_effects
from valuestory.contribution.ratio_link import RatioLink, ratio_link

__all__ = [
    "Balance",
    "BeforeAfter",
    "Benchmark",
    "Effect",
    "Effects",
    "Estimate",
    "Outcome",
    "RatioLink",
    "compare_before_after",
    "estimate_effect",
    "estimate_effects",
    "improvements_before_after",
    "programme_before_after",
    "ratio_link",
]
