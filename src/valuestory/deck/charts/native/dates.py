"""The axis of dates: whole days on PowerPoint's own date axis, or quarters as evenly spaced categories.

Excel has no format for quarters, and one format for a whole axis.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from valuestory.deck.charts.evaluated.scene import Axis, Tick, as_date
from valuestory.deck.charts.native.frame import CLOSE, Frame
from valuestory.deck.charts.native.model import AxisLook, Category, CategoryAxis, DateScale
from valuestory.deck.charts.native.number_formats import date_format, excel_date

Unit = Literal["days", "months", "years"]


def date_axis(
    frame: Frame, axis: Axis | None, look: AxisLook, header: str, reverse: bool, notes: list[str]
) -> CategoryAxis:
    """Return the axis of a scale of time; `notes` takes what differs from the notebook's."""
    dates = [date for each in frame.values if (date := as_date(each)) is not None]
    ticks = date_ticks(axis)
    texts = _date_texts(frame)
    form = date_format(ticks) if ticks else excel_date("yyyy-mm-dd")
    if form is None and None not in texts and _even(frame):
        notes.append("dates are spaced evenly, as categories")
        return _quarters(frame, axis, look, header, reverse, texts)
    if form is None:
        form = _by_step(ticks)
        notes.append("dates are all written in one format")
    first, last = (as_date(each) for each in frame.categories.domain[:2])
    assert first is not None
    assert last is not None
    if ticks and ticks[0][0] != first:
        notes.append("labels of dates are counted from the first date")
    step, unit = _date_step([date for date, _ in ticks]) if len(ticks) > 1 else (max(1, (last - first).days), "days")
    categories = tuple(Category(date.strftime("%Y-%m-%d"), date) for date in dates)
    scale = DateScale(form, first, last, step, unit)
    return CategoryAxis(look, header, categories, reverse, False, 1, scale)


def date_ticks(axis: Axis | None) -> list[tuple[datetime, str]]:
    """Return the dates at which an axis shows a text, with the text."""
    ticks: tuple[Tick, ...] = axis.ticks if axis is not None else ()
    shown = [tick for tick in ticks if tick.text and tick.look.get("opacity", 1) != 0]
    return [(date, tick.text) for tick in shown if (date := as_date(tick.value)) is not None]


def _date_texts(frame: Frame) -> list[str | None]:
    """Return what the axis would print at every date, where it has one format."""
    printed: dict[str, Any] = {}
    for mark in frame.scene.marks:
        for item in mark.items:
            printed.setdefault(str(item.values.get("x")), item.values.get("date_text"))
    return [printed.get(str(each)) for each in frame.values]


def _even(frame: Frame) -> bool:
    """Return whether dates lie evenly enough to be drawn as categories: quarters differ by a day or two."""
    if len(frame.centres) < 2:
        return False
    step = (frame.centres[-1] - frame.centres[0]) / (len(frame.centres) - 1)
    ends = frame.centres[0] <= CLOSE and frame.scene.plot[2] - frame.centres[-1] <= CLOSE
    return ends and all(
        abs(place - frame.centres[0] - i * step) <= 0.06 * step for i, place in enumerate(frame.centres)
    )


def _quarters(
    frame: Frame, axis: Axis | None, look: AxisLook, header: str, reverse: bool, texts: list[str | None]
) -> CategoryAxis:
    categories = tuple(Category(str(text)) for text in texts)
    return CategoryAxis(replace(look, grid=None), header, categories, reverse, False, label_step(axis, frame))


def _date_step(dates: list[datetime]) -> tuple[int, Unit]:
    months = (dates[1].year - dates[0].year) * 12 + dates[1].month - dates[0].month
    if dates[0].day == dates[1].day and months:
        return (months // 12, "years") if months % 12 == 0 else (months, "months")
    return max(1, (dates[1] - dates[0]).days), "days"


def _by_step(ticks: list[tuple[datetime, str]]) -> str:
    _, unit = _date_step([date for date, _ in ticks]) if len(ticks) > 1 else (1, "days")
    return excel_date({"years": "yyyy", "months": "mmm yyyy", "days": "d mmm"}[unit])


def label_step(axis: Axis | None, frame: Frame) -> int:
    """Return every how many categories Vega shows a label."""
    if axis is None:
        return 1
    shown = [frame.index(tick.value) for tick in axis.ticks if tick.look.get("opacity", 1) != 0 and tick.text]
    places = [each for each in shown if each is not None]
    return max(1, places[1] - places[0]) if len(places) > 1 else 1
