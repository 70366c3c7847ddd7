"""What Support and other teams contributed, alone and together: the figures that their shares are made of.

A set of teams contributed what goes with having had help, or a contact, from any of them, on the accounts that had.
Other teams' contacts from before the exposure are covariates, but for those of the set itself.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.contribution.chain.team_shares import team_shares
from valuestory.contribution.panel.effects import effects_of
from valuestory.contribution.panel.panel import HELPED, Panel

if TYPE_CHECKING:
    from valuestory.contribution.effect.effect import Effect

SUPPORT: Final = "Support"
OTHERS: Final = "other teams"
_NAMED: Final = 2
TEAM_COLUMNS: Final = ("team", "amount", "share", "alone", "low", "high", "verdict")

_Contacts = tuple["pd.Series[bool]", tuple[str, ...]]


@dataclass(frozen=True)
class TeamShares:
    """How what is at stake parts among teams, and the rest.

    Attributes
    ----------
    table
        `team amount share alone low high verdict`: the Shapley value and its share in percent, which add up to what is
        at stake and to 100; and what the team contributed by itself with its 95 % interval and verdict.
    apart
        `team alone low high verdict` of teams that could not be told apart from the others: what they did is in the
        unexplained rest.
    """

    table: pd.DataFrame
    apart: pd.DataFrame


def shares_of(panel: Panel, outcome: str, at_stake: float, factor: float = 1.0) -> TeamShares | None:
    """Return the shares of Support and of other teams; None where not even Support's contribution can be estimated.

    The two most active other teams are told by themselves, the remaining ones together. Where a set of teams cannot be
    compared with accounts that none of them was in touch with, as few teams as possible are left out so that all sets
    can, the least active first; what each of these did by itself is told apart.

    Parameters
    ----------
    panel
        The accounts.
    outcome
        Of the panel: money of opening revenue, or one that counts each account alike.
    at_stake
        All that could be kept or lost, in the unit of the effect's total times `factor`.
    factor
        Such as the gross margin.
    """
    contacts = _contacts(panel)

    @cache
    def of_any(teams: frozenset[str]) -> Effect:
        return _of_any(panel, outcome, [contacts[each] for each in contacts if each in teams])

    for teams in _most_first(list(contacts)):
        sets = [frozenset(each) for size in range(1, len(teams) + 1) for each in itertools.combinations(teams, size)]
        if all(math.isfinite(of_any(each).estimate) for each in sets):
            amounts = {each: of_any(each).total.estimate * factor for each in sets}
            alone = {team: of_any(frozenset([team])) for team in contacts}
            table = _with_alone(team_shares(amounts, at_stake), alone, factor)
            others = pd.DataFrame({"team": [team for team in contacts if team not in teams]})
            return TeamShares(table[list(TEAM_COLUMNS)], _with_alone(others, alone, factor))
    return None


def _most_first(teams: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the sets of teams that Support, which comes first, is in: the largest and most active first."""
    for size in range(len(teams) - 1, -1, -1):
        for others in itertools.combinations(teams[1:], size):
            yield (teams[0], *others)


def _contacts(panel: Panel) -> dict[str, _Contacts]:
    """Return for each team who had help or a contact from it, and the covariates that tell the same of before."""
    found: dict[str, _Contacts] = {SUPPORT: (panel.accounts[HELPED] > 0, ())}
    named = {team: (team,) for team in panel.teams[:_NAMED]} | {OTHERS: panel.teams[_NAMED:]}
    for name, teams in named.items():
        if teams:
            had = (panel.accounts[[f"with {each}" for each in teams]] > 0).any(axis=1)
            found[name] = (had, tuple(f"touched_by_{each}" for each in teams))
    return found


def _of_any(panel: Panel, outcome: str, contacts: list[_Contacts]) -> Effect:
    had = pd.concat([each for each, _ in contacts], axis=1).any(axis=1).astype(int)
    own = {name for _, names in contacts for name in names}
    numeric = tuple(each for each in panel.numeric if each not in own)
    asked = replace(panel, accounts=panel.accounts.assign(**{HELPED: had}), numeric=numeric)
    return effects_of(asked, [outcome]).effects[outcome]


def _with_alone(table: pd.DataFrame, alone: Mapping[str, Effect], factor: float) -> pd.DataFrame:
    totals = {team: effect.total.times(factor) for team, effect in alone.items()}
    ends = {
        name: [getattr(totals[team], end) if team in totals else math.nan for team in table["team"]]
        for name, end in (("alone", "estimate"), ("low", "low"), ("high", "high"))
    }
    verdicts = [alone[team].verdict if team in alone else "" for team in table["team"]]
    return table.assign(**ends, verdict=verdicts)
