"""Notebook files: found, read, and labelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestory.errors import NotebookError
from valuestory.notebook.source import find_notebook, label_of, payloads, read_notebook
from valuestory.project import shipped

NOTEBOOKS = Path(__file__).parent / "notebooks"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company's project with one notebook of its own, and a folder in it that one works in."""
    (tmp_path / "valuestory.toml").write_text('[company]\nname = "Acme"\n')
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "renewals.ipynb").write_text((NOTEBOOKS / "no_slides.ipynb").read_text())
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    return tmp_path


@pytest.mark.parametrize("name", ["renewals", "renewals.ipynb", "notebooks/renewals", "notebooks/renewals.ipynb"])
def test_a_notebook_of_the_project_is_found_by_name_or_path_with_or_without_ending(project: Path, name: str) -> None:
    """Paths start at the project's root, wherever in it one stands."""
    assert find_notebook(name) == project / "notebooks" / "renewals.ipynb"


def test_the_projects_own_notebook_goes_before_a_shipped_one(project: Path) -> None:
    """A company that copies the shipped story and edits it gets its own."""
    assert find_notebook("value_of_support") == shipped("notebooks", "value_of_support.ipynb")
    own = project / "notebooks" / "value_of_support.ipynb"
    own.write_text((NOTEBOOKS / "no_slides.ipynb").read_text())
    assert find_notebook("value_of_support") == own


@pytest.mark.usefixtures("project")
def test_an_unknown_notebook_is_answered_with_the_nearest() -> None:
    """The message says what there is, the project's own included."""
    with pytest.raises(NotebookError, match='no notebook "renewal"') as caught:
        find_notebook("renewal")
    assert 'did you mean "renewals"?' in caught.value.do


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("not_json", "not valid JSON"),
        ("of_format_3", "not a notebook of format 4"),
        ("written_in_r", "written in R"),
        ("missing", "no such notebook"),
    ],
)
def test_a_file_that_is_no_python_notebook_is_refused_with_its_reason(name: str, said: str) -> None:
    """One clear message, and what to do."""
    with pytest.raises(NotebookError, match=said) as caught:
        read_notebook(NOTEBOOKS / f"{name}.ipynb")
    assert caught.value.do


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ('story.slide(\n    "time_to_smile",\n    title="x")', "time to smile"),
        ("# read the data\nx = 1", "read the data"),
        ("from a import (\n    b,\n)\n\ncompany = open_company(data)  # all", "company = open_company(data)"),
        ("%matplotlib inline", "%matplotlib inline"),
        ("import os", "import os"),
        ("", ""),
    ],
)
def test_a_cell_is_called_by_what_it_does(source: str, label: str) -> None:
    """A reader of the progress bar recognises the cell."""
    assert label_of({"cells": [{"source": source}]}, 0) == label


def test_the_cell_of_parameters_is_called_so() -> None:
    """Whatever its first line says."""
    assert label_of({"cells": [{"source": "x: int = 1", "metadata": {"tags": ["parameters"]}}]}, 0) == "parameters"


def test_outputs_of_one_kind_are_found_in_order_with_their_cell() -> None:
    """Other outputs and cells without outputs do not disturb."""
    cells = [
        {"cell_type": "markdown", "source": ""},
        {"cell_type": "code", "outputs": [{"output_type": "stream", "text": "x"}, {"data": {"a/b": 1}}]},
        {"cell_type": "code", "outputs": [{"data": {"a/b": 2, "text/plain": ""}}]},
    ]
    assert list(payloads({"cells": cells}, "a/b")) == [(1, 1), (2, 2)]
