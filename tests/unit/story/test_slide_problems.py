"""What stands beneath a slide's preview: what has no room, no source, no alt text, or claims more than is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from valuestory.deck import build_deck
from valuestory.project import template_path
from valuestory.slides.facts import Evidence, Fact
from valuestory.slides.slide import Chart, Column, Paragraph, Picture, Run, Slide, Table
from valuestory.slides.theme import Theme, read_theme
from valuestory.story.slide_problems import problems

SENTENCE = "Customers who were helped stay more often than like customers who were not helped. "
PIXEL = Picture(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", alt="A dot"
)


@pytest.fixture(scope="module")
def theme() -> Theme:
    """The shipped template's."""
    return read_theme(template_path("valuestory"))


def say(text: str, **shown: str) -> Paragraph:
    """Return a paragraph; with `fact`, that fact's value stands at its end."""
    return Paragraph((Run(text), Run("6 points", **shown))) if shown else Paragraph((Run(text),))


def effect(grade: str, low: float = 0.02, high: float = 0.10) -> Fact:
    """Return an estimate of a grade of evidence."""
    evidence = Evidence(kind="estimated", grade=grade, source="Cases, extracted on 1 July 2026")
    return Fact("effect", 0.06, "points", "effect of help", "2026Q2", low=low, high=high, evidence=evidence)


def claimed(title: str, fact: Fact) -> Slide:
    """Return a slide whose title ends with a fact."""
    return Slide("answer", "statement", say(title, fact=fact.id), facts=(fact,))


@pytest.mark.parametrize(
    ("grade", "said", "too_much"),
    [
        ("A", "Help raised retention by ", ""),
        ("B", "Help raised retention by ", '"raised" claims a cause, and the evidence is of grade B: write "goes with'),
        ("B", "Retention rose thanks to help, by ", '"thanks to" claims a cause'),
        ("B", "Help goes with more retention, after comparing like with like: ", ""),
        ("C", "Support saved ", 'grade C: write "goes with ..., as far as the listed factors tell"'),
        ("D", "Since help came, retention moved by ", ""),
        ("D", "Retention moved by ", "a mere before and after (grade D)"),
        ("E", "Customers say that they stay, by ", ""),
        ("E", "Retention is better by ", "(grade E)"),
        ("D", "That help raised retention is not established: ", ""),
    ],
)
def test_a_title_may_say_what_the_grade_of_its_evidence_allows_and_no_more(
    theme: Theme, grade: str, said: str, too_much: str
) -> None:
    """Only an experiment or a rollout shows a cause (A); B and C go with something, D came since, E is said."""
    found = " ".join(problems(claimed(said, effect(grade)), theme))
    assert (too_much in found) if too_much else not found


def test_the_weakest_of_several_estimates_decides_the_verb(theme: Theme) -> None:
    """A sentence that rests on an experiment and on a comparison claims no cause."""
    strong, weak = effect("A"), replace(effect("C"), name="other")
    title = Paragraph((Run("Help raised both: "), Run("6 points", fact=strong.id), Run("7 points", fact=weak.id)))
    found = problems(Slide("answer", "statement", title, facts=(strong, weak)), theme)
    assert [each for each in found if "grade C" in each]


def test_what_is_counted_may_be_said_to_have_moved(theme: Theme) -> None:
    """A figure without a grade is counted, not estimated: that the time was cut is no claim of a cause."""
    counted = Fact("minutes", 30.0, "minutes", "time", "2026Q2", evidence=Evidence(kind="counted", source="Cases"))
    assert problems(claimed("The time was cut to ", counted), theme) == []


def test_an_effect_whose_interval_takes_in_zero_says_so(theme: Theme) -> None:
    """Between one point less and ten more, nothing is established: "not" says so, and so does the range."""
    unclear = effect("B", low=-0.01)
    (found,) = problems(claimed("Help goes with more retention: ", unclear), theme)
    assert "effect of help takes in zero" in found
    assert problems(claimed("An effect on retention is not established: ", unclear), theme) == []


def test_the_level_of_an_interval_needs_no_source_and_any_other_figure_does(theme: Theme) -> None:
    """95 % is a convention; 40 % was typed by somebody."""
    assert problems(Slide("x", "statement", say("The range is a 95 % interval")), theme) == []
    (found,) = problems(Slide("x", "statement", say("We saved 40 % of the cost")), theme)
    assert "write it as a fact" in found


def test_every_exhibit_without_alt_text_is_named(theme: Theme) -> None:
    """A chart, a second one and a picture: whoever does not see them learns nothing."""
    bare = Chart({"mark": "bar"}, alt="")
    pair = Slide("x", "two", say("Two charts stand side by side"), chart=bare, chart2=bare)
    assert len([each for each in problems(pair, theme) if "no alt text" in each]) == 2
    seen = Slide("x", "chart", say("A picture stands alone"), picture=replace(PIXEL, alt=" "))
    assert problems(seen, theme) == [
        "the picture has no alt text, so that who does not see it learns nothing: give alt="
    ]


def rows(count: int) -> Table:
    """Return a table of figures."""
    row = (say("Region"), say("a"), say("b"))
    return Table(
        (Column(say("Part")), Column(say("One"), "right"), Column(say("Two"), "right")), (row,) * count, "Parts"
    )


def lines(count: int) -> tuple[Paragraph, ...]:
    """Return body text of so many sentences."""
    return (Paragraph((Run(SENTENCE * count),)),)


TOO_LONG: Mapping[str, Slide] = {
    "beside the exhibit": Slide("beside", "chart+takeaway", say("A title"), body=lines(25), picture=PIXEL),
    "under the exhibit": Slide("under", "table", say("A title"), body=lines(14), table=rows(3)),
    "the text": Slide("words", "bullets", say("A title"), body=lines(40)),
    "the source line": Slide("source", "bullets", say("A title"), body=lines(1), source=lines(9)[0]),
    "the table": Slide("table", "table", say("A title"), table=rows(30)),
    "the title": Slide("title", "bullets", say(SENTENCE * 8), body=lines(1)),
}
"""Slides with one text each that has no room, by what is said of it."""


def short(slide: Slide) -> Slide:
    """Return the slide with texts that have room."""
    body = lines(1) if slide.body else ()
    table = rows(4) if slide.table is not None else None
    source = say("Source: cases") if slide.source is not None else None
    return replace(slide, key=f"{slide.key} short", title=say("A title"), body=body, table=table, source=source)


def test_the_preview_warns_where_the_deck_would_and_nowhere_else(theme: Theme, tmp_path: Path) -> None:
    """What is too long on the shipped template is told while it is written: the same slides that the deck reports.

    The table goes on over a further slide there, which is told too.
    """
    told = {name: " ".join(problems(slide, theme)) for name, slide in TOO_LONG.items()}
    assert {name: name in said for name, said in told.items()} == dict.fromkeys(TOO_LONG, True)
    fitting = [short(slide) for slide in TOO_LONG.values()]
    assert [problems(slide, theme) for slide in fitting] == [[]] * len(fitting)
    deck = build_deck([*TOO_LONG.values(), *fitting], "valuestory", tmp_path / "deck.pptx")
    goes_on = [key for key in deck.layouts if key.startswith("table ") and not key.endswith("short")]
    assert goes_on
    reported = {list(deck.layouts)[each.slide - 1] for each in deck.problems}
    assert reported == {slide.key for slide in TOO_LONG.values()} - {"table"}
