"""What was assigned by lot and declared gives evidence of grade A, and nothing else does."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from valuestory.contribution.panel.alive import microseconds
from valuestory.contribution.panel.experiments import assigned_to, effects_of_experiment
from valuestory.contribution.panel.windows import windows_of
from valuestory.errors import MetricError
from valuestory.metrics.landmark import LandmarkFacts
from valuestory.metrics.periods import Period
from valuestory.project import ContributionSettings, Experiment

EXPERIMENT = Experiment.model_validate(
    {"column": "arm", "treated": "calls", "control": "holdout", "start": "2025-02-15", "end": "2025-12-31"}
)
COVERED = tuple(Period.parse("2024Q1").plus(step) for step in range(8))
ACCOUNTS = 900
EFFECT = 0.20


def facts(**changes: Any) -> LandmarkFacts:
    """Return accounts assigned by lot, of which the called renew 20 points more often, and a third not in it."""
    rng = np.random.default_rng(5)
    arm = rng.choice(["calls", "holdout", "pilot"], ACCOUNTS)
    stays = rng.random(ACCOUNTS) < np.where(arm == "calls", 0.60 + EFFECT, 0.60)
    left = np.where(stays, np.nan, microseconds(date(2025, 10, 1)))
    started = np.full(ACCOUNTS, microseconds(date(2022, 1, 1))) + rng.integers(0, 700, ACCOUNTS) * 86_400e6
    names = [f"A{number:03d}" for number in range(ACCOUNTS)]
    accounts = pd.DataFrame({"arm": arm, "started": started, "left": left}, index=pd.Index(names, name="account_id"))
    quarter = COVERED[2].index
    use = {"account_id": names, "quarter": quarter, "active": rng.integers(1, 10, ACCOUNTS), "licensed": 10}
    empty = pd.DataFrame({"account_id": [], "quarter": [], "team": [], "touches": [], "cases": [], "minutes": []})
    parts: dict[str, pd.DataFrame] = {
        "accounts": accounts,
        "answers": pd.DataFrame(columns=["account_id", "quarter", "benefit_class", "answers", "source"]),
        "cases": empty,
        "touches": empty,
        "usage": pd.DataFrame(use).assign(health=0.0, scored=0),
        "milestones": pd.DataFrame(columns=["account_id", "event", "quarter", "reached", "milestones"]),
        "revenue": pd.DataFrame(columns=["account_id", "day", "arr"]),
        "effort": pd.DataFrame(),
        "visits": pd.DataFrame(),
    }
    return LandmarkFacts(**(parts | changes))


def test_a_declared_experiment_has_grade_a() -> None:
    """The planted 20 points lie in the interval, which leaves zero out; the third that is in no arm is left out."""
    windows = windows_of("onboarding calls", EXPERIMENT, COVERED, 4)
    found = effects_of_experiment(facts(), windows, EXPERIMENT, ContributionSettings(), "commercial")
    effect = found.effects["logo_retention"]
    assert effect.grade == "A"
    assert effect.experiment == "onboarding calls"
    assert 0 < effect.low <= EFFECT <= effect.high
    assert effect.n_treated + effect.n_compared == facts().accounts["arm"].isin(["calls", "holdout"]).sum()


def test_what_was_before_an_experiment_are_whole_quarters_before_its_first_day() -> None:
    """It began within 2025Q1: the four quarters of 2024 tell what accounts were like, and none later."""
    windows = windows_of("calls", EXPERIMENT, COVERED, 4)
    assert [each.name for each in windows.before] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert windows.exposure_start == windows.landmark == date(2025, 2, 15)
    assert windows.control == (date(2024, 2, 15), date(2025, 2, 14))


def test_an_experiment_that_has_not_ended_is_waited_for() -> None:
    """What became of its accounts is not known yet."""
    running = EXPERIMENT.model_copy(update={"end": "2026-02-01"})
    with pytest.raises(MetricError, match="is not in the data yet"):
        windows_of("calls", running, COVERED, 4)


@pytest.mark.parametrize(
    ("change", "what", "where"),
    [
        ({"column": "arms"}, 'no column "arms"', "contribution.experiments.calls.column"),
        ({"control": "hold-out"}, 'no account has "hold-out"', "contribution.experiments.calls.control"),
    ],
)
def test_a_mistyped_declaration_is_named(change: dict[str, str], what: str, where: str) -> None:
    """With where it stands, and the nearest right word."""
    with pytest.raises(MetricError, match=what) as caught:
        assigned_to(facts().accounts, "calls", EXPERIMENT.model_copy(update=change))
    assert caught.value.where == where
    assert "did you mean" in caught.value.do
