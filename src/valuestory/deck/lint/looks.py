"""The look that programs give by default: shadows, theme line styles, a legend for two lines, every colour there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from valuestory.deck.lint.judging import JUDGING, hue
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck
from valuestory.deck.reading.plots import PIES, plots, series_of
from valuestory.deck.template.shades import Scheme, scheme_of, shade_in

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_NAMED: Final = 3
"""Up to so many series are named where they stand."""
_MOST_HUES: Final = 2
_NEAR: Final = 30 / 360
"""Hues this near are tints of one colour."""


def check_default_look(seen: SeenDeck) -> Found:
    """Yield shapes and charts, on slides that we drew, with a theme's line style, a shadow, a glow or depth."""
    for slide in seen.drawn:
        for each in slide.shapes:
            if each.shape._element.find(f"{_P}style") is not None:
                yield slide.number, each.name, "the theme's line style and shadow are on it"
            elif each.kind != "grpSp" and _has_effects(each.shape._element):
                yield slide.number, each.name, "it has a shadow, a glow or depth"
        for name, chart in slide.charts:
            if _has_effects(chart):
                yield slide.number, name, "its marks have a shadow, a glow or depth"


def _has_effects(element: Any) -> bool:
    effects = (len(each) for each in element.iter(f"{_A}effectLst", f"{_A}effectDag"))
    return any(effects) or next(element.iter(f"{_A}sp3d"), None) is not None


def check_legend(seen: SeenDeck) -> Found:
    """Yield charts, on slides that we drew, whose legend names so few series that each can be named where it stands."""
    for slide in seen.drawn:
        for name, chart in slide.charts:
            count = _entries(chart)
            if chart.find(f".//{_C}legend") is not None and count <= _NAMED:
                yield slide.number, name, f"a legend for {count}: name each at its first or last mark"


def _entries(chart: Any) -> int:
    """Return how many things a legend names: series that are drawn, of pies their parts."""
    kinds = plots(chart)
    if kinds and all(kind in PIES for kind, _ in kinds):
        return max((len(each.values) for _, plot in kinds for each in series_of(plot)), default=0)
    return sum(each.drawn for _, plot in kinds for each in series_of(plot))


def check_hues(seen: SeenDeck) -> Found:
    """Yield charts, on slides that we drew, in more than two colours beside greys and what judges a difference."""
    for slide in seen.drawn:
        scheme = scheme_of(slide.slide)
        judging = {scheme.color(slot) for slot in JUDGING}
        for name, chart in slide.charts:
            hues = _apart(hue(color) for color in _colors(chart, scheme) if color not in judging)
            if hues > _MOST_HUES:
                yield slide.number, name, f"its marks have {hues} colours; one for the subject and its tints say more"


def _colors(chart: Any, scheme: Scheme) -> Iterator[str]:
    """Yield the colours of series and of single points: fills, else lines."""
    for marked in chart.iter(f"{_C}ser", f"{_C}dPt"):
        look = marked.find(f"{_C}spPr")
        fills = () if look is None else (look.find(f"{_A}solidFill"), look.find(f"{_A}ln/{_A}solidFill"))
        shade = next((shade_in(each, scheme) for each in fills if each is not None), None)
        if shade is not None and shade.alpha > 0.5:
            yield shade.color


def _apart(hues: Iterator[float | None]) -> int:
    """Return how many hues stand apart from each other on the colour wheel."""
    found: list[float] = []
    for one in hues:
        if one is not None and all(min(abs(one - each), 1 - abs(one - each)) > _NEAR for each in found):
            found.append(one)
    return len(found)
