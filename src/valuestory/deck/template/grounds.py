"""What a text or a chart really stands on: background, pictures, gradients and shapes beneath it, sampled.

The background of a slide is only the lowest of many layers. Each shape of master, layout and slide that lies beneath a
box may cover it, so colours are asked at points inside the box, from the lowest layer up. No rendering is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from valuestory.deck.geometry import Box, box_of
from valuestory.deck.template.fills import Fill, as_fill, fill_in
from valuestory.deck.template.inherit import ancestors, holder_kind
from valuestory.deck.template.outlines import covers
from valuestory.deck.template.shades import Scheme, Shade, mixed, scheme_of, shade_in, upwards
from valuestory.deck.turns import Standing, Turn, flips

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ACROSS, _DOWN = 7, 3
"""How many points of a box are looked at."""
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Layer:
    """Something painted: where, its colour at a place inside it, and whether it covers that place at all."""

    box: Box
    fill: Fill
    covers: Callable[[float, float], bool]


def painted(box: Box, color: str) -> Layer:
    """Return a rectangle of one colour."""
    return Layer(box, lambda across, down: Shade(color), lambda across, down: True)


@dataclass(frozen=True)
class Stage:
    """All that is painted on a slide: what its layout brings, then its own shapes in order, each with its element."""

    base: tuple[Layer, ...]
    own: tuple[tuple[Any, Layer | None], ...] = ()

    def beneath(self, element: Any) -> list[Layer]:
        """Return what lies beneath a shape's text, lowest first: its own fill and all before it."""
        found = list(self.base)
        for each, layer in self.own:
            if layer is not None:
                found.append(layer)
            if each is element:
                break
        return found


def stage_of(sheet: Any, size: Box) -> Stage:
    """Return what is painted on a slide, or on a layout before any slide is made of it."""
    layout = sheet.slide_layout if hasattr(sheet, "slide_layout") else sheet
    base = list(_background(sheet, size))
    if _shows(sheet):
        sheets = (layout.slide_master, layout) if _shows(layout) else (layout,)
        base += [layer for each in sheets for _, layer in _drawn(each, holders=False) if layer is not None]
    own = () if layout is sheet else tuple(_drawn(sheet, holders=True))
    return Stage(tuple(base), own)


def layers_of(slide: Any) -> Iterator[tuple[Any, Layer]]:
    """Yield what a slide's own shapes paint, lowest first, each with its element, as if they were not turned."""
    drawn = _drawn(slide, holders=True, turned=False)
    return ((element, layer) for element, layer in drawn if layer is not None)


def _shows(sheet: Any) -> bool:
    return str(sheet._element.get("showMasterSp", "1")) not in ("0", "false")


def _background(sheet: Any, size: Box) -> Iterator[Layer]:
    for each in upwards(sheet):
        found = each._element.cSld.find(f"{_P}bg")
        if found is None:
            continue
        fill = _background_fill(found, each, scheme_of(sheet), size)
        if fill is not None:
            yield Layer(size, fill, lambda across, down: True)
        return


def _background_fill(found: Any, sheet: Any, scheme: Scheme, size: Box) -> Fill | None:
    own = found.find(f"{_P}bgPr")
    if own is not None:
        return fill_in(own, scheme, sheet.part, size)
    reference = found.find(f"{_P}bgRef")
    if reference is None:
        return None
    named = shade_in(reference, scheme)
    return _styled(reference, scheme, sheet, size, named.color if named is not None else None)


def _styled(reference: Any, scheme: Scheme, sheet: Any, box: Box, named: str | None) -> Fill | None:
    """Return the fill that a reference into the theme's styles stands for."""
    at = int(reference.get("idx", "0"))
    kept, first = ("bgFillStyleLst", 1001) if at >= 1001 else ("fillStyleLst", 1)
    styles = None if scheme.theme is None or at < 1 else scheme.theme.find(f".//{_A}{kept}")
    fills = [] if styles is None else [each for each in styles if isinstance(each.tag, str)]
    if not 0 <= at - first < len(fills):
        return None
    return as_fill(fills[at - first], scheme, _theme_part(sheet), box, named)


def _theme_part(sheet: Any) -> Any:
    layout = sheet.slide_layout if hasattr(sheet, "slide_layout") else sheet
    master = getattr(layout, "slide_master", layout)
    return next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))


def _drawn(sheet: Any, *, holders: bool, turned: bool = True) -> Iterator[tuple[Any, Layer | None]]:
    """Yield a sheet's shapes, lowest first; its placeholders only where they are seen, which is on a slide."""
    scheme = scheme_of(sheet)
    for shape, standing in _each(sheet.shapes, Standing()):
        element, box = shape._element, box_of(shape)
        if box is None or (not holders and holder_kind(element) is not None):
            yield element, None
            continue
        box = standing.onto(box)
        layer = _layer(shape, etree.QName(element).localname, box, sheet, scheme)
        turn = standing.turn_of(shape, box) if turned else Turn()
        yield element, layer if layer is None else _as_seen(layer, shape, standing, turn)


def _each(shapes: Any, standing: Standing) -> Iterator[tuple[Any, Standing]]:
    for shape in shapes:
        if etree.QName(shape._element).localname == "grpSp":
            yield from _each(shape.shapes, standing.inside(shape))
        else:
            yield shape, standing


def _as_seen(layer: Layer, shape: Any, standing: Standing, turn: Turn) -> Layer:
    """Return a layer as its shape and the groups around it are flipped and turned."""
    own = flips(shape)
    across, down = own[0] != standing.across, own[1] != standing.down
    if not across and not down and turn == Turn():
        return layer
    box, seen = layer.box, turn.box(layer.box)

    def inside(x: float, y: float) -> tuple[float, float]:
        right, below = turn.back(seen.left + x * seen.width, seen.top + y * seen.height)
        x, y = (right - box.left) / box.width, (below - box.top) / box.height
        return (1 - x if across else x), (1 - y if down else y)

    def covers(x: float, y: float) -> bool:
        x, y = inside(x, y)
        return -_ROUNDING <= x <= 1 + _ROUNDING and -_ROUNDING <= y <= 1 + _ROUNDING and layer.covers(x, y)

    return Layer(seen, lambda x, y: layer.fill(*inside(x, y)), covers) if box.area > 0 else layer


def _layer(shape: Any, kind: str, box: Box, sheet: Any, scheme: Scheme) -> Layer | None:
    if kind == "pic":
        fill = as_fill(shape._element.find(f"{_P}blipFill"), scheme, sheet.part, box)
        return None if fill is None else Layer(box, fill, covers(shape._element))
    if kind == "graphicFrame" and shape.has_chart:
        fill = (
            fill_in(shape.chart._chartSpace.find("{*}spPr"), scheme, shape.chart.part, box)
            if _has_look(shape)
            else None
        )
        return None if fill is None else Layer(box, fill, covers(shape._element))
    if kind != "sp":
        return None
    fill = _shape_fill(shape._element, sheet, scheme, box)
    return None if fill is None else Layer(box, fill, covers(shape._element))


def _has_look(shape: Any) -> bool:
    return shape.chart._chartSpace.find("{*}spPr") is not None


def _shape_fill(element: Any, sheet: Any, scheme: Scheme, box: Box) -> Fill | None:
    """Return a shape's own fill, else the one of its placeholder's layout, else that of its style."""
    fill = fill_in(element.spPr, scheme, sheet.part, box)
    if fill is not None:
        return fill
    if hasattr(sheet, "slide_layout"):
        for each in ancestors(element, sheet.slide_layout):
            inherited = fill_in(each.spPr, scheme, sheet.slide_layout.part, box)
            if inherited is not None:
                return inherited
    styled = element.find(f"{_P}style/{_A}fillRef")
    if styled is None:
        return None
    named = shade_in(styled, scheme)
    return _styled(styled, scheme, sheet, box, named.color if named is not None else None)


def sampled(layers: list[Layer], box: Box, turn: Turn = Turn()) -> list[str]:  # noqa: B008 - it cannot change
    """Return the colours seen at points spread over a box, turned so; points where nothing can be told are left out."""
    places = (
        (box.left + box.width * (column + 0.5) / _ACROSS, box.top + box.height * (row + 0.5) / _DOWN)
        for row in range(_DOWN)
        for column in range(_ACROSS)
    )
    seen = (_at(layers, *turn.at(*place)) for place in places)
    return [each for each in seen if each is not None]


def _at(layers: list[Layer], x: float, y: float) -> str | None:
    color: str | None = "#FFFFFF"
    for layer in layers:
        across = (x - layer.box.left) / layer.box.width if layer.box.width else -1.0
        down = (y - layer.box.top) / layer.box.height if layer.box.height else -1.0
        if not (0 <= across <= 1 and 0 <= down <= 1 and layer.covers(across, down)):
            continue
        shade = layer.fill(across, down)
        if shade is None:
            color = None
        elif shade.alpha >= 1.0:
            color = shade.color
        elif color is not None:
            color = mixed(shade, color)
    return color
