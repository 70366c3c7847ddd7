"""What bins are called: by both ends where they hold numbers, by the name of the month or year where they are time."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Axis, as_date, as_number
from valuestory.deck.charts.evaluated.textsize import text_width
from valuestory.deck.charts.native.bins import whole_months
from valuestory.deck.charts.native.dates import date_ticks
from valuestory.deck.charts.native.frame import Frame
from valuestory.deck.charts.native.model import AxisLook, Category, CategoryAxis, NoNativeFormError
from valuestory.deck.charts.native.number_formats import DATE_FORMATS, date_text

_LABELLED: Final = "bins are labelled by both ends, beneath their bars"
_EVEN: Final = "dates are spaced evenly, as categories"
_AFFIXES = re.compile(r"^(?P<before>[^\d.,+\-]*)-?[\d.,]+(?P<after>[^\d.,]*)$")
_BY_MONTHS: Final = {1: "mmm yyyy", 3: "mmm yyyy", 12: "yyyy"}


def bin_axis(
    frame: Frame, axis: Axis | None, look: AxisLook, header: str, reverse: bool, notes: list[str]
) -> CategoryAxis:
    """Return the axis whose categories are bins; `notes` takes what differs from the notebook's."""
    dated = frame.categories.kind != "linear"
    notes.append(_EVEN if dated else _LABELLED)
    texts = _date_names(frame, axis, notes) if dated else _number_names(frame, axis)
    look = replace(look, grid=None, ticks=False)
    _check_room(frame, look, texts)
    skip = _skip(frame, look, texts)
    return CategoryAxis(look, header, tuple(Category(text) for text in texts), reverse, True, skip)


def _check_room(frame: Frame, look: AxisLook, texts: list[str]) -> None:
    """Refuse names that are too long to stand beside an upright axis: PowerPoint would write them over its title."""
    if not frame.horizontal or look.labels is None:
        return
    left = look.title_at[0] + (look.title_font.size if look.title_font else 0) if look.title_at else 0.0
    if max(text_width(text, look.labels.size) for text in texts) + 6 > frame.box[0] - left:
        raise NoNativeFormError("the names of bins have no room beside the axis")


def _skip(frame: Frame, look: AxisLook, texts: list[str]) -> int:
    if look.labels is None:
        return 1
    size = look.labels.size
    sideways = frame.horizontal or abs(look.labels.angle) > 45
    need = 1.3 * size if sideways else max(text_width(text, size) for text in texts) + 0.8 * size
    return max(1, math.ceil(need / frame.step))


def _number_names(frame: Frame, axis: Axis | None) -> list[str]:
    assert frame.bins is not None
    ticks = axis.ticks if axis is not None else ()
    printed = {
        f"{value:.10g}": tick.text for tick in ticks if tick.text and (value := as_number(tick.value)) is not None
    }
    edges = sorted({end for each in frame.bins for end in each})
    texts = _edge_texts(edges, printed)
    return [_from_to(texts[low], texts[high]) for low, high in frame.bins]


def _edge_texts(edges: list[float], printed: dict[str, str]) -> dict[float, str]:
    """Return what each end of a bin is called: as the axis prints it, else in the same way."""
    known = [(float(value), text.replace("\u2212", "-")) for value, text in printed.items()]
    shapes = {(found["before"], found["after"]) for _, text in known if (found := _AFFIXES.match(text))}
    if known and len(shapes) != 1:
        raise NoNativeFormError("the ends of bins have texts that no number format writes")
    before, after = next(iter(shapes), ("", ""))
    scale = 100.0 if after.startswith("%") else 1.0
    grouped = any("," in text for _, text in known)
    decimals = max(_decimals(edge * scale) for edge in edges)
    texts = {edge: _written(edge * scale, before, after, decimals, grouped) for edge in edges}
    for value, text in known:
        if _written(value * scale, before, after, len(text.removesuffix(after).partition(".")[2]), grouped) != text:
            raise NoNativeFormError("the ends of bins have texts that no number format writes")
    return texts


def _decimals(value: float) -> int:
    return len(f"{value:.8f}".rstrip("0").partition(".")[2])


def _written(value: float, before: str, after: str, decimals: int, grouped: bool) -> str:
    number = f"{abs(value):,.{decimals}f}" if grouped else f"{abs(value):.{decimals}f}"
    return ("-" if value < 0 else "") + before + number + after


def _from_to(low: str, high: str) -> str:
    return f"{low} to {high}" if "-" in low + high else f"{low}\u2013{high}"


def _date_names(frame: Frame, axis: Axis | None, notes: list[str]) -> list[str]:
    """Return what bins of time are called: as the axis would write each, else by their length, all in one format."""
    assert frame.bins is not None
    starts = [date for start, _ in frame.bins if (date := as_date(start)) is not None]
    first, second = (as_date(each) for each in frame.bins[0])
    assert first is not None
    assert second is not None
    if any(date.time() != starts[0].time() for date in starts) or (second - first).total_seconds() < 86_400:
        raise NoNativeFormError("bins shorter than a day have no native form yet")
    printed = _printed(frame)
    if len(set(printed) - {""}) == len(starts):
        return printed
    ticks = date_ticks(axis)
    fits = (each for each in DATE_FORMATS if ticks and all(date_text(date, each) == text for date, text in ticks))
    form = next(fits, None)
    if form is None or len({date_text(date, form) for date in starts}) < len(starts):
        notes.append("dates are all written in one format")
        by_day = "d mmm yyyy" if len({each.year for each in starts}) > 1 else "d mmm"
        form = _BY_MONTHS.get(whole_months(first, second), by_day)
    return [date_text(date, form) for date in starts]


def _printed(frame: Frame) -> list[str]:
    """Return what the axis would write at the start of each bin, empty where no bar says so."""
    texts = [""] * len(frame.values)
    for mark in frame.scene.marks:
        for item in mark.items if mark.plan.kind == "rect" else ():
            texts[frame.category(item)] = str(item.values.get("date_text") or "").strip()
    return texts
