"""The chain from effort to business value: four totals and the links between them.

Our implementation of the five published steps (ServiceXRG, Support Contribution Index; no formula of theirs is public).
Effort E, accepted answers I, incremental milestones C and incremental value B are connected by r1 = I / E, r2 = C / I
and r3 = B / C, so that B = E r1 r2 r3 exactly: an accounting identity. That a milestone causes so many dollars it does
not say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from valuestory.contribution.chain.decompose import decompose, method_for
from valuestory.contribution.effect.effect import Estimate
from valuestory.contribution.effect.ratio_link import RatioLink

_ESTIMATED: Final = ("milestones", "business", "yield", "share")
CHAIN_COLUMNS: Final = (
    *("period", "effort", "answers"),
    *(f"{name}{end}" for name in _ESTIMATED for end in ("", "_low", "_high")),
    *("index", "established", "verdict"),
)
BRIDGE_COLUMNS: Final = ("step", "of", "amount", "method")


@dataclass(frozen=True)
class Link:
    """One link of the chain.

    Attributes
    ----------
    name, unit
        What is divided by what.
    value
        None where the link is not established: it is not printed then.
    why
        Why it is not established; empty where it is.
    low, high
        Its 95 % interval where it has one.
    """

    name: str
    unit: str
    value: float | None
    why: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Chain:
    """The four totals of one landmark.

    Attributes
    ----------
    effort
        What Support cost in the exposure window, in the reporting currency; None where it is not known.
    answers
        Accepted answers to the helped accounts in that window.
    milestones
        Incremental milestones of those accounts in the outcome window; None where milestones are not known.
    business
        Incremental value of those accounts in the outcome window, in the reporting currency; None without revenue.
    at_stake
        What could have been kept or lost, at the same margin as `business`.
    per_milestone
        The value for each milestone, where both were estimated on the same accounts, or why there is none.
    verdict
        Of the comparison that the value comes from; empty without revenue.
    """

    effort: float | None
    answers: float
    milestones: Estimate | None
    business: Estimate | None
    at_stake: float | None
    per_milestone: RatioLink | None = None
    verdict: str = ""

    @property
    def factors(self) -> dict[str, float] | None:
        """The effort and the three ratios, whose product is the value; None where one cannot be formed."""
        effort, answers = self.effort, self.answers
        if not effort or not answers or self.milestones is None or self.business is None:
            return None
        gained, value = self.milestones.estimate, self.business.estimate
        if not gained or not math.isfinite(gained * value):
            return None
        return {"effort": effort, "r1": answers / effort, "r2": gained / answers, "r3": value / gained}

    @property
    def links(self) -> tuple[Link, Link, Link]:
        """The three links, each with its figure or with why it is not established."""
        return self._answers_per_dollar(), self._milestones_per_answer(), self._dollars_per_milestone()

    @property
    def yields(self) -> Estimate | None:
        """The value for each unit of effort, B / E; its interval is that of sampling."""
        return self.business.times(1 / self.effort) if self.business is not None and self.effort else None

    @property
    def share(self) -> Estimate | None:
        """The value as a share of what is at stake, 100 B / V in percent."""
        return self.business.times(100 / self.at_stake) if self.business is not None and self.at_stake else None

    @property
    def is_established(self) -> bool:
        """Whether the value is above 0 beyond chance."""
        return self.business is not None and self.business.low > 0

    def _answers_per_dollar(self) -> Link:
        name, unit = "accepted answers for each unit of effort", "answers per unit of currency"
        if not self.effort:
            return Link(name, unit, None, "what the effort cost is not known")
        return Link(name, unit, self.answers / self.effort) if self.answers else Link(name, unit, None, _NO_ANSWER)

    def _milestones_per_answer(self) -> Link:
        name, unit = "incremental milestones for each accepted answer", "milestones per answer"
        if not self.answers:
            return Link(name, unit, None, _NO_ANSWER)
        if self.milestones is None or math.isnan(self.milestones.estimate):
            return Link(name, unit, None, "what was reached with and without help could not be compared")
        if not self.milestones.low > 0:
            return Link(name, unit, None, "the milestones that help adds are not distinguishable from none")
        ratio = self.milestones.times(1 / self.answers)
        return Link(name, unit, ratio.estimate, low=ratio.low, high=ratio.high)

    def _dollars_per_milestone(self) -> Link:
        name, unit = "value for each incremental milestone", "currency per milestone"
        if self.per_milestone is None:
            return Link(name, unit, None, "milestones and value could not both be compared")
        ratio = self.per_milestone.ratio
        if ratio is None:
            return Link(name, unit, None, self.per_milestone.reason)
        if not (self.is_established and self.milestones is not None and self.milestones.low > 0):
            return Link(name, unit, None, "help adds no milestones, or no value")
        return Link(name, unit, ratio.estimate, low=ratio.low, high=ratio.high)


_NO_ANSWER: Final = "no helped account had an accepted answer"


def links_table(chain: Chain) -> pd.DataFrame:
    """Return the three links: `link unit value low high established why`; no value where it is not established."""
    rows = [
        (each.name, each.unit, each.value, each.low, each.high, each.value is not None, each.why)
        for each in chain.links
    ]
    return pd.DataFrame(rows, columns=["link", "unit", "value", "low", "high", "established", "why"])


def chain_table(chains: Mapping[str, Chain]) -> pd.DataFrame:
    """Return the chains of several periods, with the index: the yield where that of the first is 100.

    Parameters
    ----------
    chains
        By the name of the period in which the outcome window ends, in order of time; the first is the base.

    Returns
    -------
    pandas.DataFrame
        `period effort answers`, `milestones business yield share` each with its ``_low`` and ``_high``, `index
        established verdict`; NaN where there is none. The index has none where the first period's value is not
        established: a noisy base moves every later figure.
    """
    first = next(iter(chains.values()), None)
    base = first.yields if first is not None and first.is_established else None
    rows = [_row(period, each, base) for period, each in chains.items()]
    return pd.DataFrame(rows, columns=list(CHAIN_COLUMNS))


def _row(period: str, chain: Chain, base: Estimate | None) -> dict[str, object]:
    made = chain.yields
    estimated = zip(_ESTIMATED, (chain.milestones, chain.business, made, chain.share), strict=True)
    row: dict[str, object] = {"period": period, "effort": _number(chain.effort), "answers": chain.answers}
    for name, found in estimated:
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), found or (math.nan,) * 3, strict=True))
    index = 100 * made.estimate / base.estimate if made is not None and base is not None else math.nan
    return row | {"index": index, "established": chain.is_established, "verdict": chain.verdict}


def bridge(before: Chain, after: Chain) -> pd.DataFrame:
    """Return how the chain went from one period to another, as far as both periods carry it, without a residual.

    The value through all links where both periods establish them; else by effort and yield. Where one of them has no
    value, the milestones by effort, answers and milestones an answer; where these are not established either, the
    answers, which are counted.

    Returns
    -------
    pandas.DataFrame
        `step of amount method`: what it was before, what each factor adds, what it is after; `of` is "value",
        "milestones" or "answers". No row where a period's effort is not known.
    """
    for of, factors in _CARRIED.items():
        pair = factors(before), factors(after)
        if pair[0] is not None and pair[1] is not None and list(pair[0]) == list(pair[1]):
            return _steps(of.partition(":")[0], pair[0], pair[1])
    return no_bridge()


def no_bridge() -> pd.DataFrame:
    """Return a bridge without steps."""
    return pd.DataFrame(columns=list(BRIDGE_COLUMNS))


def _steps(of: str, before: Mapping[str, float], after: Mapping[str, float]) -> pd.DataFrame:
    method = method_for(before, after)
    ends = [("before", math.prod(before.values())), ("after", math.prod(after.values()))]
    rows = [ends[0], *decompose(before, after).items(), ends[1]]
    return pd.DataFrame([(step, of, amount, method) for step, amount in rows], columns=list(BRIDGE_COLUMNS))


def _through_links(chain: Chain) -> dict[str, float] | None:
    return chain.factors if all(link.value is not None for link in chain.links) else None


def _by_yield(chain: Chain) -> dict[str, float] | None:
    made = chain.yields
    if chain.effort is None or made is None or math.isnan(made.estimate):
        return None
    return {"effort": chain.effort, "yield": made.estimate}


def _to_milestones(chain: Chain) -> dict[str, float] | None:
    first, second, _ = chain.links
    if chain.effort is None or first.value is None or second.value is None:
        return None
    return {"effort": chain.effort, "r1": first.value, "r2": second.value}


def _to_answers(chain: Chain) -> dict[str, float] | None:
    first = chain.links[0]
    return None if chain.effort is None or first.value is None else {"effort": chain.effort, "r1": first.value}


_CARRIED: Final[Mapping[str, Callable[[Chain], dict[str, float] | None]]] = {
    "value: through links": _through_links,
    "value: by yield": _by_yield,
    "milestones": _to_milestones,
    "answers": _to_answers,
}
"""What a bridge can be of, the farthest along the chain first."""


def _number(value: float | None) -> float:
    return math.nan if value is None else value
