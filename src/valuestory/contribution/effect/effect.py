"""What an estimate says: the effect with its interval, all that a sceptic asks of it, and the verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from html import escape
from typing import Final, Literal, NamedTuple

import pandas as pd
from scipy.stats import norm

from valuestory.errors import MetricError
from valuestory.metrics.readable import table_html

Verdict = Literal[
    "established",
    "not distinguishable from zero",
    "partial overlap",
    "overlap too weak",
    "too few accounts",
    "model-dependent",
    "comparison not valid",
]
Grade = Literal["A", "B", "C", "D"]

REFUSALS: Final[tuple[Verdict, ...]] = ("too few accounts", "comparison not valid", "overlap too weak")
"""Verdicts under which there is no estimate."""
Z: Final = float(norm.ppf(0.975))
DETECTABLE: Final = 2.8
"""Standard errors that an effect has to be to be seen four times in five: the normal quantiles of 97.5 % and 80 %."""


class Estimate(NamedTuple):
    """An estimate with its 95 % interval, in the unit of its outcome."""

    estimate: float
    low: float
    high: float

    @property
    def standard_error(self) -> float:
        """Half the interval's width over 1.96."""
        return (self.high - self.low) / (2 * Z)

    def __float__(self) -> float:
        return self.estimate

    def times(self, factor: float) -> Estimate:
        """Return the same in another unit, such as a rate times the revenue that it is a rate of."""
        return Estimate(self.estimate * factor, self.low * factor, self.high * factor)


def interval(estimate: float, standard_error: float) -> Estimate:
    """Return an estimate with its 95 % interval by the normal quantile."""
    return Estimate(estimate, estimate - Z * standard_error, estimate + Z * standard_error)


class Benchmark(NamedTuple):
    """By how much the estimate moves when the strongest covariate is left out."""

    covariate: str
    move: float


class Balance(NamedTuple):
    """A column's standardised mean difference, helped less compared, before and after weighting."""

    column: str
    before: float
    after: float


@dataclass(frozen=True)
class Effect:
    """The average effect on the helped accounts that have comparable ones, given the factors listed.

    Rates are in the unit of the outcome: of a 0/1 outcome from 0 to 1, so that 0.06 is six points. Under a refusal
    (`refused`) `estimate`, `low`, `high`, `standard_error` and `counterfactual` are NaN and what rests on them is None.

    Parameters
    ----------
    outcome
        Its column.
    estimate, low, high, standard_error
        The effect and its 95 % interval.
    counterfactual
        What the helped would have had without help.
    n_treated, n_compared
        Accounts that were helped, and those that were not.
    kept_share
        Of what the helped weigh (accounts, or their opening revenue), the share that has comparable accounts; the
        estimate is of these alone.
    kept_weight
        What they weigh: their number, or the sum of the weights in their unit.
    effective_controls
        How many equally weighted accounts would tell as much as the compared ones do.
    balance_before, balance_after
        The largest standardised mean difference of any column, before and after weighting. It tells of what was
        measured and of nothing else.
    balance
        The same by column.
    least_detectable
        The effect that would be seen four times in five, 2.8 standard errors; where there are too few accounts, from
        the spread of the outcome alone.
    model_difference
        Plain regression on the main columns less the estimate.
    negative_control
        The same estimate of an outcome from before anybody was helped: it should be 0. None where none was named or too
        few accounts have it.
    e_value, e_value_limit
        How strong a hidden factor would have to be to explain the estimate, or its interval, away; of the risk ratio
        of the outcome as given. None where that is no rate from 0 to 1.
    capped
        The estimate with weights no larger than their 99th percentile; without weights the estimate itself.
    size_free
        The estimate if the effect does not depend on an account's weight: each counts alike. Never a headline.
    largest_share
        The share of what the kept helped weigh that is the largest account's.
    without_largest
        The estimate without that account; None without weights, where no account is the largest.
    benchmark
        A hidden factor as strong as this covariate would move the estimate by so much; None without covariates.
    columns
        The columns of the basis that was used.
    left_out
        Declared covariates of which no column is used, since they do not vary.
    basis
        `rich`, or `main` where the smaller arm has fewer than four accounts for each column of the rich one.
    verdict
        What may be said.
    grade
        Of evidence, which decides the verb; None under a refusal.
    reason
        Why the verdict is what it is, in one sentence.
    collect
        What would change it; empty where nothing is missing.
    experiment
        The declared experiment behind grade A.
    kept
        By row of the accounts, who is in the estimate.
    """

    outcome: str
    estimate: float
    low: float
    high: float
    standard_error: float
    counterfactual: float
    n_treated: int
    n_compared: int
    kept_share: float
    kept_weight: float
    effective_controls: float
    balance_before: float
    balance_after: float
    balance: tuple[Balance, ...] = field(repr=False)
    least_detectable: float
    model_difference: float | None
    negative_control: Estimate | None
    e_value: float | None
    e_value_limit: float | None
    capped: Estimate | None
    size_free: Estimate | None
    largest_share: float
    without_largest: float | None
    benchmark: Benchmark | None
    columns: tuple[str, ...]
    left_out: tuple[str, ...]
    basis: Literal["main", "rich"]
    verdict: Verdict
    grade: Grade | None
    reason: str
    collect: str
    experiment: str = ""
    kept: pd.Series = field(default_factory=lambda: pd.Series(dtype=bool), compare=False, repr=False)

    @property
    def refused(self) -> bool:
        """Whether there is no estimate."""
        return self.verdict in REFUSALS

    @property
    def n_kept(self) -> int:
        """Helped accounts that have comparable ones, of which the estimate is."""
        return int(self.kept.sum()) - self.n_compared

    @property
    def total(self) -> Estimate:
        """The effect on all kept helped accounts together: accounts, or money in the weight's unit.

        The helped without comparable accounts count as 0 in it. NaN under a refusal.
        """
        return Estimate(self.estimate, self.low, self.high).times(self.kept_weight)

    def _repr_html_(self) -> str:
        """Return what may be said, and what it rests on, for a notebook."""
        before = self.negative_control
        rows = [
            ("difference that goes with help", _ranged(Estimate(self.estimate, self.low, self.high))),
            ("without help it would have been", _figure(self.counterfactual)),
            ("helped accounts", f"{self.n_treated:,}, of which {self.n_kept:,} have comparable ones"),
            (
                "accounts to compare with",
                f"{self.n_compared:,}, which tell as much as {_figure(self.effective_controls)}",
            ),
            (
                "largest difference of a factor",
                f"{_figure(self.balance_before)}, weighted {_figure(self.balance_after)}",
            ),
            ("difference before any help", f"{_ranged(before)}: it should be 0" if before else "not known"),
            ("smallest effect that would be seen", _figure(self.least_detectable)),
            ("E-value, of its limit", f"{_figure(self.e_value)}, {_figure(self.e_value_limit)}"),
        ]
        said = f"<b>{escape(self.outcome)}</b>: {self.verdict}" + (f", grade {self.grade}" if self.grade else "")
        note = f"Why: {self.reason}." + (f" What would tell more: {self.collect}." if self.collect else "")
        return table_html(pd.DataFrame(rows, columns=["what", "figure"]), said, note)

    def accounts_needed(self, effect: float) -> int:
        """Return how many accounts like these, helped and compared together, show an effect four times in five.

        Parameters
        ----------
        effect
            In the outcome's unit, not 0.

        Raises
        ------
        MetricError
            When the effect is 0, or nothing is known of how much the outcome varies.
        """
        if not effect or not math.isfinite(self.least_detectable):
            raise MetricError(
                "no number of accounts shows that", where=self.outcome, do="give an effect other than 0, and outcomes"
            )
        return math.ceil((self.n_treated + self.n_compared) * (self.least_detectable / effect) ** 2)

    def by_experiment(self, declared: str) -> Effect:
        """Return the same estimate as that of an experiment that was declared before it ran.

        Only this makes grade A, and only of an estimate that stands: a refusal stays one, and what depends on the
        model's form has grade B.

        Parameters
        ----------
        declared
            What the declaration in `valuestory.toml` is called.

        Raises
        ------
        MetricError
            When it is empty: name the experiment.
        """
        if not declared.strip():
            raise MetricError("an experiment has a name", where="declared", do="declare it in valuestory.toml")
        if self.refused:
            return self
        grade: Grade = "B" if self.verdict == "model-dependent" else "A"
        return replace(self, grade=grade, experiment=declared)


def _figure(number: float | None) -> str:
    return (
        "not known"
        if number is None or not math.isfinite(number)
        else f"{number:,.0f}"
        if abs(number) >= 1000
        else f"{number:.3g}"
    )


def _ranged(found: Estimate) -> str:
    return f"{_figure(found.estimate)} ({_figure(found.low)} to {_figure(found.high)})"
