"""Whether helped customers stay: which sentence the comparison allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.story.board.words import Words, slots_of

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told

_BY_VERDICT: Final = {
    "too few accounts": "too_few",
    "comparison not valid": "differed_before",
    "overlap too weak": "too_different",
    "model-dependent": "model_dependent",
    "not distinguishable from zero": "not_established",
}
STAYED: Final = ("annual_logo_retention", "annual_net_revenue_retention")
"""What says whether customers stay: where the company's sources disagree on it, no comparison is told either."""


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
