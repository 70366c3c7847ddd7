"""Text layers as data labels: which bar or point each text belongs to, and on which side of it it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number, as_text, printed
from valuestory.deck.charts.evaluated.textsize import text_width
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.bars import Place, Spot
from valuestory.deck.charts.native.frame import CLOSE, Frame
from valuestory.deck.charts.native.model import Label, Look, NoNativeFormError, Plot, Point, Position, Series
from valuestory.deck.charts.native.names import measure


@dataclass(frozen=True)
class _Extent:
    """A text's centre and half size relative to its anchor (points); widths are estimated."""

    x: float
    y: float
    half_width: float
    half_height: float


def labels(
    frame: Frame, mark: Mark, plots: Sequence[Plot], spots: Mapping[Place, Spot]
) -> tuple[dict[Place, Label], list[Item]]:
    """Return a label for each text that stands at a bar or a point, and the texts that stand at neither.

    Raises
    ------
    NoNativeFormError
        When a text is turned, or several stand at one point.
    """
    found: dict[Place, Label] = {}
    rest: list[Item] = []
    for item in mark.items:
        text = printed(item.look)
        if not text.strip() or not item.visible:
            continue
        if float(item.look.get("angle") or 0):
            raise NoNativeFormError("labels that are turned have no native form yet")
        match = _match(frame, mark, item, plots, spots, found)
        if match is None:
            rest.append(item)
        else:
            found[match[0]] = Label(text, match[1], looks.font(item.look))
    return found, rest


def _match(
    frame: Frame,
    mark: Mark,
    item: Item,
    plots: Sequence[Plot],
    spots: Mapping[Place, Spot],
    taken: Mapping[Place, Label],
) -> tuple[Place, Position] | None:
    fits: list[tuple[bool, Place, Position]] = []
    for place, spot in spots.items():
        if place in taken:
            continue
        position = _position(frame, plots[place[0]], spot, item)
        if position is not None:
            fits.append((not _akin(mark, item, plots[place[0]].series[place[1]]), place, position))
    best = min(fits, key=lambda fit: fit[0], default=None)
    return best[1:] if best is not None else None


def _akin(mark: Mark, item: Item, series: Series) -> bool:
    """Return whether a text belongs to a series by its colour's value or its colour."""
    values = [item.values.get(each) for each in ("fill", "xOffset", "yOffset") if each in mark.plan.scales]
    if any(as_text(each) == series.name for each in values):
        return True
    paint = looks.fill(item.look)
    own = series.look.line.paint if series.look.line else series.look.fill
    return paint is not None and own is not None and paint.color == own.color


def _position(frame: Frame, plot: Plot, spot: Spot, item: Item) -> Position | None:
    extent = _extent(item)
    along, across = ("y", "x") if frame.horizontal else ("x", "y")
    if abs(item.number(along) - spot.centre) > CLOSE:
        return None
    if plot.kind == "line":
        return _beside_point(extent) if abs(item.number("y") - spot.end) <= CLOSE else None
    sideways = extent.y if frame.horizontal else extent.x
    if abs(sideways) > (extent.half_height if frame.horizontal else 0.6 * extent.half_width + 2):
        return None
    shift, half = (extent.x, extent.half_width) if frame.horizontal else (extent.y, extent.half_height)
    return _beside_bar(frame, plot, spot, item.number(across), shift, half)


def beside_point(item: Item) -> Position:
    """Return on which side of the point it is anchored at a text stands."""
    return _beside_point(_extent(item))


def _beside_point(extent: _Extent) -> Position:
    if abs(extent.x) > 0.6 * extent.half_width and abs(extent.y) <= 1.5 * extent.half_height:
        return "r" if extent.x > 0 else "l"
    if abs(extent.y) > 0.4 * extent.half_height:
        return "b" if extent.y > 0 else "t"
    return "ctr"


def _beside_bar(frame: Frame, plot: Plot, spot: Spot, anchor: float, shift: float, half: float) -> Position | None:
    outwards = spot.end - spot.start or (1.0 if frame.horizontal else -1.0)
    if outwards < 0:
        shift = -shift
    at_end, at_start = abs(anchor - spot.end) <= CLOSE, abs(anchor - spot.start) <= CLOSE
    if at_end and shift > -0.4 * half:
        return "outEnd" if plot.grouping == "clustered" else None
    if at_end:
        return "inEnd"
    if at_start and shift > 0.4 * half:
        return "inBase"
    if abs(anchor - (spot.start + spot.end) / 2) <= CLOSE and abs(shift) <= 2 * half:
        return "ctr"
    return None


def _extent(item: Item) -> _Extent:
    look = item.look
    size, text = float(look.get("fontSize", 11)), printed(item.look)
    half_width, half_height = text_width(text, size) / 2, 0.5 * size * (text.count("\n") + 1)
    align, baseline = look.get("align", "left"), look.get("baseline", "alphabetic")
    x = {"left": half_width, "start": half_width, "right": -half_width, "end": -half_width}.get(align, 0.0)
    y = {"top": half_height, "bottom": -half_height, "alphabetic": -0.7 * half_height}.get(baseline, 0.0)
    return _Extent(x + item.number("dx"), y + item.number("dy"), half_width, half_height)


def label_series(frame: Frame, mark: Mark, items: Sequence[Item]) -> Series:
    """Return an unseen line that carries texts which stand at no bar or point, such as totals over stacks.

    Raises
    ------
    NoNativeFormError
        When a text stands at no value or category.
    """
    points: list[Point | None] = [None] * len(frame.values)
    for item in items:
        value = as_number(item.values.get(frame.across))
        place = _place(frame, item)
        if value is None or points[place] is not None or abs(frame.place(value) - item.number("y")) > CLOSE:
            raise NoNativeFormError("a text stands at no bar, point or category")
        if not frame.holds(value):
            raise NoNativeFormError("a text stands beyond the value axis")
        label = Label(printed(item.look), _beside_point(_extent(item)), looks.font(item.look))
        fact = item.values.get("fact")
        points[place] = Point(value, str(fact) if fact is not None else None, Look(), None, label)
    return Series(measure(frame, mark), tuple(points), Look(), "label")


def _place(frame: Frame, item: Item) -> int:
    along = "y" if frame.horizontal else "x"
    for index, centre in enumerate(frame.centres):
        if abs(centre - item.number(along)) <= CLOSE:
            return index
    raise NoNativeFormError("a text stands at no bar, point or category")


_UNSEEN: Final[dict[Position, str]] = {"r": "(labels)", "l": "(labels below)"}


def with_room(frame: Frame, plot: Plot, items: Sequence[Item], spots: Sequence[Spot]) -> Plot:
    """Return stacks that run sideways with an unseen last piece a side, which carries the texts beyond that end.

    No line can carry them, since PowerPoint draws none sideways.

    Raises
    ------
    NoNativeFormError
        When the bars are no plain stack, or a text stands elsewhere than beyond one of its ends.
    """
    sides: dict[Position, list[Point | None]] = {each: [None] * len(frame.values) for each in ("r", "l")}
    for item in items:
        place, side = _place(frame, item), _beside_point(_extent(item))
        edges = [edge for each in spots if each.index == place for edge in (each.start, each.end)]
        end = (max(edges) if side == "r" else min(edges)) if edges and side in sides else None
        at_end = end is not None and abs(end - item.number("x")) <= CLOSE
        if plot.kind != "bar" or plot.grouping != "stacked" or not at_end or sides[side][place] is not None:
            raise NoNativeFormError("a text beside bars that run sideways, at no bar's end, has no native form yet")
        value = as_number(item.values.get(frame.across)) or 0.0
        room = max(frame.high - value, 0.0) if side == "r" else min(frame.low - value, 0.0)
        label = Label(printed(item.look), "inBase", looks.font(item.look))
        sides[side][place] = Point(room, None, Look(), None, label)
    unseen = [
        Series(name, tuple(sides[side]), Look(), "label")
        for side, name in _UNSEEN.items()
        if any(point is not None for point in sides[side])
    ]
    return replace(plot, series=(*plot.series, *unseen))


def labelled(plots: Sequence[Plot], found: Mapping[Place, Label]) -> tuple[Plot, ...]:
    """Return the plots with their labels."""
    return tuple(
        replace(plot, series=tuple(_with(series, (at, number), found) for number, series in enumerate(plot.series)))
        for at, plot in enumerate(plots)
    )


def _with(series: Series, at: tuple[int, int], found: Mapping[Place, Label]) -> Series:
    points = tuple(
        replace(point, label=found[(*at, index)]) if point is not None and (*at, index) in found else point
        for index, point in enumerate(series.points)
    )
    return replace(series, points=points)
