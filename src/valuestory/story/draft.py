"""A slide as its author wrote it, before facts and words are filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, get_args

from valuestory.errors import StoryError, did_you_mean
from valuestory.slides.slide import Kind, Paragraph, Run, Slide
from valuestory.slides.text import Writer
from valuestory.story.exhibits.flows import Arrow, Step, flow_exhibit, flow_texts
from valuestory.story.exhibits.given import chart_exhibit, chart_type, table_exhibit
from valuestory.story.exhibits.key_figures import Number, key_figures, references

if TYPE_CHECKING:
    import pandas as pd

_MEANS, ASK, PROPOSE = "What it means", "What we ask", "What we propose"
"""The small heading over the text beside an exhibit."""
CUSTOMER: Final = "customer"
"""The audience of a customer's own review: nothing is asked of it."""


@dataclass(frozen=True)
class Draft:
    """A slide as its author wrote it: `Story.slide` says what each member is."""

    key: str
    kind: Kind
    title: str
    body: str | Sequence[str] | None
    chart: Any
    table: pd.DataFrame | None
    numbers: Sequence[Number] | None
    notes: str | Sequence[str] | None
    header: str | None
    source: str | None
    alt: str
    flow: Sequence[Step | Arrow] | None = None
    bridge: str | None = None
    asking: str = ASK

    def written(self, writer: Writer) -> Slide:
        """Return the slide with its facts and words filled in; its source line and its list of facts are still to come.

        Raises
        ------
        UnknownFactError
            When a reference names nothing.
        StoryError
            When a sentence contradicts its fact, or the chart holds raw rows.
        """
        where = f'slide "{self.key}"'
        slide = Slide(
            key=self.key,
            kind=self.kind,
            title=writer.paragraph(self.title, where=f"{where}, title"),
            header=writer.paragraph(_emphasised(writer.vocabulary.said(self.header)), where=f"{where}, header")
            if self.header
            else None,
            body=_headed(writer.paragraphs(self.body or (), where=f"{where}, body"), self._heading(), writer),
            chart=chart_exhibit(self.chart, self.kind, writer, self.alt, where=where)
            if self.chart is not None
            else None,
            table=table_exhibit(self.table, writer, where=f"{where}, table") if self.table is not None else None,
            numbers=key_figures(self.numbers, writer, where=f"{where}, numbers") if self.numbers else (),
            notes=writer.paragraphs(self.notes or (), where=f"{where}, notes"),
            flow=flow_exhibit(self.flow, writer, where=f"{where}, flow") if self.flow else None,
            lead_in=writer.paragraph(self.bridge, where=f"{where}, bridge") if self.bridge else None,
        )
        return slide if self.alt else _described(slide, writer)

    def _heading(self) -> str | None:
        return {"chart+takeaway": _MEANS, "kpi": self.asking}.get(self.kind)

    def texts(self) -> list[str]:
        """Return every text of the draft that may hold references."""
        figures = [text for each in self.numbers or () for text in references(each)]
        cells = [] if self.table is None else [str(each) for row in self.table.itertuples(index=False) for each in row]
        given = [
            self.title,
            self.header,
            self.body,
            self.notes,
            self.source,
            figures,
            cells,
            flow_texts(self.flow or ()),
        ]
        return [line for text in given if text for line in ([text] if isinstance(text, str) else text)]


def fitting_kind(
    key: str, kind: Kind | None, body: object, chart: object, table: object, numbers: object, flow: object = None
) -> Kind:
    """Return the kind an author named, or the one that follows from what the slide holds.

    Raises
    ------
    StoryError
        When there is no such kind: the message names the nearest.
    """
    if kind is not None:
        if kind not in get_args(Kind):
            raise StoryError(
                f'there is no slide kind "{kind}"', where=f'slide "{key}"', do=did_you_mean(kind, get_args(Kind))
            )
        return kind
    if numbers:
        return "kpi"
    if flow:
        return "canvas"
    if chart is not None:
        return "chart+takeaway" if body else "chart"
    if table is not None:
        return "table"
    return "bullets" if body else "statement"


def _described(slide: Slide, writer: Writer) -> Slide:
    """Complete the alt text of chart and table: what kind it is, of what, what it shows, then its values or columns."""
    about = f"{slide.header.text}. {slide.title.text}" if slide.header else slide.title.text
    chart, table = slide.chart, slide.table
    if chart is not None:
        kind = writer.vocabulary.spoken(chart_type(chart.spec))
        chart = replace(chart, alt=f"{kind}: {about}. {chart.alt}")
    if table is not None:
        rows, columns = (writer.vocabulary.spoken(each) for each in (f"Table of {len(table.rows)} rows", "Columns"))
        table = replace(table, alt=f"{rows}: {about}. {columns}: {table.alt}")
    return replace(slide, chart=chart, table=table)


def _emphasised(header: str) -> str:
    """Make the part before the first comma bold, unless the author marked something."""
    what, comma, rest = header.partition(",")
    return header if "**" in header else f"**{what}**{comma}{rest}"


def _headed(body: tuple[Paragraph, ...], heading: str | None, writer: Writer) -> tuple[Paragraph, ...]:
    """Make the first plain line beside an exhibit the one to remember, under a small heading."""
    if heading in (ASK, PROPOSE) and all(each.style == "text" for each in body):
        heading = _MEANS
    if heading is None or not body or body[0].style != "text":
        return body
    label = Paragraph((Run(writer.vocabulary.spoken(heading)),), "label")
    return (label, replace(body[0], style="lead"), *body[1:])
