"""What a native chart is made of: one model between what Vega evaluated and what PowerPoint is given.

No XML and no Vega here. Lengths are points; colours are `#rrggbb`; boxes are left, top, width, height.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Box = tuple[float, float, float, float]
Position = Literal["outEnd", "inEnd", "inBase", "ctr", "t", "b", "l", "r"]
Role = Literal["data", "base", "rule", "label"]
"""`base` carries floating bars and is not seen; `rule` is a constant line; `label` only carries texts."""


class NoNativeFormError(Exception):
    """A chart, or something in it, has no native form: the next tier takes over. The message is the reason."""


class NoLegendError(NoNativeFormError):
    """A chart's legend has no native form: without it, or with it drawn beside it, the chart may have one."""


@dataclass(frozen=True)
class Paint:
    """A colour with its opacity (0 to 1); with a `ground` it is that of diagonal strokes on the ground's colour."""

    color: str
    opacity: float = 1.0
    ground: str = ""


@dataclass(frozen=True)
class Line:
    """A line's paint, width in points and dashes (lengths in points; empty for solid)."""

    paint: Paint
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Look:
    """Fill and outline; None for none."""

    fill: Paint | None = None
    line: Line | None = None


@dataclass(frozen=True)
class Font:
    """A text's size in points, weight, slant, paint and angle (degrees, clockwise)."""

    size: float
    paint: Paint
    bold: bool = False
    italic: bool = False
    angle: float = 0.0


@dataclass(frozen=True)
class Marker:
    """A point's symbol: a chart marker's name, its size in points and its look."""

    shape: str
    size: float
    look: Look


@dataclass(frozen=True)
class Label:
    """A data label: the text Vega prints, its place and its font."""

    text: str
    position: Position
    font: Font


@dataclass(frozen=True)
class Point:
    """One value, the fact it shows, its look, and its marker and label if it has them."""

    value: float
    fact: str | None = None
    look: Look = Look()
    marker: Marker | None = None
    label: Label | None = None


@dataclass(frozen=True)
class ErrorBars:
    """How far a line reaches above and below each point, None where there is none.

    `ends` says that short strokes close it; `to_zero` that it is the stem from zero to every point of the series;
    `fixed` that it reaches as far both ways at every point.
    """

    above: tuple[float | None, ...]
    below: tuple[float | None, ...]
    line: Line
    ends: bool = False
    to_zero: bool = False
    fixed: float | None = None


@dataclass(frozen=True)
class Series:
    """Values by category, None where there is none. `look` is that of the whole, from which points may differ."""

    name: str
    points: tuple[Point | None, ...]
    look: Look
    role: Role = "data"
    errors: ErrorBars | None = None


@dataclass(frozen=True)
class Plot:
    """Series drawn in one way. `gap` and `overlap` are percentages of a bar's width, as PowerPoint counts them.

    `secondary` plots lie above all others, on a second pair of axes that equals the first and is not drawn.
    """

    kind: Literal["bar", "line", "area"]
    series: tuple[Series, ...]
    grouping: Literal["clustered", "stacked", "percentStacked", "standard"] = "clustered"
    gap: int = 60
    overlap: int = 0
    secondary: bool = False


@dataclass(frozen=True)
class Category:
    """A place on the category axis: the text Vega prints there, and its date on an axis of dates."""

    text: str
    date: datetime | None = None


@dataclass(frozen=True)
class AxisLook:
    """What is drawn of an axis; None is not drawn. `title_at` is the title's corner in the drawing."""

    labels: Font | None = None
    line: Line | None = None
    ticks: bool = False
    grid: Line | None = None
    title: str = ""
    title_font: Font | None = None
    title_at: tuple[float, float] | None = None
    orient: str = "bottom"

    @property
    def hidden(self) -> bool:
        """Whether nothing of the axis is drawn."""
        return self.labels is None and self.line is None and self.grid is None and not self.title


@dataclass(frozen=True)
class CategoryAxis:
    """The axis of categories or dates.

    `header` names it in the workbook; `between` says whether bands surround the points; `skip` shows every nth label;
    `dates` is a date axis's (format, first day, last day, step, unit), None on an axis of texts.
    """

    look: AxisLook
    header: str
    categories: tuple[Category, ...]
    reverse: bool = False
    between: bool = True
    skip: int = 1
    dates: DateScale | None = None


@dataclass(frozen=True)
class DateScale:
    """A date axis: its Excel format, its ends, and a label every `step` `unit`."""

    format: str
    first: datetime
    last: datetime
    step: int
    unit: Literal["days", "months", "years"]


@dataclass(frozen=True)
class ValueAxis:
    """The axis of values: its ends, tick step, Excel number format, and where the category axis crosses it.

    `base` is that of a logarithmic axis; `reverse` says that values fall from left to right, or rise downwards;
    `dated` that they are Excel's numbers of dates. With `names` it is one of categories: the first stands at 0.5, the
    second at 1.5, and so on.
    """

    look: AxisLook
    header: str
    low: float
    high: float
    step: float | None
    format: str
    crosses: float = 0.0
    base: float | None = None
    reverse: bool = False
    dated: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class LegendLook:
    """A legend's side (in PowerPoint's words), its box in the drawing, its font and its entries' names."""

    side: str
    box: Box
    font: Font
    names: tuple[str, ...]


@dataclass(frozen=True)
class Title:
    """A title inside the chart, only where the chart itself has one; `at` is its corner in the drawing."""

    text: str
    font: Font
    at: tuple[float, float]


@dataclass(frozen=True)
class ChartModel:
    """A whole native chart.

    `plot` is the plot area's box in a drawing of `size`; `notes` say what differs from the notebook's chart.
    """

    plots: tuple[Plot, ...]
    category_axis: CategoryAxis
    value_axis: ValueAxis
    horizontal: bool
    size: tuple[float, float]
    plot: Box
    view: Look
    ground: Paint | None
    legend: LegendLook | None
    title: Title | None
    span_gaps: bool = False
    notes: tuple[str, ...] = ()
