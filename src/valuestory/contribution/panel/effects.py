"""The effects of help on every outcome of a panel, on the same kept accounts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.contribution.effect.in_order import Outcome
from valuestory.contribution.effect.joint import Effects, estimate_effects
from valuestory.contribution.effect.ratio_link import RatioLink, ratio_link
from valuestory.contribution.effect.verdict import FULL_OVERLAP
from valuestory.contribution.panel.outcomes import KEPT, OPENING
from valuestory.contribution.panel.panel import HELPED, Panel

if TYPE_CHECKING:
    from valuestory.contribution.effect.effect import Effect, Estimate

MILESTONES: Final = "milestones"
MONEY: Final = ("retained_arr", "expansion_arr", KEPT)
EFFECT_COLUMNS: Final = (
    *("outcome", "estimate", "low", "high", "counterfactual", "verdict", "grade", "reason", "collect"),
    *("n_treated", "n_compared", "kept_share", "effective_controls", "balance_before", "balance_after"),
    *("least_detectable", "model_difference", "control", "control_low", "control_high"),
    *("e_value", "e_value_limit", "capped", "largest_share", "without_largest"),
)


@dataclass(frozen=True)
class PanelEffects:
    """What help did, as far as the accounts tell.

    Attributes
    ----------
    effects
        By outcome: those that the panel tells, and `kept_arr` where both kinds of revenue are told.
    money
        The outcome that stands for the value in money; empty without revenue.
    per_milestone
        Money for each milestone on the same accounts, before any margin; None where one of them is not told.
    milestones
        The effect on milestones of the very accounts that the money is of; None where it is not told.
    """

    effects: Mapping[str, Effect]
    money: str = ""
    per_milestone: RatioLink | None = None
    milestones: Effect | None = None

    def table(self) -> pd.DataFrame:
        """Return one row an outcome with all that a sceptic asks of it, as `Effect` has it; NaN where there is none."""
        rows = [[_cell(each, name) for name in EFFECT_COLUMNS] for each in self.effects.values()]
        return pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))


def money_outcome(panel: Panel) -> str:
    """Return the outcome that stands for the value in money: both kinds of revenue in one where both are told."""
    told = [each for each in panel.outcomes if each in MONEY]
    return KEPT if len(told) == 2 else "".join(told)


def effects_of(panel: Panel, only: Sequence[str] | None = None) -> PanelEffects:
    """Return the effects of help on the accounts of a panel that can be compared.

    Money is asked of the accounts that paid anything at the landmark, and milestones once more of these, so that the
    ratio of the two is of the same accounts.

    Parameters
    ----------
    panel
        The accounts.
    only
        The outcomes that are wanted; all that the panel tells, by default.
    """
    money = money_outcome(panel)
    told = [each for each in (*panel.outcomes, money) if each]
    wanted = list(dict.fromkeys(each for each in told if only is None or each in only))
    rates = [each for each in wanted if each not in MONEY]
    amounts = [each for each in wanted if each in MONEY]
    accounts = panel.comparable
    paying = accounts[accounts[OPENING] > 0] if amounts else accounts
    if not amounts or len(paying) == len(accounts):
        both = _asked(panel, accounts, [*rates, *amounts])
        return _found(panel, both, [*rates, *amounts], money, wanted)
    apart = [_of_all_helped(panel, each) for each in _asked(panel, accounts, rates).effects] if rates else []
    joint = [*([MILESTONES] if MILESTONES in rates else []), *amounts]
    found = _found(panel, _asked(panel, paying, joint), joint, money, wanted)
    effects = dict(found.effects) | dict(zip(rates, apart, strict=True))
    return PanelEffects({name: effects[name] for name in wanted}, found.money, found.per_milestone, found.milestones)


def _asked(panel: Panel, accounts: pd.DataFrame, outcomes: Sequence[str]) -> Effects:
    weighed = [Outcome(each, OPENING if each in MONEY else None, panel.control) for each in outcomes]
    return estimate_effects(
        accounts,
        treated=HELPED,
        outcomes=weighed,
        numeric=panel.numeric,
        curved=panel.curved,
        categorical=panel.categorical,
        crossed=panel.crossed,
        groups=panel.groups,
    )


def _found(panel: Panel, joint: Effects, names: Sequence[str], money: str, wanted: Sequence[str]) -> PanelEffects:
    effects = {name: _of_all_helped(panel, each) for name, each in zip(names, joint.effects, strict=True)}
    of_both = money in effects and MILESTONES in effects
    ratio = ratio_link(joint, names.index(money), names.index(MILESTONES)) if of_both else None
    shown = {name: effects[name] for name in wanted if name in effects}
    return PanelEffects(shown, money if money in effects else "", ratio, effects.get(MILESTONES))


def _of_all_helped(panel: Panel, effect: Effect) -> Effect:
    """Return the effect with its kept share of all helped accounts, those that came too late to be compared included.

    They count as 0 in the total, so an effect that stands for fewer than 95 % of all is qualified (R2).
    """
    helped = panel.accounts[panel.accounts[HELPED] > 0]
    weight = float(helped[OPENING].sum()) if effect.outcome in MONEY else float(len(helped))
    share = effect.kept_weight / weight if weight else math.nan
    if not share < min(effect.kept_share, FULL_OVERLAP) or effect.verdict != "established":
        return replace(effect, kept_share=min(share, effect.kept_share))
    reason = f"it holds for the {share:.0%} of the helped that were there before and have comparable accounts"
    collect = "what accounts were like that came later, or an outcome window that begins later"
    return replace(effect, kept_share=share, verdict="partial overlap", reason=reason, collect=collect)


def _cell(effect: Effect, name: str) -> object:
    control: Estimate | None = effect.negative_control
    if name == "capped":
        return None if effect.capped is None else effect.capped.estimate
    if name.startswith("control"):
        if control is None:
            return None
        return {"control": control.estimate, "control_low": control.low, "control_high": control.high}[name]
    found: object = getattr(effect, name)
    return found
