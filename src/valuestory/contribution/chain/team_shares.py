"""Contribution, not attribution: every dollar at stake is counted once, and what no team explains is said.

Teams that help the same accounts are parted by the Shapley value: what a team adds, as a mean over all orders in which
the teams could have come. So the shares of all teams add up to what they did together, and never to more.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from valuestory.errors import MetricError

UNEXPLAINED: Final = "unexplained"
SHARE_COLUMNS: Final = ("team", "amount", "share")
Together = Mapping[frozenset[str], float]
"""What teams contributed together, by the set of them; every set of one team or more."""


def team_shares(together: Together, at_stake: float) -> pd.DataFrame:
    """Return each team's part of what is at stake, and the rest that no team explains.

    Parameters
    ----------
    together
        What each set of teams contributed together, in the unit of `at_stake`.
    at_stake
        All of it, above 0.

    Returns
    -------
    pandas.DataFrame
        `team amount share`; the last row is "unexplained". Amounts add up to `at_stake`, shares to 100 (percent).

    Raises
    ------
    MetricError
        When a set of teams has no figure, or nothing is at stake.
    """
    teams = sorted(set().union(*together))
    if not at_stake > 0:
        raise MetricError("nothing is at stake", where="team shares", do="give the value that can be kept or lost")
    for team in teams:
        if team == UNEXPLAINED:
            raise MetricError(f'no team can be called "{team}"', where="touches.team", do="name the team")
    amounts = shapley(teams, together)
    shares = {team: 100 * amount / at_stake for team, amount in amounts.items()}
    rows = [(team, amounts[team], shares[team]) for team in teams]
    rest = (UNEXPLAINED, at_stake - math.fsum(amounts.values()), 100 - math.fsum(shares.values()))
    return pd.DataFrame([*rows, rest], columns=list(SHARE_COLUMNS))


def shapley(teams: Sequence[str], together: Together) -> dict[str, float]:
    """Return the Shapley value of each team: the values add up to what all of them contributed together.

    Raises
    ------
    MetricError
        When a set of teams has no figure, or one that is not finite: leave out the team that cannot be told apart.
    """
    added: dict[str, list[float]] = {team: [] for team in teams}
    for order in itertools.permutations(teams):
        for place, team in enumerate(order):
            before, now = frozenset(order[:place]), frozenset(order[: place + 1])
            added[team].append(_of(now, together) - _of(before, together))
    return {team: math.fsum(each) / len(each) for team, each in added.items()}


def _of(teams: frozenset[str], together: Together) -> float:
    if not teams:
        return 0.0
    found = together.get(teams, math.nan)
    if not math.isfinite(found):
        names = " and ".join(sorted(teams))
        do = "leave out the team that cannot be told apart"
        raise MetricError(f"what {names} contributed together is not known", where="team shares", do=do)
    return found
