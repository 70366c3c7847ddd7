"""Whether helped customers stay: which sentence the comparison allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.story import charts
from valuestory.story.board.words import Words, slots_of

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.story.contribution.told import Told
    from valuestory.story.main_slides.shown import Drawn
    from valuestory.story.story import Story

_BY_VERDICT: Final = {
    "too few accounts": "too_few",
    "comparison not valid": "differed_before",
    "overlap too weak": "too_different",
    "model-dependent": "model_dependent",
    "not distinguishable from zero": "not_established",
}
_REACHED: Final = ("milestone_rate", "adoption_rate")
STAYED: Final = ("annual_logo_retention", "annual_net_revenue_retention")
"""What says whether customers stay: where the company's sources disagree on it, no comparison is told either."""


def kept(story: Story, results: pd.DataFrame) -> Drawn | None:
    """Return what was kept over time, where nothing is compared; without revenue who gets there, or what is used."""
    if story.company.project.company.profile == "commercial":
        return charts.retention(results)
    return next((drawn for name in _REACHED if (drawn := charts.trend(results, name)) is not None), None)


def retention_words(told: Told) -> Words:
    """Return which sentence the comparison allows; without one, what happened, and no cause."""
    if told.story.in_doubt(*STAYED):
        return Words("in_doubt", {})
    if not told.effects:
        return Words("lines", {})
    slots, effect = slots_of(told), told.effects[told.first]
    if effect.verdict in _BY_VERDICT:
        return Words(_BY_VERDICT[effect.verdict], slots)
    direction = "more" if effect.estimate > 0 else "less"
    if effect.grade == "B":
        open_ = any(name.endswith("_arr") for name in told.effects if name not in told.established)
        first = told.first == "logo_retention" and direction == "more"
        whole = "compared" if effect.verdict == "established" else "partial"
        return Words("revenue_open" if open_ and first else whole, slots)
    state = {"A": f"randomised_{direction}", "C": f"adjusted_{direction}"}.get(effect.grade or "", "before_after")
    return Words(state, slots)
