"""Six companies that lack something: each deck is shorter, true, and still worth showing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from tests.unit.story.told_stories import ToldStory, company_made_of, desk_project, desk_tables, tell

from valuestory.audit.auditing import findings
from valuestory.deck import build_deck
from valuestory.deck.lint.linting import lint_deck
from valuestory.slides.slide import STORY_MEDIA_TYPE, story_from_json, to_json
from valuestory.story.exhibits.given import chart_rows

if TYPE_CHECKING:
    import pandas as pd

FLOOR: Final = {"title", "answer", "situation", "limits", "decision"}
"""As the brief has it, with one slide of evidence at least."""
LACKING: Final = (
    "cases and accounts alone",
    "no costs",
    "no revenue",
    "one quarter",
    "40 accounts",
    "nothing established",
)


@cache
def whole() -> Mapping[str, pd.DataFrame]:
    """A commercial company with everything: the desk's tables, and contracts; help brings its customers to more."""
    tables = dict(desk_tables("internal"))
    accounts = tables["accounts"]
    chance = np.random.default_rng(3)
    amounts = np.exp(9 + 0.3 * chance.normal(size=len(accounts))).round()
    contracts = accounts[["account_id"]].assign(
        start_on="2023-01-01", end_on=accounts["churned_at"], arr_amount=amounts
    )
    contracts["start_on"] = contracts["start_on"].astype("datetime64[s]")
    return tables | {"subscriptions": contracts}


def lacking(what: str) -> dict[str, pd.DataFrame]:
    """The tables of the whole company but what is lacking."""
    tables = dict(whole())
    if what == "cases and accounts alone":
        return {"accounts": tables["accounts"], "cases": tables["cases"][["case_id", "account_id", "opened_at"]]}
    if what == "no costs":
        del tables["costs"]
    if what == "no revenue":
        del tables["subscriptions"]
    if what == "one quarter":
        dated = {"cases": "opened_at", "article_sessions": "started_at", "milestones": "started_at", "usage": "at"}
        tables = {name: tables[name] for name in ("accounts", "articles", *dated)}
        for name, column in dated.items():
            tables[name] = tables[name][tables[name][column] >= "2026-04-01"].reset_index(drop=True)
    if what == "40 accounts":
        few = tables["accounts"]["account_id"].head(40)
        tables = {
            name: each[each["account_id"].isin(few)].reset_index(drop=True) if "account_id" in each else each
            for name, each in tables.items()
        }
    if what == "nothing established":  # who reaches what, and whose cases fall, by chance alone
        chance = np.random.default_rng(5)
        events = tables["milestones"]
        tables["milestones"] = events.assign(account_id=chance.permutation(events["account_id"]))
        del tables["improvements"]
    return tables


@cache
def told(what: str) -> ToldStory:
    """The story of the company that lacks this."""
    project = desk_project("internal", profile="commercial", name="Larkfield")
    return tell(company_made_of(lacking(what), project))


@pytest.mark.parametrize("what", LACKING)
def test_each_deck_keeps_the_floor_and_says_why_it_is_shorter(what: str) -> None:
    """The five slides that are always there, one of evidence, and for each that is not made its reason."""
    story, slides, _ = told(what)
    keys = {slide.key for slide in slides}
    assert keys >= FLOOR
    assert (keys - FLOOR) & {"answers", "loop", "ttcv", "retention", "product", "scorecard", "data_quality"}
    assert all(reason for reason in story.missing.values())
    assert not keys & set(story.missing)
    for slide in slides:  # no exhibit without a figure
        assert slide.table is None or slide.table.rows, slide.key
        assert slide.chart is None or list(chart_rows(slide.chart.spec)), slide.key


@pytest.mark.parametrize("what", LACKING)
def test_no_title_claims_more_than_the_comparison_carries(what: str) -> None:
    """Words of an effect stand only where one is established, and only grade A may say that help raised anything."""
    story, slides, found = told(what)
    titles = {slide.key: slide.title.text for slide in slides}
    assert not any(word in title for title in titles.values() for word in ("raised", "cut ", "because of", "proves"))
    assert ("returned at least" in titles["answer"]) == (found.money[0] > 0)
    if not found.established:
        assert "Help goes with" not in titles.get("retention", "")
        assert "more of" not in titles.get("retention", "")
        assert all(line.in_headline is False for _, line in found.in_money() if line.value_class == "revenue")
    assert story.facts["open_doubts"].value


def test_cases_and_accounts_alone_say_how_much_was_asked_and_what_is_missing() -> None:
    """The answer counts, nothing is compared, and the limits name the tables that would show more."""
    story, slides, found = told("cases and accounts alone")
    assert found.found is None
    assert "Support took on" in next(slide.title.text for slide in slides if slide.key == "answer")
    assert {"answers", "selfservice", "cost", "chain", "bridge", "holdout"} <= set(story.missing)
    assert len(slides) <= 10


def test_without_costs_no_figure_is_beside_a_cost() -> None:
    """The chain begins with answers, and the slide on cost is left out."""
    story, slides, _ = told("no costs")
    assert story.facts.get("effort") is None
    assert "cost" in story.missing
    assert not any("cost" in slide.title.text.lower() for slide in slides if slide.key == "answer")
    chain = next(slide.flow for slide in slides if slide.key == "chain")
    assert chain is not None
    assert chain.steps[0].established, "what was counted first hangs on no link"


def test_without_revenue_the_deck_still_says_who_stayed() -> None:
    """No figure of revenue is told, and cost is said for an accepted answer."""
    story, slides, _ = told("no revenue")
    assert not any("arr" in fact.name.split("_") or "revenue" in fact.name for fact in story.facts.values())
    assert "An accepted answer costs" in next(slide.title.text for slide in slides if slide.key == "cost")


def test_one_quarter_is_told_as_a_level() -> None:
    """No title speaks of a year ago, nothing is compared, and what was counted is told."""
    _, slides, found = told("one quarter")
    assert found.found is None
    assert not any("year ago" in slide.title.text for slide in slides)
    assert "Customers accepted" in next(slide.title.text for slide in slides if slide.key == "answers")


def test_forty_accounts_are_too_few_and_the_deck_says_so() -> None:
    """The comparison is refused with how many there are; no effect is in any title."""
    _, slides, found = told("40 accounts")
    assert not found.established
    retention = next((slide for slide in slides if slide.key == "retention"), None)
    assert retention is not None
    assert "cannot be compared yet: only" in retention.title.text


def test_where_nothing_is_established_the_answer_says_so() -> None:
    """The range stands in the title, and nothing is summed."""
    _, slides, found = told("nothing established")
    assert found.established == []
    assert found.money == (0.0, 0.0, 0.0)
    title = next(slide.title.text for slide in slides if slide.key == "answer")
    assert "not established" in title


@pytest.mark.parametrize("what", ["no revenue", "40 accounts"])
def test_every_number_of_a_shorter_deck_is_sourced_and_lint_finds_nothing(what: str, tmp_path: Path) -> None:
    """Two that between them have what refuses and what is told alone; tables in memory have no source to name."""
    story, slides, _ = told(what)
    record = story_from_json(story._bundle()[STORY_MEDIA_TYPE])
    deck = build_deck(slides, "valuestory", tmp_path / "deck.pptx", record=record).path
    assert [(each.slide, each.shape, each.shown) for each in findings(deck) if each.status != "sourced"] == []
    assert [each for each in lint_deck(deck) if each.rule != "source"] == []


def test_the_record_keeps_what_may_be_said_of_each_estimate_and_why() -> None:
    """Each outcome by the verdict, grade and reason that were found; where nothing can be compared, that, and why."""
    story, _, found = told("nothing established")
    kept = story_from_json(to_json(story.record())).verdicts
    assert found.effects
    for name, effect in found.effects.items():
        assert (kept[name]["verdict"], kept[name]["reason"]) == (effect.verdict, effect.reason)
        assert kept[name].get("grade") == effect.grade
    alone, _, refused = told("cases and accounts alone")
    assert alone.record().verdicts["contribution"] == {"verdict": "not comparable", "reason": refused.refused}
