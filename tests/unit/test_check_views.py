"""What `valuestory check` shows: terminal, page, JSON, `company.gaps()` and the slide on limits tell one thing."""

from __future__ import annotations

import itertools
import re
import textwrap
from pathlib import Path

import pytest
from tests.unit.slides.page import Element, Page, acts, plain
from typer.testing import CliRunner

from valuestory import open_company, open_story
from valuestory.cli import app
from valuestory.cli.inspection_page import inspection_page, write_page
from valuestory.cli.inspection_text import inspection_lines
from valuestory.errors import DataError, ProjectError
from valuestory.metrics.inspection.inspecting import inspect_company
from valuestory.metrics.inspection.inspection import Inspection, inspection_record
from valuestory.metrics.inspection.words import labels_of, lacking, rows_said
from valuestory.project import template_path
from valuestory.slides.theme import read_theme
from valuestory.story.tables.limits import open_questions

ACCOUNTS = """
account_id,name,segment,start_at,contact_email
A1,Alpha,SMB,2024-01-01,ada@example.com
A2,Beta,smb,2024-02-01,bob@example.com
"""
CASES = """
case_id,account_id,opened_at,resolved_at,csat_score
<b>1</b>,A1,2025-01-03,2025-01-02,5
2,A2,2025-06-28,2025-06-29,4
2,A2,2025-06-28,2025-06-29,4
"""
UNSCORED = """
survey_id,instrument,scor,answered_at,account_id
1,nps,9,2025-01-01,A1
"""
HOSTILE = "<script>alert(1)</script>"


def written(folder: Path, **tables: str) -> Path:
    """Write tables, and settings with a name that is markup."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    (folder / "valuestory.toml").write_text(f"[company]\nname = '{HOSTILE}'\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with two tables that nothing stops."""
    return written(tmp_path_factory.mktemp("sound"), accounts=ACCOUNTS, cases=CASES)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with surveys that lack their score."""
    return written(tmp_path_factory.mktemp("stopped"), accounts=ACCOUNTS, cases=CASES, surveys=UNSCORED)


@pytest.fixture(scope="module")
def found(stopped: Path) -> Inspection:
    """What that company's inspection finds."""
    return inspect_company(str(stopped))


@pytest.fixture(scope="module")
def html(found: Inspection) -> str:
    """Its page."""
    return inspection_page(found, read_theme(template_path("valuestory")))


def text_of(found: Inspection) -> str:
    """The terminal's view on one line."""
    return plain(" ".join(inspection_lines(found, 80)))


def test_terminal_page_json_gaps_and_the_slide_agree(sound: Path) -> None:
    """Every table that `company.gaps()` waits for stands in all of them, with what it lacks and what brings it."""
    company, found = open_company(str(sound)), inspect_company(str(sound))
    page, terminal = Page(inspection_page(found, read_theme(template_path("valuestory")))), text_of(found)
    record, gaps = inspection_record(found), company.gaps()
    assert [list(each.values()) for each in record["gaps"]] == gaps.to_numpy().tolist()
    slide = open_questions(company, open_story(company).facts)
    settled = list(slide.loc[slide["What we know"].str.startswith("Not measured"), "What would settle it"])
    assert len(settled) == gaps["table"].nunique() == len(found.wanted)
    ways = {plain(each.inside[0].text): plain(each.text) for each in rows_of(page, "wanted")}
    assert list(ways) == [lacking(each, found) for each in found.wanted]
    for wanted in found.wanted:
        rows = gaps[gaps["table"] == wanted.table]
        assert list(wanted.metrics) == list(rows["metric"])
        assert any(each.endswith(wanted.brings[1:]) for each in settled)
        told = ways[lacking(wanted, found)]
        assert labels_of(wanted.metrics, found.labels) in told
        assert wanted.do in told.replace("Give", "give").replace("Export", "export", 1)
        assert f"{lacking(wanted, found)} for {labels_of(wanted.metrics, found.labels)} do {wanted.do}" in terminal
    shown = {plain(each.inside[0].text): plain(each.text) for each in rows_of(page, "shown")}
    for each in found.slides:
        assert each.state in shown[each.label]
        assert f"{each.state} {each.label}" in terminal


def rows_of(page: Page, section: str) -> list[Element]:
    """The rows of the first table of a section of the page, its head left out."""
    inside = next(each for each in page.all("section") if each.attributes["id"] == section).inside
    return [each for each in inside if each.tag == "tr" and each.inside[0].attributes.get("scope") == "row"]


def test_every_fault_is_told_whole_in_terminal_and_page(found: Inspection, html: str) -> None:
    """Where, how many, what, examples, how to mend: nothing of a fault is left out anywhere."""
    page, terminal = plain(Page(html).text).lower(), text_of(found).lower()
    assert {each.action for each in found.faults} == {"stops", "set aside", "noted"}
    for fault in found.faults:
        for told in (fault.what, fault.do, rows_said(fault), *map(str, fault.examples)):
            assert plain(told).lower() in page, told
            assert plain(told).lower() in terminal, told


def test_what_stops_comes_first_and_remarks_without_rows_have_no_number(found: Inspection) -> None:
    """The groups in the order of their weight; a "0" beside a remark would be read as a count."""
    lines = list(inspection_lines(found, 80))
    heads = [line.partition(" (")[0] for line in lines if re.fullmatch(r"[A-Z ]+ \(\d+\)", line)]
    assert heads == ["WHAT STOPS", "ROWS SET ASIDE", "WHAT TO KNOW"]
    assert "  surveys.score" in lines
    assert not any(re.search(r": 0 rows|\b0%", line) for line in lines)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(found: Inspection, width: int) -> None:
    """Eighty columns in a pipe, and what a terminal has."""
    assert max(map(len, inspection_lines(found, width))) <= width


def test_the_page_is_read_and_never_runs_or_fetches(html: str) -> None:
    """No script, no request, and a name that is markup stays text."""
    page = Page(html)
    assert acts(page) == []
    assert page.unclosed == []
    assert HOSTILE in page.text
    assert not page.all("script", "b", "link", "iframe")
    assert not re.findall(r"https?://", html)


def test_the_page_can_be_read_by_a_screen_reader(html: str) -> None:
    """One h1, no level left out, sections named by their headings, tables with captions and heads for every cell."""
    page = Page(html)
    levels = [int(each.tag[1]) for each in page.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(each.attributes["aria-labelledby"] in page.ids() for each in page.all("section"))
    assert len(page.ids()) == len(set(page.ids()))
    for table in page.all("table"):
        assert [each.tag for each in table.inside].count("caption") == 1
        heads = [each for each in table.inside if each.tag == "th" and each.attributes["scope"] == "col"]
        for row in rows_of_table(table):
            assert len([each for each in row.inside if each.tag in ("th", "td")]) == len(heads)
            assert all(each.attributes.get("data-label") for each in row.inside if each.tag == "td")
    assert page.elements[0].attributes["lang"] == "en"


def rows_of_table(table: Element) -> list[Element]:
    """The rows of a table, its head left out."""
    return [each for each in table.inside if each.tag == "tr" and each.inside[0].attributes.get("scope") == "row"]


def test_nothing_personal_and_no_folder_stands_in_any_view(found: Inspection, html: str, stopped: Path) -> None:
    """Addresses of people are not read, and the machine's folders are nobody's business."""
    for view in (html, text_of(found), str(inspection_record(found))):
        assert "@example.com" not in view
        assert str(stopped) not in view
        assert str(stopped.parent) not in view


def test_the_page_holds_what_it_was_made_of(found: Inspection, html: str) -> None:
    """Each file with its SHA-256, the day, the version."""
    page = Page(html)
    files = {plain(each.inside[0].text): plain(each.text) for each in rows_of(page, "files")}
    assert list(files) == ["accounts.csv", "cases.csv", "surveys.csv"]
    assert all(each.sha256 in files[each.name] and len(each.sha256) == 64 for each in found.files)
    assert found.inspected_on in page.text
    assert f"valuestory {found.valuestory}" in page.text


def test_check_ends_with_4_where_something_stops_and_with_0_where_nothing_does(
    sound: Path, stopped: Path, tmp_path: Path
) -> None:
    """Both write the page; the terminal says where it lies."""
    for folder, code in ((sound, 0), (stopped, DataError.exit_code)):
        done = CliRunner().invoke(app, ["check", str(folder), "--html", str(tmp_path / "new" / "check.html")])
        assert done.exit_code == code, done.output
        assert done.output.splitlines()[-1] == f"page: {tmp_path / 'new' / 'check.html'}"
        assert "</html>" in (tmp_path / "new" / "check.html").read_text(encoding="utf-8")
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["check.html"]


def test_a_page_that_cannot_be_written_is_said_and_leaves_nothing(found: Inspection, tmp_path: Path) -> None:
    """A folder of that name is in the way."""
    (tmp_path / "check.html").mkdir()
    with pytest.raises(ProjectError, match="cannot be written"):
        write_page(found, tmp_path / "check.html")
    assert [each.name for each in tmp_path.iterdir()] == ["check.html"]


def test_measures_are_called_as_the_companys_slides_call_them(tmp_path: Path) -> None:
    """A case that is a request here is one on the page and in the terminal as well; another language has its labels."""
    written(tmp_path, accounts=ACCOUNTS, cases=CASES)
    settings = tmp_path / "valuestory.toml"
    settings.write_text(settings.read_text() + "[vocabulary]\ncase = {one = 'request', many = 'requests'}\n")
    shown = CliRunner().invoke(app, ["check", str(tmp_path), "--html", str(tmp_path / "check.html")]).stdout
    page = plain((tmp_path / "check.html").read_text(encoding="utf-8"))
    for told in (" ".join(shown.split()), page):
        assert "Requests" in told
        assert "Cost per request" in told
        assert "Cost per case" not in told
    settings.write_text("[company]\nname = 'Nordwind'\nlocale = 'de_DE'\n")
    german = CliRunner().invoke(app, ["check", str(tmp_path)]).stdout
    assert "Kosten je Fall" in " ".join(german.split())
