"""What Vega is spared: a second axis for the grid, and texts whose width changes nothing.

Vega measures a text by opening the font for each of its letters, and draws a chart that is to fit a box twice: of what
an evaluation costs, half is that. A text that surely lies within its axis needs no measuring, nor does a number beside
a wider one (`spared_numbers`); it is described instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from valuestory.deck.charts.evaluated import spared_numbers as numbers

Json = Mapping[str, Any]

_NARROW: Final = "/^[ -$'-?A-LN-VX-ln-vx-~]*$/", 0.85
_ASCII: Final = "/^[ -~]*$/", 1.15
"""Letters, without M, W, m, w, %, & and @ and with them, and the share of the size that none of them exceeds, in bold
and in the fonts that stand in for missing ones."""
_GRIDS_OWN: Final = frozenset({"domain", "labels", "ticks", "aria", "minExtent", "maxExtent", "zindex", "encode"})
"""What Vega-Lite gives the axis of a grid to hide all else of it."""
_OF_TICKS: Final = frozenset(
    {
        *("scale", "orient", "values", "tickCount", "tickMinStep", "tickBand", "tickExtra", "tickOffset", "tickRound"),
        *("bandPosition", "offset", "position", "translate"),
    }
)
"""What says where an axis and its ticks stand."""
_ALIGNED: Final = {"bottom": "center", "top": "center", "left": "right", "right": "left"}
"""How Vega aligns level labels at each side, of itself."""
_MOVES: Final = frozenset({"labelAlign", "labelOffset", "labelOverlap", "bandPosition", "tickBand"})
"""What moves a label out of the middle of its band, or hides it."""
_MOVES_TITLE: Final = frozenset({"titleX", "titleY", "titleAlign", "titleAngle", "titleLimit"})
"""What moves or turns a title against its axis, or cuts it."""


def joined_axes(axes: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each axis, and the same with its grid: Vega-Lite gives a grid an axis of its own, which costs as much."""
    pairs: dict[int, Json] = {}
    for grid in filter(_is_grid, axes):
        axis = next((each for each in axes if each is not grid and _stands_like(each, grid)), None)
        if axis is not None and id(axis) not in {id(each) for each in pairs.values()}:
            pairs[id(grid)] = axis
    joined = {id(axis) for axis in pairs.values()}
    for each in axes:
        if id(each) in pairs:  # in the place of the first of both
            yield pairs[id(each)], _with_grid(pairs[id(each)], each)
        elif id(each) not in joined:
            yield each, each


def _is_grid(axis: Json) -> bool:
    return axis.get("grid") is True and all(axis.get(each) is False for each in ("domain", "labels", "ticks"))


def _stands_like(axis: Json, grid: Json) -> bool:
    asked = {key for key in grid if not key.startswith("grid") and key not in _GRIDS_OWN}
    return (
        axis.get("grid") is False
        and set(grid.get("encode", {})) <= {"grid"}
        and all(axis.get(key) == grid.get(key) for key in asked | _OF_TICKS)
    )


def _with_grid(axis: Json, grid: Json) -> Json:
    looks = {key: value for key, value in grid.items() if key.startswith("grid")}
    return {**axis, **looks, "encode": {**axis.get("encode", {}), **grid.get("encode", {})}}


def text_of_labels(axis: Json, vega: Json) -> tuple[str, str] | None:
    """Return what an axis prints at a tick, and the same but for texts whose width changes nothing: two expressions.

    None where widths always matter: of names at a side, and of what is turned, moved or cut.
    """
    update = axis.get("encode", {}).get("labels", {}).get("update", {})
    text = update.get("text", {"signal": "datum.label"})
    settings = _settings(axis, vega)
    if set(text) != {"signal"} or not _is_level(settings, str(axis.get("orient"))):
        return None
    printed = f"({text['signal']})"
    if "text" not in update and (spared := numbers.spared(axis, _scale(axis, vega), settings)):
        return printed, f"{spared} ? '' : {printed}"
    room = _room_of_band(axis, vega, settings)
    if room is None or {"angle", "align", "fontSize", "limit"} & set(update):
        return None
    return printed, f"{_lies_within(printed, room)} ? '' : {printed}"


def _is_level(settings: Mapping[str, Sequence[Any]], orient: str) -> bool:
    """Return whether labels lie level in the middle of their ticks, or end at them.

    Vega sets the text before the item's own angle and place, so that these cannot be asked of it.
    """
    return all(each == 0 for each in settings.get("labelAngle", ())) and all(
        each == _ALIGNED.get(orient) for each in settings.get("labelAlign", ())
    )


def _room_of_band(axis: Json, vega: Json, settings: Mapping[str, Sequence[Any]]) -> str | None:
    """Return the expression for the room that a tick's text has on an axis of names, or None."""
    scale = _scale(axis, vega)
    name = json.dumps(axis["scale"])
    if axis.get("orient") not in ("bottom", "top") or _MOVES & set(settings):
        return None
    if scale.get("type") == "band":
        return f"bandwidth({name})"
    if scale.get("type") == "point" and scale.get("padding") == 0.5:  # half a step is left at both ends
        return f"abs(range({name})[1] - range({name})[0]) / length(domain({name}))"
    return None


def _scale(axis: Json, vega: Json) -> Json:
    return next((each for each in vega.get("scales", ()) if each["name"] == axis["scale"]), {})


def _settings(axis: Json, vega: Json) -> Mapping[str, Sequence[Any]]:
    """Return what is set of an axis, of all axes, or of the texts of all: each with its values."""
    config = vega.get("config", {})
    found: dict[str, list[Any]] = {}
    for each in (axis, *(value for key, value in config.items() if key.startswith("axis"))):
        for key, value in each.items():
            found.setdefault(key, []).append(value)
    for part, style in (("label", "guide-label"), ("title", "guide-title")):
        for key, value in config.get("style", {}).get(style, {}).items():
            found.setdefault(part + key[:1].upper() + key[1:], []).append(value)
    return found


def text_of_title(axis: Json, vega: Json) -> tuple[str, str] | None:
    """Return an axis' title, and the same but for one that is no longer than the axis: two expressions."""
    title = axis.get("title")
    if not isinstance(title, str) or not title or _MOVES_TITLE & set(_settings(axis, vega)):
        return None
    side, text = "width" if axis.get("orient") in ("bottom", "top") else "height", json.dumps(title)
    return text, f"{_lies_within(text, side)} ? '' : {text}"


def _lies_within(text: str, room: str) -> str:
    """Return the expression for whether a text is surely shorter than the room in its direction."""
    length = f"length({text}) * item.fontSize"
    short = " || ".join(f"(test({each}, {text}) && {length} * {width} < {room})" for each, width in (_NARROW, _ASCII))
    return f"isString({text}) && item.fontSize > 0 && ({short})"
