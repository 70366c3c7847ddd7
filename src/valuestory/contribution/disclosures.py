"""What is said beside the figures: the five steps as declared, who stands behind a figure, and what limits it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from valuestory.contribution.panel.outcomes import OPENING
from valuestory.contribution.panel.panel import HELPED, Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuestory.contribution.chain.effort import Effort
    from valuestory.contribution.effect.effect import Effect


def five_steps(panel: Panel, events: Sequence[str], effort: Effort | None) -> pd.DataFrame:
    """Return the five published steps as a company declared them.

    Parameters
    ----------
    panel
        Of the landmark.
    events
        The milestones that customers expect to reach.
    effort
        What Support cost; None where it is not known.

    Returns
    -------
    pandas.DataFrame
        `step asks declared`.
    """
    answers = int(panel.accounts["answers"].sum())
    rows = [
        ("outcomes that matter", ", ".join(panel.outcomes)),
        ("what customers expect", ", ".join(events) or "no milestones are recorded"),
        ("how Support meets it", f"{answers} accepted answers in five classes of benefit"),
        ("the level of effort", _cost(effort)),
        ("what connects them", f"{panel.n_treated} helped accounts against {panel.n_compared} others"),
    ]
    steps = [(number, asks, declared) for number, (asks, declared) in enumerate(rows, 1)]
    return pd.DataFrame(steps, columns=["step", "asks", "declared"])


def who_is_compared(panel: Panel, effect: Effect) -> pd.DataFrame:
    """Return how many of the helped stand behind an effect: the others count as 0 in every total.

    Returns
    -------
    pandas.DataFrame
        `helped accounts opening_arr`: at the landmark, of these who were there before help was counted, and of
        these who have comparable accounts; revenue NaN where it is not known.
    """
    everyone = panel.accounts[panel.accounts[HELPED] > 0]
    before = everyone[everyone["known_before"]]
    kept = before[before.index.isin(effect.kept.index[effect.kept])]
    named = {"at the landmark": everyone, "there before": before, "with comparable accounts": kept}
    rows = [(name, len(each), _revenue(each)) for name, each in named.items()]
    return pd.DataFrame(rows, columns=["helped", "accounts", "opening_arr"])


def limits(panel: Panel, declared_quarters: int, *, lacks_visits: bool, lacks_margin: bool) -> tuple[str, ...]:
    """Return what limits the figures, a sentence each.

    Parameters
    ----------
    panel
        Of the landmark.
    declared_quarters
        How long the outcome window is meant to be.
    lacks_visits
        Whether there are visits that do not cover the exposure window.
    lacks_margin
        Whether there is revenue and no gross margin.
    """
    late, quarters = len(panel.accounts) - len(panel.comparable), len(panel.windows.outcome)
    said = {
        f"the data is short: help and outcome are looked at in {quarters} quarters each": quarters < declared_quarters,
        f"{late} customers came within the exposure window and are compared with nobody": late > 0,
        "visits to self-service do not cover the exposure window: help is counted by cases alone": lacks_visits,
        "no assumptions.gross_margin: value is recurring revenue, not profit": lacks_margin,
    }
    return tuple(sentence for sentence, holds in said.items() if holds)


def _cost(effort: Effort | None) -> str:
    if effort is None:
        return "not known: supply `costs`, or work minutes and loaded_rate"
    return f"{effort.amount:,.0f} by the ledger" if effort.source == "ledger" else f"{effort.hours:,.0f} hours"


def _revenue(accounts: pd.DataFrame) -> float:
    return float(accounts[OPENING].sum()) if OPENING in accounts else math.nan
