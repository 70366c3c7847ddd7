"""A company that calls everything by words of its own finds none of ours in its deck, nor in its report."""

import html
import re
import zipfile
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest

from valuestory.deck import build_deck
from valuestory.metrics import METRICS, Company
from valuestory.slides.html.report import report_html
from valuestory.slides.slide import Slide
from valuestory.slides.theme import Theme
from valuestory.story import Story, charts, open_story
from valuestory.story.view import SlideView

OWN = {
    "customer": {"one": "zorble", "many": "zorbles"},
    "case": {"one": "frimp", "many": "frimps"},
    "agent": {"one": "quonk", "many": "quonks"},
    "article": {"one": "wibber", "many": "wibbers"},
    "account": {"one": "drelk", "many": "drelks"},
    "answer": {"one": "umple", "many": "umples"},
    "product": {"one": "snarg", "many": "snargs"},
    "company": {"one": "yolm", "many": "yolms"},
    "milestone": {"one": "tarp", "many": "tarps"},
    "Support": "Blenk Desk",
    "self-service": {"one": "plimsing", "many": "plimsing"},
    "helped": {"one": "gorfed", "many": "gorfed"},
    "comparable": {"one": "evensome", "many": "evensome"},
    "csat": {"one": "Glee share"},
    "nps": {"one": "Herald score"},
    "time_to_smile": {"one": "Mirth span"},
    "cost_share_of_revenue": {"one": "Burden quota"},
}
OURS = re.compile(
    r"\b(?:customers?|cases?|agents?|articles?|accounts?|answers?|products?|company|companies|milestones?"
    r"|self-service|helped|comparable)\b|\bSupport\b|Net Promoter Score|\bNPS\b|\bCSAT\b|\bsatisfaction|time to smile",
    re.IGNORECASE,
)
IDIOMS = re.compile(r"\bin (?:any|this|no) case\b|\bin case\b|\binto account\b|\baccounts? for\b", re.IGNORECASE)
IDENTIFIERS = re.compile(
    r"tables: [a-z_, ]+|Fact \S+|<c:f>.*?</c:f>|\b[a-z]+(?:_[a-z0-9]+)+\b|https?://\S+|\w+@20\d\dQ\d\S*"
)


@pytest.fixture(scope="module")
def story(northwind: Company) -> Story:
    """The sample company with every term renamed, and four measures."""
    tables = copy(northwind.tables)
    project = tables.project.model_copy(update={"vocabulary": OWN})
    object.__setattr__(tables, "project", project)
    return open_story(replace(northwind, tables=tables), audience="cfo")


@pytest.fixture(scope="module")
def slides(story: Story) -> list[Slide]:
    """A slide of each kind: charts with legends and axes, tables, key figures, notes; all words are ours."""
    results = story.company.metrics()
    made = [
        story.slide("title", kind="title", body=["What customers gained from Support"]),
        story.slide("answers", chart=charts.answer_funnel(results)),
        story.slide("self_service", title="Answers without a case", chart=charts.accepted_answers(results)),
        story.slide("time_to_smile", title="Time to smile fell", chart=charts.time_to_smile(results)),
        story.slide(
            "kept",
            header="Customers and revenue kept, share",
            title="Helped customers stayed longer than comparable ones",
            chart=charts.retention(results),
            body=["Customers and their accounts stayed; in case of doubt no agent is asked."],
            notes="Support helped. Articles, answers and milestones of the company's product, by self-service.",
        ),
        story.slide("trend", title="CSAT and NPS", chart=charts.trend(results, "csat"), body="NPS is {{ nps }}."),
        story.slide("figures", title="Four figures", numbers=["csat", "nps", "cost_share_of_revenue", "cases"]),
        story.slide("areas", title="The areas", table=story.glance("areas")),
        story.slide("customer", title="What customers say", table=story.scorecard("categories", "Customer")),
        story.slide("limits", title="What is open", table=story.open_questions()),
        story.slide("data", title="Remarks on the data", table=story.data_remarks()),
    ]
    assert all(isinstance(each, SlideView) for each in made), [each for each in made if not isinstance(each, SlideView)]
    return [each.slide for each in made if isinstance(each, SlideView)]


def left(text: str) -> list[str]:
    """The words of ours in a text, each with what stands around it."""
    plain = IDIOMS.sub("", IDENTIFIERS.sub("", text))
    return [plain[max(0, match.start() - 30) : match.end() + 20] for match in OURS.finditer(plain)]


def readable(path: Path) -> dict[str, str]:
    """What a reader may see of each part of a deck: texts, descriptions, chart texts, workbooks, properties."""
    found = {}
    with zipfile.ZipFile(path) as deck:
        for name in deck.namelist():
            if re.match(r"ppt/(slides|charts|notesSlides)/[^/]+\.xml|docProps/(core|app)\.xml", name):
                found[name] = _texts(deck.read(name).decode())
            elif name.endswith(".xlsx"):
                with zipfile.ZipFile(deck.open(name)) as book:
                    parts = (each for each in book.namelist() if re.search(r"sharedStrings|sheet\d", each))
                    found[name] = " ".join(_texts(book.read(each).decode()) for each in parts)
    return found


def _texts(xml: str) -> str:
    described = re.findall(r'\b(?:descr|title)="([^"]*)"', xml)
    return html.unescape(" | ".join([*described, *re.findall(r">([^<>]+)<", xml)]))


def test_the_deck_has_no_word_of_ours(story: Story, slides: list[Slide], tmp_path: Path) -> None:
    """Slides, charts with their workbooks, notes, alt texts and properties speak the company's words alone."""
    path = build_deck(slides, "valuestory", tmp_path / "own.pptx", record=story.record()).path
    parts = readable(path)
    assert len([name for name in parts if name.endswith(".xlsx")]) >= 5
    assert {name: left(text) for name, text in parts.items() if left(text)} == {}
    told = " ".join(parts.values())
    for word in (
        "zorbles",
        "Zorbles",
        "frimp",
        "Blenk Desk",
        "plimsing",
        "Gorfed",
        "evensome",
        "Glee share",
        "Herald score",
    ):
        assert word in told, word
    assert "in case of doubt no quonk is asked" in told


def test_the_report_has_no_word_of_ours(story: Story, slides: list[Slide]) -> None:
    """Neither has the page: its statements, its own headings, definitions and formulas."""
    theme: Theme = story.theme
    page = report_html(slides, story.record(), theme, title="Report")
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    texts = re.findall(r'aria-label="([^"]*)"|>([^<>]+)<', body)
    assert left(html.unescape(" | ".join(one or two for one, two in texts))) == []


def test_measures_that_are_renamed_keep_their_identifiers(story: Story) -> None:
    """The name of a fact is the metric's: only what people read is renamed."""
    assert story.facts["csat@2026Q2"].label == "Glee share"
    assert story.facts["csat@2026Q2"].name in METRICS
