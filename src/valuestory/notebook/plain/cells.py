"""Cells as Jupyter's conventions have them: what each shows, where slides begin, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from valuestory.errors import NotebookError
from valuestory.notebook.plain.images import Images
from valuestory.notebook.plain.markdown import Markdown
from valuestory.notebook.plain.outputs import html_parts, output_parts
from valuestory.notebook.plain.parts import Fill, LeftOut, Part, lines
from valuestory.notebook.source import Notebook, joined, source_of
from valuestory.slides.slide import SLIDE_MEDIA_TYPE

Mark = Literal["slide", "subslide", "fragment", "notes", "skip", "-", ""]
"""What JupyterLab's property inspector says of a cell: `subslide` is its "Sub-Slide"."""
_MARKS: Final = ("slide", "subslide", "fragment", "notes", "skip", "-")
_ALLOWED: Final = "raises-exception"
"""The tag by which Jupyter lets a cell fail: its author wants the error to be seen."""


@dataclass(frozen=True)
class Choices:
    """What an export is asked for: input code too, and notebooks in which a cell failed."""

    include_input: bool = False
    allow_errors: bool = False


@dataclass(frozen=True)
class ReadCell:
    """What a cell is on slides.

    `number` counts from 1; `story` says that it makes a slide of the story itself; `key` is the slide's key where its
    metadata gives one.
    """

    number: int
    mark: Mark
    parts: tuple[Part, ...] = ()
    story: bool = False
    key: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


def read_cells(
    notebook: Notebook, folder: Path | None, fill: Fill | None, choices: Choices, *, marked: bool = False
) -> Iterator[ReadCell]:
    """Yield the cells of a notebook in order, those that are skipped or hidden left out.

    Parameters
    ----------
    notebook
        Its JSON.
    folder
        Where the notebook lies; None where that is not known.
    fill
        Makes the run of a fact; None where the notebook has no story.
    choices
        What is asked for.
    marked
        Read only what belongs to a slide that a cell's metadata begins: the rest is how a story is made.

    Raises
    ------
    NotebookError
        When a plotly chart has no picture.
    StoryError
        When a fact does not exist: the message names the cell and the nearest name.
    """
    within = not marked
    for number, cell in enumerate(notebook["cells"], 1):
        mark = _mark(cell)
        story = any(SLIDE_MEDIA_TYPE in output.get("data", {}) for output in cell.get("outputs", ()))
        if marked:
            within = not story and (mark in ("slide", "subslide") or (within and mark != ""))
        if mark == "skip" or _hidden(cell, "cell"):
            continue
        parts = tuple(_parts(cell, number, folder, fill, choices)) if within and not story else ()
        about = cell.get("metadata", {}).get("valuestory", {})
        key = str(about.get("key", "")) if isinstance(about, Mapping) else ""
        yield ReadCell(number, mark, parts, story, key)


def is_marked(notebook: Notebook) -> bool:
    """Return whether the notebook's metadata says where slides begin."""
    return any(_mark(cell) in ("slide", "subslide") for cell in notebook["cells"])


def _mark(cell: Mapping[str, Any]) -> Mark:
    mark = str(cell.get("metadata", {}).get("slideshow", {}).get("slide_type", ""))
    return mark if mark in _MARKS else ""  # type: ignore[return-value]  # one of the literals


def _hidden(cell: Mapping[str, Any], what: Literal["cell", "input", "output"]) -> bool:
    """Return whether tags or JupyterLab's own metadata hide a cell or a part of it."""
    metadata = cell.get("metadata", {})
    names = {f"{verb}{mark}{what}" for verb in ("hide", "remove") for mark in "-_"}
    folded = {"input": "source_hidden", "output": "outputs_hidden"}.get(what, "")
    return bool(names & set(metadata.get("tags", ()))) or metadata.get("jupyter", {}).get(folded) is True


def _parts(
    cell: Mapping[str, Any], number: int, folder: Path | None, fill: Fill | None, choices: Choices
) -> Iterator[Part]:
    images = Images(folder, cell.get("attachments", {}))
    if cell["cell_type"] == "markdown":
        yield from Markdown(number, images, fill, lambda text: html_parts(text, number, images)).parts(source_of(cell))
    elif cell["cell_type"] == "code":
        if choices.include_input and source_of(cell).strip() and not _hidden(cell, "input"):
            yield lines(source_of(cell))
        for output in () if _hidden(cell, "output") else cell.get("outputs", ()):
            yield from _output(cell, output, number, images, fill, choices)


def _output(
    cell: Mapping[str, Any], output: Mapping[str, Any], number: int, images: Images, fill: Fill | None, choices: Choices
) -> Iterator[Part]:
    if output.get("output_type") != "error":
        yield from output_parts(output, number, images, fill)
        return
    said = f"{output.get('ename', 'Error')}: {joined(output.get('evalue', ''))}".rstrip(": ")
    if _ALLOWED in cell.get("metadata", {}).get("tags", ()):
        yield lines(said.splitlines()[0])
    elif choices.allow_errors:
        yield LeftOut(number, f"the outcome of a cell that failed ({output.get('ename', 'Error')})", "it has none")
    else:
        raise NotebookError(
            f"the cell failed: {said}",
            where=f"cell {number}",
            do="mend it and run the notebook again, or export with --PowerPointExporter.allow_errors=True",
        )
