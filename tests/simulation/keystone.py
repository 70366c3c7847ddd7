"""A company whose help is known to keep customers, in every period: its tables, and the truth that was planted.

The sample company's money is planted too small to be seen, so that nothing there has an index or a waterfall. Here all
of it is large: everybody asks in every quarter, about half of the customers get an answer that lasts, and the chance of
these to leave within a quarter is `LEFT` of what it would have been. That is all that help does to revenue; engaged
customers are helped more often and leave less anyway. Exposure and outcome are half a year each, so that the data
carries three landmarks. Of two declared experiments one, by region, changed nothing, and one has not begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

QUARTERS = pd.period_range("2024Q4", "2026Q2", freq="Q")
LEFT = 0.3
"""Share of the chance to leave within a quarter that remains with help."""
CLUSTERS = 30
FIXED = 8
"""Groups of cases for which an improvement was shipped; `STOPPED` of their cases no longer come."""
STOPPED = 0.6
SETTINGS = """
[company]
name = "Keystone Freight Software"
currency = "USD"
profile = "commercial"
locale = "en_US"

[contribution]
exposure_quarters = 2
outcome_quarters = 2
before_quarters = 2

[contribution.experiments.review]
column = "region"
treated = "Americas"
control = "EMEA"
start = "2026-01-01"
end = "2026-07-01"

[contribution.experiments.autumn]
column = "region"
treated = "Americas"
control = "EMEA"
start = "2026-07-01"
end = "2026-12-31"

[assumptions]
gross_margin = { low = 0.7, base = 0.75, high = 0.8, unit = "share", source = "Plan 2026", owner = "FP&A" }
marginal_cost_per_case = { low = 90, base = 120, high = 150, unit = "USD per case", source = "Bills", owner = "FP&A" }
holdout_take_up = { low = 0.4, base = 0.6, high = 0.8, unit = "share", source = "Last year's offer", owner = "Success" }
return_elsewhere = { low = 1.1, base = 1.2, high = 1.3, unit = "USD per USD", source = "Hurdle rate", owner = "CFO" }
"""


@dataclass(frozen=True)
class Keystone:
    """The customers as they were drawn, one row each, and how likely each was to leave within a quarter.

    Attributes
    ----------
    customers
        `account_id helped left` (the position in `QUARTERS` in which it left; past the end where it stays), `arr`.
    hazard_without, hazard_with
        The chance to leave within a quarter, by customer, without help and with it.
    """

    customers: pd.DataFrame
    hazard_without: np.ndarray
    hazard_with: np.ndarray

    def kept_by_help(self, landmark: int, quarters: int = 2) -> tuple[float, float]:
        """Return the planted effect on customers kept and on retained revenue, of the helped there at a landmark."""
        there = (self.customers["helped"] & (self.customers["left"] >= landmark)).to_numpy()
        gain = (1 - self.hazard_with[there]) ** quarters - (1 - self.hazard_without[there]) ** quarters
        return float(gain.mean()), float(np.average(gain, weights=self.customers.loc[there, "arr"]))


def make_keystone(folder: Path, customers: int = 1_800, seed: int = 7) -> Keystone:
    """Write the company's tables and its `valuestory.toml` into a folder, and return what was planted."""
    rng = np.random.default_rng(seed)
    use, health = rng.normal(size=(2, customers))
    segment = rng.choice(["SMB", "Mid-market", "Enterprise"], p=[0.6, 0.3, 0.1], size=customers)
    helped = rng.random(customers) < 1 / (1 + np.exp(-0.5 * use + 0.2 * health))
    without = 1 / (1 + np.exp(2.1 + 0.4 * use + 0.3 * health))
    with_help = without * LEFT
    leaves = rng.random((customers, len(QUARTERS))) < np.where(helped, with_help, without)[:, None]
    left = np.where(leaves.any(axis=1), leaves.argmax(axis=1), len(QUARTERS))
    arr = np.exp(9.0 + 0.4 * rng.normal(size=customers)).round()
    frame = pd.DataFrame(
        {"account_id": [f"K{each:04d}" for each in range(customers)], "helped": helped, "left": left, "arr": arr}
    )
    folder.mkdir(parents=True, exist_ok=True)
    starts = QUARTERS.start_time.to_numpy()
    day = pd.to_timedelta(rng.integers(1, 80, customers), unit="D")
    gone = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    there = left < len(QUARTERS)
    gone[there] = (starts[left[there]] + day[there]).astype("datetime64[s]")
    accounts = frame[["account_id"]].assign(
        segment=segment,
        region=rng.choice(["Americas", "EMEA"], size=customers),
        start_at=pd.Timestamp("2023-01-01") - pd.to_timedelta(rng.integers(1, 2_000, customers), unit="D"),
        churned_at=gone,
    )
    tables = {
        "accounts": accounts,
        "subscriptions": _subscriptions(frame, gone, rng),
        "usage": _usage(frame, use, health),
        "cases": _cases(frame, rng),
        "milestones": _milestones(frame, rng),
        "touches": _touches(frame, rng),
        "costs": _costs(),
        "improvements": pd.DataFrame(
            {
                "improvement_id": [f"I{each}" for each in range(FIXED)],
                "submitted_at": "2025-11-03 09:00:00",
                "cluster_id": [f"C{each:02d}" for each in range(FIXED)],
                "shipped_at": "2026-01-12 09:00:00",
            }
        ),
    }
    sources = ""
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
        sources += f'\n[sources.{name}]\npath = "{name}.csv"\n'
    (folder / "valuestory.toml").write_text(SETTINGS + sources, encoding="utf-8")
    return Keystone(frame, without, with_help)


def _subscriptions(frame: pd.DataFrame, gone: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return revenue that changes by chance alone: up or down for a third in autumn 2024, and up for a fifth later."""
    autumn = rng.choice([0.9, 1.0, 1.1], p=[1 / 6, 2 / 3, 1 / 6], size=len(frame))
    grows = pd.Timestamp("2025-01-10") + pd.to_timedelta(rng.integers(0, 530, len(frame)), unit="D")
    never = rng.random(len(frame)) > 0.2
    last = gone.fillna(pd.Timestamp("2030-01-01")).to_numpy()
    ends = np.where(never, last, np.minimum(grows.to_numpy(), last))
    spans = [
        (pd.Timestamp("2023-01-01"), pd.Timestamp("2024-09-01"), frame["arr"] / autumn),
        (pd.Timestamp("2024-09-01"), ends, frame["arr"]),
        (ends, last, frame["arr"] * 1.1),
    ]
    lines = [
        frame[["account_id"]].assign(start_on=start, end_on=end, arr_amount=amount.round())
        for start, end, amount in spans
    ]
    found = pd.concat(lines).query("start_on < end_on")
    return found.assign(end_on=found["end_on"].where(found["end_on"] < "2030-01-01"))


def _usage(frame: pd.DataFrame, use: np.ndarray, health: np.ndarray) -> pd.DataFrame:
    """Return use and health by quarter, which do not change and which help does not change."""
    rows = []
    for place, quarter in enumerate(QUARTERS):
        there = (frame["left"] > place).to_numpy()
        rows.append(
            pd.DataFrame(
                {
                    "account_id": frame.loc[there, "account_id"],
                    "at": quarter.start_time,
                    "active_users_count": (100 / (1 + np.exp(-use[there]))).round(),
                    "licensed_users_count": 100,
                    "health_score": (50 + 12 * health[there]).round(1).clip(0, 100),
                }
            )
        )
    return pd.concat(rows)


def _cases(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return a case in every quarter of each customer, and more of them that belong to a group about an issue.

    Those of the helped are resolved for good; everybody else's are opened again, which is no accepted answer. Of the
    improved groups `STOPPED` of the cases no longer come from February 2026 on.
    """
    rows = []
    for place, quarter in enumerate(QUARTERS):
        there = frame.index[frame["left"] > place].to_numpy()
        more = rng.poisson(1.2, len(there))
        who = np.concatenate([there, np.repeat(there, more)])
        issue = [""] * len(there) + [f"C{each:02d}" for each in rng.integers(0, CLUSTERS, more.sum())]
        at = quarter.start_time + pd.to_timedelta(rng.integers(0, 88 * 24, len(who)), unit="h")
        rows.append(pd.DataFrame({"who": who, "opened_at": at, "cluster_id": issue}))
    cases = pd.concat(rows, ignore_index=True)
    fixed = cases["cluster_id"].isin([f"C{each:02d}" for each in range(FIXED)])
    stopped = fixed & (cases["opened_at"] >= "2026-02-01") & (rng.random(len(cases)) < STOPPED)
    cases = cases[~stopped].sort_values("opened_at", kind="stable", ignore_index=True)
    return cases.drop(columns="who").assign(
        case_id=[f"case-{each}" for each in range(len(cases))],
        account_id=frame["account_id"].to_numpy()[cases["who"]],
        resolved_at=cases["opened_at"] + pd.Timedelta(hours=20),
        reopens_count=(~frame["helped"].to_numpy()[cases["who"]]).astype(int),
        work_minutes=rng.integers(10, 60, len(cases)),
        benefit_class=rng.choice(["obstacles removed", "adoption accelerated"], size=len(cases)),
    )


def _milestones(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one feature to adopt a quarter: 70 % of the helped get there, 40 % of the others."""
    rows = []
    for place, quarter in enumerate(QUARTERS):
        there = frame[frame["left"] > place]
        reached = rng.random(len(there)) < np.where(there["helped"], 0.7, 0.4)
        began = quarter.start_time + pd.Timedelta(days=3)
        when = np.where(reached, str(began + pd.Timedelta(days=30)), "")
        rows.append(
            pd.DataFrame(
                {"account_id": there["account_id"], "event": "adoption", "started_at": began, "reached_at": when}
            )
        )
    return pd.concat(rows)


def _touches(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return contacts of two other teams, which change nothing."""
    rows = []
    for team, share in {"customer success": 0.35, "sales": 0.2}.items():
        who = frame.loc[rng.random(len(frame)) < share, "account_id"].to_numpy()
        for quarter in QUARTERS:
            at = quarter.start_time + pd.Timedelta(days=10)
            rows.append(pd.DataFrame({"account_id": who, "at": at, "team": team}))
    return pd.concat(rows)


def _costs() -> pd.DataFrame:
    """Return the ledger: 60,000 a month, and 66,000 from July 2025 on."""
    months = pd.date_range("2024-10-01", "2026-06-01", freq="MS")
    amounts = np.where(months < pd.Timestamp("2025-07-01"), 60_000, 66_000)
    return pd.DataFrame({"month_on": months, "category": "salaries", "amount": amounts})
