"""The notebooks that ship: each becomes a deck without a problem to mend, on the sample company and on less data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pptx import Presentation
from tests.validation import assert_nothing_to_mend, assert_valid_deck
from typer.testing import CliRunner

from valuestory.cli import app

ONLY_CASES = "case_id,account_id,opened_at,resolved_at\n" + "".join(
    f"{number},A{number % 9},2026-0{month}-{day:02d},2026-0{month}-{day + 1:02d}\n"
    for number in range(1, 200)
    for month, day in [(1 + number % 6, 1 + number % 27)]
)


def run(name: str, out: Path, *parameters: str) -> dict[str, object]:
    """Run a notebook by its name, and return its run record."""
    given = [part for each in parameters for part in ("-p", each)]
    done = CliRunner().invoke(app, ["run", name, *given, "--out", str(out)])
    assert done.exit_code == 0, done.output
    record: dict[str, object] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return record


@pytest.mark.slow
@pytest.mark.parametrize("name", ["support_scorecard", "support_contribution"])
def test_a_notebook_becomes_a_valid_deck_of_the_sample_company(name: str, tmp_path: Path) -> None:
    """No slide is missing, lint has nothing to mend on any template, and Microsoft's validator nothing to say."""
    record = run(name, tmp_path / "out")
    assert (record["problems"], record["missing"]) == ([], {})
    assert_valid_deck(tmp_path / "out" / "deck.pptx")
    assert len(Presentation(tmp_path / "out" / "deck.pptx").slides) >= 10
    assert_nothing_to_mend(tmp_path / "out" / "story.ipynb", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["support_scorecard", "support_contribution"])
def test_a_notebook_becomes_a_shorter_deck_where_there_are_cases_alone(name: str, tmp_path: Path) -> None:
    """What cannot be told is left out with its reason; what is left stands."""
    (tmp_path / "cases.csv").write_text(ONLY_CASES, encoding="utf-8")
    record = run(name, tmp_path / "out", f"data={tmp_path / 'cases.csv'}", "period=2026Q2")
    assert record["missing"]
    assert_valid_deck(tmp_path / "out" / "deck.pptx")
    assert len(Presentation(tmp_path / "out" / "deck.pptx").slides) >= 4
