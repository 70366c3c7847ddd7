"""Three different things that make an estimate uncertain, each by itself: chance, one assumption, and the worst of all.

The sampling interval says what chance does at the base assumptions. A tornado moves one assumption at a time. The
cautious corner puts the limit of the interval and the end of every assumption together: it is no 95 % interval, but
deliberately cautious. A draw of both gives the interval of an appendix.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from valuestory.contribution.effect.effect import Estimate
from valuestory.errors import MetricError

if TYPE_CHECKING:
    from valuestory.project import Assumption

_DRAWS: Final = 20_000
_SEED: Final = 20_260_706
TORNADO_COLUMNS: Final = ("assumption", "at_low", "base", "at_high", "swing")


@dataclass(frozen=True)
class Range:
    """A factor with its ends: finite, not below 0, and in order."""

    low: float
    base: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a range that no corner can be made of.

        Raises
        ------
        MetricError
            When the ends are not in order, not finite, or below 0: mend the assumption.
        """
        if not (0 <= self.low <= self.base <= self.high and math.isfinite(self.high)):
            what = f"{self.low:g}, {self.base:g}, {self.high:g} are no low, base and high of a factor"
            raise MetricError(what, where="assumptions", do="give finite numbers from 0 on, in this order")

    @classmethod
    def of(cls, assumption: Assumption) -> Range:
        """Return the range of an assumption in `valuestory.toml`."""
        return cls(assumption.low, assumption.base, assumption.high)

    def inverse(self) -> Range:
        """Return the range of one divided by the factor, for what is divided by it.

        Raises
        ------
        MetricError
            When the factor may be 0: give a low end above it.
        """
        if self.low == 0:
            raise MetricError("what is divided by has a low end of 0", where="assumptions", do="give one above 0")
        return Range(1 / self.high, 1 / self.base, 1 / self.low)


def at_base(effect: Estimate, factors: Mapping[str, Range]) -> Estimate:
    """Return the effect times every factor's base: its interval is that of sampling alone."""
    return effect.times(math.prod(each.base for each in factors.values()))


def tornado(effect: Estimate, factors: Mapping[str, Range]) -> pd.DataFrame:
    """Return what each assumption does by itself, the others and the effect at their base.

    Returns
    -------
    pandas.DataFrame
        `assumption at_low base at_high swing`, the widest swing first; sampling is not in it.
    """
    base = at_base(effect, factors).estimate
    rows = []
    for name, each in factors.items():
        others = effect.estimate * math.prod(other.base for key, other in factors.items() if key != name)
        at_low, at_high = others * each.low, others * each.high
        rows.append((name, at_low, base, at_high, abs(at_high - at_low)))
    found = pd.DataFrame(rows, columns=list(TORNADO_COLUMNS))
    return found.sort_values(["swing", "assumption"], ascending=[False, True], ignore_index=True)


def cautious_corner(effect: Estimate, factors: Mapping[str, Range]) -> tuple[float, float]:
    """Return the ends of the interval with every assumption at the end that makes them worse, or better.

    A limit below 0 is made worse by the high end of a factor. This is deliberately cautious, and never to be called a
    95 % interval.
    """
    lows, highs = (math.prod(getattr(each, end) for each in factors.values()) for end in ("low", "high"))
    return effect.low * (lows if effect.low >= 0 else highs), effect.high * (highs if effect.high >= 0 else lows)


def drawn_interval(effect: Estimate, factors: Mapping[str, Range]) -> tuple[float, float]:
    """Return the 95 % interval of both together: the effect normal, each assumption triangular; the draws are seeded.

    Parameters
    ----------
    effect
        The estimate before any factor.
    factors
        What it is multiplied by.
    """
    rng = np.random.default_rng(_SEED)
    drawn = rng.normal(effect.estimate, effect.standard_error, _DRAWS)
    for each in factors.values():
        drawn = drawn * (rng.triangular(each.low, each.base, each.high, _DRAWS) if each.low < each.high else each.base)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


@dataclass(frozen=True)
class Sensitivity:
    """What makes one figure uncertain: chance, single assumptions, and all of it at its worst.

    Attributes
    ----------
    sampling
        The figure with its 95 % interval at the base assumptions.
    tornado
        What each assumption does by itself.
    corner
        The cautious and the hopeful corner: no 95 % interval.
    drawn
        The 95 % interval of chance and assumptions drawn together.
    """

    sampling: Estimate
    tornado: pd.DataFrame
    corner: tuple[float, float]
    drawn: tuple[float, float]

    def table(self) -> pd.DataFrame:
        """Return the three ranges under what they are.

        Returns
        -------
        pandas.DataFrame
            `range low base high`.
        """
        base = self.sampling.estimate
        rows = [
            ("sampling alone, 95 %", self.sampling.low, base, self.sampling.high),
            ("sampling and assumptions drawn together, 95 %", self.drawn[0], base, self.drawn[1]),
            ("deliberately cautious corner, no 95 % interval", self.corner[0], base, self.corner[1]),
        ]
        return pd.DataFrame(rows, columns=["range", "low", "base", "high"])


def sensitivity(effect: Estimate, factors: Mapping[str, Range]) -> Sensitivity:
    """Return what makes a figure uncertain.

    Parameters
    ----------
    effect
        The estimate before any factor.
    factors
        What it is multiplied by, by the name of the assumption.
    """
    return Sensitivity(
        at_base(effect, factors),
        tornado(effect, factors),
        cautious_corner(effect, factors),
        drawn_interval(effect, factors),
    )
