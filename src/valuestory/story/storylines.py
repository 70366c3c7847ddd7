"""Which slides an audience sees, and in which order: data in the package, overridable in `valuestory.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from valuestory.errors import StoryError, did_you_mean
from valuestory.project import Project


@cache
def shipped_storylines() -> dict[str, tuple[str, ...]]:
    """Return the storylines that ship, by audience."""
    text = files("valuestory.story").joinpath("storylines.toml").read_text(encoding="utf-8")
    return {audience: tuple(keys) for audience, keys in tomllib.loads(text).items()}


def known_storylines(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the storylines that ship and those of a project, which win, by audience."""
    return shipped_storylines() | {name: tuple(keys) for name, keys in project.storyline.items()}


def storyline(audience: str, project: Project) -> tuple[str, ...]:
    """Return the slide keys of an audience, in order.

    Raises
    ------
    StoryError
        When there is no such audience, shipped or in the project's `[storyline]`.
    """
    known = known_storylines(project)
    if audience not in known:
        raise StoryError(f'there is no storyline for "{audience}"', where="audience", do=did_you_mean(audience, known))
    return known[audience]
