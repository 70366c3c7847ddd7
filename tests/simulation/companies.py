"""Simulated companies whose true effect is known: designs A to H.

Each is drawn from a seed: accounts with what was known before the landmark, who was helped, what became of them, and
the effect on each account drawn, so that the truth can be taken over those that an estimate keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit

COVARIATES = {
    "numeric": ["usage", "health", "log_tenure", "log_cases", "log_arr", "csm"],
    "curved": ["usage", "health", "log_tenure"],
    "categorical": ["segment"],
    "crossed": [("segment", "usage"), ("segment", "health")],
}
"""The rich basis, 19 columns with the intercept, declared in advance."""
PLAIN = {"numeric": COVARIATES["numeric"], "categorical": ["segment"]}
DOWNGRADE = 0.12 * 2 / 7
"""What is lost on average of an account that renews: 12 % shrink, by Beta(2, 5)."""


@dataclass(frozen=True)
class Design:
    """What drives help (b) and renewal (g): usage (u), health (h), something unmeasured (hidden); spread of log ARR."""

    bu: float = 0.6
    bh: float = -0.5
    gu: float = 0.6
    gh: float = 0.6
    spread: float = 1.0
    scale: float = 1.0
    hidden: float = 0.0
    by_segment: tuple[float, float, float] = (1.0, 1.0, 1.0)
    curved: bool = False
    missing: bool = False
    helped: float = 0.4


DESIGNS = {
    "A": Design(bu=0.6, bh=0.0, gu=0.7, gh=0.4),
    "B": Design(bu=0.0, bh=-0.6, gu=0.3, gh=0.8),
    "C": Design(spread=1.2, curved=True),
    "D": Design(spread=1.2, by_segment=(0.5, 1.0, 3.0)),
    "E": Design(bu=0.8, bh=-0.6, scale=2.5),
    "F": Design(spread=1.2, missing=True),
    "G": Design(hidden=0.7),
    "G2": Design(hidden=0.35),
    "H": Design(spread=1.5),
}


@dataclass(frozen=True)
class Company:
    """The table of accounts, and the true effect of help on each: on renewing, on retained ARR and on expansion."""

    accounts: pd.DataFrame
    on_renewal: pd.Series
    on_retained: pd.Series
    on_expansion: pd.Series

    def truth(self, kept: pd.Series, outcome: str) -> float:
        """The average effect on the helped among the kept accounts, weighted as the outcome is."""
        rows = kept & self.accounts["helped"]
        effect = {"renewed": self.on_renewal, "retained": self.on_retained, "expansion": self.on_expansion}[outcome]
        weights = None if outcome == "renewed" else self.accounts.loc[rows, "arr"]
        return float(np.average(effect[rows], weights=weights))


def company(name: str, count: int, effect: float, seed: int) -> Company:
    """Draw a company of one design whose help raises renewal by `effect` on average of the helped."""
    return drawn(
        DESIGNS[name],
        count,
        effect,
        np.random.default_rng([ord(name[0]), len(name), count, round(1_000 * effect), seed]),
    )


def drawn(design: Design, count: int, effect: float, random: np.random.Generator) -> Company:
    """Draw a company."""
    segment = random.choice(3, count, p=[0.6, 0.3, 0.1])
    log_arr = 9.5 + np.array([-0.3, 0.3, 0.9])[segment] + design.spread * random.normal(size=count)
    tenure = random.exponential(3, count).clip(0.25, 12)
    usage = 0.3 * (segment - 0.5) + random.normal(size=count)
    health = 0.5 * usage + np.sqrt(0.75) * random.normal(size=count)
    csm = random.random(count) < expit(-1 + 0.8 * segment)
    cases = random.poisson(np.exp(0.2 + 0.3 * segment - 0.2 * health))
    hidden = random.normal(size=count)
    log_tenure, log_cases = np.log(tenure) - 0.6, np.log1p(cases) - 0.8
    second, third = segment == 1, segment == 2
    if design.curved:
        bent = np.abs(health) - 0.9
        drive = 0.8 * np.tanh(1.5 * usage) + 0.7 * bent + 0.7 * (tenure < 1) + 0.3 * second + 0.6 * third + 0.3 * csm
        stay = 1.7 + 1.04 * np.tanh(1.5 * usage) - 0.7 * bent - 0.8 * (tenure < 1) + 0.7 * health * (segment == 0)
        stay = stay + 0.2 * second + 0.3 * third + 0.3 * csm
    else:
        drive = design.bu * usage + design.bh * health + 0.3 * second + 0.6 * third + 0.3 * csm
        drive = design.scale * (drive - 0.2 * log_tenure + 0.25 * log_cases)
        stay = 1.7 + design.gu * usage + design.gh * health + 0.2 * second + 0.3 * third + 0.3 * log_tenure
        stay = stay + 0.3 * csm + 0.1 * (log_arr - 9.5)
    drive, stay = drive + design.hidden * hidden, stay + design.hidden * hidden
    alpha = brentq(lambda level: expit(level + drive).mean() - design.helped, -20, 20)
    likely = expit(alpha + drive)
    helped = random.random(count) < likely
    by_segment = np.array(design.by_segment)[segment]
    before = expit(stay)
    room = (1 - before) * by_segment
    after = before + np.minimum(effect * room / np.average(room, weights=likely), 0.98 * (1 - before))
    renewed = random.random(count) < np.where(helped, after, before)
    shrunk = np.where(random.random(count) < 0.12, random.beta(2, 5, count), 0.0)
    grows = expit(-1.6 + 0.5 * usage + 0.3 * health + design.hidden * hidden)
    more = np.minimum(grows + effect * by_segment / np.average(by_segment, weights=likely), 0.98)
    grown = (random.random(count) < np.where(helped, more, grows)) * random.gamma(1, 0.25, count)
    accounts = pd.DataFrame(
        {
            "segment": np.array(["small", "middle", "large"])[segment],
            "arr": np.exp(log_arr),
            "log_arr": log_arr,
            "usage": usage,
            "health": health,
            "log_tenure": log_tenure,
            "csm": csm,
            "log_cases": log_cases,
            "helped": helped,
            "renewed": renewed.astype(int),
            "retained": renewed * (1 - shrunk),
            "expansion": renewed * grown,
            "renewed_before": (random.random(count) < expit(stay - 1.7)).astype(int),
        }
    )
    if design.missing:
        often = 0.10 * np.array([1.3, 0.6, 0.4])[segment]
        for column in ("usage", "health", "log_tenure"):
            accounts.loc[random.random(count) < often, column] = np.nan
    return Company(
        accounts,
        pd.Series(after - before),
        pd.Series((after - before) * (1 - DOWNGRADE)),
        pd.Series((after * more - before * grows) * 0.25),
    )
