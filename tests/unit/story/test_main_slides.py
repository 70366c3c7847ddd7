"""What single slides show: hand-worked losses, days that add up, the team's measures, plan and forecast."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.tables import company_of

from valuestory.contribution import improvements_before_after
from valuestory.story import Story, open_story
from valuestory.story.main_slides import contacts_avoided, cost_columns, team_measures
from valuestory.story.main_slides.cost import measure_of, scenarios, variance
from valuestory.story.main_slides.people import taken_up, team_panels, turnover
from valuestory.story.main_slides.product import counted, indexed_rows
from valuestory.story.main_slides.selfservice import losses
from valuestory.story.main_slides.ttcv import first_year_days, life_events

if TYPE_CHECKING:
    from valuestory.metrics import Company

ACCOUNTS = "account_id | start_at\n" + "\n".join(f"{number} | 2025-01-01" for number in range(8))
QUARTER = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-04-01", "2026-06-30", freq="3D")]
CASES = "case_id | account_id | opened_at | resolved_at\n" + "\n".join(
    f"{each} | {each % 8} | {day} | 2026-06-30" for each, day in enumerate(QUARTER)
)
HEAD = "session_id | account_id | started_at | is_consumed | is_entitled | is_success | is_intended | needs_followup\n"
SAID = [
    *[("yes", "yes", "no")] * 4,  # of 40 visits of entitled customers, 20 say whether it helped
    ("yes", "yes", "yes"),  # 10 say that it did; 5 of these would have called; 4 of these needed no more
    *[("yes", "no", "")] * 5,
    *[("no", "", "")] * 10,
    *[("", "", "")] * 20,
]
VISITS = HEAD + "\n".join(
    f"{at} | {at % 8} | {QUARTER[at % 31]} | yes | yes | {' | '.join(said)}" for at, said in enumerate(SAID)
)
UNSAID = HEAD + "\n".join(f"{at} | {at % 8} | {QUARTER[at % 31]} | yes | yes |  |  | " for at in range(40))


@pytest.fixture(scope="module")
def sample(northwind: Company) -> Story:
    """A story of the sample company for the tests of this module: making one takes seconds."""
    return open_story(northwind)


@pytest.fixture(scope="module")
def asked() -> Story:
    """Forty visits of entitled customers, of whom half answered."""
    return open_story(company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=VISITS))


def test_what_is_lost_at_each_step_is_the_published_product(asked: Story) -> None:
    """40 visits x 10/20 x 5/10 x 4/5 = 8 contacts avoided: 20, 10 and 2 are lost on the way."""
    rows = losses(asked)
    assert rows["text"].tolist() == ["40", "−20", "−10", "−2", "8"]
    assert rows["kept"].tolist() == ["", "50% kept", "50% kept", "80% kept", ""]
    assert rows["end"].tolist() == [0, 20, 10, 8, 0]
    result = rows.iloc[-1]
    assert result["low"] <= 8 <= result["high"]
    assert result["fact"] == "deflected_cases@2026Q2"
    assert asked.facts["views_per_contact_avoided@2026Q2"].value == 5  # 40 visits for 8


def test_figures_beside_each_bar_are_facts_of_the_story(asked: Story) -> None:
    """Every bar has the id of a fact, and the fact shows as the bar's figure does."""
    rows = losses(asked)
    assert [asked.shown(asked.facts[each]) for each in rows["fact"]] == rows["text"].tolist()


def test_without_an_answer_nothing_is_avoided() -> None:
    """Readers who were asked nothing say nothing: no estimate, no confirmed count, no chart."""
    silent = open_story(company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=UNSAID))
    assert losses(silent).empty
    assert contacts_avoided(silent, silent.company.metrics()).state == "success"


def test_the_low_case_stands_alone_where_a_step_was_not_asked() -> None:
    """Where no reader was asked about a call, what was confirmed is all that is shown, and that is nothing here."""
    unasked = VISITS.replace("yes | yes | no", "yes |  | no").replace("yes | yes | yes", "yes |  | yes")
    story = open_story(company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=unasked))
    rows = losses(story)
    assert "deflected_cases@2026Q2" not in set(rows["fact"])


def test_the_days_of_the_first_year_add_up_as_displayed(sample: Story) -> None:
    """Means add up; what is displayed of them does, too, this period and a year ago."""
    rows, totals = first_year_days(sample)
    assert rows["label"].nunique() == 2
    for label, mine in rows.groupby("label"):
        shown = totals.set_index("label").loc[label, "text"]
        assert f"{mine['value'].sum():.0f}\u00a0days" == shown
    assert [sample.shown(sample.facts[each]).partition("\u00a0")[0] for each in rows["fact"]] == rows["text"].tolist()


def test_life_events_are_told_with_their_change(sample: Story) -> None:
    """Each line names its event's median, and says sooner or later only where that is beyond chance."""
    lines = life_events(sample)
    assert 1 <= len(lines) <= 3
    for line in lines:
        event = line.partition("[life_event=")[2].partition("]")[0]
        state = sample.state(f"time_to_value[life_event={event}]")
        assert ("sooner" in line, "later" in line) == (state == "fall", state == "rise")


def test_turnover_is_leavers_for_a_year_of_work() -> None:
    """Four people: two there all year, one leaves after half of it, one comes for its last quarter: 1 in 2.75 years."""
    people = pd.DataFrame(
        {
            "hired_on": pd.to_datetime(["2020-01-01", "2020-01-01", "2020-01-01", "2025-10-01", "2019-01-01"]),
            "left_on": pd.to_datetime([None, None, "2025-07-02", None, "2024-12-31"]),
        }
    )
    found = turnover(people, date(2026, 1, 1))
    assert (found.top, found.n) == (1, 4)
    assert found.bottom == pytest.approx(2 * 365 / 365.25 + 182 / 365.25 + 92 / 365.25)


def test_suggestions_are_accepted_in_the_year_in_which_they_were() -> None:
    """One made before the year and accepted in it counts; one accepted after it does not."""
    made = pd.to_datetime(["2024-12-20", "2025-03-01", "2025-06-01", "2025-12-20"])
    accepted = pd.to_datetime(["2025-01-10", "2025-03-09", None, "2026-01-05"])
    found = taken_up(pd.DataFrame({"submitted_at": made, "accepted_at": accepted}), date(2026, 1, 1))
    assert (found.top, found.n) == (2, 3)


def test_suggestions_of_twelve_months_are_counted_to_the_step_that_they_got_to() -> None:
    """Of three made in the year two were accepted and one was shipped; one of the year before is not among them."""
    frame = pd.DataFrame(
        {
            "submitted_at": pd.to_datetime(["2024-12-31", "2025-01-01", "2025-05-01", "2025-12-31"]),
            "accepted_at": pd.to_datetime(["2025-01-05", "2025-01-05", "2025-06-01", None]),
            "shipped_at": pd.to_datetime(["2025-02-05", "2025-02-05", None, None]),
        }
    )
    assert counted(frame, date(2026, 1, 1)) == {"submitted_at": 3, "accepted_at": 2, "shipped_at": 1}


def test_the_team_is_shown_as_far_as_tables_carry_it(sample: Story) -> None:
    """Four panels of the sample company, proficiency first; fewer than five people or suggestions make no point."""
    panels = team_panels(sample)
    assert [each.title.partition(",")[0] for each in panels] == [
        "Days to proficiency",
        "Engagement",
        "Suggestions accepted",
        "Turnover",
    ]
    behind = [sample.facts[fact].n for each in panels for fact in each.rows["fact"]]
    assert min(each for each in behind if each is not None) >= 5


def test_a_team_of_four_is_not_shown() -> None:
    """Four people are no group: whoever knows them would know who it was."""
    people = "person_id | hired_on | left_on | proficient_on\n" + "\n".join(
        f"{each} | 2024-01-01 | {'2025-03-01' if each == 1 else ''} | 2024-03-01" for each in range(1, 5)
    )
    team = open_story(company_of(accounts=ACCOUNTS, cases=CASES, people=people))
    assert team_measures(team).chart is None
    assert not [each for each in team.facts.values() if each.name == "staff_turnover"]


def test_cost_is_shown_beside_plan_and_forecast(sample: Story) -> None:
    """The sample company gives a plan of this quarter, and plan and forecast of the next, rounded like its figures."""
    columns = cost_columns(sample)
    assert columns.state == "share_fall"
    assert columns.chart is not None
    rows = scenarios(sample, "cost_share_of_revenue")
    assert rows["scenario"].tolist() == ["PY", "PY", "PY", "PY", "AC", "PL", "PL", "FC"]
    assert rows["text"].tolist()[-4:] == ["6.7%", "6.8%", "6.7%", "6.7%"]
    assert variance(sample, "cost_share_of_revenue") == ("▼ −0.6 points,\nbetter", "good")


def test_without_a_ledger_hours_stand_for_cost() -> None:
    """Ten entries of six hours in this quarter and of three a year ago: 60 hours, 30 more, and no side is good."""
    logs = "worklog_id | account_id | on | minutes\n" + "\n".join(
        f"{year}{each} | {each % 8} | {year}-05-{1 + each:02d} | {360 if year == 2026 else 180}"
        for year in (2025, 2026)
        for each in range(10)
    )
    story = open_story(
        company_of(accounts=ACCOUNTS, cases=CASES + "\nold | 1 | 2025-04-01 | 2025-06-30", worklogs=logs)
    )
    columns = cost_columns(story)
    assert measure_of(story) == "hours_worked"
    assert columns.state.startswith("hours_")
    assert scenarios(story, "hours_worked")["text"].tolist() == ["30", "60"]
    words, tone = variance(story, "hours_worked")
    assert words.startswith("▲ +30")
    assert tone == ""


def test_without_costs_and_hours_there_are_no_columns(asked: Story) -> None:
    """The slide is left out where nothing stands for cost."""
    assert cost_columns(asked).chart is None
    assert measure_of(asked) == ""


def test_both_lines_of_fixes_have_one_base(northwind: Company, sample: Story) -> None:
    """100 is what fixed issues had before shipping, so that the lines part by what the comparison found."""
    fixes = improvements_before_after(northwind)
    assert fixes is not None
    rows = indexed_rows(sample, fixes)
    after = rows[rows["month"] > 0].groupby("series")["value"].mean()
    assert after["Fixed issues"] / after["Comparable"] - 1 == pytest.approx(fixes.estimate, abs=0.03)
    before = fixes.events[fixes.events["phase"] == "before"]
    base = (before["observed"] / before["n"]).mean()
    first = fixes.events[fixes.events["event_time"] == 0].iloc[0]
    drawn = rows[(rows["month"] == 1) & (rows["series"] == "Fixed issues")]["value"].iloc[0]
    assert drawn == pytest.approx(100 * first["observed"] / first["n"] / base)
