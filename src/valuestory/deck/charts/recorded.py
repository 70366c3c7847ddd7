"""What a chart on a slide shows, as the deck's evidence keeps it: its values with their facts, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from valuestory.deck.charts.add import AddedChart
from valuestory.deck.file.places import LABEL, Plotted, Said
from valuestory.slides.chart_data import facts_of


def record_chart(
    spec: Mapping[str, Any], added: AddedChart, *, key: str, slide_id: int, name: str
) -> tuple[list[Plotted], list[Said]]:
    """Return what the evidence says of a chart that was put onto a slide: what it shows, and what is written in it.

    It shows values as they are drawn where it is native, else its rows; then the facts of its labels. A label in a
    shape of its own is told by that shape's name.

    Parameters
    ----------
    spec
        The Vega-Lite chart.
    added
        What became of it.
    key, slide_id, name
        The slide's key and id, and the chart's name there.
    """
    place = (key, slide_id)
    plotted = [
        *_values(spec, added, place, name),
        *(
            Plotted(*place, name, fact, LABEL, {"label": shape})
            for shape, words in added.texts.items()
            for fact in words.facts
        ),
    ]
    told = {each.fact for each in plotted}
    besides = dict.fromkeys(fact for row in _rows(spec) for fact in facts_of(row) if fact not in told)
    plotted += [Plotted(*place, name, fact, LABEL) for fact in besides]
    said = [
        Said(*place, shape, text, at)
        for shape, words in added.texts.items()
        for at, text in enumerate(words.rows)
        if text.strip()
    ]
    return plotted, said


def _values(spec: Mapping[str, Any], added: AddedChart, place: tuple[str, int], name: str) -> Iterator[Plotted]:
    places: Counter[str] = Counter()
    for point in added.points:
        shape = point.panel or name
        if point.fact is not None:
            drawn = {"series": point.series, "category": point.category, "value": point.value}
            yield Plotted(*place, shape, point.fact, places[shape], drawn)
        places[shape] += 1
    for at, row in enumerate(_rows(spec) if not added.points else ()):
        if row.get("fact"):
            yield Plotted(
                *place, name, str(row["fact"]), at, {each: row[each] for each in sorted(row) if each != "fact"}
            )


def _rows(spec: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the inline rows of a Vega-Lite dictionary, those of its named data sets and layers too."""
    if isinstance(spec, Mapping):
        for name, value in spec.items():
            if name == "values" and isinstance(value, list):
                yield from (row for row in value if isinstance(row, Mapping))
            elif name == "datasets" and isinstance(value, Mapping):
                yield from (
                    row for rows in value.values() if isinstance(rows, list) for row in rows if isinstance(row, Mapping)
                )
            else:
                yield from _rows(value)
    elif isinstance(spec, list):
        for each in spec:
            yield from _rows(each)
