"""A bound shape filled with what it is bound to: a native chart, a table, a picture, or plain text."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from valuestory.deck.designed.bindings import Bound, name_of
from valuestory.deck.designed.boxes import shape_box
from valuestory.deck.designed.charts import chart_kind, fill_chart
from valuestory.deck.designed.exhibits import ChartData, Picture, TextLines, chart_data
from valuestory.deck.designed.pictures import place_picture
from valuestory.deck.designed.tables import (
    TableData,
    cell_words,
    fill_table,
    fit_frame,
    pattern_rows,
    repeat_pattern,
    story_table,
    write_text,
)
from valuestory.deck.designed.tags import fill_paragraph, paragraphs_with_tags
from valuestory.deck.designed.values import Records, Values, Wants
from valuestory.deck.designed.words import MissingValueError, Words
from valuestory.deck.designed.workshop import DesignedSlide, Filled, Workshop
from valuestory.errors import DeckError, TemplateError
from valuestory.slides.facts import Reference

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_PAGE: Final = "page"
_NUMBER_ID: Final = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
"""Fields of a kind may share an id, as PowerPoint's own do."""


def fill_bound(bound: Bound, slide: DesignedSlide, values: Values, workshop: Workshop, filled: Filled) -> None:
    """Fill one bound shape, and note in `filled` what came to stand there.

    Raises
    ------
    MissingValueError
        When what it is bound to has no value.
    UnknownFactError
        When there is nothing of that name.
    TemplateError
        When the shape cannot take it: the message says which would.
    DeckError
        When a chart cannot be drawn there.
    """
    if bound.name == _PAGE and _has_number(bound.element):
        return  # PowerPoint keeps it up
    where = f'{slide.where}, shape "vs:{bound.name}"'
    data = bound.element.find(f"{_A}graphic/{_A}graphicData")
    table = data.find(f"{_A}tbl") if data is not None else None
    chart = data.find(f"{_C}chart") if data is not None else None
    wants: Wants = "chart" if chart is not None else "table" if table is not None else "other"
    value = values.exhibit(bound.name, wants, where=where)
    if chart is not None:
        part = slide.part.related_part(chart.get(f"{_R}id"))
        _fill_chart(bound, part, value, slide, workshop, filled, where)
    elif table is not None:
        _fill_table(bound, table, value, slide, workshop, filled, where)
    elif data is not None:
        raise TemplateError(
            "this is no chart or table whose data a program can set",
            where=where,
            do="use a column, bar, line, area, pie or scatter chart, or a table; or a rectangle to draw into",
        )
    else:
        _fill_shape(bound, value, slide, workshop, filled, where)


def _fill_chart(
    bound: Bound, part: Any, value: Any, slide: DesignedSlide, workshop: Workshop, filled: Filled, where: str
) -> None:
    data = _data(bound, value, workshop, where)
    if not data.categories:
        raise MissingValueError(f"{bound.name} has no rows")
    done = fill_chart(part, data, workshop.names, grow=slide.grow, where=where)
    names = ", ".join(each.name for each in done.data.series)
    _speak(bound, data.alt or f"{chart_kind(part)}: {names}" + (f" by {data.header}" if data.header else ""))
    shape = name_of(bound.element).get("name", "")
    filled.charts.append("native: as designed")
    filled.remarks += [(shape, each) for each in done.remarks]
    row = 0
    for series in done.data.series:
        for category, number, fact in zip(data.categories, series.values, series.facts, strict=False):
            if fact is not None and number is not None:
                said = {"series": series.name, "category": str(category), "value": number}
                filled.plot(slide, shape, fact, row, said)
            row += number is not None


def _data(bound: Bound, value: Any, workshop: Workshop, where: str) -> ChartData:
    if isinstance(value, Records):
        return chart_data(value.rows, where=where)
    from valuestory.slides.slide import Chart

    if isinstance(value, Chart):
        from valuestory.deck.designed.drawn import story_chart  # Vega and all that comes with it

        extent = bound.element.find(f"{_P}xfrm/{_A}ext")
        return story_chart(value, (int(extent.get("cx")), int(extent.get("cy"))), workshop.height, where=where)
    raise DeckError(f'"{bound.name}" is no data for a chart', where=where, do="give rows: a DataFrame, or dictionaries")


def _fill_table(
    bound: Bound, table: Any, value: Any, slide: DesignedSlide, workshop: Workshop, filled: Filled, where: str
) -> None:
    shape = name_of(bound.element).get("name", "")
    if isinstance(value, Records):
        columns, said = value.rows.columns, ""
        pattern = pattern_rows(table, columns)
        if pattern:
            _fill_pattern(table, pattern, value, slide, shape, filled, where)
        else:
            _fill_cells(table, _cells(value, where), slide, shape, filled, where)
    else:
        data, said = _story_table(value, bound, where)
        columns = data.columns
        _fill_cells(table, data, slide, shape, filled, where)
    _speak(bound, said or f"Table: {', '.join(columns)}")
    if fit_frame(bound.element, table) > workshop.height:
        filled.remarks.append((shape, "the table's rows run over the foot of the slide"))


def _story_table(value: Any, bound: Bound, where: str) -> tuple[TableData, str]:
    """Return a story's table, and its alt text."""
    from valuestory.slides.slide import Table

    if not isinstance(value, Table):
        do = "give rows: a DataFrame, or dictionaries"
        raise DeckError(f'"{bound.name}" is no data for a table', where=where, do=do)
    return story_table(value), value.alt


def _fill_pattern(
    table: Any, pattern: list[Any], value: Records, slide: DesignedSlide, shape: str, filled: Filled, where: str
) -> None:
    for row, values in zip(repeat_pattern(table, pattern, len(value.each)), value.each, strict=True):
        for paragraph in paragraphs_with_tags(row):

            def say(inside: str, values: Values = values) -> Words:
                reference = Reference.parse(" ".join(inside.split()), where=where)
                try:
                    return values.words(reference, where=where)
                except MissingValueError:
                    if reference.name in value.rows.columns:
                        return Words("")  # one cell is empty, the others are not
                    raise

            for written in fill_paragraph(paragraph, say, where=where):
                filled.show(slide, shape, written, paragraph)


def _cells(value: Records, where: str) -> TableData:
    """Return plain rows as a table's cells; what is missing is left empty."""
    columns = value.rows.columns
    rows = tuple(
        tuple(
            (values.words(Reference(name), where=where),) if cell is not None else ()
            for name, cell in zip(columns, row, strict=True)
        )
        for row, values in zip(value.rows.rows, value.each, strict=True)
    )
    return TableData(columns, rows)


def _fill_cells(table: Any, data: TableData, slide: DesignedSlide, shape: str, filled: Filled, where: str) -> None:
    if not data.rows:
        raise MissingValueError(f"{shape} has no rows")
    for paragraph, written in list(fill_table(table, data, where=where)):
        filled.show(slide, shape, written, paragraph)


def _fill_shape(bound: Bound, value: Any, slide: DesignedSlide, workshop: Workshop, filled: Filled, where: str) -> None:
    element = bound.element
    if isinstance(value, Picture):
        part, size = workshop.pictures.part(value.data, where=where)
        box = shape_box(slide.part, element, where=where)
        shown = place_picture(slide.part, element, box, part, size)
        _speak(Bound(shown, bound.name, bound.by_alt), value.alt or bound.name.replace("_", " "))
    elif isinstance(value, (Words, TextLines)) and element.find(f"{_P}txBody") is not None:
        _write(bound, value, slide, filled)
    else:
        _draw_chart(bound, value, slide, workshop, filled, where)


def _draw_chart(bound: Bound, value: Any, slide: DesignedSlide, workshop: Workshop, filled: Filled, where: str) -> None:
    from valuestory.slides.slide import Chart

    if not isinstance(value, Chart):
        do = "bind rows to a native chart or a table, a picture to a picture or a rectangle, a text to a text box"
        raise TemplateError(f'"{bound.name}" does not fit into this shape', where=where, do=do)
    from valuestory.deck.designed.drawn import draw_chart

    draw_chart(bound, value, slide, workshop, filled, where=where)


def _write(bound: Bound, value: Words | TextLines, slide: DesignedSlide, filled: Filled) -> None:
    """Write a text into a shape, each paragraph in the look of the first one that was there."""
    body = bound.element.find(f"{_P}txBody")
    if isinstance(value, TextLines) and not value.paragraphs:
        if bound.name == _PAGE:
            _number(body)
        else:  # as on any slide, an empty place goes
            bound.element.getparent().remove(bound.element)
        return
    shape = name_of(bound.element).get("name", "")
    if isinstance(value, TextLines):
        _wrap(body)
    lines = [(value,)] if isinstance(value, Words) else [cell_words(each) for each in value.paragraphs]
    pattern = deepcopy(body)
    written = [(body.find(f"{_A}p"), write_text(body, lines[0]))]
    for line in lines[1:]:
        like = deepcopy(pattern)
        spans = write_text(like, line)
        body.append(like.find(f"{_A}p"))
        written.append((body[-1], spans))
    for paragraph, spans in written:
        for each in spans:
            filled.show(slide, shape, each, paragraph)
    if bound.by_alt:
        name_of(bound.element).attrib.pop("descr", None)


def _wrap(body: Any) -> None:
    """Let lines break at the box: one that was made by a click has none, and a paragraph would run off the slide."""
    properties = body.find(f"{_A}bodyPr")
    if properties is not None and properties.get("wrap") == "none":
        properties.set("wrap", "square")


def _has_number(element: Any) -> bool:
    return any(each.get("type") == "slidenum" for each in element.iter(f"{_A}fld"))


def _number(body: Any) -> None:
    """Write the slide's number into a text, as a field in the look of what stood there."""
    written = write_text(body, (Words("0"),))
    run = next(body.iter(f"{_A}r")) if written else None
    if run is not None:
        run.tag = f"{_A}fld"
        run.set("id", _NUMBER_ID)
        run.set("type", "slidenum")


def _speak(bound: Bound, alt: str) -> None:
    """Give a shape its alt text, where the designer gave none or used it for the name."""
    about = name_of(bound.element)
    if bound.by_alt or not about.get("descr"):
        about.set("descr", alt)
