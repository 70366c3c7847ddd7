"""The chain over time, told: the periods in a table, the index in a line, and the bridge between the last two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.story.contribution.course import BRIDGE_STEPS, PERIOD_FIGURES
from valuestory.story.contribution.words import bridge_steps, span_of
from valuestory.story.effect_charts import BRIDGE_COLUMNS
from valuestory.story.look import current_look
from valuestory.story.tables.scorecards import NONE
from valuestory.story.wording.periods import period_label

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told

_SHOWN: Final = 4
"""Periods that a table has room for: the first, which is the base, and the last ones."""
_BRIDGED: Final = {
    "value": "The value of help",
    "milestones": "Milestones that help added",
    "answers": "Accepted answers to helped customers",
}


def periods(told: Told) -> pd.DataFrame:
    """Return the chain, a column a period: the first, which is the base of the index, and the last ones."""
    assert told.found is not None
    chains = list(told.found.chains.items())
    shown = [place for place in range(len(chains)) if place == 0 or place > len(chains) - _SHOWN]
    named = PERIOD_FIGURES | {"yield": "Value for each {{ cost_unit }} of cost"}
    rows = [[label, *(_cell(told, name, place) for place in shown)] for name, label in named.items()]
    stands = ["yes" if chains[place][1].is_established else chains[place][1].verdict or "no" for place in shown]
    rows = [row for row in rows if set(row[1:]) != {NONE}]
    return pd.DataFrame(
        [*rows, ["Is the value established?", *stands]],
        columns=["The chain", *(f"Up to {_said(told, chains[place][0])}" for place in shown)],
    )


def _said(told: Told, name: str) -> str:
    """Return a period as all slides write it: ``Q2 2026`` for ``2026Q2``."""
    numbers = current_look().writer.numbers
    return next((period_label(each, numbers) for each in told.story.company.periods if each.name == name), name)


def _cell(told: Told, name: str, place: int) -> str:
    fact = f"period_{name}_{place}"
    if not told.story.facts.get(fact):
        return NONE
    return f"{{{{ {fact} }}}} ({span_of(fact)})" if name == "yield" else f"{{{{ {fact} }}}}"


def index_course(told: Told) -> pd.DataFrame:
    """Return the index of each period, as `effect_charts.labelled_line` takes it; no row without a base."""
    chains = {} if told.found is None else told.found.chains
    rows = []
    for place, name in enumerate(chains):
        fact = told.story.facts.get(f"period_index_{place}")
        if fact is not None and fact.value is not None:
            rows.append((_said(told, name), place, fact.value, told.story.shown(fact), fact.id))
    return pd.DataFrame(rows, columns=["label", "rank", "value", "text", "fact"])


def index_title(told: Told) -> str:
    """Return where the index stands and whether that may be chance, or why it has no base."""
    assert told.found is not None
    last = len(told.found.chains) - 1
    if not last or not told.story.facts.get(f"period_index_{last}"):
        return "The index has no base yet: no earlier period's value is established"
    first, now = (list(told.found.chains.values())[place].yields for place in (0, -1))
    assert first is not None
    assert now is not None
    fact = f"{{{{ period_index_{last} }}}}"
    if now.low > first.high or now.high < first.low:
        return (
            f"The index {'rose' if now.low > first.high else 'fell'} to {fact}, "
            "from {{ index_base }} in its first period"
        )
    return f"The index stands at {fact}, from {{{{ index_base }}}} in its first period; the ranges of both overlap"


def index_lines(told: Told) -> list[str]:
    """Return what the index is made of, in its first period and now."""
    assert told.found is not None
    last = len(told.found.chains) - 1
    return [
        *told.story.lines(
            "The index is the value for each {{ cost_unit }} of cost, with the first period at {{ index_base }}.",
            f"First: {{{{ period_yield_0 }}}} ({span_of('period_yield_0')}).",
            f"Now: {{{{ period_yield_{last} }}}} ({span_of(f'period_yield_{last}')}).",
        ),
        *(["Neighbouring quarters share most of their days."] if len(told.found.windows.exposure) > 2 else []),
    ]


def index_bridge(told: Told) -> pd.DataFrame:
    """Return how the chain went from one period to the next, as `effect_charts.value_bridge` takes it."""
    rows, at = [], 0.0
    facts = [told.story.facts[name] for name in bridge_steps(told.story.facts)]
    steps: list[str] = list(told.found.bridge()["step"]) if facts and told.found is not None else []
    for place, (fact, step) in enumerate(zip(facts, steps, strict=True)):
        assert isinstance(fact.value, int | float)
        is_end = place in (0, len(facts) - 1)
        start = 0.0 if is_end else at
        at = start + fact.value
        tone = "total" if is_end else "part" if fact.value >= 0 else "loss"
        rows.append((BRIDGE_STEPS[step], start, at, told.story.shown(fact, "value"), tone, fact.id))
    return pd.DataFrame(rows, columns=list(BRIDGE_COLUMNS))


def bridge_title(told: Told) -> str:
    """Return what the chain came from and went to; names the first and the last step of the bridge."""
    first, *_, last = bridge_steps(told.story.facts)
    what = _BRIDGED[first.split("_")[1]]
    return f"{what} went from {{{{ {first} }}}} to {{{{ {last} }}}} in a quarter"
