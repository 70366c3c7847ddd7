"""Where help is worth money in every period, the links, the index, the bridge and the ledger say so, and how much."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.simulation.keystone import QUARTERS, Keystone, make_keystone

from valuestory.contribution import Contribution, contribution
from valuestory.contribution.holdout import plan_holdout
from valuestory.errors import MetricError
from valuestory.metrics import open_company
from valuestory.slides.number_words import NumberWords
from valuestory.slides.shown import shown
from valuestory.story import effect_charts
from valuestory.story.contribution import decision as decide, periods as over_time, sentences as say, tables
from valuestory.story.contribution.comparison import comparison
from valuestory.story.contribution.experiments import (
    experiments_table,
    experiments_title,
    facts_of_experiments,
    read_experiments,
)
from valuestory.story.contribution.facts import facts_of_contribution
from valuestory.story.contribution.limits import limits
from valuestory.story.contribution.told import Told

if TYPE_CHECKING:
    from pathlib import Path

    from valuestory.slides.facts import Fact

MARGIN = 0.75
LANDMARKS = {"2025Q4": 3, "2026Q1": 4, "2026Q2": 5}
"""The quarter with which the outcome window ends, and the position of its first quarter."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keystone, Contribution]:
    """What was planted, and what is found from the tables alone."""
    folder: Path = tmp_path_factory.mktemp("keystone")
    planted = make_keystone(folder)
    return planted, contribution(open_company(str(folder), period="2026Q2"))


@pytest.fixture(scope="module")
def told(made: tuple[Keystone, Contribution]) -> Told:
    """The same, told: every figure a fact."""
    found = made[1]
    experiments = read_experiments(found)
    every = [*facts_of_contribution(found, None), *facts_of_experiments(experiments)]
    facts = {each.name: each for each in every}
    words = NumberWords()

    def as_label(fact: Fact, part: str = "value", *, signed: bool = False) -> str:
        return shown(fact, part, None, words, form="label", signed=signed)[0].replace("\u00a0", " ")

    def lines(*texts: str) -> list[str]:
        return [each for each in texts if all(name in facts for name in _named(each))]

    story: Any = SimpleNamespace(facts=facts, shown=as_label, lines=lines, company=found.company)
    return Told(story, found, "", None, experiments)


def _named(text: str) -> list[str]:
    return [each.split("}}")[0].split("|")[0].split(".")[0].strip() for each in text.split("{{")[1:]]


def test_every_period_has_the_planted_truth_inside_its_range(made: tuple[Keystone, Contribution]) -> None:
    """Customers and revenue kept, and the value at margin, of three landmarks; all are established."""
    planted, found = made
    customers = planted.customers
    assert list(found.chains) == list(LANDMARKS)
    for name, chain in found.chains.items():
        at = LANDMARKS[name]
        helped = customers[customers["helped"] & (customers["left"] >= at)]
        value = MARGIN * planted.kept_by_help(at)[1] * helped["arr"].sum()
        assert chain.is_established
        assert chain.business is not None
        assert chain.business.low < value < chain.business.high
    logos, revenue = (found.effects.effects[each] for each in ("logo_retention", "retained_arr"))
    kept, retained = planted.kept_by_help(LANDMARKS["2026Q2"])
    assert logos.low < kept < logos.high
    assert revenue.low < retained < revenue.high
    assert (logos.verdict, logos.grade) == ("established", "B")


def test_all_three_links_are_printed_and_their_product_is_the_value(made: tuple[Keystone, Contribution]) -> None:
    """T1 where nothing is missing: the planted 30 points of milestones an account lie in the second link's range."""
    found = made[1]
    links = found.links()
    assert links["established"].all()
    answers, effort = found.chain.answers, found.chain.effort
    assert effort == 6 * 66_000
    planted = 0.3 * found.effects.effects["milestones"].n_kept / answers
    assert links["low"].iloc[1] < planted < links["high"].iloc[1]
    assert found.chain.business is not None
    assert effort * links["value"].prod() == pytest.approx(found.chain.business.estimate, rel=1e-9)


def test_the_index_and_the_bridge_lead_from_one_period_to_the_next(made: tuple[Keystone, Contribution]) -> None:
    """A hundred in the first period; what effort, answers, milestones and value added leaves nothing over (T10)."""
    found = made[1]
    table = found.index()
    assert table["index"].iloc[0] == 100.0
    assert table["index"].to_list() == pytest.approx((100 * table["yield"] / table["yield"].iloc[0]).to_list())
    bridge = found.bridge()
    assert bridge["step"].to_list() == ["before", "effort", "r1", "r2", "r3", "after"]
    assert set(bridge["method"]) == {"LMDI"}
    before, after = (found.chains[each].business for each in ("2026Q1", "2026Q2"))
    assert before is not None
    assert after is not None
    assert bridge["amount"].iloc[[0, -1]].to_list() == pytest.approx([before.estimate, after.estimate])
    assert math.fsum(bridge["amount"].iloc[:-1]) == pytest.approx(after.estimate, rel=1e-9)
    # Each step has the direction of its factor: the bill rose, answers for it fell.
    steps = bridge.set_index("step")["amount"]
    rates = [found.chains[each].factors for each in ("2026Q1", "2026Q2")]
    for name in ("effort", "r1", "r2", "r3"):
        assert rates[0] is not None
        assert rates[1] is not None
        assert np.sign(steps[name]) == np.sign(rates[1][name] - rates[0][name])


def test_two_kinds_of_money_add_up_and_are_set_against_their_own_bills(made: tuple[Keystone, Contribution]) -> None:
    """Revenue of help given in one half-year, and cases avoided by improvements of the next (T19)."""
    ledger, found = made[1].ledger, made[1].return_on_support
    claimed = [each for each in ledger.lines if each.in_headline and each.unit == "USD"]
    assert {each.value_class: each.window for each in claimed} == {"avoidance": "outcome", "revenue": "exposure"}
    low, base, high = ledger.headline("USD")
    assert base == pytest.approx(math.fsum(each.base for each in claimed))
    assert found is not None
    assert found.base == pytest.approx(base / (6 * 66_000))  # both half-years cost the same
    assert (found.low, found.high) == pytest.approx((low / 396_000, high / 396_000))
    assert found.beats is False  # at least 0.9, where the money returns up to 1.3 elsewhere


def test_teams_that_change_nothing_are_not_given_anything_for_sure(made: tuple[Keystone, Contribution]) -> None:
    """Support's range leaves zero out, theirs takes it in or there is none; every team is named (T9)."""
    shares = made[1].team_shares
    assert shares is not None
    assert shares.table["share"].sum() == pytest.approx(100.0)
    rows = [*shares.table.to_dict("records"), *shares.apart.to_dict("records")]
    assert {each["team"] for each in rows} == {"Support", "customer success", "sales", "unexplained"}
    for each in rows:
        if each["team"] == "Support":
            assert each["low"] > 0
        elif math.isfinite(each["low"]):
            assert each["low"] < 0 < each["high"]


def test_a_share_that_may_be_chance_explains_nothing(told: Told) -> None:
    """Only where a team's own range leaves zero out may the title say what is explained."""
    assert say.shares_title(told).startswith("{{ team_unexplained }} of what is at stake is explained by no team")
    assert told.found is not None
    shares = told.found.team_shares
    assert shares is not None
    by_chance = replace(shares, table=shares.table.assign(verdict="not distinguishable from zero"))
    other: Any = SimpleNamespace(found=SimpleNamespace(team_shares=by_chance))
    assert say.shares_title(other).startswith("No team's share of what is at stake is established")


def test_the_waterfall_is_of_claimed_lines_with_the_cost_beside_their_sum(told: Told) -> None:
    """Each column begins where the one before ended; the cost is no part of it; each has its range below it."""
    rows = tables.value_bridge(told)
    assert rows["tone"].to_list() == ["part", "part", "total", "beside"]
    assert rows["end"].iloc[1] == pytest.approx(rows["end"].iloc[2])
    assert rows["start"].iloc[1] == pytest.approx(rows["end"].iloc[0])
    assert all("\n" in each for each in rows["text"].iloc[:3])
    assert rows["end"].iloc[3] == told.story.facts["effort"].value
    assert effect_charts.value_bridge(rows) is not None
    lines = say.ledger_lines(told)
    assert "not shown to be more than the {{ return_elsewhere.low }} to {{ return_elsewhere.high }}" in lines[-1]


def test_the_index_has_a_course_and_says_whether_it_may_be_chance(told: Told) -> None:
    """A point a period; where the ranges of the first and the last overlap, the title says so."""
    said = [f"{name[4:]} {name[:4]}" for name in LANDMARKS]  # Q4 2025
    course = over_time.index_course(told)
    assert [label.replace("\u00a0", " ") for label in course["label"]] == said
    assert course["text"].iloc[0] == "100"
    assert over_time.index_title(told).endswith("from {{ index_base }} in its first period; the ranges of both overlap")
    table = over_time.periods(told)
    columns = [column.replace("\u00a0", " ") for column in table.columns]
    assert columns == ["The chain", *(f"Up to {each}" for each in said)]
    assert table.iloc[-1].to_list() == ["Is the value established?", "yes", "yes", "yes"]
    assert over_time.bridge_title(told).startswith("The value of help went from {{ bridge_value_0 }}")


def test_what_is_asked_has_an_owner_a_day_and_a_cost(told: Told) -> None:
    """A holdout for the customers that it takes, Finance's assumptions by their owners, by the end of next quarter."""
    asked = decide.decisions(told)
    assert asked["Owner"].to_list() == ["Head of Support", "FP&A", "Head of Support and IT"]
    assert told.story.facts["decide_by"].value == "2026-09-30"
    assert decide.if_nothing_is_decided(told)[0].startswith("If we decide nothing: the value of help stays between")


def test_the_holdout_is_planned_with_the_declared_take_up(told: Told) -> None:
    """60 % take it up: customers as for 0.6 of the effect, four times as many at half of that, and it is said."""
    facts, found = told.story.facts, told.found
    assert found is not None
    kept = found.effects.effects["logo_retention"]
    points = round(kept.estimate, 2)
    whole = plan_holdout(kept.counterfactual, 0.6 * points).accounts
    assert facts["holdout_accounts"].value == whole
    assert facts["holdout_accounts_half"].value == pytest.approx(4 * whole, rel=0.1)
    assert facts["holdout_effect"].value == pytest.approx(100 * points)
    assert facts["holdout_here"].value == len(found.panel.accounts)
    assert any("as if {{ holdout_take_up }} take it up" in each for each in decide.holdout_lines(told))


def test_an_experiment_that_changed_nothing_says_so_and_one_that_runs_is_waited_for(told: Told) -> None:
    """Drawn by region, with no effect planted: the range takes zero in, at grade A; the other stops nothing."""
    table = experiments_table(told.experiments)
    assert table["Trial"].unique().tolist() == ["review"]
    assert table.loc[table["Outcome"] == "Customers kept", "How it stands"].item() == (
        "not distinguishable from zero, grade A"
    )
    assert experiments_title(told.experiments).startswith("No effect of a declared experiment is established")
    fact = told.story.facts["experiment_0_logo_retention"]
    assert fact.evidence.grade == "A"
    assert fact.low is not None
    assert fact.high is not None
    assert fact.low < 0 < fact.high
    arms = [told.story.facts[f"experiment_0_{each}"].value for each in ("treated", "held_out")]
    assert told.found is not None
    assert sum(arms) == len(told.found.panel.accounts)  # type: ignore[arg-type]
    questions = limits(told).set_index("Open question")["Why it is open"]
    assert "not in the data yet" in questions["What does the experiment autumn show?"]
    with pytest.raises(MetricError, match='no experiment "reviews" is declared'):
        told.found.experiment("reviews")


def test_only_an_experiment_may_say_raised(told: Told) -> None:
    """With an effect that stands, at grade A, the title says "raised"; at any other grade it does not."""
    effects = told.experiments["review"]
    assert not isinstance(effects, str)
    first = effects.effects["logo_retention"]
    stands = replace(first, verdict="established", estimate=0.05)
    for grade, says in (("A", "The experiment review raised customers kept by"), ("B", "No effect of a declared")):
        shown_as = replace(effects, effects={"logo_retention": replace(stands, grade=grade)})
        assert experiments_title({"review": shown_as}).startswith(says)


def test_a_sceptic_reads_on_what_they_were_compared(told: Told) -> None:
    """Every covariate in words, all from before; and how far the strongest, left out, would move the estimate."""
    rows = comparison(told).set_index("What is asked")["What we know"]
    assert rows["On what were they compared?"] == (
        "Segment, use, health, tenure, cases, revenue, contacts of customer success, sales, all from before the help"
    )
    assert told.found is not None
    effect = told.found.effects.effects["logo_retention"]
    assert effect.benchmark is not None
    assert told.story.facts["benchmark_move"].value == pytest.approx(100 * abs(effect.benchmark.move))
    assert "{{ benchmark_move | points }}" in rows["How far would one move it?"]


def test_the_company_is_what_its_page_says(made: tuple[Keystone, Contribution]) -> None:
    """Helped customers leave less often than others in every quarter, and about half of all are helped."""
    customers = made[0].customers
    assert 0.4 < customers["helped"].mean() < 0.7
    for place in range(len(QUARTERS)):
        there = customers[customers["left"] >= place]
        leaves = (there["left"] == place).groupby(there["helped"]).mean()
        assert leaves[True] < 0.6 * leaves[False]
