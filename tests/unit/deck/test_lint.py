"""`valuestory lint`: each rule finds what it asks for, names slide and shape, and is silent about a sound deck."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Inches, Pt
from tests.golden.sample_slides import RECORD, say, slides

from valuestory.deck import build_deck
from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.lint.rule import Finding
from valuestory.deck.lint.rules import RULES
from valuestory.deck.lint.verbs import has_verb
from valuestory.errors import TemplateError

Parts = dict[str, bytes]


def _swap(parts: Parts, slide: int, old: str, new: str) -> None:
    name = f"ppt/slides/slide{slide}.xml"
    text = parts[name].decode()
    changed = re.sub(old, new, text, count=1, flags=re.DOTALL)
    assert changed != text, f"{old} is not in {name}"
    parts[name] = changed.encode()


@pytest.fixture(scope="module")
def broken(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, int, str]]:
    """What is found in the same deck with one thing wrong on most slides: rule, slide and shape."""
    parts = read_parts(ours)
    _swap(parts, 6, r'(name="vs:title".*?<a:t>)', r"\g<1>" + "The value of Support as customers see it " * 5)
    _swap(parts, 4, r'(name="vs:title".*?<a:t>).*?(</a:p>)', r"\g<1>Accepted answers</a:t></a:r>\g<2>")
    _swap(parts, 5, r'(name="vs:title".*?<a:t>).*?(</a:p>)', r"\g<1>What did Support cost in 2025?</a:t></a:r>\g<2>")
    _swap(parts, 5, r'(<p:sp><p:nvSpPr><p:cNvPr id="\d+" name="vs:source".*?</p:sp>)', "")
    _swap(parts, 6, r'(name="vs:chart2" descr=)"[^"]*"', r'\g<1>""')
    _swap(parts, 7, r'(name="vs:subtitle".*?sz=)"\d+"', r'\g<1>"700"')
    _swap(parts, 8, r'(<p:sp><p:nvSpPr><p:cNvPr id="\d+" name="vs:source".*?</p:sp>)(.*?)(</p:spTree>)', r"\g<2>\g<3>")
    _swap(parts, 12, r'(name="vs:title".*?<a:t>).*?(</a:p>)', r"\g<1>What did Support cost in 2025?</a:t></a:r>\g<2>")
    _swap(parts, 15, r'(name="vs:chart".*?<p:xfrm>)<a:off x="\d+" y="\d+"/>', r'\g<1><a:off x="6000000" y="600000"/>')
    _swap(parts, 7, "<a:tc>.*?</a:tc>", "")
    notes = next(name for name in sorted(parts) if name.startswith("ppt/notesSlides/notesSlide"))
    parts[notes] = parts[notes].replace(b"<a:t>", b"<a:t>{{ left_over }}", 1)
    sections = parts["ppt/presentation.xml"]
    parts["ppt/presentation.xml"] = re.sub(rb'(<p14:sldId id=")\d+', rb"\g<1>999", sections, count=1)
    path = tmp_path_factory.mktemp("lint") / "broken.pptx"
    path.write_bytes(pack(parts.items()))
    return {(each.rule, each.slide, each.shape) for each in lint_deck(path)}


@pytest.mark.parametrize(
    "expected",
    [
        ("title-lines", 6, "vs:title"),
        ("title-sentence", 4, "vs:title"),
        ("title-number", 4, "vs:title"),
        ("title-question", 5, "vs:title"),
        ("titles-differ", 12, "vs:title"),
        ("source", 5, "source"),
        ("source", 8, "source"),
        ("alt-text", 6, "vs:chart2"),
        ("type-size", 7, "vs:subtitle"),
        ("text-apart", 15, "vs:title"),
        ("inside-slide", 15, "vs:chart"),
        ("table-rows", 7, "vs:table"),
        ("sections", 0, "sections"),
        ("filled", 0, "ppt/notesSlides/notesSlide1.xml"),
    ],
    ids=str,
)
def test_a_fault_is_found_at_its_slide_and_shape(
    broken: set[tuple[str, int, str]], expected: tuple[str, int, str]
) -> None:
    """Each was put there by hand, and stands in no other place."""
    assert expected in broken


def test_a_deck_of_ours_fails_only_where_its_author_left_something_out(ours: Path) -> None:
    """The sample's source lines say no n, one title has no number and one no range.

    Nothing else is said: every other rule passes on a sound deck.
    """
    assert {each.rule for each in lint_deck(ours)} == {"source", "interval", "title-number"}


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = title
    return slide


def _chart(
    slide: Any,
    kind: Any,
    series: dict[str, tuple[float, ...]],
    left: float = 0.5,
    width: float = 9.0,
    number_format: str = "General",
    names: tuple[str, ...] = (),
) -> Any:
    data = CategoryChartData(number_format=number_format)
    data.categories = names or [f"Part {at}" for at in range(1, 1 + len(next(iter(series.values()))))]
    for name, values in series.items():
        data.add_series(name, values)
    box = (Inches(left), Inches(1.8), Inches(width), Inches(4.5))
    frame = slide.shapes.add_chart(kind, *box, data)
    return frame.chart


@pytest.fixture(scope="module")
def anybodys(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What is found in a deck by python-pptx alone, on its own template, with charts that mislead."""
    deck = Presentation()
    _chart(_slide(deck, "Five parts share the market"), XL_CHART_TYPE.PIE, {"share": (30.0, 25.0, 20.0, 15.0, 10.0)})
    _chart(_slide(deck, "Sales rose by 4 %"), XL_CHART_TYPE.COLUMN_CLUSTERED, {"sales": (96.0, 98.0, 100.0)})
    cut = _chart(_slide(deck, "Costs fell by 9 %"), XL_CHART_TYPE.BAR_CLUSTERED, {"cost": (100.0, 95.0, 91.0)})
    cut.value_axis.minimum_scale = 80
    deep = _chart(_slide(deck, "Depth adds 0 insight"), XL_CHART_TYPE.COLUMN_CLUSTERED, {"a": (1.0, 2.0)})
    plot = next(deep._chartSpace.iter("{*}barChart"))
    plot.tag = plot.tag.replace("barChart", "bar3DChart")
    bridge = {"base": (0.0, 10.0, 12.0, 0.0), "step": (10.0, 5.0, 3.0, 13.0)}
    _hide(_chart(_slide(deck, "From 10 to 13 in 2 steps"), XL_CHART_TYPE.COLUMN_STACKED, bridge))
    pale = _chart(
        _slide(deck, "Two lines of 3 points cross"),
        XL_CHART_TYPE.LINE,
        {"one": (1.0, 2.0, 3.0), "two": (3.0, 2.0, 1.0)},
    )
    pale.has_legend = True
    pale.legend.position = XL_LEGEND_POSITION.RIGHT
    for series, color in zip(pale.plots[0].series, ("EEEE00", "EDEE11"), strict=True):
        series.format.line.color.rgb = RGBColor.from_string(color)
    crowd = _slide(deck, "Three charts tell 3 stories")
    for at in range(3):
        _chart(crowd, XL_CHART_TYPE.COLUMN_CLUSTERED, {"n": (1.0, 9.0)}, 0.3 + 3.2 * at, 3.0)
    two_axes = _chart(
        _slide(deck, "2 axes cross by chance"), XL_CHART_TYPE.LINE, {"one": (1.0, 2.0), "two": (80.0, 60.0)}
    )
    _second_axis(two_axes)
    pair = _slide(deck, "Shares of 2 teams look alike")
    for at, most in enumerate((1.0, 0.5)):
        half = _chart(pair, XL_CHART_TYPE.COLUMN_CLUSTERED, {"share": (0.1, 0.5)}, 0.3 + 4.8 * at, 4.5, "0%")
        half.value_axis.minimum_scale, half.value_axis.maximum_scale = 0, most
    words = _slide(deck, "Words on words")
    for top in (2.0, 2.1):
        box = words.shapes.add_textbox(Inches(1), Inches(top), Inches(6), Inches(0.5))
        box.text_frame.text = "one line of text"
    rows = _slide(deck, "A table of 9 rows grows").shapes.add_table(9, 1, Inches(1), Inches(2), Inches(2), Inches(5))
    for row in rows.table.rows:
        row.cells[0].text = "much more text than a cell of this height and width can hold"
    late = words.shapes.add_textbox(Inches(1), Inches(0.05), Inches(3), Inches(0.2))
    late.text_frame.text = "A kicker read last"
    late.text_frame.paragraphs[0].runs[0].font.size = Pt(8)
    long = _slide(deck, "1 line leaves").shapes.add_textbox(Inches(6), Inches(5), Inches(2), Inches(0.5))
    long.text_frame.text = "a line that nothing breaks, since its box was made by a click and not by drawing it"
    long_names = ("Telecommunications", "Pharmaceuticals", "Administration", "Transportation")
    for title, kind in (
        ("4 names in columns", XL_CHART_TYPE.COLUMN_CLUSTERED),
        ("4 names at bars", XL_CHART_TYPE.BAR_CLUSTERED),
    ):
        _chart(_slide(deck, title), kind, {"n": (1.0, 9.0, 4.0, 5.0)}, width=6.0, names=long_names)
    path = tmp_path_factory.mktemp("lint") / "anybodys.pptx"
    deck.save(str(path))
    return lint_deck(path)


def _hide(chart: Any) -> None:
    chart.plots[0].series[0].format.fill.background()


def _second_axis(chart: Any) -> None:
    """Draw the second series on axes of its own, as PowerPoint does it."""
    area = chart._chartSpace.find(".//{*}plotArea")
    plot = area.find("{*}lineChart")
    other = deepcopy(plot)
    plot.remove(plot.findall("{*}ser")[1])
    other.remove(other.findall("{*}ser")[0])
    plot.addnext(other)
    axes = [deepcopy(area.find(f"{{*}}{kind}")) for kind in ("catAx", "valAx")]
    area.extend(axes)
    for each in (other, *axes):
        for named in each.iter("{*}axId", "{*}crossAx"):
            named.set("val", f"9{named.get('val')[-6:]}")


def test_charts_that_mislead_are_found_in_anybodys_deck(anybodys: list[Finding]) -> None:
    """A pie of five, bars cut by hand and by the program, depth, a bridge that does not add up, a crowd, two scales."""
    wanted = {"pie-parts", "bars-from-zero", "no-3d", "waterfall", "one-exhibit", "one-axis", "one-scale"}
    assert [(each.rule, each.slide) for each in anybodys if each.rule in wanted] == [
        ("pie-parts", 1),
        ("bars-from-zero", 2),
        ("bars-from-zero", 3),
        ("no-3d", 4),
        ("waterfall", 5),
        ("one-exhibit", 7),
        ("one-axis", 8),
        ("one-scale", 9),
    ]
    [bridge] = [each.what for each in anybodys if each.rule == "waterfall"]
    assert bridge == "its steps add up to 12 as displayed, and its total is 13"


def test_lines_that_cannot_be_seen_or_told_apart_are_found(anybodys: list[Finding]) -> None:
    """Two pale yellows on white: neither reaches a contrast of 3, and no grey picture tells them apart."""
    said = {(each.rule, each.slide) for each in anybodys}
    assert {("series-contrast", 6), ("not-colour-alone", 6)} <= said


def test_text_over_text_small_text_and_late_reading_are_found(anybodys: list[Finding]) -> None:
    """Two text boxes a tenth of an inch apart; a kicker of 8 points above the title, stored last."""
    said = {(each.rule, each.shape) for each in anybodys if each.slide == 10}
    assert {("text-apart", "TextBox 3"), ("type-size", "TextBox 4"), ("reading-order", "TextBox 4")} <= said


def test_a_name_that_has_no_room_on_its_axis_is_found(anybodys: list[Finding]) -> None:
    """Telecommunications, 1.9 inches at 18 points, has 1.35 below its column; beside bars there are 3."""
    found = [(each.slide, each.what) for each in anybodys if each.rule == "category-names"]
    assert [slide for slide, _ in found] == [13]
    assert found[0][1].startswith('"Telecommunications" is')
    assert found[0][1].endswith("has 1.35")


def test_a_table_that_grows_off_the_slide_is_found(anybodys: list[Finding]) -> None:
    """As written it ends on the slide; PowerPoint draws each row as high as its text."""
    grown = [(each.slide, each.shape) for each in anybodys if each.rule == "text-fits"]
    assert (11, "Table 2") in grown


def test_a_line_that_does_not_break_and_leaves_the_slide_is_found(anybodys: list[Finding]) -> None:
    """Its box stands on the slide; the line, 7 inches long from the sixth, does not."""
    off = [each.shape for each in anybodys if each.rule == "text-fits" and each.slide == 12]
    assert off == ["TextBox 2"]


def test_rules_on_evidence_are_silent_on_decks_without_any(anybodys: list[Finding]) -> None:
    """Verbs, intervals and forms of a number can be judged only where facts are known."""
    assert not {each.rule for each in anybodys} & {"interval", "shown-alike", "length", "shape-ids"}
    assert not [each for each in anybodys if each.rule == "title-sentence"]


def test_one_number_in_two_forms_is_found(tmp_path: Path) -> None:
    """The same fact as 141,000 in a title and 140,900 in the text."""
    slide = next(each for each in slides() if each.key == "answers")
    shown = next(run for run in slide.title.runs if run.fact is not None)
    body = (*slide.body, replace(say("It was 140,900."), runs=(replace(shown, text="140,900"),)))
    out = build_deck([replace(slide, body=body)], "valuestory", tmp_path / "d.pptx", record=RECORD).path
    found = [each for each in lint_deck(out) if each.rule == "shown-alike"]
    assert [(each.slide, each.shape) for each in found] == [(1, "vs:takeaway")]
    assert '"140,900" here and "141,000" on slide 1' in found[0].what


@pytest.mark.parametrize(
    ("title", "is_sentence"),
    [
        ("Support settled 11,329 questions at $104 each", True),
        ("What helped customers did next isn't known yet", True),
        ("3 things remain open", True),
        ("Customers kept 3.4 points more revenue", True),
        ("Accepted answers and self-service", True),  # a participle: the list never blames a sentence
        ("Retention by region", False),
        ("The checks of the data", True),  # a noun that is a verb too
        ("Overview", False),
    ],
)
def test_a_title_is_a_sentence_by_its_verb(title: str, is_sentence: bool) -> None:
    """The list may miss a topic, and blames no sentence."""
    assert has_verb(title) == is_sentence


def test_a_number_in_words_is_a_number_in_german_too(tmp_path: Path) -> None:
    """None, five and all say how many; a title that says only that something is high does not."""
    deck = Presentation()
    for title in ("Kein früherer Wert ist gesichert", "Die fünf Bereiche sind gemessen", "Der Wert ist recht hoch"):
        _chart(_slide(deck, title), XL_CHART_TYPE.COLUMN_CLUSTERED, {"Wert": (1.0, 2.0)})
    deck.save(tmp_path / "deck.pptx")
    assert [each.slide for each in lint_deck(tmp_path / "deck.pptx", ["title-number"])] == [3]


def test_a_decision_without_an_owner_is_found(tmp_path: Path) -> None:
    """In a cell of its own; a sentence that says what is to be named is none."""
    deck = Presentation()
    slide = _slide(deck, "Approve 2 decisions by June")
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(8), Inches(2)).table
    for cell, text in zip(table.iter_cells(), ("Run a holdout", "To be named", "Name an owner", "CFO"), strict=True):
        cell.text = text
    slide.shapes[-1].name = "vs:table"
    deck.save(str(tmp_path / "asked.pptx"))
    found = [each for each in lint_deck(tmp_path / "asked.pptx") if each.rule == "named"]
    assert [(each.slide, each.shape, each.what) for each in found] == [
        (1, "vs:table", '"To be named" stands where a name or a day belongs')
    ]


def test_every_rule_says_what_it_asks_and_where_it_comes_from() -> None:
    """`valuestory lint --rules` is the page of the rules."""
    assert max(Counter(each.name for each in RULES).values()) == 1
    assert all(each.asks and each.source for each in RULES)


def test_a_file_that_cannot_be_trusted_is_not_read(tmp_path: Path) -> None:
    """The checker opens strangers' decks, so entities are refused as in a template."""
    parts = read_parts(Path(__file__).parents[3] / "templates" / "valuestory.pptx")
    evil = b'<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p>'
    (tmp_path / "evil.pptx").write_bytes(pack((parts | {"docProps/app.xml": evil}).items()))
    with pytest.raises(TemplateError, match="entities"):
        lint_deck(tmp_path / "evil.pptx")


def test_real_decks_are_read_to_the_end(shared: Path) -> None:
    """Five decks that nobody here made: how often each rule speaks of each was read once, from the files."""
    said = {
        each.name: Counter(finding.rule for finding in lint_deck(each))
        for each in sorted((shared / "templates").iterdir())
        if each.suffix in (".pptx", ".potx")
    }
    assert said["djpr_vic_gov.pptx"] == {}
    assert said["automizer_additional_master.pptx"] == {"text-contrast": 2}
    assert set(said["rowland_helper.pptx"]) == {"no-prompt"}
    assert said["m3_tokens_ja.pptx"]["pie-parts"] == 2
