"""The main job on tables that nobody here made: RavenStack, a SaaS company with faults in its data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pptx import Presentation
from tests.validation import assert_valid_deck
from typer.testing import CliRunner

from valuestory.cli import app

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "ravenstack" / "valuestory.toml"
CAUSAL = (
    "because of support",
    "lowers churn",
    "lower churn",
    "reduces churn",
    "reduced churn",
    "raised retention",
    "thanks to",
)


@pytest.fixture(scope="module")
def company(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with RavenStack's five exports and the settings that ship as an example."""
    folder = tmp_path_factory.mktemp("ravenstack")
    for export in (shared / "ravenstack_saas").glob("*.csv"):
        shutil.copy(export, folder)
    shutil.copy(EXAMPLE, folder)
    return folder


@pytest.fixture(scope="module")
def out(company: Path) -> Path:
    """What `valuestory run` makes of it."""
    folder = company / "reports"
    done = CliRunner().invoke(
        app, ["run", "value_of_support", "-p", f"data={company}", "-p", "period=2024Q4", "--out", str(folder)]
    )
    assert done.exit_code == 0, done.output
    return folder


def texts(deck: Path) -> dict[str, str]:
    """Every word on each slide, tables and notes included, by its title."""
    found = {}
    for slide in Presentation(str(deck)).slides:
        words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        words += [
            cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
        ]
        title = slide.shapes.title.text_frame.text if slide.shapes.title is not None else words[0]
        found[title] = "\n".join([*words, slide.notes_slide.notes_text_frame.text])
    return found


def test_the_deck_shows_what_the_tables_can_carry(out: Path) -> None:
    """Cases, time to smile and revenue retention are there; answers and cost are named as missing."""
    slides = texts(out / "deck.pptx")
    titles = list(slides)
    assert any(title.startswith("Support took on 270 cases") for title in titles)
    assert any(title.startswith("Customers were back at work after") for title in titles)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert "article_sessions" in json.dumps(record["missing"])
    assert "costs" in json.dumps(record["missing"])
    limits = next(text for title, text in slides.items() if "remain open" in title)
    assert "article_sessions" in limits


def test_the_faults_of_the_data_are_reported_with_counts(company: Path, out: Path) -> None:
    """Known: 21 repeated usage ids, 110 flags against 352 churn events, over half the tickets before signup."""
    done = CliRunner().invoke(app, ["check", str(company), "--json"])
    faults = {
        (each["table"], each["column"], each["count"]): each["what"] for each in json.loads(done.stdout)["faults"]
    }
    assert any(table == "usage" and count == 21 for table, _, count in faults)
    assert any("352 have a churned_at, 110 are flagged" in what for what in faults.values())
    early = next(
        count for (table, column, count), what in faults.items() if table == "cases" and "before their account" in what
    )
    assert 0.53 < early / 2_000 < 0.545
    quality = "\n".join(texts(out / "deck.pptx").values())
    assert "two sources of churn that disagree" in quality


def test_no_claim_is_made_that_support_lowers_churn(out: Path) -> None:
    """The sources of churn disagree and nine in ten contract lines overlap: retention is not claimed, nor any cause."""
    slides = texts(out / "deck.pptx")
    words = "\n".join(slides.values()).lower()
    assert not [phrase for phrase in CAUSAL if phrase in words.replace("do customers stay because of support?", "")]
    assert not [title for title in slides if "of customers stayed" in title]
    assert "What stayed over the year is not settled: the company's own sources disagree" in slides


def test_the_deck_is_valid(out: Path) -> None:
    """By Microsoft's validator and the structural checks."""
    assert_valid_deck(out / "deck.pptx")
