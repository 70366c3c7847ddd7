"""Desks without revenue tell a whole story, in which no word of revenue is left, in English and in German."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from tests.unit.story.test_own_vocabulary import readable
from tests.unit.story.told_stories import ToldStory, company_made_of, desk_project, desk_tables, tell

from valuestory.deck import build_deck
from valuestory.slides.html.report import report_html
from valuestory.slides.slide import Slide
from valuestory.story.narrative.narrative import open_narrative

MONEY: Final = re.compile(
    r"\b(?:revenues?|renew\w*|expansion|ARR|NRR|GRR|churn\w*|margin|contracts?|subscriptions?|billing"
    r"|umsatz\w*|erlös\w*|\w*verlängerung\w*|abwander\w*|marge|vertr[aä]g\w*|kündigung\w*|gekündigt\w*)\b",
    re.IGNORECASE,
)
OURS: Final = re.compile(r"\b(?:customers?|kunden?)\b", re.IGNORECASE)
SLOT: Final = re.compile(r"<(?:\w+ )?(?:customer|case|agent|article|account|answer|product|company|milestone)s?[.>]")
ENGLISH: Final = re.compile(r"\b(?:the|and|were|that|which|with|from|this|is|are|has|without|after|back|less|than)\b")
MAIN: Final = ("answer", "situation", "loop", "answers", "ttcv", "retention", "product", "people", "bridge", "limits")
EACH: Final = [(profile, locale) for profile in ("internal", "public") for locale in ("en_GB", "de_DE")]


@cache
def told(profile: str, locale: str) -> ToldStory:
    """The story of a sample desk; in German it is told of what was found for the English one."""
    company = company_made_of(desk_tables(profile), desk_project(profile, locale=locale))
    return tell(company, before=None if locale == "en_GB" else told(profile, "en_GB").told)


@pytest.mark.parametrize(("profile", "locale"), EACH)
def test_no_word_of_revenue_is_in_the_deck_nor_in_the_report(profile: str, locale: str, tmp_path: Path) -> None:
    """Slides, notes, charts with their workbooks, alt texts, the page: all of it speaks of those the desk is there for.

    Nor is there a word of customers, whom a desk has not.
    """
    story, slides, _ = told(profile, locale)
    path = build_deck(slides, "valuestory", tmp_path / "desk.pptx", record=story.record()).path
    parts = readable(path)
    assert len([name for name in parts if name.endswith(".xlsx")]) >= 6
    page = report_html(slides, story.record(), story.theme, title="Report")
    parts["report"] = html.unescape(" | ".join(re.findall(r">([^<>]+)<", re.sub(r"(?s)<style>.*?</style>", "", page))))
    found = {name: [_around(text, each) for each in MONEY.finditer(text)] for name, text in parts.items()}
    assert {name: each for name, each in found.items() if each} == {}
    called = {name: [_around(text, each) for each in OURS.finditer(_plain(text))] for name, text in parts.items()}
    assert {name: each for name, each in called.items() if each} == {}
    assert "of need of need" not in " ".join(parts.values())


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_a_desk_without_revenue_tells_a_whole_story(profile: str) -> None:
    """Every main slide of the CEO is there, and only what speaks of money in the ledger or of buying is left out."""
    story, slides, _ = told(profile, "en_GB")
    assert set(MAIN) <= {slide.key for slide in slides}
    assert set(story.missing) == {"sensitivity", "published"}


def test_an_internal_desk_returns_hours_at_the_low_end_of_what_an_answer_spares() -> None:
    """The title's hours are counted answers times the assumption's low end; the waterfall's parts add up as shown."""
    story, slides, _ = told("internal", "en_GB")
    answers, hours = story.facts["answers_without_case@2026Q2"], story.facts["hours_returned"]
    assert hours.low == pytest.approx(0.4 * float(answers.value or 0))
    assert hours.evidence.grade == "E"
    title = next(slide.title.text for slide in slides if slide.key == "answer")
    said = f"Support gave colleagues back {round(hours.low or 0)} to {round(hours.high or 0)} hours, at an assumed time"
    assert title.replace("\u00a0", " ").startswith(said)
    before, cases, time, now = (
        story.facts[name].value for name in ("hours_before", "hours_by_cases", "hours_by_time", "hours_waited")
    )
    assert before + cases + time == now  # type: ignore[operator]
    settled = desk_tables("internal")["cases"].query("'2026-04-01' <= resolved_at < '2026-07-01'")
    assert float(story.facts["service_restored"].value or 0) == pytest.approx(len(settled), rel=0.05)


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_a_german_desk_has_no_english_and_no_open_slot(profile: str, tmp_path: Path) -> None:
    """Slides, notes with the sources, charts, alt texts: all is what the file says, declined and filled in."""
    story, slides, _ = told(profile, "de_DE")
    parts = readable(build_deck(slides, "valuestory", tmp_path / "desk.pptx", record=story.record()).path)
    slots = {name: SLOT.findall(text) for name, text in parts.items()}
    assert {name: each for name, each in slots.items() if each} == {}
    english = {name: [_around(text, each) for each in ENGLISH.finditer(text)] for name, text in parts.items()}
    assert {name: each for name, each in english.items() if each} == {}


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_the_cfo_of_a_desk_is_told_in_the_words_of_its_profile(profile: str) -> None:
    """What an audience has words of its own for takes no state away that only the profile tells."""
    title = open_narrative(desk_project(profile), "cfo", {}).part("answer", "title")
    assert title is not None
    assert "{{" in title.of_state({"internal": "hours", "public": "served"}[profile])  # type: ignore[operator]
    assert "chain_value" in title.of_state("compared")[0]


def test_a_public_office_adds_nothing_up() -> None:
    """People, need and days are three figures, each in its own unit, and the ledger has no line in money."""
    story, slides, found = told("public", "en_GB")
    bridge = next(slide for slide in slides if slide.key == "bridge")
    assert bridge.chart is None
    assert [each.label.text.partition(" than")[0] for each in bridge.numbers] == [
        "More citizens served",
        "More cases of need met",
        "Days waited less",
    ]
    assert found.in_money() == []
    assert story.facts["people_served"].value == _served(slides)


def _served(slides: list[Slide]) -> int:
    """Return how many citizens the title of the answer says."""
    title = next(slide.title.text for slide in slides if slide.key == "answer")
    return int(re.findall(r"[\d,]+", title)[0].replace(",", ""))


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 40) : match.end() + 30]


def _plain(text: str) -> str:
    """Return a text without what identifies: tables, columns and facts keep their names."""
    return re.sub(r"tables: [a-z_, ]+|Fact \S+|\b[a-z]+(?:_[a-z0-9]+)+\b|<c:f>.*?</c:f>", "", text)
