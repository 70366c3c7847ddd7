"""An executed notebook made into a deck: the one road of `valuestory run`, `valuestory export` and nbconvert.

No kernel runs here and no figure is computed: slides and facts are read from the notebook's outputs.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from valuestory.errors import NotebookError
from valuestory.notebook.failure import failure
from valuestory.notebook.plain.cells import Choices
from valuestory.notebook.plain.placing import place_plain
from valuestory.notebook.plain.reading import plain_slides
from valuestory.notebook.source import Notebook, payloads, read_notebook
from valuestory.project import SETTINGS, CompanySettings, Project, find_root, load_project, template_path
from valuestory.slides.slide import SLIDE_MEDIA_TYPE, Slide, StoryRecord

if TYPE_CHECKING:
    from valuestory.deck.build import BuiltDeck
    from valuestory.deck.notebook_slides import Telling


@dataclass(frozen=True)
class Story:
    """What an executed notebook tells: its slides in the deck's order, its record, and the template it goes on.

    `cells` says which cell made each slide, by the slide's key; `told_by` which notebook it is, with which parameters.
    `left_out` is what plain cells show and no slide does, each with its cell and the reason.
    """

    slides: tuple[Slide, ...]
    record: StoryRecord | None
    template: Path
    cells: Mapping[str, int]
    told_by: Telling
    left_out: tuple[str, ...] = ()


def export_notebook(
    notebook: Path | Mapping[str, Any],
    *,
    template: str | None = None,
    audience: str | None = None,
    storyline: Sequence[str] = (),
    name: str = "notebook.ipynb",
    folder: Path | None = None,
    choices: Choices | None = None,
    note: Callable[[str], None] | None = None,
) -> bytes:
    """Return the deck of an executed notebook, as the bytes of a .pptx file.

    Parameters
    ----------
    notebook
        A path, or the notebook's JSON.
    template
        A template's name or path; else the notebook's metadata (`valuestory.template`), else the story's own.
    audience
        Whose storyline orders the slides; else the story's own.
    storyline
        Slide keys in order, instead of an audience's.
    name
        The notebook's name, for messages, where it is not a path.
    folder
        Where the notebook lies, where it is not a path: its pictures are looked for there, and the template.
    choices
        Whether input code is shown, and whether a notebook in which a cell failed is taken.
    note
        Takes what is to be known: that the template has changed since its map was written, what is not in the deck.

    Raises
    ------
    NotebookError
        When the notebook holds nothing for a slide, or a cell of it failed: run it, and export it again.
    StoryError
        When an output is damaged or newer than this version, a fact in markdown does not exist, or there is no
        storyline for the audience.
    TemplateError, ProjectError
        When the template cannot be found or used.
    DeckError
        When the deck cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix="vs-", ignore_cleanup_errors=True) as aside:
        path = notebook if isinstance(notebook, Path) else Path(aside, name)
        if not isinstance(notebook, Path):
            path.write_text(json.dumps(notebook), encoding="utf-8")
        lies = folder if folder is not None or not isinstance(notebook, Path) else notebook.parent
        story = read_story(
            path, template=template, audience=audience, storyline=storyline, folder=lies, choices=choices
        )
        built = build_story(story, Path(aside, "deck.pptx"))
        if note is not None:
            for remark in (*built.remarks, *story.left_out):
                note(remark)
        return built.path.read_bytes()


def export_file(
    notebook: Path,
    out: Path,
    *,
    template: str | None = None,
    choices: Choices | None = None,
    note: Callable[[str], None] | None = None,
) -> Path:
    """Write the deck of an executed notebook to a file, whole or not at all.

    Takes `template`, `choices` and `note`, and raises, as `export_notebook` does.

    Raises
    ------
    NotebookError
        When the file cannot be written: give another `--out`.
    """
    deck = export_notebook(notebook, template=template, choices=choices, note=note)
    aside = out.with_name(f".{out.name}-{uuid4().hex[:8]}")
    try:
        aside.write_bytes(deck)
        aside.replace(out)
    except OSError as error:
        why = f"the deck cannot be written: {error.strerror}"
        raise NotebookError(why, where=str(out), do="give another --out") from None
    finally:
        aside.unlink(missing_ok=True)
    return out


def build_story(story: Story, out: Path) -> BuiltDeck:
    """Write a story's deck and return what the deck room says of it."""
    from valuestory.deck import build_deck

    return build_deck(story.slides, story.template, out, record=story.record, cells=story.cells, told_by=story.told_by)


def read_story(
    path: Path,
    *,
    template: str | None = None,
    audience: str | None = None,
    storyline: Sequence[str] = (),
    root: Path | None = None,
    folder: Path | None = None,
    choices: Choices | None = None,
) -> Story:
    """Return what an executed notebook tells; parameters and errors are those of `export_notebook`.

    Raises
    ------
    NotebookError
        When the notebook holds nothing for a slide, or a cell of it failed: run it, and export it again.
    """
    from valuestory.deck.notebook_slides import ordered, read_record, read_telling, slide_cells
    from valuestory.slides.executed import read_notebook as read_slides

    notebook = read_notebook(path)
    choices = choices or Choices()
    if not choices.allow_errors:
        _refuse_failed(notebook, path.name)
    has_story = any(payloads(notebook, SLIDE_MEDIA_TYPE))
    slides, record = read_slides(path) if has_story else ([], read_record(path))
    record = _for_audience(record, audience, storyline)
    found = _template(notebook, record, template, root or find_root(folder))
    plain = plain_slides(notebook, name=path.name, folder=folder, record=record, story=slides, choices=choices)
    cells = slide_cells(path) if has_story else {}
    if plain.made:
        placed = place_plain(plain, slides, cells, record, found)
        slides, record, cells = list(placed.slides), placed.record, dict(placed.cells)
    order = ordered(slides, record)
    left_out = tuple(map(str, plain.left_out))
    return Story((*order.main, *order.appendix), record, found, cells, read_telling(path), left_out)


def _refuse_failed(notebook: Notebook, name: str) -> None:
    error = failure(notebook, name=name)
    if error is not None:
        why = f"the notebook cannot be exported: {error.what}"
        raise NotebookError(why, where=error.where, do="mend the cell and run the notebook again")


def _for_audience(record: StoryRecord | None, audience: str | None, storyline: Sequence[str]) -> StoryRecord | None:
    if record is None or not (audience or storyline):
        return record
    keys = tuple(storyline)
    if audience and not keys:
        from valuestory.story.storylines import storyline as storyline_of

        keys = storyline_of(audience, _project(record))
    return replace(record, audience=audience or record.audience, storyline=keys)


def _project(record: StoryRecord) -> Project:
    """Return the settings of the project one is in; without any, those that ship."""
    settings = find_root() / SETTINGS
    return load_project(settings) if settings.is_file() else Project(company=CompanySettings(name=record.company))


def _template(notebook: Notebook, record: StoryRecord | None, option: str | None, root: Path | None) -> Path:
    chosen = option or notebook.get("metadata", {}).get("valuestory", {}).get("template")
    chosen = chosen or (record.template.name if record is not None else "") or "valuestory"
    return template_path(str(chosen), root=root or find_root())
