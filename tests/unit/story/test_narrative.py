"""Narratives: what a slide says that its cell does not, chosen by the facts and filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.spec.tables import company_of

from valuestory.errors import StoryError
from valuestory.metrics import Company
from valuestory.slides.facts import Change, Evidence, Fact
from valuestory.story import Story, open_story
from valuestory.story.narrative.files import read_text
from valuestory.story.view import LeftOut, SlideView

CASES = "case_id | account_id | opened_at | resolved_at | csat_score\n" + "\n".join(
    f"{each} | {each % 12} | 2026-0{4 + each % 3}-{1 + each % 30:02d} | 2026-06-30 | {5 if each % 4 else 2}"
    for each in range(80)
)
SAID = """
[phrases.series]
reached = "Reached by customers"

[slides.answers.title]
of = "answers_accepted"
rise = "More customers than before"
fall = "Fewer"
flat = "As many"
not_established = ["{{ nps }} is said by {who}", "Not established"]
level_only = "A level"

[slides.answers]
body = ["Satisfied: {{ csat }}.", "Never measured: {{ never_measured }}."]

[slides.answers.notes]
say = "Say this."
asked = "Why?"
answer = "Because {{ never_measured }}."
bridge = "Then the answers."

[slides.answers.for.internal]
body = ["Colleagues."]

[slides.answers.for.cfo.notes]
say = "Say it in money."
"""


@pytest.fixture(scope="module")
def small() -> Company:
    """Twelve customers with 80 cases, three of four satisfied."""
    accounts = "account_id | start_at\n" + "\n".join(f"{number} | 2025-01-01" for number in range(12))
    return company_of(accounts=accounts, cases=CASES)


def company_with(small: Company, folder: Path, text: str, **settings: str) -> Company:
    """Return the sample company with a narrative of its own."""
    (folder / "words.toml").write_text(text, encoding="utf-8")
    own = small.project.company.model_copy(update={"narrative": "words.toml", **settings})
    project = small.project.model_copy(update={"company": own, "root": folder})
    return replace(small, tables=replace(small.tables, project=project))


def slide_of(view: SlideView | LeftOut) -> SlideView:
    """Return a slide that was made."""
    assert isinstance(view, SlideView)
    return view


def changed(story: Story, low: float, high: float) -> None:
    """Give the accepted answers a change since a year ago with these ends."""
    change = Change("2025Q2", (low + high) / 2, low, high)
    evidence = Evidence(definition="d", source="s")
    fact = Fact("answers_accepted", 1000, "count", "Answers", story.facts.period, evidence=evidence)
    story.facts.add(replace(fact, changes={"year_ago": change}))


def test_a_slide_without_words_says_what_the_narrative_has(small: Company, tmp_path: Path) -> None:
    """Title by state, lines that can be said, notes with question and answer together or not at all, the bridge."""
    story = open_story(company_with(small, tmp_path, SAID))
    for ends, title in (
        ((50, 90), "More customers than before"),
        ((-90, -50), "Fewer"),
        ((-10, 10), "As many"),
        ((-90, 90), "Not established"),
    ):
        changed(story, *ends)
        slots = {"who": "{{ never_measured }}"}
        slide = slide_of(story.slide("answers", slots=slots)).slide
        assert slide.title.text == title
    assert [each.text for each in slide.body] == [f"Satisfied: {story.shown(story.facts['csat@2026Q2'])}."]
    assert [each.text for each in slide.notes] == ["Say this."]
    assert slide.lead_in is not None
    assert slide.lead_in.text == "Then: Then the answers."


def test_what_a_cell_gives_wins(small: Company, tmp_path: Path) -> None:
    """An analyst changes a title, a line or a note and keeps the rest; an empty list stands for nothing."""
    story = open_story(company_with(small, tmp_path, SAID))
    slide = slide_of(story.slide("answers", title="Mine", state="rise")).slide
    assert (slide.title.text, len(slide.body), slide.notes[0].text) == ("Mine", 1, "Say this.")
    slide = slide_of(story.slide("answers", state="rise", body=[], notes="My note")).slide
    assert (slide.title.text, slide.body, slide.notes[0].text) == ("More customers than before", (), "My note")


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_a_cost_with_a_range_is_told_with_it(small: Company, tmp_path: Path, locale: str) -> None:
    """Of a part of the company costs are estimates, and each year's stands with its interval; without one, alone."""
    story = open_story(company_with(small, tmp_path, "", locale=locale))
    for low, high in ((190.0, 440.0), (None, None)):
        for name, unit in (("cost_per_resolution", "money"), ("cost_per_accepted_answer", "money")):
            for period, value in (("2026Q2", 315.0), ("2025Q2", 241.0)):
                low_then = None if low is None else low - 74
                ends = (low, high) if period == "2026Q2" else (low_then, high)
                story.facts.add(Fact(name, value, unit, name, period, low=ends[0], high=ends[1], evidence=Evidence()))
        slide = slide_of(story.slide("cost", title="Cost", state="share_flat")).slide
        runs = [run for line in slide.body for run in line.runs if run.fact and run.fact.startswith("cost_per_resol")]
        parts = [(str(run.fact).partition("@")[2], run.part) for run in runs]
        alone = [("2026Q2", "value"), ("2025Q2", "value")]
        with_ends = [(each, part) for each in ("2026Q2", "2025Q2") for part in ("value", "low", "high")]
        assert parts == (alone if low is None else with_ends)


def test_variants_are_for_an_audience_and_for_a_profile(small: Company, tmp_path: Path) -> None:
    """What a variant has is said in place of the slide's own, and the rest stays."""
    story = open_story(company_with(small, tmp_path, SAID, profile="internal"), audience="cfo")
    slide = slide_of(story.slide("answers", state="fall")).slide
    assert [slide.title.text, slide.body[0].text, slide.notes[0].text] == ["Fewer", "Colleagues.", "Say it in money."]


def test_the_companys_own_file_lies_over_the_shipped_one(small: Company, tmp_path: Path) -> None:
    """It says what it says; all else is said as it ships."""
    own = '[slides.answers]\nheader = "Ours, in {{ this_period }}"'
    said = []
    for company in (company_with(small, tmp_path, own), small):
        story = open_story(company)
        changed(story, 50, 90)
        said.append(slide_of(story.slide("answers")).slide)
    theirs, shipped = said
    assert theirs.header is not None
    assert theirs.header.text == "Ours, in Q2\u00a02026"
    assert (theirs.title, theirs.body, theirs.notes) == (shipped.title, shipped.body, shipped.notes)


def test_phrases_are_found_by_name(small: Company, tmp_path: Path) -> None:
    """Code that needs words asks for them by name; a name that is wrong is told with the nearest."""
    story = open_story(company_with(small, tmp_path, SAID))
    assert story.phrase("series.reached") == "Reached by customers"
    with pytest.raises(StoryError) as error:
        story.phrase("series.reach")
    assert "series.reached" in error.value.do


@pytest.mark.parametrize(
    ("text", "where", "do"),
    [
        ("[slides.answrs]\ntitle = 'x'", "words.toml, line 1, slides.answrs", "answers"),
        ("[slides.answers]\ntitel = 'x'", "words.toml, line 2, slides.answers.titel", "title"),
        ("[slides.answers.notes]\nasks = 'x'", "words.toml, line 2, slides.answers.notes.asks", "asked"),
        ("[slides.answers]\ntitle = 3", "words.toml, line 2, slides.answers.title", "sentence"),
        ("[slides.answers]\ntitle = 'Of {{ csat | shares }}'", "words.toml, line 2, slides.answers.title", "share"),
        (
            "[slides.answers.notes]\nbridge = 'To {{ csat }}'",
            "words.toml, line 2, slides.answers.notes.bridge",
            "in words",
        ),
        ("[slides", "words.toml", "mend that line"),
    ],
)
def test_a_fault_in_a_narrative_is_named_with_its_place(
    small: Company, tmp_path: Path, text: str, where: str, do: str
) -> None:
    """File, line, key, and the nearest right name."""
    with pytest.raises(StoryError) as error:
        open_story(company_with(small, tmp_path, text))
    assert error.value.where == where
    assert do in error.value.do


@pytest.mark.parametrize(
    ("call", "do"),
    [
        ({"key": "answrs"}, "answers"),
        ({"key": "answers", "state": "not measurd"}, ""),
        ({"key": "answers", "state": "not established"}, "Why"),
    ],
)
def test_what_a_cell_asks_for_and_no_narrative_has_is_an_error(
    small: Company, tmp_path: Path, call: dict[str, str], do: str
) -> None:
    """A key without a title, a state without a sentence, a slot that nobody fills."""
    text = SAID + '[slides.asked.title]\nrise = "{Why}"\n'
    story = open_story(company_with(small, tmp_path, text.replace("slides.asked", "slides.limits")))
    with pytest.raises(StoryError) as error:
        story.slide(**call)  # type: ignore[arg-type]
    assert error.value.what
    assert error.value.where


def test_a_name_misspelt_in_a_companys_own_title_is_an_error(small: Company, tmp_path: Path) -> None:
    """A shipped title whose facts this company lacks leaves the slide out; a misspelt name does not."""
    story = open_story(company_with(small, tmp_path, "[slides.answers]\ntitle = 'Of {{ casses }}'"))
    with pytest.raises(StoryError) as error:
        story.slide("answers")
    assert "cases" in error.value.do


def test_every_shipped_narrative_is_sound() -> None:
    """All files that ship can be read, and have every part of the notes of each slide that has any."""
    from importlib.resources import files

    shipped = [each for each in files("valuestory.story").joinpath("narratives").iterdir() if each.name[-4:] == "toml"]
    assert shipped
    for file in shipped:
        found = read_text(file.read_text(encoding="utf-8"), file.name)
        for key, words in found.slides.items():
            notes = words.notes
            assert notes.say, f"{file.name}: {key} has nothing to say"
            assert bool(notes.asked) == bool(notes.answer), f"{file.name}: {key} asks without an answer"
