"""The report: the same story as one self-contained document, with its evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from tests.unit.slides import gallery
from tests.unit.slides.page import Element, Page, acts, plain

from valuestory.slides.facts import Evidence, Fact
from valuestory.slides.html import report_html
from valuestory.slides.html.evidence import Reader, exact
from valuestory.slides.html.markup import title_html
from valuestory.slides.html.report import story_and_appendix
from valuestory.slides.html.report_words import ENGLISH, report_words
from valuestory.slides.language import language_of
from valuestory.slides.number_words import NumberWords
from valuestory.slides.slide import Chart, Paragraph, Run, Slide, StoryRecord
from valuestory.slides.vocabulary import Vocabulary

TITLE = "The value of Support in 2025"
ATTACK = "</p><script>alert(1)</script><img src=x onerror=alert(2)> & \"two\" 'one'"


@pytest.fixture(scope="module")
def html() -> str:
    """The report of the whole gallery."""
    return report_html(gallery.GALLERY, gallery.RECORD, gallery.LIGHT, title=TITLE)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """The same, taken apart."""
    return Page(html)


def article(page: Page, key: str) -> Element:
    """Return the section of one slide."""
    return next(element for element in page.all("article") if element.attributes["id"] == key)


def test_report_needs_nothing_from_outside(html: str, page: Page) -> None:
    """No script, no request: the only addresses are names of XML; and the page forbids itself both."""
    assert acts(page) == []
    assert set(re.findall(r"https?://[^\s\"'<>)]+", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    policy = next(each.attributes["content"] for each in page.all("meta") if "http-equiv" in each.attributes)
    assert policy.startswith("default-src 'none'")
    assert "@import" not in html
    assert "url(http" not in html


def test_report_tells_every_word_of_every_slide(page: Page) -> None:
    """Titles, exhibits, words, sources and notes of each slide stand in its section; a bare "thank you" does not."""
    for slide in gallery.GALLERY:
        if slide.kind in ("title", "closing"):
            continue
        told = plain(article(page, slide.key).text)
        for paragraph in slide.paragraphs():
            assert plain(paragraph.text) in told
    assert "Thank you" not in page.text


def test_every_fact_that_is_shown_has_its_evidence(page: Page) -> None:
    """Under each slide: label, exact value, interval, n, definition, formula and source of every fact it shows."""
    for slide in gallery.GALLERY:
        if not slide.facts:
            continue
        section = article(page, slide.key)
        details = next(element for element in section.inside if element.tag == "details")
        exactly = [element.attributes["value"] for element in details.inside if element.tag == "data"]
        for fact in slide.facts:
            assert fact.label in details.text
            for value in (fact.value, fact.low, fact.high):
                assert value is None or repr(value) in exactly
            assert fact.n is None or f"{fact.n:,}" in details.text
            assert fact.evidence.definition in details.text
            assert fact.evidence.formula in details.text
            assert fact.evidence.source in details.text


def test_evidence_reads_as_finance_would_check_it(page: Page) -> None:
    """One fact in full, by hand: $4,012,345, from $1,904,000 to $6,098,000, 2,430 accounts, the year 2025, grade C."""
    text = plain(article(page, "answer").text)
    assert "2025: Jan 1, 2025 to Dec 31, 2025" in text, "the last day of a period is within it"
    assert "$4,012,345" in text
    assert "$1,904,000 to $6,098,000" in text
    assert "effect × accounts helped × margin" in text
    assert "Estimated from the company’s own records. Grade C: like compared with like" in text
    assert "tables: ledger" in text
    assert "+47,000 against 2024" in plain(article(page, "answers").text)


def test_facts_named_only_in_text_or_in_a_chart_have_evidence_too() -> None:
    """A fact that a slide forgot to bring is found in the story, also where Altair keeps rows in `datasets`."""
    facts = [Fact(name, 12.5, label=f"Label of {name}", period="2025") for name in ("said", "drawn", "named", "unused")]
    spec = {
        "data": {"name": "rows"},
        "datasets": {"rows": [{"a": 1, "fact": "drawn@2025"}]},
        "mark": "point",
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    body = (Paragraph((Run("12.5", "said@2025"),)),)
    slide = Slide("one", "chart+takeaway", Paragraph((Run("12.5", "named@2025"),)), body=body, chart=Chart(spec, "x"))
    text = Page(report_html([slide], replace(gallery.RECORD, facts=tuple(facts)), gallery.LIGHT, title="t")).text
    assert [f"Label of {name}" in text for name in ("said", "drawn", "named", "unused")] == [True, True, True, False]


def test_contents_are_the_titles_and_lead_to_them(page: Page) -> None:
    """The titles stand together once, in the storyline's order, the appendix behind; every link has its target."""
    main, appendix = story_and_appendix(gallery.GALLERY, gallery.RECORD)
    titles = [slide.title.text for slide in [*main, *appendix] if slide.kind != "section"]
    listed = [element for element in page.all("nav")[0].inside if element.tag == "a"]
    assert [re.sub(r"^\d+", "", link.text) for link in listed] == titles
    assert [slide.key for slide in main] == list(gallery.RECORD.storyline)
    assert [slide.key for slide in appendix] == ["product", "measures", "scores", "chain", "loop"]
    ids = page.ids()
    assert len(ids) == len(set(ids))
    links = [element.attributes["href"] for element in page.all("a")]
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_figures_in_the_text_lead_to_their_evidence(page: Page) -> None:
    """A number in a sentence is a link to the row that proves it."""
    answer = article(page, "answer")
    link = next(element for element in answer.inside if element.tag == "a" and element.text == "18%")
    row = next(
        element for element in answer.inside if "#" + element.attributes.get("id", "") == link.attributes["href"]
    )
    assert "18.00%" in row.text


def test_report_is_built_for_reading_by_ear_and_by_outline(page: Page) -> None:
    """One h1, no level skipped, landmarks, a skip link first, a language, alt text on charts, headers in tables."""
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(len(page.all(tag)) == 1 for tag in ("header", "nav", "main", "footer", "html"))
    assert page.all("html")[0].attributes["lang"] == "en-US"
    assert page.all("body")[0].inside[0].attributes["href"] == "#story"
    charts = page.all("svg")
    assert len(charts) == 7
    assert all(chart.attributes["role"] == "img" and len(chart.attributes["aria-label"]) > 30 for chart in charts)
    assert all(element.attributes.get("scope") in ("col", "row") for element in page.all("th"))
    assert page.unclosed == []


def test_what_is_missing_is_said(page: Page) -> None:
    """The slides that could not be made stand at the end, each with the table that would show it."""
    missing = next(element for element in page.all("section") if element.attributes.get("id") == "missing")
    assert "What this does not show" in missing.text
    assert "People" in missing.text
    assert gallery.RECORD.missing["people"] in missing.text


def test_report_without_storyline_or_gaps_is_whole() -> None:
    """In notebook order all is story: no appendix; and it says that nothing had to be left out."""
    record = replace(gallery.RECORD, storyline=(), missing={})
    page = Page(report_html([gallery.STATEMENT, gallery.LIMITS], record, gallery.LIGHT, title="t"))
    assert "Appendix" not in page.text
    assert ENGLISH.nothing_missing in page.text
    assert [element.attributes["id"] for element in page.all("article")] == ["statement", "limits"]


def test_two_slides_of_one_key_and_a_key_that_is_taken_keep_their_own_place() -> None:
    """Ids never meet, whatever an analyst calls a slide."""
    slides = [replace(gallery.STATEMENT, key=key) for key in ("a b", "a b", "story", "!", "missing")]
    page = Page(report_html(slides, replace(gallery.RECORD, storyline=()), gallery.LIGHT, title="t"))
    assert [element.attributes["id"] for element in page.all("article")] == [
        "a-b",
        "a-b-2",
        "story-2",
        "slide",
        "missing-2",
    ]


def test_hostile_text_stays_text_in_the_report() -> None:
    """Titles, notes, labels, definitions, reasons, company and locale may hold markup: shown, never obeyed."""
    words = Paragraph((Run(ATTACK, "x@2025"),))
    evidence = Evidence(ATTACK, ATTACK, ATTACK, ATTACK, (ATTACK,), "C")
    fact = Fact("x", ATTACK, "text", ATTACK, "2025", slice=f"{ATTACK}={ATTACK}", evidence=evidence)
    slide = Slide(ATTACK, "bullets", words, words, (words,), notes=(words,), source=words, facts=(fact,))
    record = StoryRecord(ATTACK, ATTACK, ATTACK, "en_US", "USD", gallery.RECORD.template, missing={ATTACK: ATTACK})
    page = Page(report_html([slide], record, gallery.LIGHT, title=ATTACK))
    assert acts(page) == []
    assert page.unclosed == []
    assert page.text.count(ATTACK) >= 12


def test_report_speaks_the_story_s_language() -> None:
    """A German story has German headings, numbers and dates; a language that does not ship has English words."""
    record = replace(gallery.RECORD, locale="de_DE", currency="EUR")
    page = Page(report_html([gallery.ANSWER], record, gallery.LIGHT, title="Der Wert"))
    assert page.all("html")[0].attributes["lang"] == "de-DE"
    german = report_words(Vocabulary({}, language_of("de_DE")))
    for word in (german.how, german.contents, german.missing, "4.012.345\u00a0€", "01.01.2025 bis 31.12.2025"):
        assert word in page.text
    french = Page(report_html([gallery.ANSWER], replace(record, locale="fr_FR"), gallery.LIGHT, title="t"))
    assert ENGLISH.how in french.text


@pytest.mark.parametrize(
    ("value", "unit", "difference", "shown"),
    [
        (0.46123, "share", False, "46.12%"),
        (-0.0040123, "share", True, "−0.40\u00a0points"),
        (141032, "count", False, "141,032"),
        (12.5, "money", False, "$12.50"),
        (4012345.67, "money", False, "$4,012,346"),
        (3.4, "points", False, "3.40\u00a0points"),
        (90.25, "minutes", False, "90.3\u00a0minutes"),
        (203.5, "minutes", False, "3.39\u00a0hours"),
        (58.25, "days", False, "58.25\u00a0days"),
        (0.034567, "number", False, "0.0346"),
        ("2026-06-30", "date", False, "Jun 30, 2026"),
        ("EMEA", "text", False, "EMEA"),
        (None, "count", False, "no value"),
    ],
)
def test_exact_values_are_written_in_full(value: float | str | None, unit: str, difference: bool, shown: str) -> None:
    """More digits than the slide shows, in the fact's unit, with the computed value in the page beside it."""
    html = exact(value, Fact("x", value, unit), Reader(ENGLISH, NumberWords()), difference=difference)
    page = Page(html)
    assert page.text == shown
    if isinstance(value, int | float):
        assert float(page.all("data")[0].attributes["value"]) == value


def test_a_minus_stays_on_the_line_of_its_amount() -> None:
    """Browsers break a line between a minus and a currency's sign, and a range read "− $0.2 million"."""
    said = title_html("Between \u2212$0.2\u00a0million & $4.9\u00a0million")
    assert '<span style="white-space:nowrap">\u2212$0.2</span>\u00a0million &amp; $4.9' in said
