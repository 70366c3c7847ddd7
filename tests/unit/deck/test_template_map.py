"""A template's map: written with its reasons, edited by a person, obeyed by a run, and never believed blindly."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from tests.validation import assert_valid_deck
from typer.testing import CliRunner

from valuestory.cli import app
from valuestory.deck import build_deck
from valuestory.deck.contact_sheet import CheckFiles, sheet_html, write_check
from valuestory.deck.samples import NAMES, sample_slides
from valuestory.deck.template.template_map import map_path, read_map
from valuestory.deck.template_check import TemplateCheck, check_template
from valuestory.errors import TemplateError
from valuestory.project import shipped
from valuestory.slides.slide import StoryRecord, TemplateName
from valuestory.slides.theme import read_theme

SHIPPED = shipped("templates", "valuestory.pptx")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template that has never heard of us: python-pptx's own, 4:3, in a folder of its own."""
    path = tmp_path_factory.mktemp("brand") / "brand.pptx"
    Presentation().save(str(path))
    return path


@pytest.fixture(scope="module")
def checked(plain: Path) -> TemplateCheck:
    """What its check says."""
    return check_template(plain)


@pytest.fixture(scope="module")
def files(checked: TemplateCheck, plain: Path) -> CheckFiles:
    """What its check wrote, beside it; without pictures, which `tests/visual` looks at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("valuestory.deck.contact_sheet.can_draw", lambda: False)
        return write_check(checked, plain.parent)


@pytest.fixture
def brand(plain: Path, files: CheckFiles, tmp_path: Path) -> Path:
    """A copy of the template with its map beside it, for a test to edit."""
    shutil.copy(files.map, tmp_path)
    return Path(shutil.copy(plain, tmp_path))


def edit(template: Path, old: str, new: str) -> None:
    """Edit the map as a person does."""
    text = map_path(template).read_text(encoding="utf-8")
    assert old in text
    map_path(template).write_text(text.replace(old, new), encoding="utf-8")


def built_layout(template: Path, kind: str) -> str:
    """Return the layout that a sample slide takes in a deck, and why."""
    slide = sample_slides(read_theme(template))[kind]
    return build_deck([slide], template, template.with_name("deck.pptx")).layouts[slide.key]


def test_a_map_says_all_that_a_run_would_do(checked: TemplateCheck, files: CheckFiles) -> None:
    """Kinds, slots by index, safe area in per cent, colours, hash; each kind's reason stands beside it."""
    said = tomllib.loads(files.map.read_text(encoding="utf-8"))
    assert said["template"]["file"] == "brand.pptx"
    assert len(said["template"]["sha256"]) == 64
    assert said["kinds"]["chart"] == {"layout": "Office Theme/Title and Content", "slots": {"title": 0, "chart": 1}}
    assert said["kinds"]["kpi"]["drawn"] is True
    # Title Only of this template: the title's edges at 5 % and 95 %, its foot at 1.25 of 7.5 inches, footers at 6.95.
    area = said["safe_area"]
    assert (area["left"], area["width"]) == (5.0, 90.0)
    assert 16.7 < area["top"] < 25
    assert area["top"] + area["height"] <= 100 * 6.96 / 7.5
    assert said["colors"]["text"] == "tx1"
    assert "# it is a section header" in files.map.read_text(encoding="utf-8")
    assert set(said["kinds"]) == set(NAMES) - {"kpi+text", "table+text"}  # these take the layout of kpi and of table


def test_the_samples_show_every_kind_and_are_valid(files: CheckFiles, validator: Path) -> None:
    """One slide a kind, in the order of the table; Microsoft's validator finds nothing."""
    assert len(Presentation(str(files.samples)).slides) == len(NAMES)
    assert files.problems == ()
    assert_valid_deck(files.samples)


def test_the_contact_sheet_has_a_picture_a_kind_or_says_why_not(checked: TemplateCheck, files: CheckFiles) -> None:
    """Without LibreOffice the page names the deck to open; with pictures each stands over its reason."""
    assert "no LibreOffice" in files.sheet.read_text(encoding="utf-8")
    page = sheet_html(checked, "brand.map.toml", "brand.samples.pptx", [b"png"] * len(NAMES))
    assert page.count("<img ") == len(NAMES)
    assert "no LibreOffice" not in page
    assert all(choice.signature.address in page for choice in checked.choices.values())


def test_a_run_takes_what_the_map_says(brand: Path) -> None:
    """A person's choice of layout, slot and safe area is obeyed, and the reason names the map."""
    assert built_layout(brand, "chart") == "Title and Content: brand.map.toml says so"
    edit(brand, 'layout = "Office Theme/Title and Content"\nslots = { title = 0, chart = 1 }',
         'layout = "Two Content"\nslots = { title = 0, chart = 2 }')  # fmt: skip
    assert built_layout(brand, "chart") == "Two Content: brand.map.toml says so"
    drawn = next(s for s in Presentation(str(brand.with_name("deck.pptx"))).slides[0].shapes if s.name == "vs:chart")
    right_half = 4.8 * 914_400  # the second content placeholder begins at 5.08 of 10 inches
    assert drawn.left > right_half


def test_the_safe_area_of_the_map_holds_what_is_drawn(brand: Path) -> None:
    """Figures that no layout takes stand in the area that the map marks: here the right half."""
    area = read_map(brand)
    assert area is not None
    assert area.safe_area is not None
    left, _, width, _ = area.safe_area
    edit(brand, f"left = {left:.1f}", "left = 50.0")
    edit(brand, f"\nwidth = {width:.1f}", "\nwidth = 45.0")
    built_layout(brand, "kpi")
    slide = Presentation(str(brand.with_name("deck.pptx"))).slides[0]
    tiles = [shape for shape in slide.shapes if shape.name.startswith("vs:kpi")]
    assert len(tiles) == 3
    assert all(shape.left >= 5.0 * 914_400 for shape in tiles)
    assert all(shape.left + shape.width <= 9.51 * 914_400 for shape in tiles)


def test_a_kind_that_the_map_leaves_out_is_chosen_as_without_a_map(brand: Path) -> None:
    """A person may delete what does not matter."""
    text = map_path(brand).read_text(encoding="utf-8")
    start = text.index("[kinds.section]")
    map_path(brand).write_text(text[:start] + text[text.index("[kinds.statement]") :], encoding="utf-8")
    assert built_layout(brand, "section") == "Section Header: it is a section header"


def test_without_a_map_the_same_is_inferred(brand: Path, checked: TemplateCheck) -> None:
    """The map holds what a run does anyway."""
    map_path(brand).unlink()
    for kind in ("chart", "kpi", "closing"):
        choice = checked.choices[kind]
        assert built_layout(brand, kind) == f"{choice.signature.name}: {choice.reason}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[kinds.chart]", "[kinds.chrat]", 'no kind of slide "chrat" (did you mean "chart"?)'),
        ("Section Header", "Section Heder", 'did you mean "Office Theme/Section Header"'),
        ("slots = { title = 0, chart = 1 }", "slots = { title = 0, chart = 9 }", "no placeholder 9 (it has 0 "),
        ("slots = { title = 0, chart = 1 }", "slots = { title = 0, chrt = 1 }", 'did you mean "chart"'),
        ("slots = { title = 0, chart = 1 }", "slots = { title = 1, chart = 1 }", "placeholder 1 is given to title"),
        ("drawn = true", "drawm = true", 'did you mean "drawn"?'),
        ("drawn = true", 'drawn = "perhaps"', "kinds.kpi.drawn"),
        ('text = "tx1"', 'text = "black"', 'no theme colour "black"'),
        ("\nleft = 5.0", "\nleft = 60.0", "reaches beyond the slide"),
        ("[safe_area]", "[safe_area", "not TOML"),
    ],
)
def test_a_slip_in_the_map_is_an_error_with_the_nearest_that_exists(brand: Path, old: str, new: str, says: str) -> None:
    """Never a traceback, never another layout in silence."""
    edit(brand, old, new)
    with pytest.raises(TemplateError) as caught:
        built_layout(brand, "chart")
    assert says in caught.value.what
    assert caught.value.where == "brand.map.toml"
    assert "--renew" in caught.value.do


def test_series_take_the_accents_in_the_order_of_the_map(brand: Path) -> None:
    """A chart made on the template in its first accent takes the accent that the map puts first."""
    edit(brand, 'accents = ["accent1", "accent2"', 'accents = ["accent4", "accent2"')
    slide = sample_slides(read_theme(brand))["chart"]
    record = StoryRecord("Acme", "2025", "ceo", "en_US", "USD", TemplateName(str(brand)))
    built = build_deck([slide], brand, brand.with_name("deck.pptx"), record=record)
    chart = next(shape.chart for shape in Presentation(str(built.path)).slides[0].shapes if shape.has_chart)
    bars = chart.plots[0].series[0].format.fill.fore_color
    assert bars.theme_color == MSO_THEME_COLOR.ACCENT_4


def test_a_template_that_has_changed_under_its_map_is_noticed(brand: Path) -> None:
    """The deck is made, for the layouts are still there, and the remark says what to look at."""
    deck = Presentation(str(brand))
    deck.core_properties.title = "a new version"
    deck.save(str(brand))
    slide = sample_slides(read_theme(brand))["chart"]
    built = build_deck([slide], brand, brand.with_name("deck.pptx"))
    assert built.layouts["chart"].endswith("brand.map.toml says so")
    assert [remark for remark in built.remarks if "brand.pptx has changed since brand.map.toml was written" in remark]


def test_an_edited_map_is_kept_until_it_is_to_be_renewed(brand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would change is said; only the option changes it."""
    monkeypatch.setattr("valuestory.deck.contact_sheet.can_draw", lambda: False)
    monkeypatch.setattr("valuestory.deck.contact_sheet.write_samples", lambda _, out: build_deck(
        [sample_slides(read_theme(brand))["closing"]], brand, out))  # fmt: skip
    assert write_check(check_template(brand), brand.parent).state == "unchanged"
    edit(brand, "Office Theme/Section Header", "Office Theme/Title Slide")
    edited = map_path(brand).read_bytes()
    again = check_template(brand)
    assert "section: Office Theme/Title Slide would become Office Theme/Section Header" in again.changes
    assert write_check(again, brand.parent).state == "kept"
    assert map_path(brand).read_bytes() == edited
    assert write_check(check_template(brand, renew=True), brand.parent, renew=True).state == "renewed"
    assert b"Section Header" in map_path(brand).read_bytes()


def test_the_command_prints_the_match_and_says_what_it_wrote(brand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row a kind with its reason; the map that is there is kept; `--json` writes nothing."""
    monkeypatch.setattr("valuestory.deck.contact_sheet.can_draw", lambda: False)
    edit(brand, "Office Theme/Section Header", "Office Theme/Title Slide")
    told = CliRunner().invoke(app, ["template", "check", str(brand), "--json"])
    assert json.loads(told.stdout)["kinds"]["section"]["layout"] == "Office Theme/Title Slide"
    assert [each.name for each in brand.parent.iterdir() if "sheet" in each.name] == []
    printed = CliRunner().invoke(app, ["template", "check", str(brand)])
    assert printed.exit_code == 0
    assert all(name in printed.stdout for name in ("big numbers", "chart with takeaway", "brand.samples.pptx"))
    assert "kept as it was; --renew writes it anew" in printed.stdout
    assert "Office Theme/Title Slide would become Office Theme/Section Header" in printed.stdout
    assert brand.with_name("brand.sheet.html").is_file()


def test_the_shipped_template_has_nothing_to_mend() -> None:
    """Our own follows the contract in every kind."""
    own = check_template(SHIPPED)
    assert own.warnings == ()
    assert own.refused == {}
    assert [kind for kind, choice in own.choices.items() if "[vs:" not in choice.reason] == []
