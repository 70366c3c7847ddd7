"""A chart moved to another template: the colours that it was made in become those that play the same part there.

The story's charts are made in the colours of the template that the notebook names. Exported on another one, what was
the subject's colour there is the subject's here; colours that an author chose himself are left as they are. On their
own template charts take its accents in the order that its map says, or in which they can be seen, and their text the
palette's where it can hardly be read on the real background. Text that no author has coloured is black in Vega, which a
dark slide swallows: there it takes the palette's ink.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from valuestory.deck.template.colors import Palette
from valuestory.deck.template.shades import Shade, mixed
from valuestory.errors import ProjectError, TemplateError
from valuestory.project import template_path
from valuestory.slides.contrast import READABLE, contrast
from valuestory.slides.slide import Chart, Slide, StoryRecord
from valuestory.slides.theme import Theme, read_theme

_TINT = 0.4
"""How much of the subject's colour its tint has."""


def recolored(
    slide: Slide,
    record: StoryRecord | None,
    colors: Palette,
    theme: Theme,
    ground: str,
    accents: Sequence[str] = (),
) -> Slide:
    """Return a slide whose charts have the colours of another template than the one they were made for.

    Parameters
    ----------
    slide
        The slide.
    record
        The story's record, which names the template; without it nothing is known, and nothing changed.
    colors, theme
        The colours to draw with, and the theme of the template that the deck is made on.
    ground
        What really lies beneath the charts, as ``#RRGGBB``.
    accents
        The theme's slots that series take, in order.
    """
    if slide.chart is None and slide.chart2 is None:
        return slide
    return recolored_from(slide, _theme_of(record), colors, theme, ground, accents)


def recolored_from(
    slide: Slide, before: Theme | None, colors: Palette, theme: Theme, ground: str, accents: Sequence[str] = ()
) -> Slide:
    """Return what `recolored` does, from the theme that the charts were made in; None where nobody knows it."""
    if before is None:
        moved = _read(theme, colors, theme, ground)
    elif before.sha256 != theme.sha256:
        moved = _moved(before, colors, theme, ground)
    else:
        moved = _ordered(before, theme, accents) | _read(before, colors, theme, ground)
    plain = _plain_text(colors, theme, ground)
    if not plain and all(old == new.upper() for old, new in moved.items()):
        return slide
    paper = before.ground if before is not None and before.sha256 != theme.sha256 else ""
    first, second = (_in_colors(_unpapered(each, paper), moved, plain) for each in (slide.chart, slide.chart2))
    return replace(slide, chart=first, chart2=second)


def _unpapered(chart: Chart | None, paper: str) -> Chart | None:
    """Return a chart without the paper of the template that it comes from: a picture is to be seen behind it."""
    if chart is None or not paper:
        return chart
    spec = dict(chart.spec)
    for holder in (spec, spec["config"] if isinstance(spec.get("config"), Mapping) else {}):
        if str(holder.get("background", "")).upper() != paper.upper():
            continue
        if holder is spec:
            spec["background"] = "transparent"
        else:
            spec["config"] = {**holder, "background": "transparent"}
    return replace(chart, spec=spec)


def _plain_text(colors: Palette, theme: Theme, ground: str) -> dict[str, dict[str, str]]:
    """Return Vega-Lite's config for text without a colour of its own; nothing where black can be read."""
    if contrast("#000000", ground) >= READABLE:
        return {}
    ink, second = colors.ink.value(theme), colors.second.value(theme)
    words = {"labelColor": ink, "titleColor": second}
    return {
        "axis": words | {"domainColor": second, "tickColor": second},
        "legend": words,
        "header": words,
        "title": {"color": ink, "subtitleColor": second},
        "text": {"color": ink},
    }


def _theme_of(record: StoryRecord | None) -> Theme | None:
    """Return the theme of the template that a story was made on; None where it is not at hand."""
    if record is None:
        return None
    try:
        return read_theme(template_path(record.template.name))
    except (ProjectError, TemplateError):
        return None


def _moved(before: Theme, colors: Palette, theme: Theme, ground: str) -> dict[str, str]:
    """Return what each colour of the former template becomes: by the part that it plays there."""
    accent = colors.accent.value(theme)
    parts = {
        before.ground: ground,
        before.panel: colors.panel.value(theme),
        before.accents[5]: colors.rule.value(theme),
        before.accents[2]: mixed(Shade(accent, _TINT), ground),
        before.accents[1]: colors.comparison.value(theme),
        before.second: colors.second.value(theme),
        before.ink: colors.ink.value(theme),
        before.accents[0]: accent,
    }
    signals = {each: _signal(each, ground) for each in before.accents[3:5]}
    return {old.upper(): new for old, new in (signals | parts).items()}


def _ordered(before: Theme, theme: Theme, accents: Sequence[str]) -> dict[str, str]:
    """Return each accent's colour as that of the accent that takes its place."""
    return {old.upper(): theme.color(slot) for old, slot in zip(before.accents, accents, strict=False)}


def _read(before: Theme, colors: Palette, theme: Theme, ground: str) -> dict[str, str]:
    """Return the colours of text that can hardly be read on the real background, each with one that can."""
    texts = {before.second: colors.second.value(theme), before.ink: colors.ink.value(theme)}
    return {
        old.upper(): new for old, new in texts.items() if contrast(old, ground) < min(READABLE, contrast(new, ground))
    }


def _signal(color: str, ground: str) -> str:
    """Return the colour of good or bad, lighter where it could hardly be read: it colours nothing but words."""
    shares = (color, *(mixed(Shade("#FFFFFF", share), color) for share in (0.25, 0.5)))
    return next((each for each in shares if contrast(each, ground) >= READABLE), shares[-1])


def _in_colors(chart: Chart | None, moved: Mapping[str, str], plain: Mapping[str, Mapping[str, str]]) -> Chart | None:
    if chart is None:
        return None
    spec = _each(chart.spec, moved)
    own = spec.get("config") or {}
    config = own | {name: {**words, **(own.get(name) or {})} for name, words in plain.items()}
    return replace(chart, spec={**spec, "config": config} if plain else spec)


def _each(value: Any, moved: Mapping[str, str]) -> Any:
    """Return Vega-Lite with its colours changed; rows of data are left alone."""
    if isinstance(value, Mapping):
        kept = ("data", "datasets")
        return {name: each if name in kept else _each(each, moved) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each(each, moved) for each in value]
    return moved.get(value.upper(), value) if isinstance(value, str) and value.startswith("#") else value
