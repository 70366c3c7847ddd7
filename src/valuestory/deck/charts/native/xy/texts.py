"""Text layers on a plane: labels of the points they stand at, or of unseen points of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from valuestory.deck.charts.evaluated.scene import Item, Mark, printed
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.labels import beside_point
from valuestory.deck.charts.native.model import Label, NoNativeFormError
from valuestory.deck.charts.native.names import measure
from valuestory.deck.charts.native.xy.model import XYPoint, XYSeries
from valuestory.deck.charts.native.xy.plane import Plane

_Values = tuple[float, float]


def texts(plane: Plane, mark: Mark, before: Sequence[XYSeries]) -> list[XYSeries]:
    """Return the series so far with a mark's texts as labels of their points; the others on unseen points.

    Raises
    ------
    NoNativeFormError
        When a text is turned, or stands elsewhere than at its values.
    """
    series = [list(each.points) for each in before]
    bare = _bare(before)
    unseen: list[XYPoint] = []
    for item in mark.items:
        if not printed(item.look).strip() or not item.visible:
            continue
        at, label = _at(plane, mark, item), _label(item)
        if places := bare.get(at):
            number, index = _akin(item, before, places)
            places.remove((number, index))
            point = series[number][index]
            assert point is not None
            series[number][index] = replace(point, label=label)
        else:
            fact = item.values.get("fact")
            unseen.append(XYPoint(*at, str(fact) if fact is not None else None, None, label))
    labelled = [replace(old, points=tuple(new)) for old, new in zip(before, series, strict=True)]
    return [*labelled, *([XYSeries(measure(plane, mark), tuple(unseen), None, "label")] if unseen else [])]


def _bare(series: Sequence[XYSeries]) -> dict[_Values, list[tuple[int, int]]]:
    """Return the points without a label by their values."""
    found: dict[_Values, list[tuple[int, int]]] = {}
    for number, each in enumerate(series):
        for index, point in enumerate(each.points):
            if point is not None and not point.corner and point.label is None and each.role != "rule":
                found.setdefault((point.x, point.value), []).append((number, index))
    return found


def _at(plane: Plane, mark: Mark, item: Item) -> _Values:
    if float(item.look.get("angle") or 0):
        raise NoNativeFormError("labels that are turned have no native form yet")
    at = plane.point(item, clipped=mark.clipped)
    if at is None:
        raise NoNativeFormError("a text stands at no point")
    return at


def _label(item: Item) -> Label:
    return Label(printed(item.look), beside_point(item), looks.font(item.look))


def _akin(item: Item, series: Sequence[XYSeries], places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return, of several points at one place, the one of the text's own colour."""
    paint = looks.fill(item.look)

    def strange(place: tuple[int, int]) -> bool:
        point, line = series[place[0]].points[place[1]], series[place[0]].line
        marker = point.marker if point is not None else None
        stroke = marker.look.line if marker is not None else line
        own = marker.look.fill if marker is not None else None
        colors = {each.color for each in (own, stroke.paint if stroke is not None else None) if each is not None}
        return paint is None or paint.color not in colors

    return min(places, key=strange)
