"""The panel: one row for each account that was a customer at the landmark, with what was before, during and after.

Covariates are from before the exposure window and from nowhere else, help is from within it, outcomes from after the
landmark. One outcome from before the exposure is kept out of the covariates: help cannot have changed it, so a
difference in it says that the helped differed already (the negative control).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from valuestory.contribution.panel.alive import alive_at, microseconds, revenue_on, within
from valuestory.contribution.panel.outcomes import OPENING, declared_outcomes, outcomes_of
from valuestory.errors import MetricError
from valuestory.metrics.landmark.benefit import BENEFIT_CLASSES

if TYPE_CHECKING:
    from valuestory.contribution.panel.windows import Windows
    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.metrics.periods import Period
    from valuestory.project import ContributionSettings, OutcomeName, Profile

HELPED: Final = "helped"
CONTROL: Final = "not_contracted_before"
PARENT: Final = "parent_id"
_SEGMENT: Final = "segment"
_CURVED: Final = ("use_before", "health_before", "log_tenure")
_CROSSED: Final = _CURVED[:2]
_DAY: Final = 86_400e6
_YEAR: Final = 365.25 * _DAY


@dataclass(frozen=True)
class Panel:
    """What is compared, account by account.

    Attributes
    ----------
    windows
        Before, exposure and outcome.
    accounts
        One row for each account alive at the landmark, by `account_id`: `helped` (1 or 0), `answers`,
        `answers_without_case` and each of the five benefit classes (counts, in the exposure window), outcomes,
        `opening_arr` (at the landmark), covariates, `not_contracted_before` (1, 0, NaN where it was no customer a year
        before the exposure), `parent_id`, `known_before` (whether it was a customer when the exposure began), and which
        other teams were in touch with it in the exposure window (``with TEAM``).
    outcomes
        The declared outcomes that this data can tell.
    numeric, curved, categorical, crossed
        The covariates, as `estimate_effect` takes them.
    teams
        The other teams that were in touch with these accounts in the exposure window, the most active first.
    """

    windows: Windows
    accounts: pd.DataFrame
    outcomes: tuple[OutcomeName, ...]
    numeric: tuple[str, ...]
    curved: tuple[str, ...]
    categorical: tuple[str, ...]
    crossed: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]

    @property
    def n_treated(self) -> int:
        """Accounts alive at the landmark that had an accepted answer in the exposure window."""
        return int(self.accounts[HELPED].sum())

    @property
    def n_compared(self) -> int:
        """Accounts alive at the landmark that had none."""
        return len(self.accounts) - self.n_treated

    @property
    def comparable(self) -> pd.DataFrame:
        """The accounts of which something is known from before the exposure: customers already when it began.

        Of the others nothing tells who is like whom, and they had less time to be helped. They count as not comparable.
        """
        return self.accounts[self.accounts["known_before"]]

    @property
    def control(self) -> str | None:
        """The negative control, where any account has one."""
        return CONTROL if self.comparable[CONTROL].notna().any() else None

    @property
    def groups(self) -> str | None:
        """The column of the parent account, where accounts have a parent in common."""
        return PARENT if self.comparable[PARENT].duplicated().any() else None

    @property
    def at_stake(self) -> float | None:
        """Recurring revenue of all accounts at the landmark; None where revenue is not known."""
        return float(self.accounts[OPENING].sum()) if OPENING in self.accounts else None

    def benefits(self) -> pd.DataFrame:
        """Return what Support did for the helped accounts: accepted answers by benefit class, which add up to all.

        Returns
        -------
        pandas.DataFrame
            `benefit_class answers accounts share`, in the published order; the share is of all answers, 0 to 1.
        """
        counts = self.accounts[list(BENEFIT_CLASSES)]
        answers = counts.sum()
        total = answers.sum()
        found = pd.DataFrame({"benefit_class": BENEFIT_CLASSES, "answers": answers.to_numpy(int)})
        found["accounts"] = (counts > 0).sum().to_numpy(int)
        return found.assign(share=found["answers"] / total if total else np.nan)


def build_panel(
    facts: LandmarkFacts,
    windows: Windows,
    settings: ContributionSettings,
    profile: Profile,
    assigned: pd.Series | None = None,
) -> Panel:
    """Return the panel of one landmark.

    Parameters
    ----------
    facts
        Of quarters that take in the windows.
    windows
        Before, exposure and outcome.
    settings
        Which outcomes and milestones were declared.
    profile
        Which outcomes are told where none is declared.
    assigned
        Of an experiment: by account, whether it was assigned to be treated (1) or held out (0). Only these accounts are
        in the panel, and what they were assigned to stands in the place of the help that they got.

    Raises
    ------
    MetricError
        When the data tells none of the declared outcomes: supply the table that does, or declare another one.
    """
    alive = alive_at(facts.accounts, windows.landmark)
    if assigned is not None:
        alive = alive[alive.index.isin(assigned.index)]
    covariates = _covariates(facts, windows, alive)
    help_given = _help(facts, windows, alive)
    teams = _teams(facts, windows, alive)
    outcomes = outcomes_of(facts, windows, settings, alive)
    frame = pd.concat([help_given, outcomes, covariates, teams.add_prefix("with ")], axis=1)
    known = alive["started"] < microseconds(windows.exposure_start)
    if assigned is not None:
        frame[HELPED] = assigned.reindex(frame.index).astype(int)
    frame = frame.assign(known_before=known, parent_id=_parents(alive), **{CONTROL: _control(facts, windows, alive)})
    numeric = tuple(name for name in covariates.columns if name != _SEGMENT and _varies(frame, name))
    curved = tuple(name for name in _CURVED if name in numeric)
    categorical = (_SEGMENT,) if _SEGMENT in covariates and frame[_SEGMENT].nunique(dropna=False) > 1 else ()
    crossed = tuple((level, name) for level in categorical for name in curved if name in _CROSSED)
    told = tuple(name for name in declared_outcomes(settings, profile) if name in outcomes)
    if not told:
        raise MetricError(
            f"nothing is known of {' or '.join(declared_outcomes(settings, profile))}",
            where="contribution.outcomes",
            do="supply subscriptions or milestones, or declare logo_retention, which accounts tell",
        )
    return Panel(windows, frame, told, numeric, curved, categorical, crossed, tuple(teams.columns))


def _help(facts: LandmarkFacts, windows: Windows, alive: pd.DataFrame) -> pd.DataFrame:
    """Return accepted answers in the exposure window, all and by benefit class, and whether there was any."""
    given = within(facts.answers, windows.exposure)
    counts = given.pivot_table(index="account_id", columns="benefit_class", values="answers", aggfunc="sum")
    found = counts.reindex(index=alive.index, columns=list(BENEFIT_CLASSES)).fillna(0).astype("int64")
    answers = found.sum(axis=1)
    visits = given[given["source"] == "visit"].groupby("account_id")["answers"].sum()
    without_case = visits.reindex(alive.index).fillna(0).astype("int64")
    columns = {HELPED: (answers > 0).astype(int), "answers": answers, "answers_without_case": without_case}
    return pd.concat([pd.DataFrame(columns), found], axis=1)


def _covariates(facts: LandmarkFacts, windows: Windows, alive: pd.DataFrame) -> pd.DataFrame:
    """Return what accounts were like before the exposure; NaN where nobody knows."""
    use = within(facts.usage, windows.before).groupby("account_id")[["active", "licensed", "health", "scored"]].sum()
    cases = within(facts.cases, windows.before).groupby("account_id")["cases"].sum()
    tenure = (microseconds(windows.exposure_start) - alive["started"]) / _YEAR
    columns = {
        "use_before": (use["active"] / use["licensed"].where(use["licensed"] > 0)).reindex(alive.index),
        "health_before": (use["health"] / use["scored"].where(use["scored"] > 0)).reindex(alive.index),
        "log_tenure": np.log(tenure.clip(lower=0.25)).where(tenure > 0),
        "log_cases_before": np.log1p(cases.reindex(alive.index).fillna(0.0)),
    }
    revenue = revenue_on(facts, windows.exposure_start, alive)
    if revenue is not None:
        columns["log_arr_before"] = np.log(revenue.where(revenue > 0))
    touched = _touched(facts, windows.before, alive).add_prefix("touched_by_")
    segment = {_SEGMENT: alive[_SEGMENT].fillna("unknown")} if _SEGMENT in alive else {}
    return pd.concat([pd.DataFrame(columns), touched, pd.DataFrame(segment, index=alive.index)], axis=1)


def _teams(facts: LandmarkFacts, windows: Windows, alive: pd.DataFrame) -> pd.DataFrame:
    """Return which other teams were in touch with whom during the exposure, the most active first."""
    touches = within(facts.touches, windows.exposure)
    order = touches[touches["account_id"].isin(alive.index)].groupby("team")["touches"].sum()
    return _touched(facts, windows.exposure, alive)[list(order.sort_values(ascending=False, kind="stable").index)]


def _touched(facts: LandmarkFacts, quarters: Sequence[Period], alive: pd.DataFrame) -> pd.DataFrame:
    teams = sorted(facts.touches["team"].unique())
    touches = within(facts.touches, quarters)
    counts = touches.pivot_table(index="account_id", columns="team", values="touches", aggfunc="sum")
    return (counts.reindex(index=alive.index, columns=teams).fillna(0) > 0).astype(int)


def _control(facts: LandmarkFacts, windows: Windows, alive: pd.DataFrame) -> pd.Series:
    """Return 1 where an account's revenue had not fallen in the year before the exposure, NaN for later customers."""
    first, last = (revenue_on(facts, day, alive) for day in windows.control)
    if first is None or last is None:
        return pd.Series(np.nan, index=alive.index)
    was_customer = (alive["started"] < microseconds(windows.control[0])) & (first > 0)
    return (last >= first).astype(float).where(was_customer)


def _parents(alive: pd.DataFrame) -> pd.Series:
    """Return each account's parent, an account without one its own: so a parent goes with its children."""
    own = pd.Series(alive.index, index=alive.index, dtype="str")
    return alive[PARENT].fillna(own) if PARENT in alive else own


def _varies(frame: pd.DataFrame, name: str) -> bool:
    known = frame.loc[frame["known_before"], name].dropna()
    return int(known.nunique()) > 1
