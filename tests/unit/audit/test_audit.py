"""Every number of a deck is sourced, altered since, or unsourced; nothing is read but the file."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pptx import Presentation
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from tests.golden.sample_slides import RECORD, slides
from tests.unit.audit.drawn_chart import WAITED, facts_of, slide
from typer.testing import CliRunner

from valuestory.audit import audit
from valuestory.audit.auditing import findings
from valuestory.audit.finding import Finding
from valuestory.audit.reasons import reasons
from valuestory.cli import app
from valuestory.deck import build_deck
from valuestory.errors import DeckError
from valuestory.slides.facts import Change, Evidence, Fact, Facts
from valuestory.slides.language import language_of
from valuestory.slides.number_words import NumberWords
from valuestory.slides.slide import Chart, Slide, StoryRecord, TemplateName
from valuestory.slides.text import Writer
from valuestory.slides.vocabulary import Vocabulary

ROOT = Path(__file__).parents[3]
_CSAT = Fact(
    "csat",
    0.853,
    "share",
    "CSAT",
    "2026Q2",
    low=0.841,
    high=0.864,
    n=4681,
    evidence=Evidence(definition="Answers of 4 or 5, sent within 14 days.", source="survey tool"),
    changes={"previous": Change("2026Q1", 0.021)},
)
_COST = Fact("cost", 104.2, "money", "Cost", "2026Q2", evidence=Evidence(source="general ledger"))


def test_a_french_thousand_in_an_alt_text_is_one_number(tmp_path: Path) -> None:
    """Its narrow space is no break between two numbers: "442" of "4 442" had no source."""
    asked = Fact("cases", 4442, "count", "Cases", "2026Q2", evidence=Evidence(source="case system"))
    writer = Writer(Facts([asked], period="2026Q2"), NumberWords("fr_FR", "EUR"))
    bars = {"mark": "bar", "data": {"values": [{"at": "T2", "cases": 4442, "fact": asked.id}]}}
    bars["encoding"] = {"x": {"field": "at", "type": "nominal"}, "y": {"field": "cases", "type": "quantitative"}}
    title = writer.paragraph("{{ cases }} questions en un trimestre")
    made = Slide("one", "chart", title, chart=Chart(bars, f"Barres : {title.text}"), facts=(asked,))
    record = StoryRecord("Acme", "2026Q2", "ceo", "fr_FR", "EUR", TemplateName("valuestory"), facts=(asked,))
    found = audit(build_deck([made], "valuestory", tmp_path / "fr.pptx", record=record).path)
    assert set(found["status"]) == {"sourced"}
    assert "4\u202f442" in set(found["shown"])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of two slides whose every number has a source."""
    writer = Writer(Facts([_CSAT, _COST], period="2026Q2"))
    title = writer.paragraph("{{ csat }} of customers were satisfied, at {{ cost }} a case in Q2 2026")
    body = writer.paragraphs("- From {{ csat.low }} to {{ csat.high }}\n- n = {{ csat.n }}")
    made = [
        Slide("one", "bullets", title, body=body, facts=(_CSAT, _COST)),
        Slide("two", "statement", writer.paragraph("Cost stays at {{ cost }} a case"), facts=(_COST,)),
    ]
    facts = (_CSAT, _COST)
    record = StoryRecord("Acme", "2026Q2", "ceo", "en_US", "USD", TemplateName("valuestory"), facts=facts)
    return build_deck(made, "valuestory", tmp_path_factory.mktemp("small") / "small.pptx", record=record).path


def _edited(path: Path, out: Path, edit: Any) -> list[Finding]:
    deck = Presentation(str(path))
    edit(deck)
    deck.save(str(out))
    return [each for each in findings(out) if each.status not in ("sourced", "removed")]


def _run(deck: Any, slide: int, text: str) -> Any:
    tree = deck.slides[slide].shapes._spTree
    return next(each for each in tree.iter("{*}t") if each.text == text)


def test_a_deck_as_it_was_made_is_sourced_in_every_number(small: Path) -> None:
    """Titles, bodies, notes; the notes' definition ("within 14 days") is the evidence's own words."""
    found = audit(small)
    assert set(found.status) == {"sourced"}
    assert {"text", "notes"} <= set(found["where"])
    first = found.iloc[0]
    assert (first.shown, first.value, first.fact, first.source) == ("85.3%", 0.853, "csat@2026Q2", "survey tool")


def test_a_changed_digit_is_altered_and_the_old_figure_is_told(small: Path, tmp_path: Path) -> None:
    """What stands there, what stood there, and which fact it was."""
    [found] = _edited(small, tmp_path / "a.pptx", lambda deck: setattr(_run(deck, 0, "85.3%"), "text", "95%"))
    assert (found.slide, found.shown, found.status) == (1, "95%", "altered")
    assert (found.was, found.fact) == ("85.3%", "csat@2026Q2")


def test_a_figure_that_was_rounded_anew_is_altered(small: Path, tmp_path: Path) -> None:
    """85% is no lie, and still not what the deck was made with."""
    [found] = _edited(small, tmp_path / "a.pptx", lambda deck: setattr(_run(deck, 0, "85.3%"), "text", "85%"))
    assert (found.status, found.shown) == ("altered", "85%")


def test_a_number_in_a_box_of_somebodys_own_is_unsourced(small: Path, tmp_path: Path) -> None:
    """Even where it reads like a figure that has a source."""

    def type_it(deck: Any) -> None:
        box = deck.slides[1].shapes.add_textbox(Inches(1), Inches(6), Inches(4), Inches(0.5))
        box.text_frame.text = "That is 85.3% by 2027, on Windows 11"

    [found] = _edited(small, tmp_path / "a.pptx", type_it)
    assert (found.slide, found.shown, found.status) == (2, "85.3%", "unsourced")


def test_words_order_and_names_may_change(small: Path, tmp_path: Path) -> None:
    """What people are free to edit brings no alarm: other words, slides in another order, shapes renamed."""

    def reword(deck: Any) -> None:
        first = deck.slides[0]
        for run in first.shapes.title._element.iter("{*}t"):
            run.text = run.text.replace("of customers were satisfied, at ", "der Kunden waren zufrieden, zu ")
        for at, shape in enumerate(first.shapes):
            shape.name = f"Textfeld {at}"
        listed = deck.slides._sldIdLst
        listed.insert(0, listed[1])

    assert _edited(small, tmp_path / "a.pptx", reword) == []


def test_a_slide_of_another_quarter_is_not_covered_by_this_ones_evidence(small: Path, tmp_path: Path) -> None:
    """The same words with last quarter's figure: nobody has vouched for it here."""

    def paste(deck: Any) -> None:
        old = deck.slides[1]
        new = deck.slides.add_slide(old.slide_layout)
        for shape in list(new.shapes):
            shape._element.getparent().remove(shape._element)
        for shape in old.shapes:
            new.shapes._spTree.append(copy.deepcopy(shape._element))
        next(each for each in new.shapes._spTree.iter("{*}t") if each.text == "$104").text = "$117"

    [found] = _edited(small, tmp_path / "a.pptx", paste)
    assert (found.slide, found.shown, found.status) == (3, "$117", "unsourced")


def test_a_slide_that_was_taken_out_is_told(small: Path, tmp_path: Path) -> None:
    """It is no lie, but its absence is known."""
    deck = Presentation(str(small))
    entry = deck.slides._sldIdLst[1]
    deck.part.drop_rel(entry.rId)
    deck.slides._sldIdLst.remove(entry)
    deck.save(str(tmp_path / "a.pptx"))
    gone = [each for each in findings(tmp_path / "a.pptx") if each.status == "removed"]
    assert [(each.slide, each.was) for each in gone] == [(0, "two")]


def test_small_figures_alone_in_their_boxes_are_figures_where_they_are_facts(tmp_path: Path) -> None:
    """Tiles that say 1 and 2 are no numbering: both are sourced; a 3 that somebody types into a table cell is not."""
    facts = tuple(Fact(f"count_{each}", each, "count", evidence=Evidence(source="CRM")) for each in (1, 2))
    writer = Writer(Facts(facts))
    body = writer.paragraphs(["{{ count_1 }}", "{{ count_2 }}"])
    made = [Slide("one", "bullets", writer.paragraph("What was counted"), body=body, facts=facts)]
    path = build_deck(made, "valuestory", tmp_path / "deck.pptx").path
    deck = Presentation(str(path))
    table = deck.slides[0].shapes.add_table(1, 1, Inches(1), Inches(6), Inches(1), Inches(0.4)).table
    table.cell(0, 0).text = "3"
    deck.save(str(path))
    told = {(each.shown, each.where): each.status for each in findings(path)}
    assert told["1", "text"] == told["2", "text"] == "sourced"
    assert told["3", "table"] == "unsourced"


def test_german_figures_are_sourced_where_they_read_like_names_or_stand_behind_a_sharp_s(tmp_path: Path) -> None:
    """What ends with "erreichte Support 1" is no name, 3.910.000 no version; "ließen" is longer in folded letters."""
    said = "Alle, die man ließen. 12 von 340 Zeilen nicht verwendet"
    met = Fact("met", 1, "count", evidence=Evidence(source="CRM"))
    lost = Fact("lost", -3_910_000, "number", evidence=Evidence(definition=said, source="CRM"))
    writer = Writer(Facts([met, lost]), NumberWords("de_DE", "EUR"))
    german = language_of("de_DE")
    defined = Vocabulary(language=german).apply(german.metrics["csat"]["definition"])
    body = writer.paragraphs(["{{ lost | count }} waren es.", said, defined])
    made = [
        Slide(
            "one",
            "bullets",
            writer.paragraph("Davon erreichte Support {{ met }}, sonst nichts"),
            body=body,
            facts=(met, lost),
        )
    ]
    record = StoryRecord("Acme", "2026Q2", "ceo", "de_DE", "EUR", TemplateName("valuestory"), facts=(met, lost))
    path = build_deck(made, "valuestory", tmp_path / "deck.pptx", record=record).path
    told = [(each.shown, each.status) for each in findings(path) if each.where == "text"]
    assert told == [(each, "sourced") for each in ("1", "\u22123.910.000", "12", "340", "4", "5", "5")]


def test_a_figure_that_moved_and_changed_its_unit_is_not_sourced(tmp_path: Path) -> None:
    """4.2 hours in a new sentence are a fact's, 4.2 days are nobody's; another language has its own word for hours."""
    fact = Fact("wait", 252.0, "minutes", evidence=Evidence(source="case system"))
    writer = Writer(Facts([fact]))
    made = [Slide("one", "statement", writer.paragraph("People waited {{ wait }} for us"), facts=(fact,))]
    path = build_deck(made, "valuestory", tmp_path / "deck.pptx").path
    for text, status in (
        ("Kurz: 4.2 hours", "sourced"),
        ("In short: 4.2 days", "unsourced"),
        ("4.2 Stunden", "sourced"),
    ):
        deck = Presentation(str(path))
        deck.slides[0].shapes.title.text_frame.text = text
        deck.save(str(tmp_path / "edited.pptx"))
        found = [each for each in findings(tmp_path / "edited.pptx") if each.where == "text" and each.shown]
        assert [(each.status, each.shown.startswith("4.2")) for each in found] == [(status, True)], text


def test_a_deck_without_evidence_is_unsourced_in_every_number(tmp_path: Path) -> None:
    """Anybody's deck can be audited."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Revenue grew by 12% to $4.2 million in 2026"
    deck.save(str(tmp_path / "hers.pptx"))
    assert [(each.shown, each.status) for each in findings(tmp_path / "hers.pptx")] == [
        ("12%", "unsourced"),
        ("$4.2 million", "unsourced"),
    ]


def test_the_points_of_anybodys_scatter_are_numbers_too(tmp_path: Path) -> None:
    """No line, and no word about markers: PowerPoint draws its own, as in each chart that python-pptx makes."""
    deck = Presentation()
    data = XyChartData()
    series = data.add_series("Teams")
    for x, y in ((1, 2.5), (2, 3.5)):
        series.add_data_point(x, y)
    box = (Inches(1), Inches(1), Inches(4), Inches(3))
    deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box, data)
    deck.save(str(tmp_path / "hers.pptx"))
    assert [(each.shown, each.status) for each in findings(tmp_path / "hers.pptx")] == [
        ("2.5", "unsourced"),
        ("3.5", "unsourced"),
    ]


def test_after_libreoffice_numbers_are_sourced_and_workbooks_missing(soffice: Path, tmp_path: Path) -> None:
    """It merges runs, renames placeholders and drops workbooks: none of it is an alteration."""
    drawn = slide(facts_of(WAITED, RECORD.period), ("41 days", "12", "7.2 (5.2 to 9.2)"))
    path = build_deck([*slides(), drawn], "valuestory", tmp_path / "deck.pptx", record=RECORD).path
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    command = [str(soffice), profile, "--headless", "--convert-to", "pptx:Impress MS PowerPoint 2007 XML"]
    subprocess.run([*command, "--outdir", str(saved), str(path)], check=True, capture_output=True, timeout=180)
    before, after = findings(path), findings(saved / path.name)
    assert not [each for each in after if each.status == "altered"]
    for found in (before, after):
        labels = [each.shown for each in found if each.shape.startswith("text ") and each.status == "sourced"]
        assert labels == ["41 days", "12", "7.2", "5.2", "9.2"]  # of a chart that is drawn as shapes
    typed = {each.shown for each in before if each.status == "unsourced"}
    assert not [each for each in after if each.status == "unsourced" and each.shown not in typed]
    charts = {(each.slide, each.shape) for each in before if each.where == "chart" and each.status == "sourced"}
    assert len([each for each in after if each.status == "workbook missing"]) >= len(charts) > 3


def test_the_command_lists_what_cannot_be_relied_on_and_ends_with_8(small: Path, tmp_path: Path) -> None:
    """0 only where every number is sourced; JSON holds every number."""
    runner = CliRunner()
    sound = runner.invoke(app, ["audit", str(small), "--json"])
    assert sound.exit_code == 0
    assert json.loads(sound.output)["counts"].keys() == {"sourced"}
    deck = Presentation(str(small))
    _run(deck, 0, "85.3%").text = "95%"
    deck.save(str(tmp_path / "a.pptx"))
    told = runner.invoke(app, ["audit", str(tmp_path / "a.pptx")])
    assert told.exit_code == 8
    assert "95%" in told.output
    assert "1 was changed since the deck was made" in told.output


def test_a_number_leads_back_to_its_definition_its_parts_and_its_interval(small: Path) -> None:
    """What a sceptic asks for, by the text that stands on the slide or by the fact's name; a typo finds the nearest."""
    [told] = reasons(small, "$104")
    assert (told.fact, told.status) == (_COST, "sourced")
    assert {"slide 1, vs:title", "slide 2, vs:title"} <= set(told.places)
    [by_name] = reasons(small, "csat")
    said = dict(by_name.told)
    assert said["definition"] == "Answers of 4 or 5, sent within 14 days."
    assert (said["exact value"], said["95% interval"]) == ("0.853 (share)", "0.841 to 0.864")
    assert (said["observations"], said["source"]) == ("4,681", "survey tool")
    with pytest.raises(DeckError, match="no number of the deck reads") as caught:
        reasons(small, "$105")
    assert "$104" in caught.value.do
    printed = CliRunner().invoke(app, ["why", str(small), "85.3%"])
    assert "csat@2026Q2" in printed.output


def test_the_page_marks_what_was_altered_on_the_slides_picture(small: Path, soffice: Path, tmp_path: Path) -> None:
    """One file, nothing loaded from elsewhere, a picture a slide, a mark where the title was changed."""
    deck = Presentation(str(small))
    _run(deck, 0, "85.3%").text = "95%"
    deck.save(str(tmp_path / "a.pptx"))
    assert (
        CliRunner().invoke(app, ["audit", str(tmp_path / "a.pptx"), "--html", str(tmp_path / "a.html")]).exit_code == 8
    )
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 2
    assert page.count('class="mark altered"') == 1
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_the_example_workflow_audits_every_deck_and_fails_for_the_one_that_was_altered(
    small: Path, tmp_path: Path
) -> None:
    """Its own shell step, in a repository where two folders hold a deck of one name, and one folder's holds a blank."""
    workflow = yaml.safe_load((ROOT / "docs" / "examples" / "audit-decks.yml").read_text(encoding="utf-8"))
    [step] = [each["run"] for each in workflow["jobs"]["audit"]["steps"] if each.get("name") == "Audit"]
    deck = Presentation(str(small))
    for folder in ("sound", "for the board"):
        (tmp_path / folder).mkdir()
    deck.save(str(tmp_path / "sound" / "deck.pptx"))
    _run(deck, 0, "85.3%").text = "95%"
    deck.save(str(tmp_path / "for the board" / "deck.pptx"))
    for command in (["git", "init", "-q"], ["git", "add", "."]):
        subprocess.run(command, cwd=tmp_path, check=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", step], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    pages = {str(each.relative_to(tmp_path / "audits")) for each in (tmp_path / "audits").rglob("*.html")}
    assert pages == {"sound/deck.html", "for the board/deck.html"}
    assert "deck.pptx: Of" in done.stdout
