"""Which of a narrative's sentences the evidence allows, and what fills its slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuestory.story.contribution.words import OUTCOMES

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told


class Words(NamedTuple):
    """The state that a slide is in, and the slots of its sentences, as `Story.slide` takes both."""

    state: str
    slots: dict[str, str]


def slots_of(told: Told) -> dict[str, str]:
    """Return what slots of the outcome that was declared to count are filled with; nothing where none was compared.

    Returns
    -------
    dict of str
        `first`, its name in facts; `noun`, what it is called in a sentence; and, unless it was refused, `compared`,
        what a matched comparison says of it.
    """
    if not told.first:
        return {}
    effect = told.effects[told.first]
    slots = {"first": told.first, "noun": OUTCOMES[told.first].noun}
    if effect.refused:
        return slots
    direction = "more" if effect.estimate > 0 else "less"
    size = f"{{{{ size_{told.first} | points }}}}"
    return slots | {"compared": told.story.phrase(f"compared.{told.first}_{direction}", size=size)}
