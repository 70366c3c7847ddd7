"""What may be said of an estimate: rules R1 to R5, their order, and the grade of evidence.

| rule | says | where |
|---|---|---|
| R1 | too few accounts | the smaller arm has fewer than 75 accounts, or 4 a column; or its outcomes are all the same |
| R4 | comparison not valid | the interval of the negative control leaves zero out |
| R2 | overlap too weak | under 60 % of the helped, by weight, is comparable, or the compared are worth under 20 |
| R5 | model-dependent | plain regression on the main columns differs by more than a standard error |
| R3 | not distinguishable from zero | the interval takes zero in |
| R2 | partial overlap | less than 95 % of what the helped weigh is comparable |

The first that applies is the verdict; else the effect is established. Thresholds are those at which simulated companies
with a known effect were told the truth (docs/decisions/0009). R6, of ratios, is in `ratio_link`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from valuestory.contribution.effect.effect import Estimate, Grade, Verdict

FEWEST_ACCOUNTS: Final = 75
ACCOUNTS_A_COLUMN: Final = 4
WEAKEST_OVERLAP: Final = 0.60
FULL_OVERLAP: Final = 0.95
FEWEST_CONTROLS: Final = 20.0
FEWEST_PARENTS: Final = 20.0


@dataclass(frozen=True)
class Judged:
    """Verdict, grade, why, and what would change it."""

    verdict: Verdict
    grade: Grade | None
    reason: str
    collect: str


@dataclass(frozen=True)
class Findings:
    """What the rules look at.

    Parameters
    ----------
    estimate
        With its interval.
    negative_control
        Likewise; None where it did not run.
    kept_share
        Comparable share of what the helped weigh.
    effective_controls
        Where each account counts alike; None where accounts are weighted, since the interval widens by itself there.
    model_difference
        Plain regression less the estimate.
    adjusted
        Whether any covariate was used. Without one it is a plain difference, which no headline may have.
    """

    estimate: Estimate
    negative_control: Estimate | None
    kept_share: float
    effective_controls: float | None
    model_difference: float
    adjusted: bool = True


def fewest_needed(parameters: int) -> int:
    """Return how many accounts the smaller arm needs for a regression with so many parameters (R1)."""
    return max(FEWEST_ACCOUNTS, ACCOUNTS_A_COLUMN * parameters)


def too_few(smaller: int, needed: int, *, parents: bool = False) -> Judged | None:
    """Return R1's verdict where it applies.

    Parameters
    ----------
    smaller
        Accounts of the smaller arm; with parents, how many parents they have.
    needed
        What it needs.
    parents
        Whether parents were counted.
    """
    if smaller >= needed:
        return None
    counted = "parents of accounts" if parents else "accounts"
    return Judged(
        "too few accounts",
        None,
        f"the smaller group has {smaller} {counted} to compare, and {needed} are needed",
        f"{needed - smaller} more {counted} in the smaller group: a longer window, or more of the company",
    )


def few_parents(effective: float) -> Judged | None:
    """Return R1's verdict where so much of an arm has one parent that how parents differ is not known."""
    if effective >= FEWEST_PARENTS:
        return None
    return Judged(
        "too few accounts",
        None,
        f"the parents of one group are so unequal that they tell no more than {effective:.0f} equal ones would",
        "accounts of more parents, or an estimate for each large parent by itself",
    )


def same_outcome() -> Judged:
    """Return R1's verdict where nothing varies: an interval would close up although little is known."""
    return Judged(
        "too few accounts",
        None,
        "in one of the groups every account has the same outcome, so that its spread is not known",
        "a longer outcome window, or more accounts, until both outcomes are seen in both groups",
    )


def weak_overlap(kept_share: float, effective_controls: float | None) -> Judged | None:
    """Return R2's refusal where it applies."""
    if kept_share < WEAKEST_OVERLAP:
        reason = f"only {kept_share:.0%} of what the helped weigh has comparable accounts, and 60% is needed"
    elif effective_controls is not None and effective_controls < FEWEST_CONTROLS:
        reason = f"the compared accounts tell no more than {effective_controls:.0f} would, and 20 are needed"
    else:
        return None
    return Judged(
        "overlap too weak",
        None,
        reason,
        "accounts like the helped that were not helped: help some later than others, by lot or region by region",
    )


def judge(found: Findings) -> Judged:
    """Return the first verdict that applies, but for R1, which is known before anything is estimated."""
    control = found.negative_control
    if control is not None and _leaves_out_zero(control):
        return Judged(
            "comparison not valid",
            None,
            "the helped already differed before they were helped",
            "what made them differ, as a covariate; or a holdout by lot",
        )
    refused = weak_overlap(found.kept_share, found.effective_controls)
    if refused:
        return refused
    grade, missing = _grade(found)
    if abs(found.model_difference) > found.estimate.standard_error:
        return Judged(
            "model-dependent",
            "C" if grade == "B" else "D",
            "plain regression gives another answer, by more than a standard error" + _of_whom(found),
            missing or "more accounts, or a holdout by lot, which needs no model",
        )
    if not _leaves_out_zero(found.estimate):
        return Judged(
            "not distinguishable from zero",
            grade,
            "the interval takes zero in" + _of_whom(found),
            "more accounts: four times as many halve the interval",
        )
    if found.kept_share < FULL_OVERLAP:
        return Judged(
            "partial overlap",
            grade,
            f"it holds for the {found.kept_share:.0%} of what the helped weigh that has comparable accounts",
            "accounts like the rest of the helped that were not helped",
        )
    return Judged("established", grade, "the interval leaves zero out and no rule stands against it", missing)


def _grade(found: Findings) -> tuple[Grade, str]:
    """Return the grade of evidence, and what it lacks to be B."""
    if not found.adjusted:
        return "D", "what was known of each account before the help, to compare like with like"
    if found.negative_control is None:
        return "C", "an outcome from before the help, kept apart as negative control"
    return "B", ""


def _of_whom(found: Findings) -> str:
    """Return the end of a sentence that says of whom it is, where that is not everyone."""
    if found.kept_share >= FULL_OVERLAP:
        return ""
    return f"; it is of the {found.kept_share:.0%} of what the helped weigh that has comparable accounts"


def _leaves_out_zero(each: Estimate) -> bool:
    return each.low > 0 or each.high < 0
