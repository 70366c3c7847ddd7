"""The slides of a notebook's plain cells, all in one: read, grouped, made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from valuestory.errors import NotebookError
from valuestory.notebook.plain.cells import Choices, is_marked, read_cells
from valuestory.notebook.plain.grouping import by_headings, by_marks
from valuestory.notebook.plain.making import MadeSlide, make_slides
from valuestory.notebook.plain.parts import Fill, LeftOut
from valuestory.notebook.source import Notebook, source_of
from valuestory.slides.facts import Facts
from valuestory.slides.number_words import NumberWords
from valuestory.slides.slide import Run, Slide, StoryRecord
from valuestory.slides.text import Writer
from valuestory.slides.vocabulary import Vocabulary


@dataclass(frozen=True)
class PlainSlides:
    """The slides that plain cells make, in notebook order, and what is not on them."""

    made: tuple[MadeSlide, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def plain_slides(
    notebook: Notebook,
    *,
    name: str,
    folder: Path | None = None,
    record: StoryRecord | None = None,
    story: Sequence[Slide] = (),
    choices: Choices | None = None,
) -> PlainSlides:
    """Return the slides of a notebook's plain cells.

    Parameters
    ----------
    notebook
        Its JSON.
    name
        Its file's name, for messages, and as a title where the notebook says none.
    folder
        Where its pictures lie; nothing outside is opened.
    record
        The story's record: facts in markdown are filled from it.
    story
        The slides that the story itself makes. Where there are any, only cells with slide metadata make more.
    choices
        What the export is asked for.

    Raises
    ------
    NotebookError
        When a cell failed, no cell has run, a plotly chart has no picture, or there is nothing to show.
    StoryError
        When a fact in markdown does not exist or cannot be shown: the message names the cell.
    """
    marked = is_marked(notebook)
    if story and not marked:
        return PlainSlides()
    if not story:
        _check_has_run(notebook, name)
    fill = _fill(record, name) if record is not None else None
    cells = list(read_cells(notebook, folder, fill, choices or Choices(), marked=bool(story)))
    groups = by_marks(cells) if marked else by_headings(cells)
    if not (groups or story):
        why = "the notebook holds no slides, and nothing else that a slide can show"
        raise NotebookError(why, where=name, do="write markdown, or end cells in story.slide(...), a chart or a table")
    left_out = tuple(each for group in groups for each in group.left_out)
    title = _title(notebook.get("metadata", {}), name)
    made = make_slides(groups, title, framed=not story, taken=[slide.key for slide in story])
    known = {fact.id: fact for fact in record.facts} if record is not None else {}
    return PlainSlides(tuple(replace(each, slide=_with_facts(each.slide, known)) for each in made), left_out)


def _check_has_run(notebook: Notebook, name: str) -> None:
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and source_of(cell).strip()]
    if code and not any(cell.get("outputs") or cell.get("execution_count") for cell in code):
        why = "the notebook holds no slides: none of its cells has run"
        raise NotebookError(why, where=name, do="run it first: valuestory run, or Run All Cells in JupyterLab")


def _fill(record: StoryRecord, name: str) -> Fill:
    facts = Facts(record.facts, period=record.period, relative=record.relative)
    writer = Writer(facts, NumberWords(record.locale, record.currency), Vocabulary(record.vocabulary))

    def fill(inside: str, where: str) -> Run:
        return writer.paragraph("{{" + inside + "}}", where=f"{name}, {where}").runs[0]

    return fill


def _title(metadata: Mapping[str, Any], name: str) -> str:
    said = str(metadata.get("title", "")).strip()
    words = Path(name).stem.replace("_", " ").replace("-", " ").strip()
    return said or (words[:1].upper() + words[1:]) or "Notebook"


def _with_facts(slide: Slide, known: Mapping[str, Any]) -> Slide:
    ids = dict.fromkeys(run.fact for paragraph in slide.paragraphs() for run in paragraph.runs if run.fact)
    return replace(slide, facts=tuple(known[each] for each in ids if each in known))
