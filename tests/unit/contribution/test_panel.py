"""The landmark panel: who is in it, what counts as help, and that nothing from after looks like something from before.

The small company, quarter by quarter (before: 2024Q2, exposure: 2024Q3, outcome: 2024Q4):

* A was helped by two cases and stayed; its revenue went from 100 to 80.
* B was never helped, and left in the outcome window.
* C had a case resolved in the exposure window, and left within it.
* D left on the very day of the landmark.
* E was helped after the landmark only; its revenue went from 50 to 75.
* F came within the exposure window.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import ibis
import pandas as pd
import pytest
from tests.spec.tables import company_of, read_table

from valuestory.contribution import contribution
from valuestory.contribution.panel.later import Later
from valuestory.contribution.panel.panel import Panel
from valuestory.contribution.panel.reading import panel_of
from valuestory.contribution.panel.windows import fitted
from valuestory.errors import MetricError
from valuestory.metrics import Company
from valuestory.metrics.landmark.accepted import accepted_answers
from valuestory.metrics.landmark.benefit import BENEFIT_CLASSES
from valuestory.metrics.periods import Period
from valuestory.metrics.timed.life_events import event_name, event_of
from valuestory.project import ContributionSettings

ACCOUNTS = """
account_id | start_at   | churned_at | segment | parent_id
A          | 2023-01-01 |            | small   |
B          | 2023-01-01 | 2024-11-15 | small   | A
C          | 2023-01-01 | 2024-08-15 | small   |
D          | 2023-01-01 | 2024-10-01 | small   |
E          | 2024-01-01 |            | large   |
F          | 2024-08-01 |            | large   |
"""
CASES = """
case_id | account_id | opened_at  | resolved_at | reopens_count | severity | life_event | benefit_class
1       | A          | 2024-06-29 | 2024-07-01  | 0             | S1       |            |
2       | A          | 2024-09-01 | 2024-09-30  | 0             | S3       | onboarding |
3       | A          | 2024-09-01 | 2024-10-01  | 0             | S3       |            |
4       | B          | 2024-08-01 | 2024-08-02  | 1             | S3       |            |
5       | B          | 2024-05-01 | 2024-05-02  | 0             | S3       |            |
6       | C          | 2024-07-01 | 2024-07-02  | 0             | S3       |            |
7       | D          | 2024-07-01 | 2024-07-02  | 0             | S3       |            |
8       | E          | 2024-10-01 | 2024-10-02  | 0             | S3       |            |
9       | F          | 2024-08-02 | 2024-08-03  | 0             | S3       |            | insights applied
first   |            | 2024-04-01 |             |               |          |            |
last    |            | 2024-12-31 |             |               |          |            |
"""
SUBSCRIPTIONS = """
account_id | start_on   | end_on     | arr_amount
A          | 2023-01-01 | 2024-11-01 | 100
A          | 2024-11-01 |            | 80
B          | 2023-01-01 |            | 40
E          | 2024-01-01 | 2024-12-31 | 50
E          | 2024-12-31 |            | 75
F          | 2024-08-01 |            | 10
"""
USAGE = """
account_id | at         | active_users_count | licensed_users_count | health_score
A          | 2024-04-01 | 5                  | 10                   | 60
A          | 2024-06-30 | 7                  | 20                   | 80
A          | 2024-07-01 | 1                  | 10                   | 0
"""
MILESTONES = """
account_id | event      | started_at | reached_at
A          | adoption   | 2024-10-01 | 2024-12-31
A          | upgrade    | 2024-11-01 | 2025-01-01
A          | renewal    | 2024-10-01 | 2024-10-02
A          | onboarding | 2024-09-30 | 2024-10-05
E          | adoption   | 2024-10-01 |
"""
TOUCHES = """
account_id | at         | team
A          | 2024-06-30 | Sales
A          | 2024-10-01 | services
B          | 2024-07-01 | sales
"""
SHORT = {"exposure_quarters": 1, "outcome_quarters": 1, "before_quarters": 1}


def small_company(cases: str = CASES, **settings: Any) -> Company:
    """Return the company of this module's docstring."""
    company = company_of(
        period="2024Q4",
        accounts=ACCOUNTS,
        cases=cases,
        subscriptions=SUBSCRIPTIONS,
        usage=USAGE,
        milestones=MILESTONES,
        touches=TOUCHES,
    )
    asked = ContributionSettings.model_validate(SHORT | settings)
    project = company.project.model_copy(update={"contribution": asked})
    return Company(dataclasses.replace(company.tables, project=project), company.period)


@pytest.fixture(scope="module")
def panel() -> Panel:
    """The small company's panel at 1 October 2024."""
    return panel_of(small_company())


def test_who_left_before_the_landmark_is_in_neither_group(panel: Panel) -> None:
    """C had an answer and left within the exposure, D on the landmark's first instant: nobody's time is immortal."""
    assert list(panel.accounts.index) == ["A", "B", "E", "F"]


def test_help_counts_from_the_first_day_of_the_exposure_up_to_the_landmark(panel: Panel) -> None:
    """A's third case was resolved on the landmark, B's was opened again or came before, E's came after."""
    assert panel.accounts["answers"].to_dict() == {"A": 2, "B": 0, "E": 0, "F": 1}
    assert panel.accounts["helped"].to_dict() == {"A": 1, "B": 0, "E": 0, "F": 1}
    assert (panel.n_treated, panel.n_compared) == (2, 2)


def test_a_later_landmark_counts_the_help_that_is_past_already() -> None:
    """At 1 January 2025 B is gone; A and E had a case resolved in the quarter before, F had none."""
    company = small_company()
    found = contribution(company)
    quarter = Period.parse("2025Q1")
    assert found.later() == (Later(quarter, helped=2, others=1),)
    assert found.later()[0].weight == pytest.approx(2 / 3)


def test_each_answer_is_in_one_class_of_benefit(panel: Panel) -> None:
    """The case's own class, else the rule: the gravest mitigated a risk, onboarding accelerated adoption."""
    by_class = panel.accounts[list(BENEFIT_CLASSES)]
    assert by_class.loc["A"].to_dict() == {
        "obstacles removed": 0,
        "risk mitigated": 1,
        "relationship health improved": 0,
        "adoption accelerated": 1,
        "insights applied": 0,
    }
    assert by_class.loc["F", "insights applied"] == 1
    assert (by_class.sum(axis=1) == panel.accounts["answers"]).all()
    assert panel.benefits()["answers"].sum() == 3


def test_outcomes_are_what_became_of_the_account_by_the_last_day(panel: Panel) -> None:
    """A kept 80 of 100, B left with all, E kept all and added half, which began on the last day."""
    found = panel.accounts[["logo_retention", "opening_arr", "retained_arr", "expansion_arr", "kept_arr"]]
    assert found.loc["A"].to_list() == pytest.approx([1, 100, 0.8, 0.0, 0.8])
    assert found.loc["B"].to_list() == pytest.approx([0, 40, 0.0, 0.0, 0.0])
    assert found.loc["E"].to_list() == pytest.approx([1, 50, 1.0, 0.5, 1.5])
    assert panel.at_stake == pytest.approx(200)


def test_milestones_are_those_that_began_and_were_reached_in_the_outcome_window(panel: Panel) -> None:
    """A reached one of two: the renewal is the outcome itself, onboarding began before; for F none began."""
    assert panel.accounts["milestones"].to_dict() == pytest.approx({"A": 0.5, "B": 0, "E": 0, "F": 0})
    declared = panel_of(small_company(milestones=["Adoption"]))
    assert declared.accounts["milestones"].to_dict() == pytest.approx({"A": 1, "B": 0, "E": 0, "F": 0})


def test_a_milestone_has_one_name_however_it_is_written() -> None:
    """As the metrics of life events write it: "First_Value", "first-value" and "first value" are one."""
    assert event_name(" First_Value ") == event_name("first-value") == "first value"
    table = ibis.memtable({"event": [" First_Value ", "first-value", "first value"]})
    assert set(event_of(table).execute()) == {"first value"}


def test_covariates_are_from_before_the_exposure_alone(panel: Panel) -> None:
    """Use and health of April to June, cases opened until then, revenue and tenure on 1 July.

    Use is 12 of 30 seats, a ratio of sums; the mean of the two ratios would be 0.425 (T14).
    """
    a, b, f = (panel.accounts.loc[each] for each in ("A", "B", "F"))
    assert a["use_before"] == pytest.approx(0.4)
    assert a["health_before"] == pytest.approx(70)
    assert a["log_cases_before"] == pytest.approx(math.log(2))
    assert b["log_cases_before"] == pytest.approx(math.log(2))
    assert a["log_arr_before"] == pytest.approx(math.log(100))
    assert a["log_tenure"] == pytest.approx(math.log(547 / 365.25))
    assert (a["touched_by_sales"], a["touched_by_services"], b["touched_by_sales"]) == (1, 0, 0)
    assert math.isnan(f["log_arr_before"])
    assert math.isnan(f["log_tenure"])


def test_who_came_within_the_exposure_is_counted_and_not_compared(panel: Panel) -> None:
    """Nothing is known of F from before: it is in the population, and among no comparable accounts."""
    assert list(panel.comparable.index) == ["A", "B", "E"]


def test_the_negative_control_is_revenue_before_the_exposure_and_no_covariate(panel: Panel) -> None:
    """A and B paid on 1 July 2023 and no less on 30 June 2024; E was no customer then."""
    control = panel.accounts["not_contracted_before"]
    assert control[["A", "B"]].to_list() == [1.0, 1.0]
    assert control[["E", "F"]].isna().all()
    assert panel.control not in {*panel.numeric, *panel.categorical}


def test_accounts_of_one_parent_go_together(panel: Panel) -> None:
    """B belongs to A, and A to itself."""
    assert panel.accounts["parent_id"].to_dict() == {"A": "A", "B": "A", "E": "E", "F": "F"}
    assert panel.groups == "parent_id"


def test_other_teams_are_told_by_window(panel: Panel) -> None:
    """Sales met B in the exposure window; A before it, which is a covariate; services met A after it."""
    assert panel.teams == ("sales",)
    assert panel.accounts["with sales"].to_dict() == {"A": 0, "B": 1, "E": 0, "F": 0}


def test_nothing_after_the_landmark_changes_who_was_helped_or_what_was_before(panel: Panel) -> None:
    """Without the cases of the outcome window help and covariates are the same."""
    lines = [line for line in CASES.splitlines() if "| 2024-10-0" not in line or "| 2024-09-01 |" in line]
    earlier = panel_of(small_company("\n".join(lines)))
    assert len(lines) < len(CASES.splitlines())
    columns = ["helped", "answers", *panel.numeric, *panel.categorical]
    pd.testing.assert_frame_equal(panel.accounts[columns], earlier.accounts[columns])


def test_windows_that_the_data_does_not_cover_say_what_it_covers() -> None:
    """The default of four quarters each does not fit into three."""
    with pytest.raises(MetricError, match="cannot all be seen") as caught:
        panel_of(small_company(exposure_quarters=4))
    assert caught.value.where == "the facts cover 2024Q2 to 2024Q4"


def test_windows_are_as_long_as_short_data_allows_unless_declared() -> None:
    """Three quarters: one each. Nine: four each. What is declared stays, whether it fits or not."""
    quarters = [Period.parse("2024Q2").plus(step) for step in range(9)]
    default = ContributionSettings()
    lengths = [fitted(default, quarters[:count]).exposure_quarters for count in (1, 3, 6, 7, 9)]
    assert lengths == [1, 1, 2, 3, 4]
    declared = ContributionSettings(outcome_quarters=2)
    assert fitted(declared, quarters[:3]) is declared


def test_a_mistyped_milestone_is_named() -> None:
    """What is declared and nowhere in the data is an error, with the nearest right word."""
    with pytest.raises(MetricError, match='no milestone "adoptoin"') as caught:
        panel_of(small_company(milestones=["adoptoin"]))
    assert caught.value.do == 'did you mean "adoption"?'


def test_an_outcome_that_the_data_does_not_tell_is_said() -> None:
    """Milestones were declared as all that counts, and none began in the outcome window."""
    with pytest.raises(MetricError, match="nothing is known of milestones") as caught:
        panel_of(small_company(outcomes=["milestones"], milestones=["onboarding"]))
    assert caught.value.where == "contribution.outcomes"


VISITS = """
session_id | account_id | started_at          | is_consumed | is_success | needs_followup | channel
1          | A          | 2024-08-01 00:00:00 | yes         |            |                | bot
2          | A          | 2024-08-20 00:00:00 | yes         |            |                | bot
3          | A          | 2024-08-20 00:00:01 | yes         |            |                | in-product guide
4          | A          | 2024-09-03 00:00:00 | yes         |            |                | bot
5          | A          | 2024-08-25 00:00:00 | yes         | yes        |                | bot
6          | A          | 2024-08-01 00:00:00 | yes         |            | yes            | bot
7          | A          | 2024-08-01 00:00:00 | no          | yes        |                | bot
8          |            | 2024-08-01 00:00:00 | yes         | yes        |                | bot
9          | A          | 2024-08-01 00:00:00 | yes         | no         |                | bot
"""
ASKED = """
case_id | account_id | opened_at
1       | A          | 2024-09-03 00:00:00
"""


def test_a_visit_that_nobody_judged_needs_fourteen_days_of_quiet() -> None:
    """A case fourteen days after to the second undoes it (2, 3), not one of its own instant (4), nor one later (1).

    Visit 5 was confirmed. Not accepted: follow-up needed (6), not read (7), nobody's (8), said not to have helped (9).
    """
    tables = {
        name: ibis.memtable(read_table(name, text)) for name, text in (("article_sessions", VISITS), ("cases", ASKED))
    }
    asked = accepted_answers(tables, Period.parse("2024Q3"), ContributionSettings())["visit"].to_pandas()
    found = asked.groupby("benefit_class")["answers"].sum().to_dict()
    assert found == {"obstacles removed": 3}
    assert asked["answers"].sum() == 3


def test_classes_are_the_companys_own_where_it_declares_them() -> None:
    """By the reason of cases, and by the channel of visits."""
    settings = ContributionSettings.model_validate(
        {"benefit_of_reason": {"Defect": "risk mitigated"}, "benefit_of_channel": {"bot": "adoption accelerated"}}
    )
    cases = "case_id | account_id | opened_at | resolved_at | reason\n1 | A | 2024-07-01 | 2024-07-02 | defect"
    tables = {
        "cases": ibis.memtable(read_table("cases", cases)),
        "article_sessions": ibis.memtable(read_table("article_sessions", VISITS)),
    }
    found = accepted_answers(tables, Period.parse("2024Q3"), settings)
    assert found["case"].to_pandas()["benefit_class"].to_list() == ["risk mitigated"]
    assert set(found["visit"].to_pandas()["benefit_class"]) == {"adoption accelerated"}


def test_the_sample_companys_population_is_the_planted_one(northwind_panel: Panel, planted: dict[str, Any]) -> None:
    """Who was alive and who was helped, account by account as the simulator counted them."""
    panel = northwind_panel
    assert (panel.n_treated, panel.n_compared) == (planted["n_treated"], planted["n_compared"])
    helped = panel.accounts["helped"] == 1
    assert panel.accounts.loc[helped, "opening_arr"].sum() == pytest.approx(planted["opening_arr_helped"], abs=1)
    stayed = panel.accounts["logo_retention"]
    assert stayed[helped].mean() == pytest.approx(planted["logo_retention_helped"], abs=1e-6)
    assert stayed[~helped].mean() == pytest.approx(planted["logo_retention_compared"], abs=1e-6)


def test_the_sample_companys_benefits_add_up_to_all_answers(northwind_panel: Panel) -> None:
    """T2: every accepted answer of a helped account is in exactly one of the five classes."""
    table = northwind_panel.benefits()
    assert table["benefit_class"].to_list() == list(BENEFIT_CLASSES)
    assert table["answers"].sum() == northwind_panel.accounts["answers"].sum()
    assert table["share"].sum() == pytest.approx(1.0)
