"""What a slide is, and its versioned JSON in a notebook.

A slide is described, not drawn: title and body are runs of text and fact references, a chart is a Vega-Lite dictionary
with aggregated rows only, and every fact that is shown travels with its evidence. HTML and PowerPoint are made later.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final, Literal

from valuestory.errors import StoryError
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import Format
from valuestory.slides.stated_once import schema_once, stated_each, stated_once

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SLIDE_MEDIA_TYPE: Final = "application/vnd.valuestory.slide.v1+json"
STORY_MEDIA_TYPE: Final = "application/vnd.valuestory.story.v1+json"
RESULTS_MEDIA_TYPE: Final = "application/vnd.valuestory.results.v1+json"
VERSION: Final = 1
"""The version of these media types that this package writes, and the newest it reads."""
LEAST_STEPS, MOST_STEPS = 2, 5
"""How many boxes a flow may have: more cannot be read side by side."""

Kind = Literal[
    "title", "section", "statement", "bullets", "chart", "chart+takeaway", "two", "table", "kpi", "closing", "canvas"
]
ParagraphStyle = Literal["text", "bullet", "number", "label", "lead", "code"]
PictureType = Literal["image/png", "image/jpeg", "image/gif", "image/svg+xml"]
Align = Literal["left", "right"]
LINKS: Final = ("http://", "https://", "mailto:")
"""How an address that text links to begins."""
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def _check_color(color: str) -> None:
    if _COLOR.fullmatch(color) is None:
        raise StoryError(f'"{color[:30]}" is no colour', do="write it as #RRGGBB")


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look; with `fact`, the shown form of that fact's part.

    `text` is always what is shown. `fact` is a fact's id, `part` one of its stored parts (`value`, `low`, `high`, `n`,
    `change@previous` ...) and `format` the format it was written in. `code` is text in a typewriter's font, `link` an
    address on the web or of mail, and `color`, as ``#RRGGBB``, a colour that means something.

    Raises
    ------
    StoryError
        When a link or a colour is something else.
    """

    text: str
    fact: str | None = None
    part: str = "value"
    format: Format | None = None
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    color: str = ""

    def __post_init__(self) -> None:
        """Refuse what a reader's program might run, or cannot read."""
        if self.link and not self.link.lower().startswith(LINKS):
            raise StoryError(f'"{self.link[:60]}" is no address to link to', do=f"begin it with {', '.join(LINKS)}")
        if self.color:
            _check_color(self.color)


@dataclass(frozen=True)
class Paragraph:
    """Runs that stand on one line or wrap; `level` is the depth of a list, from 0.

    Styles: `text`; `bullet`; `number` (a numbered ask); `label` (a small heading, "What it means"); `lead` (the one
    sentence to remember); `code` (a line in a typewriter's font). `start` is the number that a numbered list begins
    with.
    """

    runs: tuple[Run, ...]
    style: ParagraphStyle = "text"
    level: int = 0
    start: int = 1

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
class Picture:
    """A picture that came as one, such as a plot of matplotlib: its bytes in base64, and its alt text."""

    data: str
    media_type: PictureType = "image/png"
    alt: str = ""

    @property
    def content(self) -> bytes:
        """The picture's bytes."""
        return base64.b64decode(self.data)


@dataclass(frozen=True)
class Column:
    """A table's column: its heading, alignment and share of the width (relative to the other columns)."""

    label: Paragraph
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table: every row has one cell a column.

    `fills` are the grounds of cells, as ``#RRGGBB``, by row and column from 0, the heading not counted: ``"2,0"``.

    Raises
    ------
    StoryError
        When a row has more or fewer, or a ground is no colour.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    alt: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count the cells of every row, and look at the grounds."""
        for color in self.fills.values():
            _check_color(color)
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                what = f"row {number} of the table has {len(row)} cells, the table {len(self.columns)} columns"
                raise StoryError(what, do="give every row one cell a column")


@dataclass(frozen=True)
class BigNumber:
    """A key figure: what it is, the figure, its interval in words, and the numbers of the strip beneath.

    `low`, `high` and `value` are exact, in the fact's unit, None where there is no interval; `scale_end` is where the
    strip ends (it starts at 0): one for all tiles of like unit on a slide. `mark` is a second value on the strip, such
    as the cost, `mark_label` its words.
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

    @property
    def is_in_words(self) -> bool:
        """Whether words stand in the figure's place: what is not established is not set as large as what is."""
        return not any(run.fact or any(map(str.isdigit, run.text)) for run in self.figure.runs)


@dataclass(frozen=True)
class FlowStep:
    """A box of a flow: what it is, its figure, and lines beneath it (what is counted, its range).

    `lead` marks the box that the title speaks of. One that the evidence does not establish is drawn dashed.
    """

    label: Paragraph
    figure: Paragraph | None = None
    lines: tuple[Paragraph, ...] = ()
    established: bool = True
    lead: bool = False


@dataclass(frozen=True)
class FlowArrow:
    """What leads from one box to the next, with its words, such as a ratio; dashed where it is not established."""

    words: Paragraph | None = None
    established: bool = True


@dataclass(frozen=True)
class Flow:
    """Boxes from left to right with an arrow between each two; `back` leads from the last to the first: a loop.

    Raises
    ------
    StoryError
        When there are fewer than two boxes or more than five, or not one arrow between each two.
    """

    steps: tuple[FlowStep, ...]
    arrows: tuple[FlowArrow, ...]
    back: FlowArrow | None = None
    alt: str = ""

    def __post_init__(self) -> None:
        """Count boxes and arrows."""
        if not LEAST_STEPS <= len(self.steps) <= MOST_STEPS:
            what = f"a flow of {len(self.steps)} boxes cannot be drawn"
            raise StoryError(what, do=f"give it {LEAST_STEPS} to {MOST_STEPS}, or say it in a sentence")
        if len(self.arrows) != len(self.steps) - 1:
            what = f"a flow of {len(self.steps)} boxes has {len(self.arrows)} arrows between them"
            raise StoryError(what, do="give it one arrow between each two boxes")

    def paragraphs(self) -> list[Paragraph]:
        """Return every paragraph, from left to right, what leads back last."""
        found: list[Paragraph | None] = []
        for at, step in enumerate(self.steps):
            arrow = self.arrows[at] if at < len(self.arrows) else self.back
            found += [step.label, step.figure, *step.lines, arrow.words if arrow is not None else None]
        return [each for each in found if each is not None]


@dataclass(frozen=True)
class Slide:
    """One slide of a story.

    `key` is what storylines call it. `header` is the line above the exhibit (what, unit, period), `header2` that above
    the second one, `chart2`, of a slide of kind `two`; `picture` stands where a chart would; `source` is the line at
    the foot; `facts` are the facts that the slide shows, each with its evidence; `flow` is its diagram of boxes and
    arrows, on a slide of kind `canvas`. `lead_in` is what a speaker says at the end of the slide before this one, and
    `bridge` what leads on to the slide behind it: it is known once the deck's order is.
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
    flow: Flow | None = None
    lead_in: Paragraph | None = None
    bridge: Paragraph | None = None
    picture: Picture | None = None
    version: int = VERSION

    def paragraphs(self) -> list[Paragraph]:
        """Return every paragraph of the slide, in reading order, notes last."""
        tiles = [each for tile in self.numbers for each in (tile.label, tile.figure, tile.range, tile.mark_label)]
        cells: list[Paragraph] = []
        if self.table is not None:
            cells = [column.label for column in self.table.columns] + [cell for row in self.table.rows for cell in row]
        flow = self.flow.paragraphs() if self.flow is not None else []
        shown = [self.title, self.header, self.header2, *tiles, *cells, *flow, *self.body, self.source]
        ordered = [*shown, *self.notes, self.bridge]
        return [each for each in ordered if each is not None]

    def _repr_html_(self) -> str:
        """Return the slide's words for a notebook; a slide of a story shows itself as it will look."""
        exhibits = {"chart": self.chart, "second chart": self.chart2, "table": self.table, "picture": self.picture}
        shown = [name for name, each in (exhibits | {"flow": self.flow}).items() if each is not None]
        about = f"{self.kind}{''.join(f', a {each}' for each in shown)}"
        words = [each.text for each in replace(self, notes=(), bridge=None).paragraphs()[1:]]
        lines = "".join(f"<li>{escape(each, quote=False)}</li>" for each in words if each.strip())
        title = escape(self.title.text, quote=False)
        return f"<p><b>{title}</b> ({about})</p>" + (f"<ul>{lines}</ul>" if lines else "")


@dataclass(frozen=True)
class TemplateName:
    """The template a story was written on: its name or path as the user gave it, and its SHA-256."""

    name: str
    sha256: str = ""


@dataclass(frozen=True)
class StoryRecord:
    """What a notebook knows of its story: one output of `open_story`.

    With it, markdown cells and designed slides are filled at export, when no kernel runs. `relative` says what
    `previous` and `year_ago` are called; `storyline` lists slide keys in order, empty for notebook order; `missing`
    lists the slides that could not be made and `absent` the names that have no value in this data, each with its
    reason; `fingerprints` are the SHA-256 of each input table; `remarks` what is wrong with the data, in words; `where`
    is the part of the company, empty for the whole; `extracted_on` the newest extract's ISO date. `verdicts` says what
    may be said of each estimate, by its name: a verdict with its `grade` and `reason`, and what would change it. `said`
    holds the phrases, by their English, that the company's own language file has otherwise than what ships.
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
    absent: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    version: int = VERSION


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # a tenth of a second, which filling a designed deck has no use for

    return TypeAdapter(kind)


def to_json(record: Slide | StoryRecord) -> dict[str, Any]:
    """Return a slide or a story record as JSON, members that hold their default left out.

    What JSON cannot hold is made plain: a number in a chart's rows that is not finite becomes null, a date ISO text.

    Raises
    ------
    StoryError
        When a chart holds something that is no data, such as a function or a number of numpy: give Vega-Lite JSON.
    """
    from pydantic_core import PydanticSerializationError

    kind: type = type(record)
    try:
        text = _adapter(kind).dump_json(record, exclude_defaults=True)
    except PydanticSerializationError as error:
        where = f'slide "{record.key}"' if isinstance(record, Slide) else ""
        raise StoryError(f"this cannot be written as JSON: {error}", where=where, do="give plain data") from None
    data: dict[str, Any] = json.loads(text)
    return (data if isinstance(record, Slide) else stated_once(data)) | {"version": record.version}


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
    _check_version(data, "story", where)
    try:
        whole = stated_each(data)
    except (LookupError, TypeError, ValueError) as error:
        raise _damaged("story", str(error), where) from None
    record: StoryRecord = _read(StoryRecord, whole, where)
    return record


def _read(kind: type, data: Any, where: str) -> Any:
    from pydantic import ValidationError

    name = "slide" if kind is Slide else "story"
    _check_version(data, name, where)
    try:
        return _adapter(kind).validate_python(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"])
        raise _damaged(name, f"{place}: {first['msg']}", where) from None
    except StoryError as error:  # a fact or a table that contradicts itself
        raise _damaged(name, error.what, where) from None


def _check_version(data: Any, name: str, where: str) -> None:
    version = data.get("version") if isinstance(data, Mapping) else None
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _damaged(name, "it has no version", where)
    if version > VERSION:
        raise StoryError(
            f"this {name} was written by a newer valuestory: its format is {version}, this one reads up to {VERSION}",
            where=where,
            do="upgrade valuestory, or run the notebook again with this version",
        )


def _damaged(name: str, why: str, where: str) -> StoryError:
    return StoryError(f"a {name} output is damaged: {why}", where=where, do="run the notebook again")


def json_schema(kind: type[Slide] | type[StoryRecord]) -> dict[str, Any]:
    """Return the JSON schema of one of the two media types.

    Members that it does not know are allowed: a later version adds some without raising `version`.
    """
    described: type = kind
    schema: dict[str, Any] = _without_titles(_adapter(described).json_schema(mode="serialization"))
    schema["properties"]["version"] |= {"minimum": 1, "maximum": VERSION}
    schema["required"] = [*schema["required"], "version"]
    name, media_type = ("slide", SLIDE_MEDIA_TYPE) if kind is Slide else ("story", STORY_MEDIA_TYPE)
    schema = schema if kind is Slide else schema_once(schema)
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:valuestory:{name}:{VERSION}"}
    return about | {"title": media_type} | schema


def _without_titles(schema: Any) -> Any:
    """Return a schema without the titles that only repeat each member's name."""
    if isinstance(schema, dict):
        kept = {name: each for name, each in schema.items() if name != "title" or not isinstance(each, str)}
        return {name: _without_titles(each) for name, each in kept.items()}
    return [_without_titles(each) for each in schema] if isinstance(schema, list) else schema
