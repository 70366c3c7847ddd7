"""Put an Altair chart onto a slide: as a native chart where one says the same, else in the next form that does.

The tiers are tried in order, each complete in itself; each either places the chart or says why it does not take it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from valuestory.deck.charts import picture
from valuestory.deck.charts.alttext import Said, alt_text, described_panel, values_of_labels
from valuestory.deck.charts.evaluated.evaluate import evaluate
from valuestory.deck.charts.evaluated.spec import Spec, is_single, sized, to_spec
from valuestory.deck.charts.grid import Cell, Grid, legend_beside, native_grid
from valuestory.deck.charts.native.classify import classify
from valuestory.deck.charts.native.fitting.chart import fitted
from valuestory.deck.charts.native.model import ChartModel
from valuestory.deck.charts.plotted import PlottedValue, plotted, told
from valuestory.deck.charts.refusal import Refusal
from valuestory.deck.charts.shapes.draw import draw
from valuestory.deck.charts.shapes.model import Words
from valuestory.deck.charts.shapes.shapexml import Canvas, shapes_xml
from valuestory.deck.charts.shapes.svg import labels
from valuestory.deck.charts.written.drawing import Ink, ink_of
from valuestory.deck.charts.written.parts import NativeChart, parts
from valuestory.deck.charts.written.place import (
    ChartFrame,
    Place,
    place_chart,
    place_charts,
    place_group,
    place_picture,
)
from valuestory.errors import DeckError
from valuestory.slides.theme import Theme

Tier = Literal["native", "shapes", "picture"]
_EMU_A_POINT: Final = 12_700
_UNFORESEEN: Final = "something unforeseen in it"
_USUAL_HEIGHT: Final = 6_858_000
"""EMU of the 7.5 inch slide that charts are authored for."""


@dataclass(frozen=True)
class AddedChart:
    """What became of a chart.

    `tier` is its form; `shape` is what stands on the slide, a group where the form is shapes or several native charts
    (facets, a chart with its legend drawn beside it); `reason` says why no better form was possible, or what in a
    native chart differs from the notebook's; `points` are the values of a native chart, series by series, each with
    its fact; `texts` are the words that stand in text boxes, by the names of these.
    """

    tier: Tier
    reason: str
    shape: Any
    points: tuple[PlottedValue, ...] = ()
    texts: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A chart to be placed: what it is, where it goes, its theme, and how much larger than usual the slide is."""

    spec: Spec
    place: Place
    theme: Theme | None
    scale: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the box in the chart's own points."""
        points = _EMU_A_POINT * self.scale
        return max(1.0, self.place.width / points), max(1.0, self.place.height / points)


def add_chart(
    slide: Any,
    chart: Any,
    left: int,
    top: int,
    width: int,
    height: int,
    *,
    theme: Theme | None = None,
    alt: str = "",
    name: str = "",
    enlarged: float = 1.0,
) -> AddedChart:
    """Put an Altair chart onto a slide and say what it became.

    A single view is drawn again at the size of the box, one of its pixels being one point on a slide 7.5 inches high,
    so that a font size of 14 is 14 points.

    Parameters
    ----------
    slide
        Any python-pptx slide.
    chart
        An Altair chart, or a Vega-Lite dictionary (version 5 or 6). Rows may carry a fact's id in a column `fact`.
    left, top, width, height
        The box, in EMU.
    theme
        The template's theme: colours that are its colours are written as such.
    alt, name
        The shape's alt text, and its name in the selection pane. Where no alt text is given, it is the chart's own
        `description`, or made of its title, marks, encodings and extreme values.
    enlarged
        How much larger type and strokes are than the chart says, for slides seen from afar.

    Raises
    ------
    DeckError
        When this is no chart, when it names data or images by an address (nothing is fetched), or when Vega cannot
        draw it (an expression has a syntax error): mend the chart.

    Examples
    --------
    >>> import altair as alt
    >>> import pandas as pd
    >>> from pptx import Presentation
    >>> from pptx.util import Inches
    >>> rows = pd.DataFrame({"quarter": ["Q1", "Q2"], "cases": [410, 380]})
    >>> chart = alt.Chart(rows).mark_bar().encode(x="quarter", y="cases")
    >>> deck = Presentation()
    >>> slide = deck.slides.add_slide(deck.slide_layouts[6])
    >>> add_chart(slide, chart, Inches(1), Inches(1), Inches(6), Inches(4)).tier
    'native'
    """
    place = Place(slide, int(left), int(top), int(width), int(height), name, alt)
    return _add(chart, place, theme, enlarged)


def add_chart_to_placeholder(
    placeholder: Any, chart: Any, *, theme: Theme | None = None, alt: str = "", name: str = ""
) -> AddedChart:
    """Put an Altair chart where a slide's placeholder is; parameters and errors as for `add_chart`.

    A native chart keeps the identity of a content or chart placeholder, and a picture that of a picture placeholder
    too. Any other is replaced, and so is each by a group (shapes, or native charts side by side): PowerPoint lets no
    text placeholder hold a chart, and none hold a group.
    """
    slide = placeholder.part.slide
    left, top, width, height = (
        int(each) for each in (placeholder.left, placeholder.top, placeholder.width, placeholder.height)
    )
    return _add(chart, Place(slide, left, top, width, height, name, alt, placeholder), theme)


def _add(chart: Any, place: Place, theme: Theme | None, enlarged: float = 1.0) -> AddedChart:
    presentation = place.slide.part.package.presentation_part.presentation
    sides = (presentation.slide_width or _USUAL_HEIGHT, presentation.slide_height or _USUAL_HEIGHT)
    scale = int(min(sides)) / _USUAL_HEIGHT  # a slide higher than wide goes by its width
    job = Job(to_spec(chart), place, theme, scale * enlarged)
    reasons: list[str] = []
    for tier in TIERS:
        done = tier(job, "; ".join(dict.fromkeys(reasons)))
        if isinstance(done, AddedChart):
            return done
        reasons.append(done.reason)
    raise DeckError(
        f"the chart cannot be drawn: {reasons[-1]}", where=place.name or "chart", do="mend the chart or its data"
    )


def _native(job: Job, _: str) -> AddedChart | Refusal:
    if not is_single(job.spec):
        return _native_grid(job, native_grid)
    model = native_model(job.spec, *job.size)
    if isinstance(model, Refusal):
        beside = _native_grid(job, legend_beside) if model.legend else model
        return beside if isinstance(beside, AddedChart) else model
    try:
        model = fitted(model) if isinstance(model, ChartModel) else model
        xml, book = parts(model, ink_of(job.theme, job.scale))
        points = plotted(model)
        place = _spoken(job, job.place, told(points))
        return AddedChart("native", "; ".join(model.notes), place_chart(place, xml, book), points)
    except Exception as error:  # what cannot be written, the next tier still draws
        return Refusal(_unforeseen(error))


def _spoken(job: Job, place: Place, values: Iterable[Said]) -> Place:
    """Return the place with alt text, which is made of the chart where nobody wrote it."""
    return place if place.alt.strip() else replace(place, alt=alt_text(job.spec, values))


def _native_grid(job: Job, made: Callable[[Spec, float, float], Grid | Refusal]) -> AddedChart | Refusal:
    """Place native charts and what stands around them as a group."""
    try:
        grid = made(job.spec, *job.size)
        if isinstance(grid, Refusal):
            return grid
        inside, shrink = _fitted(job, *grid.size)
        ink = ink_of(job.theme, job.scale * shrink)
        unit = _EMU_A_POINT * ink.scale
        frames = [_frame_of(job, cell, inside, unit, ink) for cell in grid.cells]
        texts: dict[str, Words] = {}

        def make(next_id: Callable[[], int]) -> str:
            canvas = Canvas(inside.left, inside.top, unit, ink, next_id, texts)
            return shapes_xml(grid.around.whole, (0.0, 0.0, *grid.size), canvas)

        points = tuple(replace(point, panel=cell.name) for cell in grid.cells for point in plotted(cell.drawn))
        place = _spoken(job, inside, told(points))
        return AddedChart("native", "; ".join(grid.notes), place_charts(place, frames, make), points, texts)
    except Exception as error:  # whatever fails here, the next tier still draws the chart
        return Refusal(_unforeseen(error))


def _frame_of(job: Job, cell: Cell, inside: Place, unit: float, ink: Ink) -> ChartFrame:
    left, top, width, height = (round(each * unit) for each in cell.box)
    described = described_panel(job.spec, cell.name)
    alt = described or f"{cell.name}. {alt_text(job.spec, told(plotted(cell.drawn)))}"
    place = replace(inside, left=inside.left + left, top=inside.top + top, width=width, height=height)
    return ChartFrame(replace(place, name=cell.name, alt=alt), *parts(cell.drawn, ink))


def _unforeseen(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{_UNFORESEEN} ({type(error).__name__}: {lines[0] if lines else ''})"


def native_model(spec: Spec, width: float, height: float) -> NativeChart | Refusal:
    """Return the native chart that a single view becomes in a box (points), or the reason why it becomes none."""
    try:
        scene = evaluate(sized(spec, width, height))
        return scene if isinstance(scene, Refusal) else classify(scene)
    except Exception as error:  # whatever fails here, the next tier still draws the chart
        return Refusal(_unforeseen(error))


def _shapes(job: Job, reason: str) -> AddedChart | Refusal:
    try:
        drawn = draw(job.spec, *job.size)
        if isinstance(drawn, Refusal):
            return drawn
        inside, shrink = _fitted(job, drawn.width, drawn.height)
        ink = ink_of(job.theme, job.scale * shrink)
        texts: dict[str, Words] = {}

        def make(next_id: Callable[[], int]) -> str:
            canvas = Canvas(inside.left, inside.top, _EMU_A_POINT * ink.scale, ink, next_id, texts)
            return shapes_xml(drawn.whole, (0.0, 0.0, drawn.width, drawn.height), canvas)

        spoken = _spoken(job, inside, values_of_labels(job.spec, drawn.labels))
        return AddedChart("shapes", reason, place_group(spoken, make), texts=texts)
    except Exception as error:  # what cannot be written, the next tier still draws
        return Refusal(_unforeseen(error))


def _fitted(job: Job, width: float, height: float) -> tuple[Place, float]:
    """Return the place in the middle of the box that a drawing (points) takes, and how much larger it is there."""
    shrink = min(job.size[0] / width, job.size[1] / height)
    wide, high = (round(each * shrink * _EMU_A_POINT * job.scale) for each in (width, height))
    left, top = job.place.left + (job.place.width - wide) // 2, job.place.top + (job.place.height - high) // 2
    return replace(job.place, left=left, top=top, width=wide, height=high), shrink


def _picture(job: Job, reason: str) -> AddedChart | Refusal:
    try:
        drawn = picture.draw(job.spec, *job.size)
        inside, _ = _fitted(job, drawn.width, drawn.height)
        inside = _spoken(job, inside, values_of_labels(job.spec, labels(drawn.svg.decode())))
        return AddedChart("picture", reason, place_picture(inside, drawn.png, drawn.svg))
    except DeckError:
        raise
    except Exception as error:  # Vega's own faults come as plain ValueErrors with its stack
        lines = [each.strip() for each in str(error).splitlines() if each.strip()]
        return Refusal(" ".join(lines[:2]))


TIERS: tuple[Callable[[Job, str], AddedChart | Refusal], ...] = (_native, _shapes, _picture)
"""The forms in the order they are tried; each gets the reasons of those before it."""
