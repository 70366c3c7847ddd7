"""What a notebook can be asked, read without running it."""

from __future__ import annotations

from datetime import date
from typing import Any

import papermill
import pytest
from hypothesis import given, strategies as st

from valuestory.errors import ParameterError
from valuestory.notebook.parameter_cell import read_parameters
from valuestory.notebook.parameters import Parameter, check_parameters, split_assignments
from valuestory.notebook.source import find_notebook, read_notebook

CELL = """
# parameters
from typing import Literal

data: str = "sample"                          # the company: a folder
audience: Literal["ceo", "cfo"] = "ceo"       # whose storyline
customers: int = 12                           # how many
growth: float = 1                             # a share
draft: bool = False
since: str = "2026-04-01"                     # the first day
offset: int = -3
"""


def notebook(source: str | list[str]) -> dict[str, Any]:
    """A notebook with one cell tagged `parameters`."""
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source, "outputs": []}
    return {"cells": [{"cell_type": "code", "metadata": {}, "source": "x = 1"}, cell], "metadata": {}, "nbformat": 4}


def test_the_tagged_cell_is_read_with_types_defaults_choices_and_help() -> None:
    """Each annotated assignment is a parameter; the comment behind it is its help; imports are no parameters."""
    found = {each.name: each for each in read_parameters(notebook(CELL))}
    assert list(found) == ["data", "audience", "customers", "growth", "draft", "since", "offset"]
    assert found["data"] == Parameter("data", "str", "sample", "the company: a folder")
    assert found["audience"] == Parameter("audience", "choice", "ceo", "whose storyline", ("ceo", "cfo"))
    assert (found["growth"].type, found["growth"].default) == ("float", 1.0)
    assert (found["since"].type, found["since"].kind) == ("date", "date as YYYY-MM-DD")
    assert (found["draft"].default, found["offset"].default) == (False, -3)


def test_a_source_kept_as_lines_is_read_alike() -> None:
    """Notebook files hold a source as a list of lines."""
    assert read_parameters(notebook(CELL.splitlines(keepends=True))) == read_parameters(notebook(CELL))


def test_what_papermill_itself_sees_of_a_shipped_notebook_is_what_we_see() -> None:
    """Papermill reads no Literal and misses some; those that it reads have the same name, type and help."""
    path = find_notebook("value_of_support")
    ours = {each.name: each for each in read_parameters(read_notebook(path))}
    theirs = papermill.inspect_notebook(str(path))
    assert theirs
    for name, each in theirs.items():
        assert (ours[name].type, ours[name].help) == (each["inferred_type_name"], each["help"].strip())


def test_a_notebook_without_the_tag_takes_no_parameters() -> None:
    """Nothing is guessed from other cells."""
    untagged = notebook(CELL)
    untagged["cells"][1]["metadata"] = {}
    assert read_parameters(untagged) == ()
    with pytest.raises(ParameterError, match=r'no parameter "data"'):
        check_parameters((), {"data": "x"})


def test_nothing_is_executed_to_read_a_default() -> None:
    """A default that would have to be computed is refused, not computed."""
    with pytest.raises(ParameterError, match="is not a plain text, number") as caught:
        read_parameters(notebook("import os\nhome: str = os.getcwd()"), name="story.ipynb")
    assert caught.value.where == "story.ipynb"
    assert "line 2" in caught.value.what


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("days: int | None = 3", r'the type "int \| None" is not one of str'),
        ("days: int = 'three'", "days is int, but its default is 'three'"),
        ("who: Literal['ceo'] = 'cfo'", "not among its choices"),
        ("for day in days: pass", "not a parameter with a default"),
        ("days: int", "not a parameter with a default"),
        ("days: int = 1\ndays: int = 2", "days is there twice"),
        ("days: int = (", "is not Python"),
    ],
)
def test_a_cell_that_holds_anything_else_is_named_line_by_line(source: str, said: str) -> None:
    """What is no typed assignment of a plain value is refused before anything runs."""
    with pytest.raises(ParameterError, match=said):
        read_parameters(notebook(source))


def test_text_from_the_command_line_becomes_the_declared_type() -> None:
    """Digits such as 0012 stay text where text is wanted, and become a number where a number is."""
    typed = check_parameters(
        read_parameters(notebook(CELL)),
        {
            "since": "2026-02-03",
            "draft": "true",
            "growth": "12",
            "customers": "0012",
            "audience": "cfo",
            "data": "0012",
        },
    )
    assert typed == {
        "data": "0012", "audience": "cfo", "customers": 12, "growth": 12.0, "draft": True, "since": "2026-02-03",
    }  # fmt: skip
    assert isinstance(typed["growth"], float)


def test_values_that_are_typed_already_are_taken() -> None:
    """From Python, a bool is a bool and a date may be a date."""
    given: dict[str, Any] = {"draft": True, "customers": 3, "since": date(2026, 1, 2)}
    typed = check_parameters(read_parameters(notebook(CELL)), given)
    assert typed == {"customers": 3, "draft": True, "since": "2026-01-02"}


def test_every_misfit_is_named_at_once_with_the_nearest_name() -> None:
    """One message for all: unknown names with a hint, wrong values with what would fit, and what there is."""
    wrong = {"audiense": "ceo", "audience": "cto", "customers": "1.5", "growth": "nan", "draft": "maybe"}
    wrong |= {"since": "03/02/2026"}
    with pytest.raises(ParameterError) as caught:
        check_parameters(read_parameters(notebook(CELL)), wrong, "story.ipynb")
    said = str(caught.value)
    assert caught.value.exit_code == 10
    assert "6 parameters do not fit" in said
    assert 'no parameter "audiense" (did you mean "audience"?)' in said
    assert 'audience takes one of ceo, cfo, not "cto"' in said
    assert 'customers takes a whole number, not "1.5"' in said
    assert 'growth takes a number, not "nan"' in said
    assert 'draft takes true or false, not "maybe"' in said
    assert 'since takes a date as YYYY-MM-DD, not "03/02/2026"' in said
    assert "valuestory run --help story.ipynb" in said


@given(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text())
def test_any_value_survives_the_way_through_text(whole: int, number: float, text: str) -> None:
    """What Python would print for a number is read back as that number; text is never touched."""
    declared = [Parameter("w", "int", 0), Parameter("n", "float", 0.0), Parameter("t", "str", "")]
    assert check_parameters(declared, {"w": str(whole), "n": str(number), "t": text}) == {
        "w": whole,
        "n": number,
        "t": text,
    }


def test_assignments_are_split_at_the_first_equals_sign() -> None:
    """A value may hold the sign itself, as a condition does."""
    assert split_assignments(["where=region = 'EMEA'", "period=2026Q1"]) == {
        "where": "region = 'EMEA'",
        "period": "2026Q1",
    }


@pytest.mark.parametrize("texts", [["period"], ["=3"], ["a=1", "a=2"]])
def test_an_assignment_without_name_or_value_or_given_twice_is_refused(texts: list[str]) -> None:
    """Which of two values was meant cannot be known."""
    with pytest.raises(ParameterError):
        split_assignments(texts)
