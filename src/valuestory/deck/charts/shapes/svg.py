"""Vega's own SVG of a chart, read as outlines and words: whatever Vega can draw is in it, to the last curve.

Vega's scenegraph has the same marks, but not their paths; its SVG is that scenegraph drawn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml import etree

from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.model import Font, Line, NoNativeFormError, Paint
from valuestory.deck.charts.shapes.clip import Clip, clip_to, clipped
from valuestory.deck.charts.shapes.gradients import banded, gradient
from valuestory.deck.charts.shapes.model import Gradient, Group, Outline, Subpath, Words
from valuestory.deck.charts.shapes.paths import is_box, is_ellipse, subpaths
from valuestory.deck.charts.shapes.told_facts import told_facts
from valuestory.deck.charts.shapes.transform import Transform, transform

_INHERITED: Final = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin")
_CAPS: Final = {"round": "rnd", "square": "sq"}
_ALIGNED: Final = {"middle": "ctr", "end": "r"}
_URL: Final = re.compile(r"url\(#([^)]+)\)")
_ROLES: Final = ("axis", "legend", "title", "mark")
"""Roles whose items are worth a group of their own; what only holds others together is not."""
_WORDS_FOR: Final = {"rect": "rectangle", "rule": "line", "arc": "sector"}
_CONNECTED: Final = ("line mark", "area mark", "trail mark")
"""One path for many rows: what Vega says of it is the first row's."""
_TRAIL: Final = "trail"
_LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class Drawing:
    """A drawing's size in pixels and what stands on it."""

    width: float
    height: float
    whole: Group
    labels: tuple[str, ...] = ()
    """What Vega says of each mark's item to who cannot see it."""


@dataclass(frozen=True)
class _State:
    """What an element inherits."""

    place: Transform = field(default_factory=Transform)
    opacity: float = 1.0
    looks: Mapping[str, str] = field(default_factory=dict)
    clip: Clip | None = None
    name: str = "background"


def read(svg: str) -> Drawing:
    """Return the drawing that Vega's SVG is.

    Raises
    ------
    NoNativeFormError
        When something in it has no form in PowerPoint (an image, a clip that is no rectangle).
    """
    root = _parsed(svg)
    width, height = (float(root.get(side, "nan").removesuffix("px")) for side in ("width", "height"))
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise NoNativeFormError("there is nothing to draw")
    defined = {each.get("id"): each for each in root.iter() if each.get("id")}
    parts = tuple(_Reader(defined).parts(root, _State()))
    if parts and _is_white_paper(parts[0]):
        parts = parts[1:]
    return Drawing(width, height, Group("", parts), tuple(_labels(root)))


def labels(svg: str) -> tuple[str, ...]:
    """Return what Vega says of each mark's item to who cannot see it, such as "quarter: 2025Q1; value: 41.2"."""
    return tuple(_labels(_parsed(svg)))


def _parsed(svg: str) -> Any:
    return etree.fromstring(svg.encode(), etree.XMLParser(huge_tree=True, resolve_entities=False))


def _labels(root: Any) -> Iterator[str]:
    # Axes and legends say what they are on their groups.
    for each in root.iter("{*}path", "{*}text", "{*}line"):
        label, kind = each.get("aria-label"), each.get("aria-roledescription")
        if label and kind not in _CONNECTED:
            yield label


def _is_white_paper(part: Outline | Words | Group) -> bool:
    """Return whether it is a white ground: the slide has its own, which is to shine through."""
    return isinstance(part, Outline) and part.name == "background" and part.fill == Paint("#ffffff")


class _Reader:
    """Reads elements; `defined` are gradients and clips by id."""

    def __init__(self, defined: Mapping[str, Any]) -> None:
        self.defined = defined
        self.gradients: dict[tuple[str, float], Gradient | Paint] = {}

    def parts(self, element: Any, state: _State) -> Iterator[Outline | Words | Group]:
        """Yield what an element's children are."""
        for child in element:
            if isinstance(child.tag, str) and child.get("display") != "none":
                yield from self._one(child, etree.QName(child).localname, self._within(child, state))

    def _one(self, element: Any, tag: str, state: _State) -> Iterator[Outline | Words | Group]:
        if tag in ("g", "svg", "a"):
            yield from self._group(element, state)
        elif tag == "path":
            yield from self._path(element, state, element.get("d", ""))
        elif tag == "line":
            yield from self._path(element, state, _line_path(element), form="line")
        elif tag == "rect":
            yield from self._path(element, state, _rect_path(element))
        elif tag == "text":
            yield from self._words(element, state)
        elif tag == "image":
            raise NoNativeFormError("an image is drawn as part of a picture")
        elif tag not in ("defs", "title", "desc", "style"):
            raise NoNativeFormError(f"a {tag} is drawn as part of a picture")

    def _within(self, element: Any, state: _State) -> _State:
        place = state.place.then(transform(element.get("transform", "")))
        own = {key: value for key in _INHERITED if (value := element.get(key)) is not None}
        opacity = state.opacity * float(element.get("opacity", 1))
        clip = state.clip
        if (found := _URL.match(element.get("clip-path", ""))) is not None:
            clip = self._clip(self.defined[found[1]], place).within(clip)
        return _State(place, opacity, {**state.looks, **own} if own else state.looks, clip, state.name)

    def _clip(self, definition: Any, place: Transform) -> Clip:
        shapes = [each for each in definition if isinstance(each.tag, str)]
        data = [_rect_path(each) if each.tag.endswith("}rect") else each.get("d", "") for each in shapes]
        inside = tuple(_moved(each, place) for one in data for each in subpaths(one))
        found = clip_to(inside[0]) if len(inside) == 1 else None
        if found is None:
            raise NoNativeFormError("what is cut off at an outline that turns inwards is drawn as a picture")
        return found

    def _group(self, element: Any, state: _State) -> Iterator[Outline | Words | Group]:
        kind, role = _kind_and_role(element.get("class", ""))
        named = replace(state, name=_item_name(kind, role)) if role else state
        inside = tuple(self.parts(element, named))
        if len(inside) > 1 and role in _ROLES and (role != "mark" or kind != "group"):
            yield Group(_group_name(kind, role), inside)
        else:
            yield from inside

    def _path(self, element: Any, state: _State, data: str, form: str = "path") -> Iterator[Outline]:
        found = tuple(each for one in subpaths(data) if (each := _moved(one, state.place)).is_finite)
        fill = self._paint(state.looks.get("fill", "none"), state.opacity * float(element.get("fill-opacity", 1)))
        line = self._line(element, state)
        if form == "line":
            fill = None
        if not found or (fill is None and line is None):
            return
        outline = Outline(
            _labelled(state.name, element.get("aria-label")),
            found,
            fill,
            line,
            _form(form, found, data, state.place),
            _CAPS.get(state.looks.get("stroke-linecap", ""), "flat"),
            "round" if state.looks.get("stroke-linejoin") == "round" else "miter",
            apart=state.name == _TRAIL,
        )
        left, top, right, bottom = outline.bounds
        if right == left and bottom == top:
            return
        if line is None and (right == left or bottom == top):
            return
        kept = outline if state.clip is None else clipped(outline, state.clip)
        if kept is not None:
            yield from banded(kept)

    def _line(self, element: Any, state: _State) -> Line | None:
        width = float(state.looks.get("stroke-width", 1)) * state.place.growth
        stroke = self._paint(state.looks.get("stroke", "none"), state.opacity * float(element.get("stroke-opacity", 1)))
        if isinstance(stroke, Gradient):
            stroke = stroke.stops[0].paint
        if stroke is None or not width > 0:
            return None
        dash = tuple(float(each) for each in re.split(r"[ ,]+", state.looks.get("stroke-dasharray", "")) if each)
        return Line(stroke, width, dash)

    def _paint(self, value: str, opacity: float) -> Paint | Gradient | None:
        found = _URL.match(value)
        if found is None:
            return looks.paint(value, opacity)
        key = (found[1], opacity)
        if key not in self.gradients:
            self.gradients[key] = gradient(self._gradient_of(found[1]), opacity)
        return self.gradients[key]

    def _gradient_of(self, name: str) -> Any:
        """Return the element that defines a gradient; a radial one stands within a pattern, which keeps it round."""
        element = self.defined[name]
        if not element.tag.endswith("}pattern"):
            return element
        inside = next(found for each in element if (found := _URL.match(each.get("fill", ""))) is not None)
        return self.defined[inside[1]]

    def _words(self, element: Any, state: _State) -> Iterator[Words]:
        rows = [each for each in element if isinstance(each.tag, str)]
        texts = tuple("".join(each.itertext()) for each in rows) or ("".join(element.itertext()),)
        fill = self._paint(state.looks.get("fill", "none"), state.opacity * float(element.get("fill-opacity", 1)))
        if isinstance(fill, Gradient):
            fill = fill.stops[0].paint
        at = state.place((0.0, 0.0))
        size = float(element.get("font-size", "11").removesuffix("px")) * state.place.growth
        if fill is None or not any(each.strip() for each in texts) or not all(map(math.isfinite, (*at, size))):
            return
        if not size > 0 or (state.clip is not None and not state.clip.holds(at, 1.0)):
            return
        weight = element.get("font-weight", "normal")
        font = Font(
            size,
            fill,
            weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600),
            element.get("font-style") in ("italic", "oblique"),
            state.place.angle,
        )
        pitch = next((float(each.get("dy")) for each in rows if each.get("dy")), size + 2)
        align: Any = _ALIGNED.get(element.get("text-anchor", "start"), "l")
        facts = told_facts(element.get("aria-roledescription"))
        yield Words(_labelled(state.name, " ".join(texts)), texts, at, align, font, pitch * state.place.growth, facts)


def _kind_and_role(classes: str) -> tuple[str, str]:
    names = classes.split()
    kind = next((each.removeprefix("mark-") for each in names if each.startswith("mark-")), "")
    return kind, next((each.removeprefix("role-") for each in names if each.startswith("role-")), "")


def _item_name(kind: str, role: str) -> str:
    return _WORDS_FOR.get(kind, kind) if role == "mark" else role.replace("-", " ")


def _group_name(kind: str, role: str) -> str:
    return f"{_item_name(kind, role)} marks" if role == "mark" else role


def _labelled(name: str, label: str | None) -> str:
    return f"{name}: {label}"[:_LONGEST_NAME] if label else name


def _line_path(element: Any) -> str:
    x1, y1, x2, y2 = (element.get(each, "0") for each in ("x1", "y1", "x2", "y2"))
    return f"M{x1},{y1}L{x2},{y2}"


def _rect_path(element: Any) -> str:
    x, y, width, height = (element.get(each, "0") for each in ("x", "y", "width", "height"))
    return f"M{x},{y}h{width}v{height}h-{width}Z"


def _moved(subpath: Subpath, place: Transform) -> Subpath:
    moved = tuple(tuple(place(spot) for spot in segment) for segment in subpath.segments)
    return Subpath(place(subpath.start), moved, subpath.closed)


def _form(asked: str, found: tuple[Subpath, ...], data: str, place: Transform) -> Any:
    """Return what a path is beyond a path."""
    only = found[0] if len(found) == 1 else None
    if only is None or asked == "line":
        return asked if only is not None else "path"
    if len(only.segments) == 1 and only.is_straight and not only.closed:
        return "line"
    if is_box(only):
        return "rect"
    upright = abs(place.b) < 1e-9 or abs(place.a - place.d) < 1e-9
    return "ellipse" if upright and is_ellipse(data) else "path"
