"""A chart's drawn values, its workbook and its labels, held against the evidence and against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from valuestory.audit.finding import Finding
from valuestory.audit.likeness import plain
from valuestory.deck.file.evidence import Plotted
from valuestory.deck.file.places import LABEL
from valuestory.deck.reading.charts import Point, ReadChart, Series
from valuestory.deck.reading.deck import ReadSlide

Drawn = tuple[Series, Point]


def match_charts(
    charts: Sequence[ReadChart], recorded: Mapping[str, tuple[Plotted, ...]]
) -> list[tuple[ReadChart, tuple[Plotted, ...]]]:
    """Return a slide's charts, each with the values recorded of it: by name, else by the most values alike."""
    left = dict(recorded)
    found: dict[int, tuple[Plotted, ...]] = {}
    for at, chart in enumerate(charts):
        if chart.shape in left:
            found[at] = left.pop(chart.shape)
    for at, chart in enumerate(charts):
        if at not in found and left:
            best = max(left, key=lambda name: _in_common(chart, left[name]))
            found[at] = left.pop(best) if _in_common(chart, left[best]) else ()
    return [(chart, found.get(at, ())) for at, chart in enumerate(charts)]


def removed_charts(slide: ReadSlide, recorded: Mapping[str, tuple[Plotted, ...]]) -> Iterator[Finding]:
    """Yield the charts that the evidence tells of and that stand on their slide no more, in whatever form."""
    matched = {id(plotted) for _, plotted in match_charts(slide.charts, recorded) if plotted}
    for name, plotted in recorded.items():
        labels = {str(each.values["label"]) for each in plotted if "label" in each.values}
        if id(plotted) not in matched and name not in slide.boxes and labels.isdisjoint(slide.boxes):
            yield Finding(slide.number, name, "chart", "", "removed", why="the chart")


def _in_common(chart: ReadChart, plotted: Sequence[Plotted]) -> int:
    values = [point.value for series in chart.series for point in series.points]
    return sum(any(_equal(value, _value(each)) for value in values) for each in plotted)


def judge_chart(number: int, chart: ReadChart, recorded: Sequence[Plotted]) -> Iterator[Finding]:
    """Yield one finding a drawn value, and one more where the chart's workbook is not in the deck.

    Parameters
    ----------
    number
        The slide's.
    recorded
        The values that the evidence tells of, in the order they were drawn.
    """
    drawn = [(series, point) for series in chart.series if series.seen for point in series.points]
    recorded = [each for each in recorded if each.row != LABEL]
    pairs = _pairs(drawn, recorded)
    for at, (series, point) in enumerate(drawn):
        if not point.seen and at not in pairs:
            continue  # it keeps a place for a name, and the evidence tells nothing of it
        yield _judge(number, chart, series, point, recorded[pairs[at]] if at in pairs else None)
    for place in sorted(set(range(len(recorded))) - set(pairs.values())):
        gone = recorded[place]
        yield Finding(number, chart.shape, "chart", "", "removed", _text(_value(gone)), gone.fact, why=_named(gone))
    if chart.book != "held":
        yield Finding(
            number, chart.shape, "chart", "", "workbook missing" if chart.book == "missing" else "workbook elsewhere"
        )


def _pairs(drawn: Sequence[Drawn], recorded: Sequence[Plotted]) -> dict[int, int]:
    """Return the recorded place of each drawn value: by names, else by place and value, else by one name alone."""
    pairs: dict[int, int] = {}
    rules = (_same_names, _same_value_and_place, _same_value, _one_name)
    for rule in rules:
        free = [place for place in range(len(recorded)) if place not in set(pairs.values())]
        for at, each in enumerate(drawn):
            if at in pairs:
                continue
            place = next((place for place in free if rule(at, each, recorded[place])), None)
            if place is not None:
                pairs[at] = place
                free.remove(place)
    return pairs


def _same_names(_: int, drawn: Drawn, recorded: Plotted) -> bool:
    series, point = drawn
    return (plain(series.name), plain(point.category)) == _names(recorded)


def _same_value_and_place(at: int, drawn: Drawn, recorded: Plotted) -> bool:
    return at == recorded.row and _equal(drawn[1].value, _value(recorded))


def _same_value(_: int, drawn: Drawn, recorded: Plotted) -> bool:
    return _equal(drawn[1].value, _value(recorded))


def _one_name(_: int, drawn: Drawn, recorded: Plotted) -> bool:
    series, category = _names(recorded)
    return plain(drawn[0].name) == series or plain(drawn[1].category) == category


def _names(recorded: Plotted) -> tuple[str, str]:
    return plain(str(recorded.values.get("series", ""))), plain(str(recorded.values.get("category", "")))


def _named(recorded: Plotted) -> str:
    return ", ".join(each for each in _names(recorded) if each)


def _value(recorded: Plotted) -> float:
    value = recorded.values.get("value")
    return float(value) if isinstance(value, int | float) else math.nan


def _equal(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _judge(number: int, chart: ReadChart, series: Series, point: Point, recorded: Plotted | None) -> Finding:
    place = ", ".join(each for each in (series.name, point.category) if each)
    shown = _text(point.value)
    if recorded is None:
        return Finding(number, chart.shape, "chart", shown, "unsourced", why=place)
    was = _value(recorded)
    known = (_text(was), recorded.fact, "value")
    if not _equal(point.value, was):
        return Finding(number, chart.shape, "chart", shown, "altered", *known, why=f"{place}: the drawn value")
    if chart.book == "held" and (point.in_workbook is None or not _equal(point.in_workbook, was)):
        held = "nothing" if point.in_workbook is None else _text(point.in_workbook)
        why = f"{place}: its workbook holds {held}"
        return Finding(number, chart.shape, "chart", shown, "altered", *known, why=why)
    return Finding(number, chart.shape, "chart", shown, "sourced", *known, why=place)


def _text(value: float) -> str:
    return f"{value:.10g}"
