"""Figures along time as facts: of each period and the bridge between the last two, and of what is to come.

What is to come is the holdout that would show the effect, and the day by which to decide on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.contribution.holdout import ALPHA, POWER, detectable_with, plan_holdout
from valuestory.contribution.ledger.ledger import HEADLINE_GRADES
from valuestory.contribution.panel.later import Later
from valuestory.slides.number_words import NumberWords
from valuestory.story.contribution.words import STANDS
from valuestory.story.facts.adding_up import bridge_adding_up
from valuestory.story.facts.estimated import estimated

if TYPE_CHECKING:
    from valuestory.contribution import Contribution, Effect
    from valuestory.contribution.chain.chain import Chain
    from valuestory.slides.facts import Fact
    from valuestory.slides.number_words import Unit

SOURCE: Final = "the chain of effort, answers, milestones and value"
TAKE_UP: Final = "holdout_take_up"
"""The assumption that says which share of those it is offered to take an added service up."""
_LEAST_PLANNED: Final = 0.03
_POWER: Final = "power of two arms of one size, 80% at the 5% level"
TOO_FEW: Final = "too few accounts"
_LATER: Final = "help that was given, its outcome to come; as if no customer left"
YIELD_STEP: Final = 0.01
"""What the value of one unit of cost is shown in, in every currency: "$0.57", and "¥0.57" too."""
PERIOD_FIGURES: Final = {
    "effort": "Cost of Support",
    "answers": "Accepted answers",
    "milestones": "Milestones more",
    "value": "Value more, at margin",
    "yield": "Value for each unit of cost",
    "index": "Index, first period 100",
}
BRIDGE_STEPS: Final = {
    "before": "A quarter before",
    "effort": "Effort",
    "r1": "Answers for effort",
    "r2": "Milestones for answers",
    "r3": "Value for milestones",
    "yield": "Value for effort",
    "after": "Now",
}


def facts_of_periods(found: Contribution) -> Iterator[Fact]:
    """Yield the figures of each period, `period_NAME_PLACE`, and the steps of the bridge, `bridge_OF_PLACE`.

    Steps are told as far as both periods carry the chain; of a value only if both have one, for a step from one value
    that is not established to another means nothing.
    """
    index = found.index()["index"].tolist()
    yield estimated("index_base", 100, "count", "what the index begins with", SOURCE, declared=True)
    for place, (name, each) in enumerate(found.chains.items()):
        for what, value, unit, ends in _figures(each, index[place]):
            if value is not None and math.isfinite(value):
                label, step = f"{PERIOD_FIGURES[what]}, up to {name}", YIELD_STEP if what == "yield" else None
                yield estimated(f"period_{what}_{place}", value, unit, label, SOURCE, *ends, step=step)
    yield from _of_bridge(found)


def _of_bridge(found: Contribution) -> Iterator[Fact]:
    pair, table = list(found.chains.values())[-2:], found.bridge()
    is_value = bool((table["of"] == "value").any())
    if is_value and not all(each.is_established for each in pair):
        return
    unit_of: Unit = "money" if is_value else "count"
    exact = [
        estimated(f"bridge_{row['of']}_{place}", float(row["amount"]), unit_of, BRIDGE_STEPS[row["step"]], SOURCE)
        for place, row in enumerate(table.to_dict("records"))
    ]
    if exact:
        settings = found.company.project.company
        yield from bridge_adding_up(exact, NumberWords(settings.locale, settings.currency))


def _figures(chain: Chain, index: float) -> Iterator[tuple[str, float | None, Unit, tuple[float, float]]]:
    none = (math.nan, math.nan)
    yield "effort", chain.effort, "money", none
    yield "answers", chain.answers, "count", none
    yield "milestones", None if chain.milestones is None else chain.milestones.estimate, "count", none
    yield "value", None if chain.business is None else chain.business.estimate, "money", none
    made = chain.yields
    yield "yield", *((None, "money", none) if made is None else (made.estimate, "money", (made.low, made.high)))
    yield "index", index, "count", none


def facts_of_later(found: Contribution, effect: Effect) -> Iterator[Fact]:
    """Yield what later quarters will show of an outcome that has too few accounts today: a year's half, and the year.

    ``later_PLACE_ends`` is the last day of the outcome window, ``later_PLACE_helped`` how many helped customers it has,
    ``later_PLACE`` the smallest effect that shows. Only those that show more than today are told.

    The smallest effect that shows goes with the standard error, and that with one over the root of the groups' size.
    """
    later = found.later()
    today = Later(found.company.period, found.panel.n_treated, found.panel.n_compared).weight
    if effect.verdict != TOO_FEW or not later or not today or not math.isfinite(effect.least_detectable):
        return
    chosen = dict.fromkeys((later[(len(later) - 1) // 2], later[-1]))
    for place, each in enumerate(chosen):
        if each.weight > today:
            shown = 100 * effect.least_detectable * math.sqrt(today / each.weight)
            day = (each.quarter.end - timedelta(days=1)).isoformat()
            yield estimated(f"later_{place}_ends", day, "date", "the end of a later outcome window", _LATER)
            yield estimated(f"later_{place}_helped", each.helped, "count", "helped customers in it", _LATER)
            yield estimated(f"later_{place}", shown, "points", "smallest effect that shows then", _LATER)


def facts_of_plan(found: Contribution, effect: Effect) -> Iterator[Fact]:
    """Yield the figures of a holdout that would show an effect like this one, or, where none is seen, what was to be.

    Parameters
    ----------
    found
        The analysis: its outcome window says how long to watch, its landmark how many customers there are.
    effect
        Of the outcome that was declared to count; where its rate without help is none of two, there is no plan.
    """
    yield estimated(
        "holdout_power", POWER, "share", "how often an effect of this size is to show", _POWER, declared=True
    )
    yield estimated("holdout_level", ALPHA, "share", "how often chance may show one", _POWER, declared=True)
    base = effect.counterfactual
    wanted = abs(effect.estimate) if effect.verdict in STANDS else effect.least_detectable
    wanted = max(_LEAST_PLANNED, round(wanted, 2)) if math.isfinite(wanted) else math.nan
    if not (0 < base < 1 and wanted < 1 - base):
        return
    declared = found.company.project.assumptions.get(TAKE_UP)
    take_up, here = 1.0 if declared is None else declared.base, len(found.panel.accounts)
    plan, half = (plan_holdout(base, wanted, take_up=each) for each in (take_up, take_up / 2))
    yield estimated("holdout_months", 3 * len(found.windows.outcome), "count", "months of watching", _POWER)
    yield estimated("holdout_accounts", plan.accounts, "count", "customers that a holdout takes", _POWER)
    yield estimated("holdout_accounts_half", half.accounts, "count", "customers at half the take-up", _POWER)
    yield estimated("holdout_effect", 100 * plan.effect, "points", "effect that it shows", _POWER)
    yield estimated("holdout_base", plan.base_rate, "share", "stay without help", _POWER)
    yield estimated("holdout_here", here, "count", "customers that there are", "accounts")
    if declared is not None:
        yield estimated("holdout_take_up", take_up, "share", "take the service up", declared.source, declared=True)
    shown = detectable_with(here, base, take_up)
    if math.isfinite(shown):
        yield estimated("holdout_today", 100 * shown, "points", "smallest effect that all customers show", _POWER)
    for place, row in enumerate(plan.table.to_dict("records")):
        if math.isfinite(row["detectable"]):
            yield estimated(f"holdout_accounts_{place}", row["accounts"], "count", "customers in both arms", _POWER)
            label = "smallest effect that shows"
            yield estimated(f"holdout_detectable_{place}", 100 * row["detectable"], "points", label, _POWER)


def facts_of_decision(found: Contribution) -> Iterator[Fact]:
    """Yield the day by which to decide, the end of the quarter after the story's, and the lines that hang on it."""
    day = pd.Timestamp(found.windows.outcome_end) + pd.DateOffset(months=3)
    by = (day.date() - timedelta(days=1)).isoformat()
    yield estimated("decide_by", by, "date", "the end of the next quarter", "the story's period")
    currency = found.company.project.company.currency
    lines = sum(each.unit == currency and each.grade in HEADLINE_GRADES for each in found.ledger.lines)
    yield estimated("lines_in_money", lines, "count", "lines in money, claimed or to be claimed", "the value ledger")
