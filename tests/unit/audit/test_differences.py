"""What changed from one deck to the next: restated first, then slides and titles, then the new period's figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from valuestory.audit.differences import Difference, differences
from valuestory.cli import app
from valuestory.deck import build_deck
from valuestory.slides.facts import Evidence, Fact, Facts
from valuestory.slides.slide import Column, Paragraph, Run, Slide, StoryRecord, Table, TemplateName
from valuestory.slides.text import Writer

_SOURCE = Evidence(definition="4 or 5", tables=("surveys",))
_SPRING = Fact("csat", 0.85, "share", "CSAT", "2026Q1", evidence=_SOURCE)
_SUMMER = replace(_SPRING, value=0.87, period="2026Q2")
_INPUTS = {"surveys": "aaa"}


def _deck(path: Path, texts: dict[str, str], facts: tuple[Fact, ...], period: str, inputs: dict[str, str]) -> Path:
    writer = Writer(Facts(facts, period=period))
    made = [Slide(key, "statement", writer.paragraph(text), facts=facts) for key, text in texts.items()]
    template = TemplateName("valuestory")
    record = StoryRecord("Acme", period, "ceo", "en_US", "USD", template, facts=facts, fingerprints=inputs)
    return build_deck(made, "valuestory", path, record=record).path


def test_two_quarters_differ_in_what_was_restated_in_slides_in_titles_and_in_the_new_periods_figures(
    tmp_path: Path,
) -> None:
    """Last quarter's figure was 85 % then and is 84 % now, since the surveys were restated."""
    spring = {"csat": "{{ csat }} were satisfied", "plan": "We aim at more than {{ csat }}"}
    old = _deck(tmp_path / "old.pptx", spring, (_SPRING,), "2026Q1", _INPUTS)
    summer = {"csat": "{{ csat }} were satisfied after {{ csat@2026Q1 }}", "ask": "Keep {{ csat }}"}
    facts = (_SUMMER, replace(_SPRING, value=0.84))
    new = _deck(tmp_path / "new.pptx", summer, facts, "2026Q2", {"surveys": "bbb"})
    assert differences(old, new) == [
        Difference("restated", "csat@2026Q1", "85%", "84%", "the data were restated: surveys"),
        Difference("slide removed", "plan", "We aim at more than 85%"),
        Difference("slide added", "ask", "", "Keep 87%"),
        Difference("title", "csat", "85% were satisfied", "87% were satisfied after 84%"),
        Difference("new period", "csat", "85%", "87%", "2026Q2 after 2026Q1"),
    ]
    told = CliRunner().invoke(app, ["diff", str(old), str(new)])
    assert told.exit_code == 0
    assert told.output.index("restated") < told.output.index("new period")
    assert CliRunner().invoke(app, ["diff", str(old), str(old)]).output == "nothing changed\n"


def test_an_estimate_of_each_quarters_own_windows_is_new_and_not_restated(tmp_path: Path) -> None:
    """It bears no period; between two decks of one quarter another value of it is restated all the same."""
    kept = Fact("gained", 40, "count", "customers kept by help", evidence=Evidence(kind="estimated"))
    texts = {"kept": "Help kept {{ gained }}"}
    old = _deck(tmp_path / "old.pptx", texts, (kept,), "2026Q1", _INPUTS)
    new = _deck(tmp_path / "new.pptx", texts, (replace(kept, value=49),), "2026Q2", _INPUTS)
    again = _deck(tmp_path / "again.pptx", texts, (replace(kept, value=41),), "2026Q1", {"surveys": "bbb"})
    assert Difference("new period", "gained", "40", "49", "in 2026Q2 after 2026Q1") in differences(old, new)
    assert [each.kind for each in differences(old, new) if each.what == "gained"] == ["new period"]
    assert [each.kind for each in differences(old, again) if each.what == "gained"] == ["restated"]


def _asking(path: Path, rows: tuple[tuple[str, str, str], ...]) -> Path:
    columns = tuple(Column(Paragraph((Run(name),))) for name in ("Decision", "Owner", "By"))
    cells = tuple(tuple(Paragraph((Run(cell),)) for cell in row) for row in rows)
    title = Writer(Facts([_SPRING], period="2026Q1")).paragraph("Approve this at {{ csat }}")
    made = [Slide("decision", "table", title, table=Table(columns, cells), facts=(_SPRING,))]
    record = StoryRecord("Acme", "2026Q1", "ceo", "en_US", "USD", TemplateName("valuestory"), facts=(_SPRING,))
    return build_deck(made, "valuestory", path, record=record).path


def test_decisions_are_told_as_asked_for_the_first_time_still_asked_and_asked_no_more(tmp_path: Path) -> None:
    """By their own words; an owner that was named since, or a later date, is other terms."""
    old = _asking(tmp_path / "old.pptx", (("Run a holdout", "to be named", "June"), ("Keep contracts", "IT", "June")))
    new = _asking(tmp_path / "new.pptx", (("Run a holdout", "Ada", "September"), ("Measure reopening", "Ben", "July")))
    assert [replace(each, why=each.why.partition(":")[0]) for each in differences(old, new)] == [
        Difference("no longer asked", "Keep contracts", "IT; June", "", "decided or dropped since"),
        Difference("still asked", "Run a holdout", "to be named; June", "Ada; September", "other terms"),
        Difference("newly asked", "Measure reopening", "", "Ben; July"),
    ]
