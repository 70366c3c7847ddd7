"""A deck that people have edited gets another quarter's numbers, and keeps what they did."""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches
from tests.unit.audit.stories import QUARTERS, edit, shape_named, slide_titled, tell
from tests.validation import validator_errors
from typer.testing import CliRunner

from valuestory.audit.auditing import findings
from valuestory.audit.refresh.changes import Change
from valuestory.audit.refresh.page import refresh_page
from valuestory.audit.refresh.refreshing import Refreshed, refresh_deck
from valuestory.audit.refresh.stories import read_fresh
from valuestory.cli import app
from valuestory.deck.file.evidence import read_evidence
from valuestory.deck.reading.deck import read_slides
from valuestory.slides.theme import read_theme


class Bench:
    """The story's three decks, the first one edited, and that one refreshed to the second quarter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.decks = {quarter: tell(quarter, folder) for quarter in QUARTERS}
        self.edited = edit(self.decks["2026Q1"], folder / "edited.pptx")
        self.before = self.edited.read_bytes()
        self.done = self.refresh(self.edited, "2026Q2", "refreshed.pptx")
        self.deck = Presentation(str(self.done.path))

    def refresh(self, deck: Path, quarter: str, name: str) -> Refreshed:
        """Refresh a deck to a quarter."""
        return refresh_deck(deck, read_fresh(self.decks[quarter]), self.folder / name)

    def found(self, *statuses: str) -> list[Change]:
        """Return what was found of these statuses."""
        return [each for each in self.done.changes if each.status in statuses]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """One deck with every edit in it, refreshed once."""
    return Bench(tmp_path_factory.mktemp("refresh"))


_ALL = ("text", "table", "notes", "alt text")


def _words(path: Path, where: tuple[str, ...] = _ALL) -> list[list[tuple[str, str]]]:
    return [[(each.shape, each.text) for each in slide.words if each.where in where] for slide in read_slides(path)]


def _comments(deck: Any) -> dict[int, list[str]]:
    found = {}
    for number, slide in enumerate(deck.slides, 1):
        parts = [each.target_part for each in slide.part.rels.values() if each.reltype.endswith("/comments")]
        found[number] = [part.blob.decode() for part in parts]
    return found


def test_a_deck_that_nobody_touched_says_after_a_refresh_what_the_new_quarters_deck_says(bench: Bench) -> None:
    """Titles, bodies, tables with another number of rows, tiles, notes and alt texts: word for word; charts too."""
    done = bench.refresh(bench.decks["2026Q1"], "2026Q2", "untouched.pptx")
    assert _words(done.path) == _words(bench.decks["2026Q2"])
    assert {each.status for each in findings(done.path)} == {"sourced"}
    charts = [[slide.charts for slide in read_slides(path)] for path in (done.path, bench.decks["2026Q2"])]
    assert [[each.series for each in slide] for slide in charts[0]] == [
        [each.series for each in slide] for slide in charts[1]
    ]
    strips = [_strip(Presentation(str(path))) for path in (done.path, bench.decks["2026Q2"])]
    assert strips[0] == strips[1]


def _strip(deck: Any) -> list[tuple[str, int, int]]:
    group = shape_named(deck.slides[0], "vs:kpi1")
    return [(each.name, each.left, each.width) for each in group.shapes]


def test_the_deck_that_is_refreshed_is_only_read(bench: Bench) -> None:
    """Another file is written."""
    assert bench.edited.read_bytes() == bench.before


def test_a_direction_that_no_longer_holds_is_never_left_in_silence(bench: Bench) -> None:
    """A sentence of somebody's own stays and is marked with the story's; one that nobody touched is the story's."""
    own = slide_titled(bench.deck, "Our workload rose by")
    assert own.shapes.title.text_frame.text == "Our workload rose by 100 in Q2\u00a02026"
    [says] = [each for each in bench.found("says otherwise") if "workload" in each.was]
    assert says.story == "Cases fell by 89 in Q2\u00a02026"
    [left] = [each for each in bench.found("not refreshed") if each.slide == says.slide]
    assert left.was == "100"
    assert "did not rise" in left.why
    assert any("Cases fell by 89" in each for each in _comments(bench.deck)[says.slide])
    theirs = slide_titled(bench.deck, "against a year ago")
    assert theirs.shapes.title.text_frame.text == "Cases fell by 89 against a year ago"
    [reworded] = [each for each in bench.found("reworded") if each.where == "text" and "against" in each.now]
    assert any("rose by 100" in each for each in _comments(bench.deck)[reworded.slide])


def test_what_people_did_stays(bench: Bench) -> None:
    """Looks, order, a chart's title, colour and place, rows, boxes, slides and talking points of their own."""
    titles = [slide.shapes.title.text_frame.text for slide in bench.deck.slides]
    assert titles[0] == "1,111 cases came from every region"
    assert titles[-1] == "What we learnt"
    answer = slide_titled(bench.deck, "workload")
    assert all(run.font.italic for run in answer.shapes.title.text_frame.paragraphs[0].runs)
    cost = slide_titled(bench.deck, "A case costs")
    assert [each.text for each in shape_named(cost, "vs:text").text_frame.paragraphs] == [
        "86% of customers are satisfied",
        "1,111 cases in Q2\u00a02026",
    ]
    notes = cost.notes_slide.notes_text_frame.text.split("\n")
    assert notes[:2] == ["Thank the team", "Say that $98 is the full cost."]
    frame = shape_named(slide_titled(bench.deck, "against"), "vs:chart")
    was = shape_named(slide_titled(Presentation(str(bench.edited)), "against"), "vs:chart")
    assert (frame.left, frame.chart.chart_title.text_frame.text) == (was.left, "Where our cases come from")
    assert str(frame.chart.plots[0].series[0].format.fill.fore_color.rgb) == "CC00CC"
    table = shape_named(slide_titled(bench.deck, "every region"), "vs:table").table
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["Region", "Cases"], ["Antarctica", "none"], ["EMEA", "350"], ["Americas", "561"]]
    assert "We hired 7 people in Q1 2026" in shape_named(slide_titled(bench.deck, "dear"), "Own box").text_frame.text


def test_a_charts_data_workbook_and_axis_are_the_new_quarters(bench: Bench) -> None:
    """Three regions where there were two, in the new order; the axis title names the new quarter."""
    slide = next(each for each in read_slides(bench.done.path) if "against" in each.title)
    [chart] = slide.charts
    assert [(each.category, each.value, each.in_workbook) for each in chart.series[0].points] == [
        ("Americas", 561, 561),
        ("EMEA", 350, 350),
        ("Asia", 200, 200),
    ]
    assert "Cases, Q2 2026" in [each.text for each in chart.words]


def test_what_nobody_can_refresh_is_told_and_left(bench: Bench) -> None:
    """A number typed over a fact, numbers and periods of somebody's own, and what the story says besides."""
    told = {(each.status, each.was, each.story) for each in bench.found("altered", "unsourced", "old period")}
    assert told == {
        ("altered", "$110", "$98"),
        ("unsourced", "7", ""),
        ("old period", "We hired 7 people in Q1 2026", ""),
    }
    assert [each.story for each in bench.found("further")] == ["Asia | 200"]


def test_an_audit_of_the_refreshed_deck_finds_every_refreshed_number_sourced(bench: Bench) -> None:
    """Of the new quarter; what is left is what somebody typed, and the rise that was none keeps its old source."""
    audited = findings(bench.done.path)
    wanting = [(each.status, each.shown) for each in audited if each.status not in ("sourced", "removed")]
    assert sorted(wanting) == [("altered", "$110"), ("unsourced", "7")]
    old = {each.fact for each in audited if each.status == "sourced" and "2026Q1" in each.fact}
    assert old == {"cases@2026Q1"}
    assert read_evidence(bench.done.path).period == "2026Q2"


def test_words_of_ones_own_stay_at_the_next_refresh_too_and_its_marks_take_the_place_of_the_last_ones(
    bench: Bench,
) -> None:
    """In the third quarter cases rose again: the sentence holds, its number is new, and nothing is marked there."""
    done = bench.refresh(bench.done.path, "2026Q3", "next.pptx")
    deck = Presentation(str(done.path))
    assert slide_titled(deck, "workload").shapes.title.text_frame.text.startswith("Our workload rose by")
    cost = slide_titled(deck, "A case costs")
    assert cost.shapes.title.text_frame.text == "A case costs $110"
    assert shape_named(cost, "vs:text").text_frame.paragraphs[0].text == "85% of customers are satisfied"
    assert cost.notes_slide.notes_text_frame.text.startswith("Thank the team\nSay that $95 is the full cost.")
    assert not any("fell by 89 in" in text for texts in _comments(deck).values() for text in texts)


def test_a_slide_that_the_new_story_lacks_gets_its_numbers_where_they_are_known(bench: Bench) -> None:
    """The reason is told; the chart that nobody draws any more stays and is marked."""
    shorter = tell("2026Q2", bench.folder / "shorter", without=("regions", "more"))
    done = refresh_deck(bench.decks["2026Q1"], read_fresh(shorter), bench.folder / "lacking.pptx")
    assert slide_titled(Presentation(str(done.path)), "dear").shapes.title.text_frame.text == (
        "At $98 a case, 1,111 cases are dear"
    )
    [chart] = [each for each in done.changes if each.where == "chart"]
    assert (chart.status, chart.slide) == ("not refreshed", 3)
    assert 'no slide "regions" for 2026Q2' in chart.why


def test_the_refreshed_deck_with_its_comments_is_valid(bench: Bench, validator: Path) -> None:
    """By Microsoft's validator."""
    assert any(_comments(bench.deck).values())
    assert validator_errors(bench.done.path) == []


def test_a_deck_that_libreoffice_has_saved_is_refreshed_alike(bench: Bench, soffice: Path, tmp_path: Path) -> None:
    """It renames shapes, drops workbooks and writes charts anew: the numbers are the same."""
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(soffice), profile, "--headless", "--convert-to", "pptx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(bench.edited)], check=True, capture_output=True, timeout=180)
    done = bench.refresh(tmp_path / "edited.pptx", "2026Q2", "from_libreoffice.pptx")
    said = [
        [sorted(text for _, text in slide) for slide in _words(path, _ALL[:3])] for path in (done.path, bench.done.path)
    ]
    assert said[0] == said[1]
    wanting = {(each.status, each.shown) for each in findings(done.path) if each.status not in ("sourced", "removed")}
    assert wanting == {("altered", "$110"), ("unsourced", "7")}
    assert all(chart.book == "held" for slide in read_slides(done.path) for chart in slide.charts)


def test_the_command_writes_another_file_lists_what_is_left_and_says_so_by_its_exit_code(
    bench: Bench, tmp_path: Path
) -> None:
    """A finished run is taken in place of a new one."""
    run, deck = tmp_path / "2026Q2", tmp_path / "board.pptx"
    run.mkdir()
    (run / "deck.pptx").write_bytes(bench.decks["2026Q2"].read_bytes())
    deck.write_bytes(bench.before)
    given = ["refresh", str(deck), "-p", "period=2026Q2", "--run", str(run), "--json"]
    told = CliRunner().invoke(app, given)
    assert told.exit_code == 8
    found = json.loads(told.stdout)
    assert (found["deck"], found["counts"]["altered"], found["counts"]["unsourced"]) == ("board-2026Q2.pptx", 1, 1)
    assert (deck.read_bytes(), (tmp_path / "board-2026Q2.pptx").is_file()) == (bench.before, True)
    again = CliRunner().invoke(app, given)
    assert "there is such a file already" in str(again.exception)
    itself = CliRunner().invoke(app, [*given, "--out", str(deck)])
    assert "that is the deck itself" in str(itself.exception)
    assert "no period" in str(CliRunner().invoke(app, ["refresh", str(deck)]).exception)


def test_the_page_shows_each_slide_with_what_is_left_to_look_at(bench: Bench) -> None:
    """One file that loads nothing: what stands there, and what the story says."""
    page = refresh_page(
        "board.pptx", "2026Q2", bench.done.changes, read_slides(bench.done.path), read_theme(bench.edited)
    )
    assert page.count("<section>") == len(bench.deck.slides)
    assert "Cases fell by 89" in page
    assert "://" not in page.replace("http://www.w3.org", "")


@pytest.fixture(scope="module")
def one_tile_more(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second quarter's deck where the story has two big numbers for one."""
    return tell("2026Q2", tmp_path_factory.mktemp("two"), tiles=2)


def test_big_numbers_that_nobody_touched_are_drawn_anew_where_the_story_has_another_number_of_them(
    bench: Bench, one_tile_more: Path
) -> None:
    """Then the slide has what the new story has, every number of it sourced, and a comment asks to look at it."""
    done = refresh_deck(bench.decks["2026Q1"], read_fresh(one_tile_more), bench.folder / "two.pptx")
    assert _words(done.path) == _words(one_tile_more)
    assert {each.status for each in findings(done.path)} == {"sourced"}
    deck = Presentation(str(done.path))
    ids = [each.get("id") for each in deck.slides[0].shapes._spTree.iter("{*}cNvPr")]
    assert len(ids) == len(set(ids))
    assert "drawn anew" in " ".join(_comments(deck)[1])
    assert [each.shape for each in done.changes if each.status == "chart"] == ["vs:kpi1"]


def test_a_big_number_that_somebody_reworded_stays_where_the_story_has_one_more(
    bench: Bench, one_tile_more: Path
) -> None:
    """Words are kept; the further number is told."""
    deck = Presentation(str(bench.decks["2026Q1"]))
    group = shape_named(deck.slides[0], "vs:kpi1")
    label = next(each for each in group.shapes if each.has_text_frame and each.text_frame.text == "Satisfied")
    label.text_frame.paragraphs[0].runs[0].text = "Happy"
    deck.save(str(bench.folder / "happy.pptx"))
    done = refresh_deck(bench.folder / "happy.pptx", read_fresh(one_tile_more), bench.folder / "happy-two.pptx")
    texts = [text for _, text in _words(done.path)[0]]
    assert "Happy" in texts
    assert "Cost of a case" not in texts
    assert any(each.status == "further" and "Cost of a case" in each.story for each in done.changes)


def test_what_the_story_no_longer_says_is_told_once(bench: Bench, tmp_path: Path) -> None:
    """In a body that somebody added to, a line that nobody touched and whose fact is gone: one line, for one reason."""
    deck = Presentation(str(tell("2026Q1", tmp_path, lost=3)))
    body = shape_named(deck.slides[1], "vs:text").text_frame._txBody
    body.append(copy.deepcopy(body.find("{*}p")))
    deck.slides[1].shapes[1].text_frame.paragraphs[-1].text = "Thank you"
    deck.save(str(tmp_path / "thanks.pptx"))
    done = refresh_deck(tmp_path / "thanks.pptx", read_fresh(bench.decks["2026Q2"]), tmp_path / "out.pptx")
    left = [each for each in done.changes if each.status in ("not refreshed", "says otherwise")]
    assert [(each.status, each.was.replace("\u00a0", " "), each.why) for each in left] == [
        ("not refreshed", "Last quarter we lost 3 people", "the story no longer says this")
    ]


def test_what_has_no_room_any_more_is_told_and_marked(bench: Bench, tmp_path: Path) -> None:
    """A table that somebody put at the foot of its slide has a row more in the new quarter."""
    deck = Presentation(str(bench.decks["2026Q1"]))
    frame = shape_named(deck.slides[3], "vs:table")
    for row in frame.table.rows:
        row.height = Inches(0.4)
    frame.top = deck.slide_height - sum(row.height for row in frame.table.rows)
    deck.save(str(tmp_path / "low.pptx"))
    done = refresh_deck(tmp_path / "low.pptx", read_fresh(bench.decks["2026Q2"]), tmp_path / "out.pptx")
    [told] = [each for each in done.changes if each.status == "no room"]
    assert (told.slide, told.shape) == (4, "vs:table")
    assert "below the slide" in told.why
    assert "No room: " in " ".join(_comments(Presentation(str(done.path)))[4])
    rows = [
        [row.height for row in shape_named(Presentation(str(path)).slides[3], "vs:table").table.rows]
        for path in (done.path, bench.decks["2026Q2"])
    ]
    assert rows[0] == rows[1]
