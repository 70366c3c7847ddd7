"""One road from an executed notebook to a deck."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from pptx import Presentation

from valuestory.errors import NotebookError, ProjectError, StoryError
from valuestory.notebook.export import export_file, export_notebook
from valuestory.notebook.exporter import PowerPointExporter
from valuestory.notebook.run import RunResult, run_notebook
from valuestory.project import shipped


def titles(deck: bytes, folder: Path) -> list[str]:
    """Each slide's title, in order."""
    (folder / "read.pptx").write_bytes(deck)
    shapes = (slide.shapes.title for slide in Presentation(str(folder / "read.pptx")).slides)
    return [shape.text_frame.text if shape is not None else "" for shape in shapes]


@pytest.fixture
def executed(finished: RunResult) -> dict[str, Any]:
    """The notebook that has run, as JSON of its own."""
    data: dict[str, Any] = json.loads((finished.folder / "story.ipynb").read_text(encoding="utf-8"))
    return data


def test_run_export_and_nbconvert_give_the_same_bytes(finished: RunResult, executed: dict[str, Any]) -> None:
    """Same notebook, same template, same deck, by whichever door."""
    deck = (finished.folder / "deck.pptx").read_bytes()
    assert export_notebook(finished.folder / "story.ipynb") == deck
    assert export_notebook(executed) == deck
    made, resources = PowerPointExporter().from_filename(str(finished.folder / "story.ipynb"))
    assert made == deck
    assert (resources["output_extension"], resources["outputs"]) == (".pptx", {})


def test_nbconvert_knows_the_exporter_by_its_name_in_the_menu() -> None:
    """JupyterLab's menu shows the name of the entry point, with its capitals."""
    assert get_exporter("PowerPoint") is PowerPointExporter
    assert PowerPointExporter.export_from_notebook == "PowerPoint"
    assert PowerPointExporter().output_mimetype.endswith("presentationml.presentation")


def test_the_storyline_may_be_given_at_export(executed: dict[str, Any], tmp_path: Path) -> None:
    """Listed slides first, in that order; a title slide opens; the others follow as the appendix."""
    node = nbformat.from_dict(executed)
    made, _ = PowerPointExporter(storyline=["answers", "answer"]).from_notebook_node(node)
    assert titles(made, tmp_path) == [
        "What Support is worth to Acme",
        "Half of all questions need no case",
        "Support answered 50% of questions for 1,300 customers",
    ]


def test_an_audiences_storyline_may_be_given_at_export(executed: dict[str, Any], tmp_path: Path) -> None:
    """The shipped storyline of the COO has the answers, so they are no appendix then; an unknown one is an error."""
    assert titles(export_notebook(executed, audience="coo"), tmp_path)[1:] == [
        "Support answered 50% of questions for 1,300 customers",
        "Half of all questions need no case",
    ]
    assert export_notebook(executed, audience="coo") != export_notebook(executed)
    with pytest.raises(StoryError, match="no storyline"):
        export_notebook(executed, audience="cto")


def test_the_option_goes_before_the_metadata_and_the_metadata_before_the_story(
    executed: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three templates only the first that is named is looked for."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(shipped("templates", "valuestory.pptx"), tmp_path / "brand.pptx")
    plain = export_notebook(executed)
    executed["metadata"]["valuestory"]["template"] = "metadata.pptx"
    with pytest.raises(ProjectError, match=r'no template "metadata\.pptx"'):
        export_notebook(executed)
    with pytest.raises(ProjectError, match=r'no template "option\.pptx"'):
        PowerPointExporter(template="option.pptx").from_notebook_node(nbformat.from_dict(executed))
    assert export_notebook(executed, template="brand.pptx") == plain


def test_a_notebook_that_failed_is_refused_with_its_cell(executed: dict[str, Any]) -> None:
    """A deck of half a story would look whole."""
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'csat'", "traceback": []}
    executed["cells"][4]["outputs"] = [error]
    executed["cells"][4]["execution_count"] = 5
    with pytest.raises(NotebookError, match=r"cannot be exported: cell \[5\] failed: KeyError: 'csat'") as caught:
        export_notebook(executed, name="story.ipynb")
    assert caught.value.where.startswith("story.ipynb, cell [5]")


def test_a_notebook_that_has_not_run_is_refused(notebooks: Path) -> None:
    """The message says to run it."""
    with pytest.raises(NotebookError, match="holds no slides") as caught:
        export_notebook(notebooks / "three_slides.ipynb")
    assert "run it" in caught.value.do


def test_a_deck_of_older_standing_stays_when_the_new_one_fails(notebooks: Path, tmp_path: Path) -> None:
    """A file is replaced by a whole one, or not at all."""
    deck = tmp_path / "deck.pptx"
    deck.write_text("the old one")
    with pytest.raises(NotebookError):
        export_file(notebooks / "no_slides.ipynb", deck)
    assert deck.read_text() == "the old one"
    assert [each.name for each in tmp_path.iterdir()] == ["deck.pptx"]


def test_a_place_that_cannot_be_written_is_named(finished: RunResult, tmp_path: Path) -> None:
    """A folder of the deck's name is in the way."""
    (tmp_path / "deck.pptx").mkdir()
    with pytest.raises(NotebookError, match="cannot be written"):
        export_file(finished.folder / "story.ipynb", tmp_path / "deck.pptx")
    assert [each.name for each in tmp_path.iterdir()] == ["deck.pptx"]


def test_the_same_input_gives_the_same_files(finished: RunResult, notebooks: Path, tmp_path: Path) -> None:
    """Run twice: deck, report and results are the same bytes; only the notebook's timings and the record differ."""
    again = run_notebook(notebooks / "three_slides.ipynb", {"customers": 1300}, tmp_path / "again")
    for name in ("deck.pptx", "report.html", "results.xlsx", "results.parquet"):
        assert (again.folder / name).read_bytes() == (finished.folder / name).read_bytes(), name
