"""The answer: what may be concluded, and the figures that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.story.board.retained import STAYED
from valuestory.story.board.returned import returned_state, returned_tiles
from valuestory.story.board.words import Words, slots_of
from valuestory.story.exhibits.key_figures import KeyFigure

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told

_TILES: Final = 3
_GAINED: Final = ("logo_retention", "milestones")
_COUNTED: Final = (
    "answers_accepted",
    "cost_per_accepted_answer",
    "answers_without_case",
    "annual_logo_retention",
    "cases",
    "csat",
)
"""What is told where nothing could be compared, the weightiest first."""


def answer_words(told: Told) -> Words:
    """Return what may be concluded: what money is claimed, what an effect says, or what is counted.

    A sum is the conclusion only where it is not small beside what could still be established: then the effect itself
    is, or that nothing is established. Where there is no revenue it is what was returned, counted.
    """
    if told.story.company.project.company.profile != "commercial":
        return Words(returned_state(told.story), {})
    low = told.money[0]
    if not told.effects or told.story.in_doubt(*STAYED):
        return Words("counted", {})
    slots = slots_of(told)
    if low > 0 and _is_most(told):
        effort = told.story.facts.get("effort")
        cost = effort.value if effort is not None and isinstance(effort.value, int | float) else 0.0
        return Words("covers_cost" if 0 < cost <= low else "at_least", slots)
    if told.first in told.established and told.effects[told.first].grade in ("A", "B"):
        return Words("compared" if told.in_money() else "compared_without_money", slots)
    return Words("not_established", slots)


def answer_tiles(told: Told) -> list[KeyFigure]:
    """Return up to three key figures: the sum and its parts, what was gained and what stays open, or what is counted.

    Parts of the sum stand beside it only where they are all of it.
    """
    facts = told.story.facts
    state = answer_words(told).state
    if told.story.company.project.company.profile != "commercial":
        return returned_tiles(told.story, told.established)
    if state in ("covers_cost", "at_least"):
        parts = [each for each in ("revenue", "avoidance", "cash") if facts.get(f"value_{each}") is not None]
        names = [("total", "value_total"), *((each, f"value_{each}") for each in parts if 1 < len(parts) < _TILES)]
        return [_tile(told, *each) for each in names]
    gained = [(each, f"gained_{each}") for each in told.established if each in _GAINED]
    if state != "counted" and (gained or facts.get("chain_value")):
        open_ = [("open", "chain_value")] if facts.get("chain_value") else []
        return [_tile(told, *each) for each in [*gained, *open_]][:_TILES]
    return [_tile(told, each, each) for each in _COUNTED if told.story.lines(f"{{{{ {each} }}}}")][:_TILES]


def _is_most(told: Told) -> bool:
    """Return whether what is claimed in money is most of what could be: no candidate's best estimate is larger."""
    open_ = [each.base for _, each in told.candidates() if not each.in_headline]
    return told.money[1] >= max(open_, default=0.0)


def _tile(told: Told, label: str, name: str) -> KeyFigure:
    words = told.story.phrase(f"answer.{label}")
    if label in ("total", "open") and told.story.facts.get("effort"):
        cost = told.story.phrase("answer.cost")
        return KeyFigure(words, name, mark="effort", mark_words=cost, open=_open(told, label))
    return KeyFigure(words, name, open=_open(told, label))


def _open(told: Told, label: str) -> str:
    """Return what stands large in place of a figure that is not established; nothing where it is."""
    return told.story.phrase("answer.open_words") if label == "open" else ""
