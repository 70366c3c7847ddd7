"""The labels beside a forest's rows: a sign before each end, as many decimals in all, and a source for each figure."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.spec.tables import company_from, read_table

from valuestory.audit.auditing import findings
from valuestory.deck import build_deck
from valuestory.project import CompanySettings, Project
from valuestory.story import effect_charts, open_story
from valuestory.story.contribution import tables
from valuestory.story.contribution.facts import facts_of_effects
from valuestory.story.contribution.told import Told
from valuestory.story.view import SlideView

ACCOUNTS = "account_id | start_at\na | 2025-01-01"
CASES = "case_id | account_id | opened_at\n1 | a | 2026-05-01"
ROWS = {"logo_retention": (0.0638, 0.0312, 0.097), "retained_arr": (0.0415, -0.0221, 0.105)}
CHECK = (-0.0042, -0.0413, 0.033)
SHOWN = {
    "en_GB": ["+6.4 (+3.1 to +9.7)", "+4.2 (\u22122.2 to +10.5)", "\u22120.4 (\u22124.1 to +3.3)"],
    "de_DE": ["+6,4 (+3,1 bis +9,7)", "+4,2 (\u22122,2 bis +10,5)", "\u22120,4 (\u22124,1 bis +3,3)"],
}


def effect(ends: tuple[float, float, float], **more: Any) -> Any:
    """Return what facts look at of an effect with these ends: the estimate, the low end, the high end."""
    estimate, low, high = ends
    alone = {"e_value": None, "e_value_limit": None, "benchmark": None, "negative_control": None, "refused": False}
    counts = {"n_treated": 759, "n_compared": 993, "balance_before": 0.6, "balance_after": 0.06, "kept_share": 0.79}
    total = SimpleNamespace(estimate=49.0, low=24.0, high=74.0)
    made = {"estimate": estimate, "low": low, "high": high, "grade": "B", "verdict": "established", "total": total}
    return SimpleNamespace(**alone | counts | made | {"least_detectable": 0.047} | more)


def told(locale: str, effects: dict[str, Any]) -> Told:
    """Return a contribution with these effects, their figures among the facts of a story in this language."""
    project = Project(company=CompanySettings(name="Example", currency="EUR", locale=locale))
    made = {"accounts": read_table("accounts", ACCOUNTS), "cases": read_table("cases", CASES)}
    story = open_story(company_from(made, project=project))
    story.add_facts(facts_of_effects(effects))
    found: Any = SimpleNamespace(effects=SimpleNamespace(effects=effects))
    return Told(story, found, "", None)


@pytest.mark.parametrize("locale", SHOWN)
def test_each_end_of_a_row_has_its_sign_and_each_figure_its_source(locale: str, tmp_path: Path) -> None:
    """A gain has a plus, a loss a minus and no plus before it; the audit knows each for its fact's."""
    effects = {name: effect(ends) for name, ends in ROWS.items()}
    effects["logo_retention"].negative_control = CHECK
    made = told(locale, effects)
    chart = effect_charts.forest(tables.forest(made))
    title = "Help is worth {{ size_logo_retention | points }}"
    view = made.story.slide("retention", title=title, chart=chart, body=["What is established"], notes=[])
    assert isinstance(view, SlideView)
    deck = build_deck([view.slide], "valuestory", tmp_path / "deck.pptx", record=made.story.record()).path
    found = findings(deck)
    assert {each.status for each in found} == {"sourced"}
    labels = [each.shown for each in found if each.where == "chart"]
    first, second, third = SHOWN[locale]
    for label in (first, second, third):
        ends = label.replace("(", "").replace(")", "").split()
        assert {ends[0], ends[1], ends[3]} <= set(labels)
    assert "+\u2212" not in "".join(labels)


def test_all_rows_have_as_many_decimals_as_the_finest() -> None:
    """Six points beside 4.2 are 6.4, in the title too; where all are five and more, all are whole."""
    fine = told("en_GB", {name: effect(ends) for name, ends in ROWS.items()})
    assert list(tables.forest(fine)["text"]) == [SHOWN["en_GB"][0], SHOWN["en_GB"][1]]
    assert fine.story.slide("x", title="Help is worth {{ size_logo_retention | points }}").slide.title.text.endswith(
        "6.4\u00a0points"
    )
    coarse = told("en_GB", {"logo_retention": effect((0.0638, 0.0512, 0.097), least_detectable=0.061)})
    assert list(tables.forest(coarse)["text"]) == ["+6 (+5 to +10)"]


def test_amounts_of_money_have_no_plus() -> None:
    """Only a difference has a sign: what a line is worth is an amount."""
    made = told("en_GB", {"logo_retention": effect(ROWS["logo_retention"])})
    made.story.fact("value_total", 14_000.0, low=9_000.0, high=24_000.0, unit="money", source="the value ledger")
    line = SimpleNamespace(unit="EUR", in_headline=True, value_class="revenue")
    made.story.fact("ledger_0", 14_000.0, low=9_000.0, high=24_000.0, unit="money", source="the value ledger")
    made.found.ledger = SimpleNamespace(lines=[line])  # type: ignore[union-attr]
    assert not any("+" in text for text in tables.value_rows(made)["text"])
