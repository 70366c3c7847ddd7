"""Teams that help the same accounts share what they did together, and one dollar is counted once."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings, strategies as st

from valuestory.contribution.chain.team_shares import shapley, team_shares
from valuestory.errors import MetricError

TEAMS = ("Support", "customer success", "sales")
SETS = [frozenset(each) for size in (1, 2, 3) for each in itertools.combinations(TEAMS, size)]


def together(*amounts: tuple[set[str], float]) -> dict[frozenset[str], float]:
    """Return what sets of teams did together."""
    return {frozenset(teams): amount for teams, amount in amounts}


def test_overlap_is_shared_by_hand() -> None:
    """Support alone 30, success alone 50, both together 60: each gives up half of the 20 that they have in common."""
    found = team_shares(together(({"S"}, 30.0), ({"C"}, 50.0), ({"S", "C"}, 60.0)), 200.0)
    assert found.to_dict("list") == {
        "team": ["C", "S", "unexplained"],
        "amount": [40.0, 20.0, 140.0],
        "share": [20.0, 10.0, 70.0],
    }


def test_a_team_alone_keeps_what_it_did() -> None:
    """Without others there is nothing to share."""
    assert team_shares(together(({"S"}, 30.0)), 120.0)["share"].to_list() == [25.0, 75.0]


@settings(max_examples=60)
@given(st.lists(st.floats(-1e6, 1e6), min_size=len(SETS), max_size=len(SETS)), st.floats(1.0, 1e7))
def test_shares_and_the_unexplained_rest_add_up_to_a_hundred(amounts: list[float], at_stake: float) -> None:
    """T9, whatever the teams did, harm included: amounts add up to what is at stake, shares to 100 percent."""
    values = dict(zip(SETS, amounts, strict=True))
    found = team_shares(values, at_stake)
    scale = max(map(abs, (*amounts, at_stake)))
    assert math.fsum(found["share"]) == pytest.approx(100.0, abs=1e-9 * max(1.0, scale / at_stake * 100))
    assert math.fsum(found["amount"]) == pytest.approx(at_stake, abs=1e-9 * scale)
    assert math.fsum(shapley(TEAMS, values).values()) == pytest.approx(values[frozenset(TEAMS)], abs=1e-9 * scale)


def test_teams_that_do_not_overlap_keep_what_each_did_alone() -> None:
    """Where the sum of the parts is the whole, the shares are the parts."""
    values = {
        each: math.fsum({"Support": 1.0, "customer success": 2.0, "sales": 4.0}[team] for team in each) for each in SETS
    }
    assert shapley(TEAMS, values) == pytest.approx({"Support": 1.0, "customer success": 2.0, "sales": 4.0})


def test_what_is_not_known_together_is_not_shared() -> None:
    """A pair that could not be compared stops it, with its names: nothing is guessed."""
    with pytest.raises(MetricError, match="what C and S contributed together is not known"):
        team_shares(together(({"S"}, 1.0), ({"C"}, 2.0), ({"S", "C"}, math.nan)), 10.0)


def test_nothing_at_stake_has_no_shares() -> None:
    """A share of nothing is not zero."""
    with pytest.raises(MetricError, match="nothing is at stake"):
        team_shares(together(({"S"}, 1.0)), 0.0)
