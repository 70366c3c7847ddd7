"""Facets and views side by side, evaluated: each panel a scene of its own, with the axes that stand at its sides.

Vega draws the axes of facets in headers and footers beside the panels: each goes to the panel it touches, so that
inner panels have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from valuestory.deck.charts.evaluated.evaluate import (
    axes_in,
    marks_in,
    nodes_in,
    scales_in,
    title_in,
)
from valuestory.deck.charts.evaluated.instrument import PROBE, Json, Plan, groups_of, instrument
from valuestory.deck.charts.evaluated.scene import Axis, Item, Scale, Scene, Tick, printed
from valuestory.deck.charts.evaluated.spec import Spec
from valuestory.deck.charts.evaluated.textsize import text_width
from valuestory.deck.charts.evaluated.vega import compile_chart, scenegraph
from valuestory.deck.charts.refusal import Refusal

Drawn = TypeVar("Drawn")
Box = tuple[float, float, float, float]
"""Left, top, width and height."""

_CLOSE: Final = 2.0
_AROUND: Final = 6.0
"""Points around a panel without axes: symbols at its edges are drawn whole."""
_HEADERS: Final = {"row-header": "left", "row-footer": "right", "column-header": "top", "column-footer": "bottom"}


@dataclass(frozen=True)
class Panel(Generic[Drawn]):
    """One view: what is drawn in it (its scene, then its chart), the box that this takes, and the titles that head it.

    The box, axes included, is counted in the whole drawing.
    """

    drawn: Drawn
    box: Box
    name: str


@dataclass(frozen=True)
class Panels:
    """All views of a drawing of a size."""

    size: tuple[float, float]
    panels: tuple[Panel[Scene], ...]


@dataclass(frozen=True)
class _Found:
    """A group and where it lies in the drawing."""

    group: Json
    x: float
    y: float

    @property
    def box(self) -> Box:
        return self.x, self.y, self.group.get("width") or 0.0, self.group.get("height") or 0.0


def evaluate_panels(spec: Spec) -> Panels | Refusal:
    """Return the panels of a chart of several views, or the reason why they cannot be told apart."""
    vega = compile_chart(spec)
    if any(group.get("legends") for group in groups_of(vega) if group is not vega):
        return Refusal("views with legends of their own inside facets have no native form yet")
    asked, plans = instrument(vega)
    graph = scenegraph(asked)
    if None in graph["origin"]:
        return Refusal("there is nothing to draw")
    root, (left, top) = graph["scenegraph"]["items"][0], graph["origin"]
    corner = left + root.get("x", 0), top + root.get("y", 0)
    scales = scales_in(list(nodes_in(root)), vega)
    views, heads = list(_views(root, *corner)), list(_heads(root, *corner))
    panels = (_panel(view, [other.box for other in views], heads, vega, plans, scales) for view in views)
    return Panels((graph["width"], graph["height"]), tuple(panels))


def cropped(scene: Scene) -> tuple[Scene, Box]:
    """Return a single view cut down to its plot, axes and title, and the box that this takes in its drawing."""
    left, top, width, height = scene.plot
    margins = _margins(scene.axes)
    if scene.title is not None:
        above = 1.3 * float(scene.title.look.get("fontSize", 13))
        margins["top"] = max(margins["top"], top - scene.title.number("y") + above)
    x, y = max(0.0, left - margins["left"]), max(0.0, top - margins["top"])
    right = min(scene.size[0], left + width + margins["right"])
    bottom = min(scene.size[1], top + height + margins["bottom"])
    whole = right - x, bottom - y
    plot = (left - x, top - y, width, height)
    return replace(scene, size=whole, plot=plot, title=_moved(scene.title, x, y)), (x, y, *whole)


def _views(group: Json, x: float, y: float) -> Iterator[_Found]:
    """Yield the groups that hold marks themselves, not further views."""
    for node in group.get("items", []):
        if node["role"] != "scope" or "pathgroup" in node.get("name", ""):
            continue
        for item in node.get("items", []):
            at = x + item.get("x", 0), y + item.get("y", 0)
            inner = list(_views(item, *at))
            yield from inner or [_Found(item, *at)]


def _heads(group: Json, x: float, y: float) -> Iterator[tuple[str, _Found]]:
    for node in group.get("items", []):
        for item in node.get("items", []):
            at = x + item.get("x", 0), y + item.get("y", 0)
            if node["role"] in _HEADERS:
                yield _HEADERS[node["role"]], _Found(item, *at)
            elif node["role"] == "scope":
                yield from _heads(item, *at)


def _panel(
    view: _Found,
    others: list[Box],
    heads: list[tuple[str, _Found]],
    vega: Json,
    plans: Mapping[str, Plan],
    scales: Mapping[str, Scale],
) -> Panel[Scene]:
    beside = [head for side, head in heads if _touches(side, head, view.box, others)]
    nodes = [*view.group["items"], *(node for head in beside for node in head.group.get("items", []))]
    axes = tuple(axes_in([node for node in nodes if node["role"] == "axis"], vega))
    own = [node for node in view.group["items"] if node["role"] == "title"]
    heading = title_in(own, (view.x, view.y))
    margins = _margins(axes)
    if heading is not None:
        font = float(heading.look.get("fontSize", 13))
        margins["top"] = max(margins["top"], view.y - heading.number("y") + 1.3 * font)
    left, top = view.x - margins["left"], view.y - margins["top"]
    width, height = view.box[2], view.box[3]
    whole = width + margins["left"] + margins["right"], height + margins["top"] + margins["bottom"]
    found = list(nodes_in(view.group))
    scene = Scene(
        size=whole,
        plot=(margins["left"], margins["top"], width, height),
        view=Item({}, {key: value for key, value in view.group.items() if key != "items"}),
        marks=marks_in(found, plans),
        scales={**scales, **scales_in(found, vega)},
        axes=axes,
        legends=(),
        title=_moved(heading, left, top),
        unknown=tuple(f"mark {node.get('name')}" for node in found if node.get("name") not in {*plans, PROBE}),
    )
    return Panel(scene, (left, top, *whole), _name(view, heads, heading))


def _touches(side: str, head: _Found, box: Box, others: list[Box]) -> bool:
    """Return whether a header or footer stands at a panel, no other panel being between them."""
    at = 1 if side in ("left", "right") else 0
    if abs((head.x, head.y)[at] - box[at]) > _CLOSE:
        return False
    line = [other[1 - at] for other in others if abs(other[at] - box[at]) <= _CLOSE]
    return box[1 - at] == (min(line) if side in ("left", "top") else max(line))


def _moved(title: Item | None, left: float, top: float) -> Item | None:
    if title is None:
        return None
    return Item({}, dict(title.look) | {"x": title.number("x") - left, "y": title.number("y") - top})


def _name(view: _Found, heads: list[tuple[str, _Found]], heading: Item | None) -> str:
    """Return the titles that head a panel: its own, and those of its row and column."""
    titles = [printed(heading.look)] if heading is not None else []
    for side, head in heads:
        at = 1 if side in ("left", "right") else 0
        if abs((head.x, head.y)[at] - view.box[at]) <= _CLOSE:
            nodes = [node for node in head.group.get("items", []) if node["role"] == "title" or _is_title(node)]
            found = title_in(nodes, (0.0, 0.0))
            titles += [printed(found.look)] if found is not None else []
    return ", ".join(titles)


def _is_title(node: Json) -> bool:
    return node.get("name") == "title" or any(
        part.get("role") == "title-text" for item in node.get("items", []) for part in item.get("items", [])
    )


def _margins(axes: tuple[Axis, ...]) -> dict[str, float]:
    """Return the room that axes take at each side of a panel."""
    found = dict.fromkeys(("left", "right", "top", "bottom"), _AROUND)
    for axis in axes:
        reach = [_reach(tick, axis.orient) for tick in axis.ticks if tick.text]
        title = axis.parts.get("axis-title")
        if title is not None:
            away = abs(title.number("x" if axis.orient in ("left", "right") else "y"))
            reach.append(away + 1.4 * float(title.look.get("fontSize", 11)))
        found[axis.orient] = max(found[axis.orient], *reach, 0.0) + 2
    return found


def _reach(tick: Tick, orient: str) -> float:
    look: Mapping[str, Any] = tick.look
    size = float(look.get("fontSize", 10))
    wide = text_width(tick.text, size)
    upright = float(look.get("angle") or 0) % 180 != 0
    across = size if upright else wide
    if orient in ("left", "right"):
        return abs(float(look.get("x", 0))) + across
    return abs(float(look.get("y", 0))) + (wide if upright else 1.2 * size)
