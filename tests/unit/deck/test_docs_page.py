"""The page "PowerPoint from Python on your own template" can be followed as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.validation import assert_valid_deck

from valuestory import build_deck
from valuestory.deck.file.evidence import read_evidence
from valuestory.deck.lint.linting import lint_deck
from valuestory.project import shipped

PAGE = Path(__file__).parents[3] / "docs" / "powerpoint-from-python.md"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with a template in it, in which all code of the page has run from top to bottom; and what it made."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "brand.pptx").write_bytes(shipped("templates", "valuestory.pptx").read_bytes())
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(compile(code, str(PAGE), "exec"), names)
    return folder, names


def test_the_page_makes_the_deck_that_it_describes(followed: tuple[Path, dict[str, Any]]) -> None:
    """Six slides, a native chart, nothing that did not fit, valid, and nothing that the rules complain of."""
    folder, names = followed
    done = names["done"]
    assert (len(Presentation(str(folder / done.path)).slides), done.problems) == (6, ())
    assert done.charts["regions"].startswith("native")
    assert_valid_deck(folder / done.path)
    assert [(each.slide, each.rule, each.what) for each in lint_deck(folder / "orders.pptx")] == []


def test_a_chart_by_hand_and_a_traced_number_are_there(followed: tuple[Path, dict[str, Any]]) -> None:
    """add_chart onto a slide of python-pptx; a fact with its exact value inside the file."""
    folder, names = followed
    assert names["added"].tier == "native"
    assert Presentation(str(folder / "by-hand.pptx")).slides[-1].shapes[-1].has_chart
    fact = read_evidence(folder / "traced.pptx").fact(names["growth"].id)
    assert fact is not None
    assert fact.value == 0.1234


def test_the_same_slides_stand_on_anybodys_template(
    followed: tuple[Path, dict[str, Any]], shared: Path, tmp_path: Path
) -> None:
    """On each real template nothing is left without room; the designer's own fonts, sizes and accents are no faults.

    What a rule says of a designer's titles that are small is said: it is about the template.
    """
    for template in sorted((shared / "templates").glob("*.p[op]tx")):
        done = build_deck(followed[1]["slides"], template, tmp_path / f"{template.stem}.pptx")
        found = [each for each in lint_deck(Path(done.path)) if each.rule in ("type-drift", "signed")]
        assert (template.name, done.problems, found) == (template.name, (), [])
