"""Rows that charts are drawn from: of the results, each a fact of the story with its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from valuestory.metrics import metric
from valuestory.metrics.periods import Period
from valuestory.slides.facts import WHOLE, Evidence, Fact
from valuestory.slides.number_words import DEFAULT_FORMAT
from valuestory.slides.shown import step_of
from valuestory.story.facts.adding_up import parts_as_shown
from valuestory.story.look import Look
from valuestory.story.wording.periods import axis_label
from valuestory.story.wording.vocabulary import told

RECENT: Final = 9
"""How many periods a chart over time shows: two years of quarters and the one they end in."""
ROWS: Final = ["label", "series", "value", "text", "fact"]


def over_time(results: pd.DataFrame, names: Mapping[str, str], look: Look, part_of: str = WHOLE) -> pd.DataFrame:
    """Return rows of the last periods, oldest first, a row a metric and period."""
    periods = [look.period.plus(step) for step in range(1 - RECENT, 1)]
    rows = [
        row_of(fact, axis_label(period, look.writer.numbers), series, look) | {"rank": rank, "unit": fact.unit}
        for rank, period in enumerate(periods)
        for name, series in names.items()
        if (fact := fact_in(results, name, period, look, part_of)) is not None
    ]
    return pd.DataFrame(rows, columns=[*ROWS, "rank", "unit"])


def fact_in(results: pd.DataFrame, name: str, period: Period, look: Look, part_of: str = WHOLE) -> Fact | None:
    """Return the fact that a row of the results became, or becomes; none where it is in doubt."""
    row = results[
        (results["metric"] == name)
        & (results["period_start"] == pd.Timestamp(period.start))
        & (results["slice"] == part_of)
    ]
    if row.empty or pd.isna(row.iloc[0]["value"]):
        return None
    facts = look.writer.facts
    known = facts.get(Fact(name, None, period=period.name, slice=part_of).id)
    if known is not None:
        return None if known.evidence.doubt else known
    return _added(row.iloc[0], name, period, part_of, look)


def _added(row: pd.Series, name: str, period: Period, part_of: str, look: Look) -> Fact | None:
    """Return a row as a fact of the story: of slices it has the newest periods only, until one is drawn."""
    facts = look.writer.facts
    like = next((each for each in facts.values() if each.name == name), None)
    if like is not None and like.evidence.doubt:
        return None
    fact = Fact(
        name,
        float(row["value"]),
        metric(name).unit,
        label=like.label if like is not None else metric(name).label,
        period=period.name,
        period_start=period.start.isoformat(),
        period_end=period.end.isoformat(),
        slice=part_of,
        n=None if pd.isna(row["n"]) else int(row["n"]),
        low=None if pd.isna(row["low"]) else float(row["low"]),
        high=None if pd.isna(row["high"]) else float(row["high"]),
        evidence=like.evidence if like is not None else Evidence(),
    )
    return facts.add(fact) if like is not None else fact


def row_of(fact: Fact, label: str, series: str, look: Look) -> dict[str, Any]:
    """Return a row of `ROWS`: a fact with what is written beside it."""
    shown, _ = look.writer.show(fact, form="label")
    return {"label": label, "series": series, "value": fact.value, "text": shown, "fact": fact.id}


def parts_adding_up(facts: Sequence[Fact | None], look: Look) -> list[Fact | None]:
    """Return a sum and its parts as they are shown to add up.

    As they are where the exact ones do not add up, one is not known, or not all are written in one unit: "50 minutes"
    beside "2.3 days" keeps its minutes.
    """
    known = [each for each in facts if each is not None and isinstance(each.value, int | float)]
    if len(known) < len(facts):
        return list(facts)
    total, *exact = known
    step = step_of(total, look.writer.numbers)
    if abs(sum(_value(each) for each in exact) - _value(total)) >= step:
        return list(facts)
    shown = [told(each, look.writer.vocabulary) for each in parts_as_shown(total, exact, step)]
    if len({_unit(each, look) for each in (total, *shown)}) > 1:
        return list(facts)
    return [total, *(look.writer.facts.add(each) for each in shown)]


def _value(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _unit(fact: Fact, look: Look) -> str:
    """Return the unit that a fact is written in, such as hours."""
    return look.writer.numbers.precision(_value(fact), DEFAULT_FORMAT[fact.unit], fact.unit).unit
