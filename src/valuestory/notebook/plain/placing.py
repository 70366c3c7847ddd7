"""Plain slides put among those of the story, in the template's look, and continued where they are too full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from valuestory.notebook.plain.reading import PlainSlides
from valuestory.slides.chart_look import chart_config, towards
from valuestory.slides.slide import Chart, Slide, StoryRecord
from valuestory.slides.theme import Theme, read_theme

_FAINT: Final = 0.8
"""How far the lines of a grid are on the way to the ground: a template's last accent may be any colour."""


@dataclass(frozen=True)
class Placed:
    """All slides in notebook order, the record whose storyline knows the continued ones, and each slide's cell."""

    slides: tuple[Slide, ...]
    record: StoryRecord | None
    cells: Mapping[str, int]


def place_plain(
    plain: PlainSlides,
    story: Sequence[Slide],
    cells: Mapping[str, int],
    record: StoryRecord | None,
    template: Path,
) -> Placed:
    """Return plain slides and the story's own in notebook order.

    Parameters
    ----------
    plain
        The plain slides.
    story, cells
        The story's slides, and the cell of each by its key, from 1.
    record
        The story's record.
    template
        The template's file: its room decides what goes on on a further slide, its look is that of the charts.
    """
    from valuestory.deck.continued import continue_slides

    theme = read_theme(template)
    looked = [_in_look(made.slide, theme) for made in plain.made]
    parts = continue_slides(looked, template)
    placed = [(cells.get(slide.key, 0), slide) for slide in story]
    placed += [(made.cell, part) for made, each in zip(plain.made, parts, strict=True) for part in each]
    placed.sort(key=lambda each: each[0])
    more = {each[0].key: [part.key for part in each] for each in parts}
    if record is not None and record.storyline:
        keys = [key for listed in record.storyline for key in more.get(listed, [listed])]
        record = replace(record, storyline=tuple(keys))
    slides = tuple(slide for _, slide in placed)
    return Placed(slides, record, {slide.key: cell for cell, slide in placed})


def _in_look(slide: Slide, theme: Theme) -> Slide:
    """Return a slide whose charts have the template's look wherever their author chose none."""
    return replace(slide, chart=_dressed(slide.chart, theme), chart2=_dressed(slide.chart2, theme))


def _dressed(chart: Chart | None, theme: Theme) -> Chart | None:
    if chart is None:
        return None
    own = chart.spec.get("config")
    look = {name: _titled(each) for name, each in chart_config(theme).items()}
    look["axis"] = {**look["axis"], "gridColor": towards(theme.second, theme.ground, _FAINT)}
    return replace(chart, spec={**chart.spec, "config": _over(look, own if isinstance(own, Mapping) else {})})


def _titled(part: Any) -> Any:
    """Return a part of the look that leaves axes and legends their titles: no header says what they show."""
    if not isinstance(part, Mapping):
        return part
    return {name: each for name, each in part.items() if not (name == "title" and each is None)}


def _over(look: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an author chose laid over the look, member by member."""
    found = dict(look)
    for name, value in own.items():
        before = found.get(name)
        both = isinstance(before, Mapping) and isinstance(value, Mapping)
        found[name] = _over(before, value) if both else value  # type: ignore[arg-type]  # mappings, both
    return found
