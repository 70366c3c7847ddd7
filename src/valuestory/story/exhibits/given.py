"""Charts and tables as an author gives them, turned into what a slide holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from valuestory.errors import StoryError
from valuestory.slides.number_words import NO_BREAK
from valuestory.slides.slide import Chart, Column, Kind, Paragraph, Table
from valuestory.slides.text import Writer
from valuestory.slides.vocabulary import Vocabulary

MOST_ROWS: Final = 2_000
"""A chart holds aggregated rows only; more than this is raw data."""
_SIZES: Final[dict[str, tuple[float, float]]] = {
    "chart": (11.80, 4.50),
    "chart+takeaway": (7.80, 4.50),
    "two": (5.80, 4.50),
}
"""Inches on a slide 13.333 x 7.5, for each kind that holds a chart."""
_MOST_WORDS_OF_ALT: Final = 12
_TAG: Final = r"\{\{[^{}]*\}\}"
_FIGURES: Final = rf"{_TAG}( to {_TAG})?|[-−+]?[\d.,]+%?|–"
"""A cell that is a figure: a fact, a range of two, a number, or the sign that there is none."""

_READABLE: Final = ("title", "text", "label", "series", "shown", "subtitle")
_COMPARED: Final = ("sort", "domain", "equal", "oneOf")
_EXPRESSIONS: Final = ("test", "filter", "calculate", "expr", "labelExpr")
_LITERAL: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")


def chart_exhibit(chart: Any, kind: Kind, writer: Writer, alt: str, *, where: str) -> Chart:
    """Return a chart as a slide holds it: a Vega-Lite dictionary, sized, in the company's words, with alt text.

    Raises
    ------
    StoryError
        When it holds raw rows (aggregate before drawing) or fetches its data from an address.
    """
    spec: dict[str, Any] = chart if isinstance(chart, dict) else chart.to_dict()
    if _has_url(spec):
        raise StoryError(
            "the chart fetches its data from an address", where=where, do="read the data first: slides travel"
        )
    rows = list(chart_rows(spec))
    if len(rows) > MOST_ROWS:
        raise StoryError(
            f"the chart holds {len(rows):,} rows", where=where, do="aggregate before drawing: slides travel"
        )
    width, height = _SIZES.get(kind, _SIZES["chart"])
    sized = {
        "width": round(width * 72),
        "height": round(height * 72),
        "autosize": {"type": "fit", "contains": "padding"},
    }
    if not {"hconcat", "vconcat", "concat", "facet", "repeat"} & set(spec):
        spec = sized | spec
    said = _in_our_words(spec, writer.vocabulary, frozenset(_shown(rows)))
    return Chart(said, writer.vocabulary.spoken(alt) if alt else alt_text(list(chart_rows(said))))


def chart_rows(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Return every inline row of a Vega-Lite dictionary."""
    for rows in spec.get("datasets", {}).values():
        yield from rows
    yield from (spec.get("data") or {}).get("values", ())
    for part in ("layer", "hconcat", "vconcat", "concat"):
        for each in spec.get(part, ()):
            yield from chart_rows(each)


def _has_url(spec: Any) -> bool:
    """Return whether any data of a Vega-Lite dictionary is to be fetched."""
    if isinstance(spec, list):
        return any(_has_url(each) for each in spec)
    if not isinstance(spec, dict):
        return False
    data = spec.get("data")
    return (isinstance(data, dict) and "url" in data) or any(
        _has_url(each) for name, each in spec.items() if name not in ("datasets", "values")
    )


def chart_type(spec: Mapping[str, Any]) -> str:
    """Return what kind of chart a Vega-Lite dictionary draws, in words: that of its first mark."""
    mark = spec.get("mark") or next((layer.get("mark") for layer in spec.get("layer", ())), None)
    name = mark.get("type") if isinstance(mark, dict) else mark
    return f"{name.capitalize()} chart" if isinstance(name, str) else "Chart"


def alt_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return alt text from a chart's rows: what each point says, the first and last where there are many."""
    said = [
        f"{row.get('series', '')} {row['label']}: {row['text']}".strip()
        for row in rows
        if "label" in row and "text" in row
    ]
    said = list(dict.fromkeys(said))
    if len(said) > _MOST_WORDS_OF_ALT:
        half = _MOST_WORDS_OF_ALT // 2
        said = [*said[:half], "...", *said[-half:]]
    return "; ".join(said)


def _shown(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the texts of a chart's rows that a reader sees."""
    return (each for row in rows for key, each in row.items() if key in _READABLE and isinstance(each, str))


def _in_our_words(spec: Any, vocabulary: Vocabulary, shown: frozenset[str], key: str = "") -> Any:
    """Return the spec with every word that a reader sees in the company's words; ids and field names stay.

    What orders, colours and conditions compare with says what the rows say: `shown` are the rows' own texts.
    """
    if isinstance(spec, dict):
        return {name: _in_our_words(each, vocabulary, shown, name) for name, each in spec.items()}
    if isinstance(spec, list):
        return [_in_our_words(each, vocabulary, shown, key) for each in spec]
    if not isinstance(spec, str):
        return spec
    if key in _EXPRESSIONS:
        return _LITERAL.sub(lambda match: _quoted(match, vocabulary, shown), spec)
    return vocabulary.spoken(spec) if key in _READABLE or (key in _COMPARED and spec in shown) else spec


def _quoted(literal: re.Match[str], vocabulary: Vocabulary, shown: frozenset[str]) -> str:
    written = literal[1].replace("\\'", "'")
    spoken = vocabulary.spoken(written) if written in shown else written
    return literal[0] if spoken == written else "'" + spoken.replace("'", "\\'") + "'"


def table_exhibit(frame: pd.DataFrame, writer: Writer, *, where: str) -> Table:
    """Return a DataFrame of texts (which may hold fact references) and numbers as a slide's table.

    Columns of numbers, and of nothing but fact references and ranges of two, are aligned right.

    Raises
    ------
    StoryError
        When it has no rows: say in a sentence that there is nothing, or leave the slide out.
    """
    if frame.empty:
        raise StoryError("the table has no rows", where=where, do="say so in a sentence instead, without a table")
    rows = tuple(
        tuple(_whole(writer.paragraph(_cell(each), where=where)) for each in row)
        for row in frame.itertuples(index=False)
    )
    heads = [writer.paragraph(str(name), where=where) for name in frame.columns]
    columns = tuple(
        _column(head, [row[place] for row in rows], figures=_is_figures(frame[name]))
        for place, (name, head) in enumerate(zip(frame.columns, heads, strict=True))
    )
    return Table(columns, rows, alt=", ".join(head.text for head in heads))


def _column(head: Paragraph, cells: Sequence[Paragraph], *, figures: bool) -> Column:
    """Return a column: figures are aligned right, dates left."""
    dates = all(_is_date(each) for each in cells)
    return Column(head, "right" if figures and not dates else "left", _width(head, cells))


def _whole(cell: Paragraph) -> Paragraph:
    """Return a cell whose date, if it is one, stays on one line."""
    if not _is_date(cell):
        return cell
    return replace(cell, runs=tuple(replace(run, text=run.text.replace(" ", NO_BREAK)) for run in cell.runs))


def _is_date(cell: Paragraph) -> bool:
    return bool(cell.runs) and all(run.format == "date" for run in cell.runs)


def _cell(value: object) -> str:
    return "" if value is None or (isinstance(value, float) and value != value) else str(value)


def _is_figures(column: pd.Series) -> bool:
    texts = column.dropna().astype(str).str.strip()
    return bool(pd.api.types.is_numeric_dtype(column) or texts.str.fullmatch(_FIGURES).all())


def _width(head: Paragraph, cells: Sequence[Paragraph]) -> float:
    """Return a column's width in characters: of its texts on average, of its longest word and of its head at least."""
    texts = [cell.text for cell in cells]
    word = max(len(each) for text in texts for each in (text.split(" ") or [""]))  # a word is never parted
    mean = sum(map(len, texts)) / len(texts)
    return float(min(max(mean, 1.1 * word, len(head.text), 8.0), 40.0))
