"""The board's slides: which sentence the evidence allows, on facts made by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from tests.spec.tables import company_of

from valuestory.contribution.ledger.ledger import Ledger, Line
from valuestory.metrics import Company
from valuestory.slides.facts import Evidence, Fact
from valuestory.story import Story, board, open_story
from valuestory.story.contribution.reasons import facts_of_reasons
from valuestory.story.contribution.told import Told
from valuestory.story.exhibits.flows import Step
from valuestory.story.narrative import shipped_narrative
from valuestory.story.slide_problems import MOST_WORDS
from valuestory.story.telling import SHORT_TITLE
from valuestory.story.view import SlideView

ACCOUNTS = "account_id | start_at\n" + "\n".join(f"{number} | 2025-01-01" for number in range(12))
CASES = "case_id | account_id | opened_at | resolved_at | csat_score\n" + "\n".join(
    f"{each} | {each % 12} | 2026-0{4 + each % 3}-{1 + each % 30:02d} | 2026-06-30 | {5 if each % 4 else 2}"
    for each in range(80)
)
SOLID = {
    "verdict": "established",
    "grade": "B",
    "estimate": 0.06,
    "refused": False,
    "reason": "",
    "collect": "",
    "kept_share": 0.79,
}
OPEN = SOLID | {"verdict": "not distinguishable from zero"}
FEW = SOLID | {
    "verdict": "too few accounts",
    "grade": None,
    "refused": True,
    "reason": "the smaller group has 12 accounts to compare, and 40 are needed",
}
UNCLEAR = "not distinguishable from zero"


@pytest.fixture(scope="module")
def small() -> Company:
    """Twelve customers with 80 cases: nothing can be compared."""
    return company_of(accounts=ACCOUNTS, cases=CASES)


def line(name: str, low: float, high: float, why_not: str = "") -> Line:
    """Return a line of money."""
    kind: Any = "revenue" if name == "renewals" else "avoidance"
    return Line(f"{name}/2026Q2", name, kind, low, (low + high) / 2, high, "B", "EUR", why_not=why_not)


def told(story: Story, effects: dict[str, dict[str, Any]], *lines: Line, effort: float = 4e6, chain: Any = None) -> Any:
    """Return a contribution with these effects and lines of the ledger, its figures among the story's facts."""

    def estimate(name: str, value: float, unit: str, low: float, high: float) -> None:
        evidence = Evidence(grade="B", source="made by hand", definition=name)
        story.facts.add(Fact(name, value, unit, name, low=low, high=high, evidence=evidence))

    ledger = Ledger(lines)
    low, base, high = ledger.headline("EUR")
    estimate("value_total", base, "money", low, high)
    estimate("chain_value", 2.4e6, "money", -2e5, 4.9e6)
    story.facts.add(Fact("effort", effort, "money", "Cost of Support"))
    for name in effects:
        estimate(f"effect_{name}", 6.0, "points", 3.0, 9.0)
        story.facts.add(Fact(f"size_{name}", 6.0, "points", "size"))
        story.facts.add(Fact(f"kept_{name}", 0.79, "share", "comparable"))
        estimate(f"gained_{name}", 49.0, "count", 24.0, 74.0)
    for kind in {each.value_class for each in lines if each.in_headline}:
        part = [each for each in lines if each.in_headline and each.value_class == kind]
        ends = [sum(each.ends[end] for each in part) for end in range(3)]
        estimate(f"value_{kind}", ends[1], "money", ends[0], ends[2])
    known: Any = {name: SimpleNamespace(**each) for name, each in effects.items()}
    for fact in facts_of_reasons(known, None, ()):
        story.facts.add(fact)
    found: Any = SimpleNamespace(effects=SimpleNamespace(effects=known), ledger=ledger, chain=chain)
    return Told(story, found if effects else None, "" if effects else "too few", None)


def title(story: Story, key: str, words: Any) -> str:
    """Return a slide's title in these words, within its budget."""
    view = story.slide(key, state=words[0], slots=words[1], body=[])
    assert isinstance(view, SlideView)
    said = view.slide.title.text.replace("\u00a0", " ")
    assert len(view.slide.title.text.split()) <= MOST_WORDS
    assert len(said) <= SHORT_TITLE
    return said


@pytest.mark.parametrize(
    ("effects", "lines", "said"),
    [
        (
            {"logo_retention": SOLID},
            [line("renewals", 5e6, 7e6)],
            "Support cost €4.0 million and returned at least €5.0 million",
        ),
        (
            {"logo_retention": SOLID},
            [line("renewals", 1.9e6, 6.1e6)],
            "For €4.0 million, Support returned at least €1.9 million; best estimate €4.0 million",
        ),
        (
            {"logo_retention": SOLID},
            [line("renewals", -2e5, 5e6, UNCLEAR), line("cases", 9e3, 2e4)],
            "Helped customers stayed 6 points more often than comparable ones; its worth is open",
        ),
        (
            {"retained_arr": OPEN},
            [line("renewals", -2e5, 5e6, UNCLEAR)],
            "Support's value is not established: −€0.2 million to €4.9 million for €4.0 million",
        ),
        ({}, [], "Support took on 80 cases; what customers gained is not established yet"),
    ],
)
def test_the_answer_claims_what_is_established_and_no_more(
    small: Company, effects: dict[str, dict[str, Any]], lines: list[Line], said: str
) -> None:
    """Money leads where its low end is beyond zero and it is most of what is at stake."""
    story = open_story(small)
    assert title(story, "answer", board.answer_words(told(story, effects, *lines))) == said


def test_the_cfo_reads_the_range_where_money_is_not_established(small: Company) -> None:
    """The same evidence, said in money."""
    story = open_story(small, audience="cfo")
    found = told(story, {"logo_retention": SOLID}, line("renewals", -2e5, 5e6, UNCLEAR))
    assert title(story, "answer", board.answer_words(found)).startswith("Support's value is not established")


def test_tiles_are_the_sum_with_its_parts_or_what_there_is(small: Company) -> None:
    """Parts add up to the total as the facts have them; without a sum the open value is marked, and the cost on it."""
    story = open_story(small)
    claimed = told(story, {"logo_retention": SOLID}, line("renewals", 2e6, 4e6), line("cases", 1e6, 2e6))
    tiles = [each.figure for each in board.answer_tiles(claimed)]
    assert tiles == ["value_total", "value_revenue", "value_avoidance"]
    total, *parts = [story.facts[each].value for each in tiles]
    assert total == sum(each for each in parts if isinstance(each, float))
    unclear = told(story, {"logo_retention": SOLID}, line("renewals", -2e5, 5e6, UNCLEAR))
    assert [(each.figure, each.mark) for each in board.answer_tiles(unclear)] == [
        ("gained_logo_retention", ""),
        ("chain_value", "effort"),
    ]
    assert [each.open for each in board.answer_tiles(unclear)] == ["", "Not established"]
    counted = [each.figure for each in board.answer_tiles(told(open_story(small), {}))]
    assert counted == ["cases", "csat"]


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        (
            {"logo_retention": SOLID},
            "Helped customers stayed 6 points more often than comparable ones",
        ),
        (
            {"logo_retention": SOLID, "retained_arr": OPEN},
            "Helped customers stayed 6 points more often than comparable ones; revenue is open",
        ),
        (
            {"milestones": SOLID | {"estimate": -0.06, "verdict": "partial overlap"}},
            "Helped customers reached 6 points fewer milestones than comparable ones; 79% compared",
        ),
        ({"logo_retention": SOLID | {"grade": "A"}}, "Help raised customers kept by 6 points"),
        (
            {"logo_retention": SOLID | {"grade": "C"}},
            "Help goes with 6 points more customers kept, as far as the listed factors tell",
        ),
        ({"logo_retention": OPEN}, "An effect on customers kept is not established: 6 points, range 3 to 9"),
        (
            {"logo_retention": SOLID | {"verdict": "model-dependent"}},
            "An effect on customers kept depends on how it is compared: 3 to 9",
        ),
        (
            {"logo_retention": FEW},
            "An effect on customers kept cannot be compared yet: only 12, 40 needed",
        ),
        (
            {"logo_retention": FEW | {"reason": "in one of the groups every account has the same outcome"}},
            "An effect on customers kept cannot be compared yet: too few to compare",
        ),
        (
            {"logo_retention": FEW | {"verdict": "comparison not valid"}},
            "An effect on customers kept cannot be told: they already differed before",
        ),
        (
            {"logo_retention": FEW | {"verdict": "overlap too weak", "reason": "only 56% is alike, and 60% is needed"}},
            "An effect on customers kept cannot be compared: 56% are alike, 60% needed",
        ),
    ],
)
def test_a_comparison_is_said_in_the_verb_of_its_grade(
    small: Company, effects: dict[str, dict[str, Any]], said: str
) -> None:
    """Only chance lets help raise anything; a refusal says why."""
    story = open_story(small)
    found = title(story, "retention", board.retention_words(told(story, effects)))
    assert found == said


def test_the_situation_counts_what_is_reported(small: Company) -> None:
    """What valuestory.toml declares is what is reported; without it, what the tables let be tracked."""
    story = open_story(small)
    table = board.reported(story)
    assert table.iloc[:, 0].tolist() == ["Cases", "Time to resolution", "Satisfaction after a case"]
    view = story.slide("situation", table=table, state=board.reported_state(story))
    assert isinstance(view, SlideView)
    assert view.slide.title.text == "We track 3 measures of Support; none shows what customers gained"


def test_leverage_is_held_against_a_year_ago(small: Company) -> None:
    """Answers without a case for each case solved: 2 after 1.6 is a rise; within two percent it is flat."""
    story = open_story(small)
    for period, without, through in (("2026Q2", 200, 100), ("2025Q2", 160, 100)):
        story.facts.add(Fact("answers_without_case", without, "count", "without", period))
        story.facts.add(Fact("answers_with_case", through, "count", "through", period))
    assert board.loop_boxes(story) is not None
    assert (story.facts["leverage"].value, story.facts["leverage_year_ago"].value) == (2.0, 1.6)
    assert board.loop_state(story) == "rise"
    story.facts.add(Fact("answers_without_case", 198, "count", "without", "2025Q2"))
    assert board.loop_state(story) == "flat"


def test_what_was_fixed_is_counted_over_the_year_where_the_quarter_shipped_nothing(northwind: Company) -> None:
    """The sample shipped nothing in its last quarter, and ten improvements in the year: counted in its file by hand."""
    story = open_story(northwind)
    boxes = [each for each in board.loop_boxes(story) or [] if isinstance(each, Step)]
    assert [each.figure for each in boxes][-1] == "{{ improvements_in_year }}"
    assert len(boxes) == 4
    table = northwind.tables.tables["improvements"].to_pandas()
    shipped = pd.to_datetime(table["shipped_at"]).dt.tz_localize(None)
    by_hand = int(shipped.between("2025-07-01", "2026-06-30 23:59:59").sum())
    assert story.facts["improvements_in_year"].value == by_hand == 10


def test_every_main_slide_of_the_narrative_has_all_parts_of_its_notes() -> None:
    """Say, what may be asked and the answer of 40 words at most, and the bridge to it; sources are made by code."""
    slides = shipped_narrative().layers[0].file.slides
    main = list(slides)[1 : list(slides).index("decision") + 1]
    for key in main:
        notes = slides[key].notes
        assert all((notes.say, notes.asked, notes.answer, notes.bridge)), key
        assert len(str(notes.answer).split()) <= 40, key
