"""What a company's tables cannot carry is one table: `company.gaps()`, the slide on limits, and the slides themselves.

The notebook that ships is run, cell by cell, on companies that lack something.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.spec.random_company import random_tables
from tests.spec.tables import company_from
from tests.spec.test_catalogue import only

from valuestory import open_story
from valuestory.data import TABLES
from valuestory.metrics import METRICS, Company
from valuestory.metrics.gaps.carried import COMPARED, SLIDES
from valuestory.metrics.gaps.gaps import gaps_table, not_carried, wanted_tables
from valuestory.story import Story
from valuestory.story.view import SlideView

STORY = Path(__file__).parents[3] / "notebooks" / "value_of_support.ipynb"
NEEDS = sorted({need for each in METRICS.values() for need in each.needs})
LESS = {
    "cases alone": ["cases.case_id"],
    "no costs": [each for each in NEEDS if not each.startswith("costs")],
    "no subscriptions": [each for each in NEEDS if not each.startswith("subscriptions")],
    "no sessions": [each for each in NEEDS if not each.startswith("article_sessions")],
    "no resolution": [each for each in NEEDS if each != "cases.resolved_at"],
    "no reopening": [each for each in NEEDS if each != "cases.reopens_count"],
    "nobody leaves": [each for each in NEEDS if each not in ("accounts.churned_at", "subscriptions.end_on")],
    "everything": NEEDS,
}


def company_with(needs: Iterable[str]) -> Company:
    """A company of chance with these columns, and cases, which say how far its data reaches."""
    return company_from(only(random_tables(7), {*needs, "cases.case_id"}))


@cache
def company_that_lacks(less: str) -> Company:
    """The company of `LESS` of that name, opened once for both tests of it."""
    return company_with(LESS[less])


def told(company: Company) -> Story:
    """The story of a company, told by the cells of the notebook that ships."""
    cells = json.loads(STORY.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(each["source"]) for each in cells if each["cell_type"] == "code"]
    story = open_story(company)
    names: dict[str, Any] = {"company": company, "results": company.metrics(), "story": story, "previous": ""}
    for source in sources:
        cell = ast.parse(source)
        imports = [each for each in cell.body if isinstance(each, ast.Import | ast.ImportFrom)]
        told_here = "tell_contribution(" in source or "story.slide(" in source
        exec(compile(cell if told_here else ast.Module(imports, []), "cell", "exec"), names)  # the project's own
    return story


@pytest.mark.parametrize("less", LESS)
def test_the_slides_that_are_left_out_are_those_that_the_gaps_foretell(less: str) -> None:
    """A slide is made exactly where the company's metrics carry it, and each that is not stands in the gaps.

    What stands on a comparison of customers is left to that: its slides, and retention, which either carries.
    """
    company = company_that_lacks(less)
    story = told(company)
    either = {*COMPARED, "retention"}
    missing = set(story.missing) - either
    gaps = company.gaps()
    carried = set(METRICS) - set(gaps["metric"])
    assert missing == {key for key, each in SLIDES.items() if not each.is_carried_by(carried)} - either
    named = {key for keys in gaps["slide"] for key in str(keys).split(", ")}
    assert missing == named & set(SLIDES) - either
    assert {key for each in company.wanted() for key in each.slides} - either == missing


@pytest.mark.parametrize("less", LESS)
def test_the_slide_on_limits_has_one_row_for_each_table_of_the_gaps(less: str) -> None:
    """Each table that would close a gap has a row in words of the field; its name and columns stand in the notes."""
    company = company_that_lacks(less)
    story = open_story(company)
    rows = story.open_questions().to_dict("records")
    rows = [row for row in rows if str(row["What we know"]).startswith("Not measured")]
    gaps = company.gaps()
    assert len(rows) == gaps["table"].nunique()
    assert not_carried(company.tables) == set(gaps["metric"]), "what is not computed is what has a gap"
    raw = {column.name for each in TABLES.values() for column in each.columns if "_" in column.name} | {
        name for name in TABLES if "_" in name
    }
    said = " ".join(cell for row in rows for cell in row.values())
    assert raw.isdisjoint(re.findall(r"\w+", said))
    view = story.slide("limits", title="What is open", table=story.open_questions(), notes=["Say these."])
    notes = [each.text for each in view.slide.notes] if isinstance(view, SlideView) else []
    for table, lacking in gaps.groupby("table"):
        columns = sorted({each for names in lacking["column"] for each in str(names).split(", ") if each})
        line = next(each for each in notes if re.match(rf"Not in the data: table {table}\b", each))
        assert sorted(re.findall(r"\w+", line.partition("(")[2])) == columns
        labels = set(lacking["label"])
        assert any(any(each in row["What we know"] for each in labels) for row in rows)
        assert any(row["What would settle it"].endswith(str(next(iter(lacking["brings"])))[1:]) for row in rows)


def test_a_gap_says_where_what_is_missing_comes_from() -> None:
    """The company's own vendor is named first, with the place in its product; what events would tell is said too."""
    columns = {"accounts": ("account_id", "start_at"), "cases": ("case_id", "account_id", "opened_at", "resolved_at")}
    gaps = gaps_table(columns, {"cases": "Zendesk"}).set_index(["metric", "table"])
    row = gaps.loc[("answers_with_case", "cases")]
    assert (row["column"], row["missing"]) == ("reopens_count", "cases.reopens_count")
    assert "Zendesk" in row["export"].split(", ")
    assert row["do"].startswith("export reopens_count with cases too (Zendesk, Explore")
    unknown = gaps_table(columns).set_index(["metric", "table"]).loc[("answers_with_case", "cases"), "do"]
    assert "[sources.cases.columns]" in str(unknown)
    assert str(unknown).endswith("or give case_events, which tells it")
    assert gaps.loc[("annual_logo_retention", "accounts"), "do"].endswith("or give subscriptions, which tells it")
    assert gaps.loc[("nps", "surveys"), "do"] == "give a table surveys: the survey tool's answers"


def test_a_metric_that_waits_for_two_tables_has_a_row_for_each() -> None:
    """The cost of an accepted answer waits for the ledger and for sessions; both rows say all that it lacks."""
    columns = {
        "accounts": ("account_id", "start_at"),
        "cases": ("case_id", "opened_at", "resolved_at", "reopens_count"),
    }
    gaps = gaps_table(columns)
    rows = gaps[gaps["metric"] == "cost_per_accepted_answer"]
    assert list(rows["table"]) == ["costs", "article_sessions"]
    assert set(rows["missing"]) == {"costs, article_sessions"}
    wanted = {each.table: each for each in wanted_tables(gaps)}
    assert "cost_per_accepted_answer" in wanted["costs"].metrics
    assert "cost_per_accepted_answer" in wanted["article_sessions"].metrics
    assert wanted["article_sessions"].slides == ("loop", "answers", "selfservice", "cost")
