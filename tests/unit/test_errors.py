"""Errors that a user meets: three parts, one tree, one exit code a kind, and the nearest known name."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from valuestory import errors
from valuestory.errors import ValueStoryError, did_you_mean


def kinds(kind: type[ValueStoryError] = ValueStoryError) -> Iterator[type[ValueStoryError]]:
    """Every kind of error, the root first."""
    yield kind
    for each in kind.__subclasses__():
        yield from kinds(each)


KINDS = list(kinds())


def test_a_message_has_what_where_and_do_on_lines_of_their_own() -> None:
    """A person reads it from top to bottom; parts that say nothing are left out."""
    whole = ValueStoryError("it broke", where="cases.csv, row 3", do="mend the date")
    assert str(whole) == "it broke\n  where: cases.csv, row 3\n  do:    mend the date"
    assert str(ValueStoryError("it broke")) == "it broke"
    assert str(ValueStoryError("it broke", do="mend it")) == "it broke\n  do:    mend it"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_survives_the_way_back_from_another_process(kind: type[ValueStoryError]) -> None:
    """A batch runs decks in processes: the message comes back whole."""
    error = pickle.loads(pickle.dumps(kind("what", where="where", do="do")))
    assert type(error) is kind
    assert (error.what, error.where, error.do, str(error)) == (
        "what",
        "where",
        "do",
        str(kind("what", where="where", do="do")),
    )


def test_the_tree_in_the_docstring_is_the_tree_of_the_code() -> None:
    """The page that people read first names every error with the exit code it has."""
    drawn = dict(re.findall(r"(\w+Error)\s+(\d+)", errors.__doc__ or ""))
    assert drawn == {kind.__name__: str(kind.exit_code) for kind in KINDS}


def test_each_kind_has_an_exit_code_of_its_own_that_no_shell_uses() -> None:
    """0 is success, 2 a mistyped command; a script tells the others apart. Some are a sort of another one."""
    sorts = {
        errors.UnknownFactError: errors.StoryError,
        errors.UnreachableError: errors.ProjectError,
        errors.UnansweredError: errors.DataError,
    }
    codes = [kind.exit_code for kind in KINDS if kind not in sorts]
    assert len(set(codes)) == len(codes)
    assert all(0 < code < 64 and code != 2 for code in codes)
    assert all(sort.exit_code == kind.exit_code for sort, kind in sorts.items())


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("perod", ["period", "template"], 'did you mean "period"?'),
        ("PERIOD", ["period", "template"], 'did you mean "period"?'),
        ("cutsomer", ["Customer", "case"], 'did you mean "Customer"?'),
        ("case_acepted", ["case_accepted", "case_reached", "nps"], 'did you mean "case_accepted" or "case_reached"?'),
        ("zzz", ["one", "two"], "known names: one, two"),
        ("zzz", [f"metric_{number}" for number in range(13)], ""),
        ("zzz", [], ""),
        ("", ["one"], "known names: one"),
    ],
)
def test_the_nearest_names_are_offered_else_a_short_list_else_nothing(name: str, known: list[str], hint: str) -> None:
    """A hint helps or keeps quiet."""
    assert did_you_mean(name, known) == hint


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=20))
def test_a_hint_never_fails_and_only_names_what_exists(name: str, known: list[str]) -> None:
    """The hint for a wrong name is no second error."""
    hint = did_you_mean(name, known)
    if hint.startswith("did you mean"):
        assert any(f'"{each}"' in hint for each in known)
