"""Gradients: read from SVG, and drawn so that every program draws them alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.model import NoNativeFormError, Paint
from valuestory.deck.charts.shapes.model import Bounds, Gradient, Outline, Stop, Subpath
from valuestory.slides.hatch import hatch_colors


def gradient(definition: Any, opacity: float) -> Gradient | Paint:
    """Return the gradient that an SVG element defines, with an opacity, or the hatch that it stands for.

    Raises
    ------
    NoNativeFormError
        When it has less than two colours.
    """
    stops = tuple(
        Stop(float(each.get("offset", 0)), paint)
        for each in definition
        if isinstance(each.tag, str)
        and (paint := looks.paint(each.get("stop-color"), opacity * float(each.get("stop-opacity", 1)))) is not None
    )
    if len(stops) < 2:
        raise NoNativeFormError("a gradient of less than two colours is drawn as a picture")
    if definition.tag.endswith("}radialGradient"):
        return Gradient(stops, radial=True)
    if (hatch := hatch_colors([(each.at, each.paint.color) for each in stops])) is not None:
        return replace(stops[0].paint, color=hatch[0], ground=hatch[1])
    x1, y1, x2, y2 = (
        float(definition.get(key, usual)) for key, usual in zip(("x1", "y1", "x2", "y2"), "0010", strict=True)
    )
    return Gradient(stops, (x1, y1), (x2, y2))


def banded(outline: Outline) -> Iterator[Outline]:
    """Yield a level rectangle whose gradient has many colours as bands of two: not every program draws more."""
    fill = outline.fill
    if outline.form != "rect" or not isinstance(fill, Gradient) or fill.radial or len(fill.stops) == 2:
        yield outline
        return
    level = fill.start[1] == fill.end[1]
    if not level and fill.start[0] != fill.end[0]:
        yield outline
        return
    left, top, right, bottom = outline.bounds
    low, high, start, end = (
        (left, right, fill.start[0], fill.end[0]) if level else (top, bottom, fill.start[1], fill.end[1])
    )
    stops = _needed(fill.stops)
    for index, (one, other) in enumerate(pairwise(stops)):
        shares = sorted(start + (end - start) * each.at for each in (one, other))
        a, b = (low + (high - low) * share for share in shares)
        box = (a, top, b, bottom) if level else (left, a, right, b)
        if b - a > 1e-6:
            band = Gradient((Stop(0.0, one.paint), Stop(1.0, other.paint)), fill.start, fill.end)
            yield replace(outline, name=f"{outline.name} {index + 1}", subpaths=(_box(box),), fill=band, line=None)
    if outline.line is not None:
        yield replace(outline, fill=None)


def _needed(stops: tuple[Stop, ...]) -> list[Stop]:
    """Return the stops without those that lie on the way from their neighbours anyway, end to end."""
    first, last = stops[0], stops[-1]
    every = [
        *([replace(first, at=0.0)] if first.at > 0 else []),
        *stops,
        *([replace(last, at=1.0)] if last.at < 1 else []),
    ]
    kept = [every[0]]
    for index in range(1, len(every) - 1):
        if not _on_the_way(kept[-1], every[index], every[index + 1]):
            kept.append(every[index])
    return [*kept, every[-1]]


def _on_the_way(one: Stop, middle: Stop, other: Stop) -> bool:
    room = other.at - one.at
    share = (middle.at - one.at) / room if room else 0.0
    return all(abs(a + (c - a) * share - b) <= 2 for a, b, c in zip(*map(_channels, (one, middle, other)), strict=True))


def _channels(stop: Stop) -> tuple[int, ...]:
    return tuple(int(stop.paint.color[at : at + 2], 16) for at in (1, 3, 5))


def _box(bounds: Bounds) -> Subpath:
    left, top, right, bottom = bounds
    return Subpath((left, top), (((right, top),), ((right, bottom),), ((left, bottom),)), closed=True)
