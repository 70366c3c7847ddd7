"""A company's contribution in one: the sample company's, whose truth is planted, and what may be claimed of it."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from valuestory.contribution import Contribution
from valuestory.contribution.ledger.value_lines import Sources, value_ledger
from valuestory.contribution.panel.effects import effects_of
from valuestory.contribution.panel.panel import Panel
from valuestory.contribution.panel.reading import covered_quarters, panel_of
from valuestory.errors import MetricError
from valuestory.metrics import Company
from valuestory.metrics.periods import Period
from valuestory.project import Assumption, Experiment


@pytest.mark.parametrize(
    ("outcome", "truth"),
    [
        ("logo_retention", "logo_retention_att_customers_since_exposure_start"),
        ("retained_arr", "retained_arr_att"),
        ("expansion_arr", "expansion_arr_att"),
        ("milestones", "adoption_milestone_att"),
    ],
)
def test_the_planted_truth_lies_inside_the_interval(
    northwind_contribution: Contribution, planted: dict[str, Any], outcome: str, truth: str
) -> None:
    """Of every outcome; the naive difference of renewals lies outside of it."""
    effect = northwind_contribution.effects.effects[outcome]
    assert effect.low <= planted[truth] <= effect.high
    if outcome == "logo_retention":
        assert effect.verdict == "partial overlap"
        assert planted["naive_logo_difference"] > effect.high


def test_money_that_is_not_distinguishable_from_zero_is_not_claimed(northwind_contribution: Contribution) -> None:
    """The planted effect on revenue is too small beside its spread: no link, no headline of revenue, and it is said."""
    found = northwind_contribution
    assert found.effects.effects["kept_arr"].verdict == "not distinguishable from zero"
    links = found.links().set_index("link")
    assert links["established"].to_list() == [True, True, False]
    assert links["why"].iloc[2] == "the interval of what is divided takes zero in"
    ledger = found.ledger.table().set_index("unit_id")
    assert not ledger.loc["renewal dollars/2026Q2", "in_headline"]
    assert ledger.loc["renewal dollars/2026Q2", "why"] == "not distinguishable from zero"
    assert "revenue" not in set(found.ledger.totals()["value_class"])


def test_the_chain_is_exact(northwind_contribution: Contribution) -> None:
    """T1 on the sample company: effort times the three ratios is the value; V is at the same margin as B."""
    chain = northwind_contribution.chain
    assert chain.factors is not None
    assert chain.business is not None
    assert math.prod(chain.factors.values()) == pytest.approx(chain.business.estimate, rel=1e-9)
    opening = northwind_contribution.panel.accounts["opening_arr"].sum()
    assert chain.at_stake == pytest.approx(0.78 * opening)


def test_outcomes_add_up(northwind_contribution: Contribution) -> None:
    """T2: revenue retained and revenue grown are the revenue kept; their intervals are not added."""
    effects = northwind_contribution.effects.effects
    parts = [effects[each].total for each in ("retained_arr", "expansion_arr")]
    whole = effects["kept_arr"].total
    assert math.fsum(each.estimate for each in parts) == pytest.approx(whole.estimate, rel=1e-9)
    assert math.fsum(each.low for each in parts) < whole.low


def test_no_more_is_retained_than_there_was(northwind_contribution: Contribution) -> None:
    """T8: the effect on retained revenue is at most the revenue of the helped, and nobody retains above all of it."""
    panel, effect = northwind_contribution.panel, northwind_contribution.effects.effects["retained_arr"]
    helped = panel.comparable[panel.comparable["helped"] == 1]
    assert abs(effect.total.estimate) <= helped["opening_arr"].sum()
    assert panel.accounts["retained_arr"].between(0.0, 1.0).all()


def test_no_more_is_accepted_than_was_delivered_or_reached(northwind_contribution: Contribution) -> None:
    """T11, account by account: accepted answers are among cases resolved and visits read, these among all of them."""
    tables, windows = northwind_contribution.company.tables.tables, northwind_contribution.windows
    accepted = northwind_contribution.panel.accounts["answers"]
    cases = tables["cases"].select("account_id", "opened_at", "resolved_at").execute()
    visits = tables["article_sessions"].select("account_id", "started_at", "is_consumed").execute()
    span = [pd.Timestamp(each) for each in (windows.exposure_start, windows.landmark)]
    visits = visits[visits["started_at"].dt.tz_localize(None).between(*span, inclusive="left")]
    solved = cases[cases["resolved_at"].dt.tz_localize(None).between(*span, inclusive="left")]
    asked = cases[cases["opened_at"].dt.tz_localize(None) < span[1]]
    read = visits[visits["is_consumed"].eq(True)]
    of = [
        each["account_id"].value_counts().reindex(accepted.index, fill_value=0)
        for each in (solved, read, visits, asked)
    ]
    delivered, reached = of[0] + of[1], of[3] + of[2]
    assert (accepted >= 0).all()
    assert (accepted <= delivered).all()
    assert (delivered <= reached).all()
    assert accepted.sum() < delivered.sum() < reached.sum()


def test_teams_and_the_rest_add_up_to_a_hundred(northwind_contribution: Contribution) -> None:
    """T9: Support, other teams and what nobody explains; each renewal dollar once."""
    shares = northwind_contribution.team_shares
    assert shares is not None
    assert shares.table["team"].iloc[0] == "Support"
    assert shares.table["team"].iloc[-1] == "unexplained"
    named = {*shares.table["team"], *shares.apart["team"]}
    assert named == {"Support", "customer success", "sales", "other teams", "unexplained"}
    assert shares.apart[["team", "verdict"]].to_numpy().tolist() == [["sales", "not distinguishable from zero"]]
    assert shares.table["share"].sum() == pytest.approx(100.0, abs=1e-9)
    assert shares.table["amount"].sum() == pytest.approx(northwind_contribution.chain.at_stake)
    alone = shares.table.set_index("team").loc["Support", "alone"]
    assert northwind_contribution.chain.business is not None
    assert alone == pytest.approx(northwind_contribution.chain.business.estimate)


def test_what_improvements_avoided_is_of_the_outcome_window_alone(northwind_contribution: Contribution) -> None:
    """Seven of the ten improvements were shipped from July 2025 on; their line is at marginal cost and claimed."""
    line = northwind_contribution.ledger.table().set_index("unit_id").loc["cases avoided by improvements/2026Q2"]
    assert line["source"].startswith("7 groups of cases")
    assert (line["value_class"], line["grade"], line["in_headline"]) == ("avoidance", "B", True)
    assert 0 < line["low"] < line["base"] < line["high"]


def test_the_return_is_of_the_year_in_which_the_work_was_done(northwind_contribution: Contribution) -> None:
    """What is claimed was shipped in the outcome window, whose twelve months the ledger holds; help has no line."""
    found, effort = northwind_contribution.return_on_support, northwind_contribution.effort
    assert found is not None
    assert effort is not None
    assert effort.source == "ledger"
    costs = northwind_contribution.company.tables.tables["costs"].execute()
    year = costs[pd.to_datetime(costs["month_on"]) >= pd.Timestamp("2025-07-01")]["amount"].sum()
    assert year != pytest.approx(effort.amount)
    assert found.low * float(year) == pytest.approx(northwind_contribution.ledger.headline("USD")[0])
    assert found.elsewhere is None


def test_a_period_that_cannot_be_compared_has_no_index_and_no_value(northwind_contribution: Contribution) -> None:
    """In 2026Q1 one quarter lies before the exposure: its overlap is too weak, and the bridge is of answers alone."""
    table = northwind_contribution.index()
    assert table["period"].to_list() == ["2026Q1", "2026Q2"]
    assert table["verdict"].to_list() == ["overlap too weak", "not distinguishable from zero"]
    assert table["index"].isna().all()
    bridge = northwind_contribution.bridge()
    assert bridge["of"].unique().tolist() == ["answers"]
    assert bridge["amount"].iloc[:-1].sum() == pytest.approx(bridge["amount"].iloc[-1])
    with pytest.raises(MetricError, match='nothing is known of "2025Q1"'):
        northwind_contribution.bridge("2025Q1")


def test_the_five_steps_are_the_companys_own(northwind_contribution: Contribution) -> None:
    """Outcomes, expectations, help, effort and what connects them, as declared."""
    steps = northwind_contribution.steps()["declared"].to_list()
    assert steps[0] == "logo_retention, retained_arr, expansion_arr, milestones"
    assert steps[1] == "adoption"
    assert steps[2] == "28495 accepted answers in five classes of benefit"
    assert steps[3].endswith("by the ledger")
    assert steps[4] == "962 helped accounts against 1264 others"


def test_who_came_late_is_said(northwind_contribution: Contribution) -> None:
    """474 customers came within the exposure window, 203 of them helped: they count as 0, and the effect says so."""
    assert northwind_contribution.notes()[0].startswith("474 customers came within the exposure window")
    table = northwind_contribution.compared()
    assert table["accounts"].to_list() == [962, 759, 758]
    effect = northwind_contribution.effects.effects["logo_retention"]
    assert effect.kept_share == pytest.approx(758 / 962)
    assert effect.total.estimate == pytest.approx(758 * effect.estimate)
    assert "79%" in effect.reason


def test_help_that_was_dealt_by_chance_claims_nothing(northwind_contribution: Contribution) -> None:
    """T4: with the helped dealt anew within each segment no customer, milestone or dollar is claimed."""
    panel = northwind_contribution.panel
    rng = np.random.default_rng(4)
    dealt = panel.accounts.groupby("segment")["helped"].transform(lambda each: rng.permutation(each.to_numpy()))
    by_chance = dataclasses.replace(panel, accounts=panel.accounts.assign(helped=dealt))
    margin = northwind_contribution.company.project.assumptions
    sources = Sources(by_chance, effects_of(by_chance), None, None, margin, "USD", "commercial")
    claimed = [each.unit_id for each in value_ledger(sources).lines if each.in_headline]
    assert claimed == ["service restored/2026Q2"]


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_where_there_is_no_revenue_value_is_not_money(northwind_contribution: Contribution, profile: Any) -> None:
    """Milestones reached, service restored, hours returned: no line is in dollars."""
    found = northwind_contribution
    hours = Assumption(low=0.1, base=0.2, high=0.5, unit="hours per answer", source="survey", owner="COO")
    sources = Sources(
        found.panel, found.effects, None, None, {"hours_returned_per_answer": hours}, "USD", profile, (2.0, 1.0)
    )
    table = value_ledger(sources).table().set_index("unit_id")
    assert set(table["value_class"]) == {"service"}
    assert set(table["unit"]) == {"milestones", "customers", "answers", "hours"}
    answers = found.panel.accounts["answers_without_case"].sum()
    assert table.loc["hours returned/2026Q2", ["low", "base", "high"]].to_list() == pytest.approx(
        [answers * 0.1, answers * 0.2, answers * 0.5]
    )
    restored = found.panel.benefits().set_index("benefit_class")["answers"]
    assert table.loc["service restored/2026Q2", "base"] == restored[["obstacles removed", "risk mitigated"]].sum()


def test_what_a_line_waits_for_is_said(northwind_contribution: Contribution) -> None:
    """Without assumptions revenue is no profit, and avoided cases have no price."""
    found = northwind_contribution
    sources = Sources(found.panel, found.effects, None, None, {}, "USD", "commercial")
    missing = value_ledger(sources).missing
    assert [each.split(":")[0] for each in missing] == ["cash", "avoidance", "avoidance", "revenue", "hours returned"]
    assert "revenue is not profit" in missing[3]


def test_another_landmark_can_be_asked_for(northwind: Company) -> None:
    """One quarter earlier other accounts are alive, and other help counts."""
    panel: Panel = panel_of(northwind, "2026Q1")
    assert panel.windows.landmark.isoformat() == "2025-04-01"
    assert panel.n_treated + panel.n_compared == len(panel.accounts)
    assert panel.windows.before[0].name == "2024Q1"
    assert len(panel.windows.before) == 1


def test_effort_can_be_declared_in_hours(northwind_contribution: Contribution) -> None:
    """Hours worked on cases times the loaded rate, 74 dollars, whose range goes with it."""
    company = northwind_contribution.company
    contribution = company.project.contribution.model_copy(update={"effort": "hours"})
    project = company.project.model_copy(update={"contribution": contribution})
    other = dataclasses.replace(
        northwind_contribution,
        company=Company(dataclasses.replace(company.tables, project=project), company.period),
    )
    assert other.effort is not None
    assert other.effort.amount == pytest.approx(other.effort.hours * 74.0)
    assert other.effort.rate is not None
    assert (other.effort.rate.low, other.effort.rate.high) == (66.0, 84.0)
    by_hours, by_ledger = other.yield_sensitivity, northwind_contribution.yield_sensitivity
    assert by_hours is not None
    assert by_ledger is not None
    assert other.chain.yields is not None
    assert by_hours.sampling == pytest.approx(other.chain.yields)
    assert by_hours.tornado["assumption"].to_list() == ["loaded_rate", "gross_margin"]
    assert by_ledger.tornado["assumption"].to_list() == ["gross_margin"]


def test_a_story_of_a_month_ends_with_the_last_quarter_up_to_it(northwind: Company) -> None:
    """What came after May 2026 is not in a story of May 2026."""
    may = Company(northwind.tables, Period.parse("2026-05"))
    assert covered_quarters(may)[-1].name == "2026Q1"


def test_without_a_quarter_before_the_exposure_nothing_is_compared(northwind: Company) -> None:
    """In 2025Q4 the exposure begins with the data: help would stand for everything that nobody knows."""
    with pytest.raises(MetricError, match="help in 2024Q1 to 2024Q4, what was before"):
        panel_of(northwind, "2025Q4")


def test_a_part_of_the_company_has_no_ledger_of_its_own(northwind_contribution: Contribution) -> None:
    """What was paid, and what self-service costs, are the whole company's: no line of a part, and it is said."""
    found = northwind_contribution
    sources = Sources(found.panel, found.effects, None, None, {}, "USD", "commercial", (2.0, 1.0), is_part=True)
    missing = value_ledger(sources).missing
    assert sum("the whole company's" in each for each in missing) == 2


def test_a_declared_experiment_is_read_from_the_company(northwind_contribution: Contribution) -> None:
    """As if regions had been drawn by lot: both arms are all accounts of the two that were there on its first day."""
    company, panel = northwind_contribution.company, northwind_contribution.panel
    declared = {"column": "region", "treated": "EMEA", "control": "APAC", "start": "2025-07-01", "end": "2026-07-01"}
    settings = company.project.contribution.model_copy(update={"experiments": {"pilot": Experiment(**declared)}})
    project = company.project.model_copy(update={"contribution": settings})
    other = dataclasses.replace(
        northwind_contribution,
        company=Company(dataclasses.replace(company.tables, project=project), company.period),
    )
    effect = other.experiments["pilot"].effects["logo_retention"]
    regions = northwind_contribution.facts.accounts["region"].reindex(panel.accounts.index)
    assert (effect.n_treated, effect.n_compared) == ((regions == "EMEA").sum(), (regions == "APAC").sum())
    assert (effect.grade, effect.experiment) == ("A", "pilot")
    assert not northwind_contribution.experiments
