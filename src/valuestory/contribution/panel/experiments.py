"""Experiments and staggered rollouts that the company declared: the only road to evidence of grade A.

Accounts are compared by what they were assigned to, whether they took it or not, from the first day on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from valuestory.contribution.panel.effects import PanelEffects, effects_of
from valuestory.contribution.panel.panel import build_panel
from valuestory.errors import MetricError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.contribution.panel.windows import Windows
    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.project import ContributionSettings, Experiment, Profile


def assigned_to(accounts: pd.DataFrame, name: str, experiment: Experiment) -> pd.Series:
    """Return which accounts were treated (1) and which held out (0); others are not in the experiment.

    Raises
    ------
    MetricError
        When the column does not exist, or no account has one of the two values: mend the declaration.
    """
    where = f"contribution.experiments.{name}"
    if experiment.column not in accounts:
        known = [each for each in accounts.columns if each not in ("started", "left")]
        hint = did_you_mean(experiment.column, known)
        raise MetricError(f'accounts have no column "{experiment.column}"', where=f"{where}.column", do=hint)
    values = accounts[experiment.column].str.strip()
    for arm in ("treated", "control"):
        if not (values == getattr(experiment, arm)).any():
            do = did_you_mean(getattr(experiment, arm), values.dropna().unique())
            raise MetricError(f'no account has "{getattr(experiment, arm)}"', where=f"{where}.{arm}", do=do)
    inside = values.isin([experiment.treated, experiment.control])
    return (values[inside] == experiment.treated).astype(int)


def effects_of_experiment(
    facts: LandmarkFacts,
    windows: Windows,
    experiment: Experiment,
    settings: ContributionSettings,
    profile: Profile,
) -> PanelEffects:
    """Return what an experiment shows of every outcome but milestones, with evidence of grade A where it stands.

    Parameters
    ----------
    facts, windows
        Of the experiment.
    experiment
        As declared.
    settings, profile
        Which outcomes are told.

    Raises
    ------
    MetricError
        When its column or one of its values does not exist.
    """
    assigned = assigned_to(facts.accounts, windows.name, experiment)
    panel = build_panel(facts, windows, settings, profile, assigned)
    found = effects_of(panel)
    declared = {outcome: each.by_experiment(windows.name) for outcome, each in found.effects.items()}
    return replace(found, effects=declared)
