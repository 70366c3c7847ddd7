"""The look and the words that charts of the current story are made with.

Chart functions take results only, as notebooks read best that way; what they must know besides, template, period,
locale and words, is the story that was opened last. One Altair theme is made from the template, so that notebook,
report and deck look alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

import altair as alt

from valuestory.metrics.periods import Period
from valuestory.project import template_path
from valuestory.slides.chart_look import LABEL, STRONG, TICK, chart_config
from valuestory.slides.text import Writer
from valuestory.slides.theme import Theme, read_theme
from valuestory.story.narrative import Narrative, shipped_narrative

__all__ = ["LABEL", "STRONG", "TICK", "Look", "current_look", "use_look", "use_template"]

THEME_NAME: Final = "valuestory"


@dataclass(frozen=True)
class Look:
    """What chart functions take from the open story.

    `period` is the story's own; `writer` shows facts in its locale and currency; `narrative` has the phrases.
    """

    theme: Theme
    writer: Writer
    period: Period
    narrative: Narrative = field(default_factory=shipped_narrative)

    @property
    def scale(self) -> float:
        """How much larger type is than on a slide 7.5 inches high."""
        return self.theme.height / 7.5

    def named(self, names: Mapping[str, str]) -> dict[str, str]:
        """Return names of series in the company's language: before figures are put beside them."""
        return {name: self.writer.vocabulary.said(each) for name, each in names.items()}


_CURRENT: ContextVar[Look] = ContextVar("look")


def current_look() -> Look:
    """Return the look of the story that was opened last, or the shipped template's where none was."""
    try:
        return _CURRENT.get()
    except LookupError:
        return _default_look()


def use_look(look: Look) -> None:
    """Make charts from now on in this look, Altair's own included."""
    _CURRENT.set(look)
    config = chart_config(look.theme)
    alt.theme.register(THEME_NAME, enable=True)(lambda: alt.theme.ThemeConfig(config=config))  # type: ignore[typeddict-item]


def use_template(template: str | Path = "valuestory") -> Theme:
    """Make Altair charts from now on in a template's look, without a company: for any notebook that ends in a deck.

    Parameters
    ----------
    template
        A .pptx or .potx file, or the name of a shipped template.

    Returns
    -------
    Theme
        The template's theme, which `add_chart` takes too, so that the deck's charts follow its colours.

    Raises
    ------
    ProjectError, TemplateError
        When there is no such file, or it is no template: give one.

    Examples
    --------
    >>> use_template().accents[0]
    '#0B5E8E'
    """
    theme = read_theme(template_path(str(template)))
    use_look(replace(current_look(), theme=theme))
    return theme


@cache
def _default_look() -> Look:
    return Look(read_theme(template_path("valuestory")), Writer(), Period.parse("2026Q2"))
