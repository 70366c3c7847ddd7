"""What became of the accounts of a panel in the outcome window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final, get_args

import pandas as pd

from valuestory.contribution.panel.alive import microseconds, revenue_on, within
from valuestory.errors import MetricError, did_you_mean
from valuestory.metrics.timed.life_events import event_name
from valuestory.project import OutcomeName

if TYPE_CHECKING:
    from valuestory.contribution.panel.windows import Windows
    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.project import ContributionSettings, Profile

OPENING: Final = "opening_arr"
KEPT: Final = "kept_arr"
"""Retained and expansion revenue in one: two intervals are never added."""
_RENEWAL: Final = "renewal"
_BY_PROFILE: Final = {
    "commercial": get_args(OutcomeName),
    "internal": ("milestones", "logo_retention"),
    "public": ("milestones",),
}


def declared_outcomes(settings: ContributionSettings, profile: Profile) -> tuple[OutcomeName, ...]:
    """Return the outcomes that are told, the one that counts first: as declared, else by the profile."""
    return tuple(settings.outcomes) or _BY_PROFILE[profile]


def outcomes_of(
    facts: LandmarkFacts, windows: Windows, settings: ContributionSettings, alive: pd.DataFrame
) -> pd.DataFrame:
    """Return what became of each account, as far as the data tells it.

    Parameters
    ----------
    facts, windows
        Of the landmark.
    settings
        Which milestones customers expect.
    alive
        The accounts that were customers at the landmark.

    Returns
    -------
    pandas.DataFrame
        By account: `logo_retention` (1 or 0); `opening_arr`, and as shares of it `retained_arr` (0 to 1),
        `expansion_arr` and `kept_arr` (their sum), NaN where there was none; `milestones`, the share (0 to 1) reached
        of those that began in the outcome window, 0 where none did.
    """
    stayed = ~(alive["left"] < microseconds(windows.outcome_end))
    columns = {"logo_retention": stayed.astype(float)}
    columns |= _revenue(facts, windows, alive, stayed)
    reached = _milestones(facts, windows, settings, alive)
    return pd.DataFrame(columns if reached is None else columns | {"milestones": reached})


def expected_events(facts: LandmarkFacts, settings: ContributionSettings) -> Sequence[str]:
    """Return the life events that customers expect to reach: as declared, else all but renewals, in small letters.

    Raises
    ------
    MetricError
        When one that was declared is nowhere in the data, although others are: mend its name.
    """
    known = sorted(facts.milestones["event"].unique())
    if not settings.milestones:
        return [each for each in known if each != _RENEWAL]
    declared = [event_name(each) for each in settings.milestones]
    for each in declared:
        if known and each not in known:
            hint = did_you_mean(each, known)
            raise MetricError(f'there is no milestone "{each}"', where="contribution.milestones", do=hint)
    return declared


def _revenue(facts: LandmarkFacts, windows: Windows, alive: pd.DataFrame, stayed: pd.Series) -> dict[str, pd.Series]:
    opening = revenue_on(facts, windows.landmark, alive)
    closing = revenue_on(facts, windows.outcome_end - timedelta(days=1), alive)
    if opening is None or closing is None:
        return {}
    closing, base = closing.where(stayed, 0.0), opening.where(opening > 0)
    retained = closing.clip(upper=opening) / base
    expansion = (closing - opening).clip(lower=0.0) / base
    return {
        OPENING: opening,
        "retained_arr": retained,
        "expansion_arr": expansion,
        KEPT: retained + expansion,
    }


def _milestones(
    facts: LandmarkFacts, windows: Windows, settings: ContributionSettings, alive: pd.DataFrame
) -> pd.Series | None:
    """Return the share reached of what began in the outcome window; None where nothing did.

    An account for which nothing began reached nothing: to leave it out would select by what came after the landmark.
    """
    began = within(facts.milestones, windows.outcome)
    began = began[began["event"].isin(expected_events(facts, settings))]
    if began.empty:
        return None
    in_time = began["reached"] <= windows.outcome[-1].index
    sums = pd.DataFrame({"began": began["milestones"], "reached": began["milestones"].where(in_time, 0)})
    sums = sums.groupby(began["account_id"]).sum().reindex(alive.index).fillna(0.0)
    return (sums["reached"] / sums["began"].where(sums["began"] > 0)).fillna(0.0)
