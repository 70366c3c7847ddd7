"""A chart that is drawn as shapes has labels with a source too: they are tied to the facts of their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.unit.audit.drawn_chart import WAITED, facts_of, slide, write

from valuestory.audit.auditing import findings
from valuestory.audit.finding import Finding
from valuestory.audit.labels import labelled
from valuestory.audit.reasons import reasons
from valuestory.audit.refresh.refreshing import refresh_deck
from valuestory.audit.refresh.stories import read_fresh
from valuestory.deck.file.evidence import Evidence, Said
from valuestory.deck.lint.linting import lint_deck

TEXTS = ("41 days", "12", "7.2 (5.2 to 9.2)")


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of one such slide."""
    made = slide(facts_of(WAITED, "2026Q1"), TEXTS)
    return write([made], tmp_path_factory.mktemp("drawn") / "deck.pptx")


def _labels(found: list[Finding]) -> list[tuple[str, str, str, str]]:
    drawn = [each for each in found if each.shape.startswith(("text", "axis", "legend"))]
    return [(each.shown, each.status, each.fact, each.part) for each in drawn]


def _text(deck: Any, kind: str, text: str) -> Any:
    tree = deck.slides[0].shapes._spTree
    [found] = [
        each
        for each in tree.iter("{*}t")
        if each.text == text and next(each.iterancestors("{*}sp")).find("./*/{*}cNvPr").get("name").startswith(kind)
    ]
    return found


def test_each_figure_of_a_label_is_sourced_by_its_row_and_the_scale_is_no_figure(deck: Path) -> None:
    """Whole texts, a bare number and an interval; the ticks (0, 5, 10 ...) and the legend's sizes measure nothing."""
    assert [each for each in Presentation(str(deck)).slides[0].shapes if each.has_chart] == []
    assert _labels(findings(deck)) == [
        ("41 days", "sourced", "waited@2026Q1[region=EMEA]", "value"),
        ("12", "sourced", "waited@2026Q1[region=Americas]", "value"),
        ("7.2", "sourced", "waited@2026Q1[region=Asia]", "value"),
        ("5.2", "sourced", "waited@2026Q1[region=Asia]", "low"),
        ("9.2", "sourced", "waited@2026Q1[region=Asia]", "high"),
    ]
    assert {each.status for each in findings(deck)} == {"sourced"}
    [told] = reasons(deck, "9.2")
    assert told.fact.name == "waited"
    assert {each.rule for each in lint_deck(deck)}.isdisjoint({"shown-alike", "precision", "interval"})


def test_a_label_that_somebody_changed_is_altered_and_a_scale_that_somebody_changed_is_unsourced(
    deck: Path, tmp_path: Path
) -> None:
    """A digit in a label, a label that says what another does: where it stands counts; a tick of the axis."""
    edited = Presentation(str(deck))
    _text(edited, "text ", "41 days").text = "14 days"
    _text(edited, "text ", "12").text = "41 days"
    _text(edited, "axis ", "20").text = "26"
    edited.save(str(tmp_path / "edited.pptx"))
    told = {each.shown: (each.status, each.was) for each in findings(tmp_path / "edited.pptx")}
    assert told["14 days"] == ("altered", "41 days")
    assert told["41"] == ("altered", "12")
    assert told["26"][0] == "unsourced"


def test_a_label_that_reads_otherwise_than_its_row_has_no_source() -> None:
    """The row names the fact; a figure that is none of its parts is nobody's, whatever stands beside it."""
    fact = facts_of(WAITED, "2026Q1")[1]
    for text, parts in (("12 days", ["value"]), ("13", []), ("12.0 of 55", ["value"]), ("112 days", []), ("12k", [])):
        said = Said("waited", 256, "text 9", text)
        assert [each.part for each in labelled(said, [fact], Evidence())] == parts, text


def test_a_chart_that_was_deleted_is_told(deck: Path, tmp_path: Path) -> None:
    """It is no lie, but its absence is known, by the name of its shape."""
    edited = Presentation(str(deck))
    group = next(each for each in edited.slides[0].shapes if each.name == "vs:chart")
    group._element.getparent().remove(group._element)
    edited.save(str(tmp_path / "edited.pptx"))
    gone = [each for each in findings(tmp_path / "edited.pptx") if each.status == "removed"]
    assert ("vs:chart", "the chart") in {(each.shape, each.why) for each in gone}


def test_a_refresh_draws_it_anew_with_labels_that_have_a_source(deck: Path, tmp_path: Path) -> None:
    """The new quarter's texts, each tied to its fact; the old ones are on no slide."""
    later = {"EMEA": 52.4, "Americas": 11.0, "Asia": 6.1}
    fresh = write([slide(facts_of(later, "2026Q2"), ("52 days", "11", "6.1"))], tmp_path / "q2.pptx", "2026Q2")
    done = refresh_deck(deck, read_fresh(fresh), tmp_path / "refreshed.pptx")
    assert {each.status for each in done.changes} <= {"refreshed", "reworded"}
    found = findings(done.path)
    assert {each.status for each in found} == {"sourced"}
    assert [each[:3] for each in _labels(found)] == [
        ("52 days", "sourced", "waited@2026Q2[region=EMEA]"),
        ("11", "sourced", "waited@2026Q2[region=Americas]"),
        ("6.1", "sourced", "waited@2026Q2[region=Asia]"),
    ]


def test_a_label_that_somebody_changed_is_kept_over_a_refresh_and_told(deck: Path, tmp_path: Path) -> None:
    """Words around a number stay with the new number; a number typed over one stays, and so does a region's new name.

    What has no place in the new drawing is told; the words are still somebody's at the refresh after.
    """
    edited = Presentation(str(deck))
    _text(edited, "text ", "41 days").text = "41 days, after the move"
    _text(edited, "text ", "12").text = "14"
    _text(edited, "text ", "7.2 (5.2 to 9.2)").text = "best"
    _text(edited, "axis ", "Asia").text = "Asia and Oceania"
    edited.save(str(tmp_path / "edited.pptx"))
    q2 = {"EMEA": 52.4, "Americas": 11.0, "Asia": 6.1}
    fresh = write([slide(facts_of(q2, "2026Q2"), ("52 days", "11", "6.1"))], tmp_path / "q2.pptx", "2026Q2")
    done = refresh_deck(tmp_path / "edited.pptx", read_fresh(fresh), tmp_path / "refreshed.pptx")
    texts = {each.text for each in Presentation(str(done.path)).slides[0].shapes._spTree.iter("{*}t")}
    assert {"52 days, after the move", "14", "Asia and Oceania"} <= texts
    told = {(each.status, each.was): each for each in done.changes}
    assert told["altered", "14"].story == "11"
    assert told["refreshed", "41 days, after the move"].now == "52 days, after the move"
    assert '"best" was written into the drawing by hand' in told["chart", "best"].why
    found = {each.shown: (each.status, each.was) for each in findings(done.path)}
    assert found["52 days"][0] == "sourced"
    assert found["14"] == ("altered", "11")
    q3 = {"EMEA": 60.4, "Americas": 10.0, "Asia": 5.1}
    later = write([slide(facts_of(q3, "2026Q3"), ("60 days", "10", "5.1"))], tmp_path / "q3.pptx", "2026Q3")
    again = refresh_deck(done.path, read_fresh(later), tmp_path / "again.pptx")
    texts = {each.text for each in Presentation(str(again.path)).slides[0].shapes._spTree.iter("{*}t")}
    assert {"60 days, after the move", "14", "Asia and Oceania", "5.1"} <= texts
    assert "altered" in {each.status for each in again.changes}


def test_a_label_that_somebody_deleted_stays_deleted_over_refreshes_and_is_told(deck: Path, tmp_path: Path) -> None:
    """With its box or only its words; what the story says there is told, at the refresh after as well."""
    edited = Presentation(str(deck))
    box = next(_text(edited, "text ", "12").iterancestors("{*}sp"))
    box.getparent().remove(box)
    _text(edited, "axis ", "Asia").text = ""
    edited.save(str(tmp_path / "edited.pptx"))
    path = tmp_path / "edited.pptx"
    gone = [(each.was, each.status) for each in findings(path) if each.status != "sourced"]
    assert gone == [("12", "removed")], "a tick of the scale reads 12, too, and is not that label"
    for quarter, days, says in (("2026Q2", (52.4, 11.0, 6.1), "11"), ("2026Q3", (60.4, 10.0, 5.1), "10")):
        facts = facts_of(dict(zip(WAITED, days, strict=True)), quarter)
        fresh = write(
            [slide(facts, (f"{days[0]:.0f} days", says, f"{days[2]}"))], tmp_path / f"{quarter}.pptx", quarter
        )
        done = refresh_deck(path, read_fresh(fresh), tmp_path / f"to-{quarter}.pptx")
        drawn = list(Presentation(str(done.path)).slides[0].shapes._spTree.iter("{*}t"))
        labels = [each.text for each in drawn if _named(each).startswith("text ")]
        assert labels == [f"{days[0]:.0f} days", f"{days[2]}"]
        assert "Asia" not in [each.text for each in drawn]
        assert "Americas" in [each.text for each in drawn]
        told = [each for each in done.changes if each.status == "further"]
        assert sorted(each.story for each in told) == [says, "Asia"]
        assert all("deleted" in each.why for each in told)
        assert {each.status for each in findings(done.path)} <= {"sourced", "removed"}
        path = done.path


def _named(text: Any) -> str:
    holder = next(text.iterancestors("{*}sp"), None)
    return "" if holder is None else str(holder.find("./*/{*}cNvPr").get("name"))


def test_a_chart_that_the_new_story_draws_otherwise_is_left_whole_and_told(deck: Path, tmp_path: Path) -> None:
    """New numbers beside old bars would be false: its labels stay with their bars, and somebody is told."""
    later = {"EMEA": 52.4, "Americas": 11.0, "Asia": 6.1}
    made = slide(facts_of(later, "2026Q2"), ("52 days", "11", "6.1"), native=True)
    fresh = write([made], tmp_path / "q2.pptx", "2026Q2")
    done = refresh_deck(deck, read_fresh(fresh), tmp_path / "refreshed.pptx")
    left = [(each.shape, each.status) for each in done.changes if each.status != "refreshed"]
    assert left == [("vs:chart", "not refreshed")]
    assert [each[0] for each in _labels(findings(done.path))] == ["41 days", "12", "7.2", "5.2", "9.2"]
    assert {each.status for each in findings(done.path)} == {"sourced"}
