"""What a slide is, and its versioned JSON in a notebook.

A slide is described, not drawn: title and body are runs of text and fact references, a chart is a Vega-Lite dictionary
with aggregated rows only, and every fact that is shown travels with its evidence. HTML and PowerPoint are made from it later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal

from pydantic import TypeAdapter, ValidationError

from valuestory.errors import StoryError
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import Format

SLIDE_MEDIA_TYPE: Final = "application/vnd.valuestory.slide.v1+json"
STORY_MEDIA_TYPE: Final = "application/vnd.valuestory.story.v1+json"
RESULTS_MEDIA_TYPE: Final = "application/vnd.valuestory.results.v1+json"
VERSION: Final = 1
"""The version of these media types that this package writes, and the newest it reads."""

Kind = Literal[
    "title", "section", "statement", "bullets", "chart", "chart+takeaway", "two", "table", "kpi", "closing", "canvas"
]
ParagraphStyle = Literal["text", "bullet", "number", "label", "lead"]
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look; with `fact`, the shown form of that fact's part.

    `text` is always what is shown. `fact` is a fact's id, `part` one of its stored parts (`value`, `low`, `high`, `n`,
    `change@previous` ...) and `format` the format it was written in.
    """

    text: str
    fact: str | None = None
    part: str = "value"
    format: Format | None = None
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Runs that stand on one line or wrap; `level` is the depth of a list, from 0.

    Styles: `text`; `bullet`; `number` (a numbered ask); `label` (a small heading, "What it means"); `lead` (the one sentence to remember).
    """

    runs: tuple[Run, ...]
    style: ParagraphStyle = "text"
    level: int = 0

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite dictionary with inline, aggregated rows, and its alt text.

    Rows that show a fact carry its id in a column `fact`.
    """

    spec: Mapping[str, Any]
    alt: str = ""


@dataclass(frozen=True)
class Column:
    """A table's column: its heading, alignment and share of the width (relative to the other columns)."""

    label: Paragraph
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table: every row has one cell a column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    alt: str = ""


@dataclass(frozen=True)
class BigNumber:
    """A key figure: what it is, the figure, its interval in words, and the numbers of the strip beneath.

    `low`, `high` and `value` are exact, in the fact's unit, None where there is no interval; `scale_end` is where the strip
    ends (it starts at 0): one for all tiles of like unit on a slide. `mark` is a second value on the strip, such as
    the cost, `mark_label` its words.
    """

    label: Paragraph
    figure: Paragraph
    range: Paragraph | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    scale_end: float | None = None
    mark: float | None = None
    mark_label: Paragraph | None = None


@dataclass(frozen=True)
class Slide:
    """One slide of a story.

    `header` is the line above the exhibit (what, unit, period); `source` the line at the foot; `facts` the facts that the slide
    shows, each with its evidence. `listed` is false where the storyline leaves the slide to the appendix.
    """

    key: str
    kind: Kind
    title: Paragraph
    header: Paragraph | None = None
    body: tuple[Paragraph, ...] = ()
    chart: Chart | None = None
    chart2: Chart | None = None
    header2: Paragraph | None = None
    table: Table | None = None
    numbers: tuple[BigNumber, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    source: Paragraph | None = None
    facts: tuple[Fact, ...] = ()
    version: int = VERSION

    def paragraphs(self) -> list[Paragraph]:
        """Return every paragraph of the slide, in reading order, notes last."""
        tiles = [each for tile in self.numbers for each in (tile.label, tile.figure, tile.range, tile.mark_label)]
        cells: list[Paragraph] = []
        if self.table is not None:
            cells = [column.label for column in self.table.columns] + [cell for row in self.table.rows for cell in row]
        ordered = [self.title, self.header, self.header2, *tiles, *cells, *self.body, self.source, *self.notes]
        return [each for each in ordered if each is not None]


@dataclass(frozen=True)
class TemplateName:
    """The template a story was written on: its name or path as the user gave it, and its SHA-256."""

    name: str
    sha256: str = ""


@dataclass(frozen=True)
class StoryRecord:
    """What a notebook knows of its story: one output of `open_story`.

    With it, markdown cells and designed slides are filled at export, when no kernel runs. `relative` says what `previous` and
    `year_ago` are called; `storyline` lists slide keys in order, empty for notebook order; `missing` lists the slides
    that could not be made, each with its reason; `fingerprints` are the SHA-256 of each input table; `remarks` what is wrong with
    the data, in words; `where` is the part of the company, empty for the whole; `extracted_on` the newest extract's ISO date.
    """

    company: str
    period: str
    audience: str
    locale: str
    currency: str
    template: TemplateName
    relative: Mapping[str, str] = field(default_factory=dict)
    vocabulary: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    storyline: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    where: str = ""
    extracted_on: str = ""
    version: int = VERSION


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(record: Slide | StoryRecord) -> dict[str, Any]:
    """Return a slide or a story record as JSON, members that hold their default left out."""
    data: dict[str, Any] = _adapter(type(record)).dump_python(record, mode="json", exclude_defaults=True)
    return data | {"version": record.version}


def slide_from_json(data: Mapping[str, Any], *, where: str = "") -> Slide:
    """Return the slide in a notebook's output.

    Raises
    ------
    StoryError
        When a newer valuestory wrote it (upgrade), or when it does not fit the schema (run the notebook again).
    """
    slide: Slide = _read(Slide, data, where)
    return slide


def story_from_json(data: Mapping[str, Any], *, where: str = "") -> StoryRecord:
    """Return the story record in a notebook's output; raises as `slide_from_json` does."""
    record: StoryRecord = _read(StoryRecord, data, where)
    return record


def _read(kind: type, data: Mapping[str, Any], where: str) -> Any:
    version = data.get("version")
    if not isinstance(version, int) or version < 1:
        raise StoryError("a slide output has no version", where=where, do="run the notebook again")
    if version > VERSION:
        raise StoryError(
            f"this notebook was written by a newer valuestory (version {version} of its {kind.__name__} format; "
            f"this one reads up to {VERSION})",
            where=where,
            do="upgrade valuestory, or run the notebook again with this version",
        )
    try:
        return _adapter(kind).validate_python(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"])
        raise StoryError(
            f"a {kind.__name__} output is damaged: {place}: {first['msg']}", where=where, do="run the notebook again"
        ) from None


def json_schema(kind: type[Slide] | type[StoryRecord]) -> dict[str, Any]:
    """Return the JSON schema of one of the two media types."""
    schema = _adapter(kind).json_schema(mode="serialization")
    media_type = SLIDE_MEDIA_TYPE if kind is Slide else STORY_MEDIA_TYPE
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": media_type} | schema
