"""How much of an outcome is Support's, and how sure we are.

`estimate_effect` compares accounts that were helped with like accounts that were not and says what may be said of it.
It needs a table of accounts and nothing else of this project. It makes no words for slides: `story` does.
"""

from valuestory.contribution.effect import Balance, Benchmark, Effect, Estimate
from valuestory.contribution.joint import Effects, Outcome, estimate_effect, estimate_effects
from valuestory.contribution.ratio_link import RatioLink, ratio_link

__all__ = [
    "Balance",
    "Benchmark",
    "Effect",
    "Effects",
    "Estimate",
    "Outcome",
    "RatioLink",
    "estimate_effect",
    "estimate_effects",
    "ratio_link",
]
