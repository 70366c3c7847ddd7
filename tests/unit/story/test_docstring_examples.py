"""The examples in the docstrings of what is public: each does what it says."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import valuestory
from valuestory.audit import audit
from valuestory.metrics import Company
from valuestory.story import Story, charts, open_story
from valuestory.story.look import current_look, use_look

PUBLIC: dict[str, Any] = {
    **{name: getattr(valuestory, name) for name in valuestory.__all__ if callable(getattr(valuestory, name))},
    "audit": audit,
    "charts": charts,
    "Company": Company,
    "Story": Story,
}
WITH_EXAMPLE = set(PUBLIC) - {"ValueStoryError"}
"""An error is met, not called."""
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def examples(name: str) -> Iterator[doctest.DocTest]:
    """Yield what a public name's docstring shows, its methods' included."""
    named = PUBLIC[name]
    found = (
        [("", named)] if not inspect.isclass(named) else [("", named), *inspect.getmembers(named, inspect.isfunction)]
    )
    parser = doctest.DocTestParser()
    for member, each in found:
        yield parser.get_doctest(inspect.getdoc(each) or "", {}, f"{name}.{member}".rstrip("."), None, 0)


@pytest.fixture(scope="module")
def opened(northwind: Company) -> dict[str, Any]:
    """What opens a company and a story, once for all examples that ask for the same: it takes ten seconds."""

    def open_company(data: str, *, period: str) -> Company:
        assert (data, period) == ("sample", "2026Q2"), "one company for all examples"
        return northwind

    @cache
    def one_story(audience: str) -> Story:
        return open_story(northwind, audience=audience)

    return {
        "open_company": open_company,
        "open_story": lambda company, audience="ceo": one_story(audience) if company is northwind else None,
    }


@pytest.fixture
def words(opened: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What the examples may name, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    look = current_look()
    yield {**PUBLIC, **opened}
    use_look(look)


@pytest.mark.parametrize("name", sorted(WITH_EXAMPLE))
def test_each_public_name_shows_how_it_is_used_and_the_example_holds(name: str, words: dict[str, Any]) -> None:
    """What `help()` and Jupyter's `?` show can be copied: it runs, and gives what stands below it."""
    shown = [each for each in examples(name) if each.examples]
    assert shown, f"{name} has no example in its docstring"
    told: list[str] = []
    for each in shown:
        each.globs = dict(words)
        doctest.DocTestRunner(optionflags=FLAGS).run(each, out=told.append)
    assert "".join(told) == ""
