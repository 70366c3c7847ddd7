"""Many draws of one design, and what the estimate, the plain difference and a plain regression say of each.

`REPLICATIONS` is how many draws a cell has: few in continuous integration, 200 by `make bench-truth`. A bound is
stated for 200 draws; with fewer it is wider by what chance adds.
"""

from __future__ import annotations

import functools
import math
import os

import numpy as np
import pandas as pd
import statsmodels.api as sm
from tests.simulation.companies import COVARIATES, company
from threadpoolctl import threadpool_limits

from valuestory.contribution import Effect, Outcome, estimate_effects

REPLICATIONS = int(os.environ.get("VALUESTORY_REPLICATIONS", "8"))
STATED_FOR = 200
"""Draws of a cell."""
CELLS = [(design, count) for count in (300, 1_000) for design in "ABCDFH"]
POOLED = STATED_FOR * len(CELLS)
OUTCOMES = {"renewed": Outcome("renewed"), "retained": Outcome("retained", weight="arr")}


@functools.cache
def cell(design: str, count: int, planted: float, replications: int = REPLICATIONS) -> pd.DataFrame:
    """One row a draw and outcome: truth, the estimate with its interval, and what plainer ways say."""
    return pd.DataFrame([row for seed in range(replications) for row in _draw(design, count, planted, seed)])


def cells(outcome: str, *, planted: tuple[float, ...] = (0.0, 0.03)) -> pd.DataFrame:
    """All draws of the cells in which the estimate is held to its bar."""
    found = pd.concat([cell(design, count, each) for design, count in CELLS for each in planted])
    return found[found["outcome"] == outcome]


def covered(draws: pd.DataFrame, way: str = "") -> pd.Series:
    """Whether each draw's interval has the truth in it; a refusal says nothing and is left out."""
    draws = draws[draws[f"{way}low"].notna()]
    return draws["truth"].between(draws[f"{way}low"], draws[f"{way}high"])


def claimed(draws: pd.DataFrame, way: str = "") -> pd.Series:
    """Whether each draw's interval leaves zero out."""
    draws = draws[draws[f"{way}low"].notna()]
    return ~((draws[f"{way}low"] <= 0) & (draws[f"{way}high"] >= 0))


def at_least(share: float, draws: int, stated_for: int = STATED_FOR) -> float:
    """The bound for a share that is `share` at as many draws as it is stated for."""
    return share - _chance(share, draws, stated_for)


def at_most(share: float, draws: int, stated_for: int = STATED_FOR) -> float:
    """The bound for a share that is `share` at as many draws as it is stated for."""
    return share + _chance(share, draws, stated_for)


def _chance(share: float, draws: int, stated_for: int) -> float:
    """How much further one draw in a hundred lies from the truth with so many draws than with those."""
    return 2.33 * math.sqrt(share * (1 - share)) * max(1 / math.sqrt(draws) - 1 / math.sqrt(stated_for), 0.0)


def _draw(design: str, count: int, planted: float, seed: int) -> list[dict[str, object]]:
    drawn = company(design, count, planted, seed)
    found = estimate_effects(drawn.accounts, treated="helped", outcomes=list(OUTCOMES.values()), **COVARIATES)
    rows = []
    for effect in found.effects:
        simple = {"regression_": COVARIATES["numeric"]} if (design, effect.outcome) == ("C", "renewed") else {}
        truth = drawn.truth(effect.kept, effect.outcome)
        rows.append(_row(drawn.accounts, effect, truth, {"naive_": [], **simple}))
    return rows


def _row(accounts: pd.DataFrame, effect: Effect, truth: float, ways: dict[str, list[str]]) -> dict[str, object]:
    weights = np.ones(len(accounts)) if effect.outcome == "renewed" else accounts["arr"].to_numpy()
    plain = {}
    for way, columns in ways.items():
        low, high = _interacted(accounts[effect.kept], effect.outcome, columns, weights[effect.kept])
        plain |= {f"{way}low": low, f"{way}high": high}
    return {
        "outcome": effect.outcome,
        "truth": truth,
        "estimate": effect.estimate,
        "low": effect.low,
        "high": effect.high,
        "kept_share": effect.kept_share,
        "verdict": effect.verdict,
        "model_differs": abs(effect.model_difference or 0.0) > effect.standard_error,
        **plain,
    }


def _interacted(accounts: pd.DataFrame, outcome: str, columns: list[str], weights: np.ndarray) -> tuple[float, float]:
    """The interval of the effect on the helped by ordinary regression, main effects in each arm, by statsmodels."""
    helped = accounts["helped"].to_numpy()
    known = accounts[columns].astype(float)
    parts = [known.fillna(known.mean())]
    if columns:
        parts += [pd.get_dummies(accounts["segment"], dtype=float).iloc[:, 1:]]
    values = pd.concat(parts, axis=1).to_numpy()
    centred = values - (np.average(values[helped], axis=0, weights=weights[helped]) if columns else 0.0)
    design = np.column_stack([np.ones(len(accounts)), helped, centred, centred * helped[:, None]])
    model = sm.WLS(accounts[outcome].to_numpy(dtype=float), design, weights=weights / weights.mean())
    with threadpool_limits(1):
        low, high = model.fit("pinv", "HC3").conf_int()[1]
    return float(low), float(high)
