"""The same sums in plain pandas, as an analyst writes them who reads each file whole: what the fold is to beat."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

FIRST: Final = 8094
"""The quarter 2023Q3, counted from year 0; twelve follow each other."""
_BOUNDS: Final = pd.date_range("2023-07-01", periods=13, freq="QS")
_KEYS: Final = ["account_id", "period"]


def fold_in_pandas(folder: Path) -> pd.DataFrame:
    """Return one row an account and quarter with the sums that `floor.sql` names."""
    accounts = pd.read_parquet(folder / "accounts.parquet")
    cases = pd.read_parquet(folder / "cases.parquet")
    parts = [_alive(accounts), *_recurring(pd.read_parquet(folder / "subscriptions.parquet")), *_of_cases(cases)]
    asked = cases.loc[cases["account_id"].notna(), ["account_id", "opened_at"]].sort_values("opened_at")
    del cases
    sessions = pd.read_parquet(folder / "article_sessions.parquet")
    parts += [_before_cases(sessions, asked), _of_sessions(sessions, asked)]
    del sessions
    parts.append(_of_answers(pd.read_parquet(folder / "surveys.parquet")))
    frame = pd.concat([each.set_index(_KEYS) for each in parts], axis=1).fillna(0.0).reset_index()
    frame = frame[frame["period"].between(FIRST, FIRST + 11)]
    frame = _with_costs(frame, pd.read_parquet(folder / "costs.parquet"))
    return frame.merge(accounts[["account_id", "segment", "region"]], on="account_id", how="left")


def _quarter(instant: pd.Series) -> pd.Series:
    return instant.dt.year * 4 + instant.dt.quarter - 1


def _minutes(start: pd.Series, end: pd.Series) -> pd.Series:
    return (end - start).dt.total_seconds() / 60


def _summed(rows: pd.DataFrame, period: pd.Series) -> pd.DataFrame:
    rows = rows.assign(account_id=rows["account_id"].fillna(""), period=period)
    sums = rows.dropna(subset="period").groupby(_KEYS, as_index=False).sum()
    return sums.astype({"period": "int64"})


def _alive(accounts: pd.DataFrame) -> pd.DataFrame:
    found = []
    for number, (begins, ends) in enumerate(pairwise(_BOUNDS)):
        start, left = accounts["start_at"], accounts["churned_at"]
        opening, closing = ((start <= at) & ~(left <= at) for at in (begins, ends))
        before = (start <= _BOUNDS[number - 3]) & ~(left <= _BOUNDS[number - 3]) if number >= 3 else opening & False
        live = (start < ends) & ~(left <= start.clip(lower=begins))
        flags = {
            "live_accounts": live,
            "opening_accounts": opening,
            "kept_accounts": opening & closing,
            "opening_accounts_year": before,
            "kept_accounts_year": before & closing,
        }
        frame = pd.DataFrame({"account_id": accounts["account_id"], "period": FIRST + number, **flags})
        found.append(frame[live | before])
    return pd.concat(found, ignore_index=True).astype(dict.fromkeys(flags, "float64"))


def _recurring(lines: pd.DataFrame) -> list[pd.DataFrame]:
    start, end = pd.to_datetime(lines["start_on"]), pd.to_datetime(lines["end_on"])
    at = [
        lines.loc[(start <= day) & ~(end <= day)].groupby("account_id", as_index=False)["arr_amount"].sum()
        for day in _BOUNDS
    ]
    shifts = {"opening_arr": 0, "closing_arr": 1, "opening_arr_year": -3}
    return [
        pd.concat(
            [
                at[number + shift].assign(period=FIRST + number).rename(columns={"arr_amount": name})
                for number in range(12)
                if number + shift >= 0
            ],
            ignore_index=True,
        )
        for name, shift in shifts.items()
    ]


def _of_cases(cases: pd.DataFrame) -> list[pd.DataFrame]:
    resolved = cases["resolved_at"].notna()
    smile_at = cases["happy_at"].fillna(cases["resolved_at"])
    began = cases["interrupted_at"].fillna(cases["opened_at"])
    began = began.where(began <= cases["opened_at"], cases["opened_at"])
    answered = cases["resolved_at"].fillna(smile_at)
    answered = answered.where(answered <= smile_at, smile_at)
    account = cases["account_id"]
    opened = pd.DataFrame(
        {
            "account_id": account,
            "cases": 1.0,
            "cases_resolved_later": resolved.astype(float),
            "cases_accepted": (resolved & (cases["reopens_count"].fillna(0) == 0)).astype(float),
            "work_minutes": cases["work_minutes"],
        }
    )
    solved = pd.DataFrame(
        {
            "account_id": account,
            "cases_resolved": resolved.astype(float),
            "csat_answers": cases["csat_score"].notna().astype(float),
            "csat_satisfied": (cases["csat_score"] >= 4).astype(float),
            "csat_dissatisfied": (cases["csat_score"] <= 2).astype(float),
            "resolution_minutes": _minutes(cases["opened_at"], cases["resolved_at"]),
            "cases_reopened": (resolved & (cases["reopens_count"] > 0)).astype(float),
            "reopens_known": (resolved & cases["reopens_count"].notna()).astype(float),
            "resolved_work_minutes": cases["work_minutes"].where(resolved),
            "resolved_work_known": (resolved & cases["work_minutes"].notna()).astype(float),
        }
    )
    happy = pd.DataFrame(
        {
            "account_id": account,
            "smile_minutes": _minutes(began, smile_at),
            "smile_cases": smile_at.notna().astype(float),
            "smile_detect_minutes": _minutes(began, cases["opened_at"]).where(smile_at.notna()),
            "smile_resolve_minutes": _minutes(cases["opened_at"], answered),
            "smile_confirm_minutes": _minutes(answered, smile_at),
            "smile_confirmed": cases["happy_at"].notna().astype(float),
        }
    )
    dated = ((opened, cases["opened_at"]), (solved, cases["resolved_at"]), (happy, smile_at))
    return [_summed(rows, _quarter(instant)) for rows, instant in dated]


def _of_sessions(sessions: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    sessions = sessions.sort_values("started_at", ignore_index=True)
    unjudged = sessions["is_success"].isna() & sessions["case_id"].isna() & sessions["needs_followup"].ne(True)
    wanted = sessions["is_consumed"] & unjudged & sessions["account_id"].notna()
    following = pd.merge_asof(
        sessions.loc[wanted, ["account_id", "started_at"]],
        asked,
        left_on="started_at",
        right_on="opened_at",
        by="account_id",
        direction="forward",
        tolerance=pd.Timedelta(days=14),
    )
    quiet = following["opened_at"].isna() | (_quarter(following["opened_at"]) != _quarter(following["started_at"]))
    inferred = np.zeros(len(sessions))
    inferred[wanted.to_numpy()] = quiet
    rows = pd.DataFrame(
        {
            "account_id": sessions["account_id"],
            "sessions": 1.0,
            "sessions_delivered": sessions["is_consumed"].astype(float),
            "sessions_confirmed": (sessions["is_consumed"] & sessions["is_success"].eq(True)).astype(float),
            "sessions_inferred": inferred,
            "sessions_judged": sessions["is_success"].notna().astype(float),
            "sessions_helped": sessions["is_success"].eq(True).astype(float),
            "sessions_with_case": sessions["case_id"].notna().astype(float),
        }
    )
    return _summed(rows, _quarter(sessions["started_at"]))


def _before_cases(sessions: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    visits = sessions.loc[sessions["account_id"].notna(), ["account_id", "started_at"]].sort_values("started_at")
    found = pd.merge_asof(
        asked,
        visits,
        left_on="opened_at",
        right_on="started_at",
        by="account_id",
        tolerance=pd.Timedelta(days=14),
    )
    tried = found["started_at"].notna().astype(float)
    rows = pd.DataFrame({"account_id": found["account_id"], "cases_of_known": 1.0, "cases_after_visit": tried})
    return _summed(rows, _quarter(found["opened_at"]))


def _of_answers(surveys: pd.DataFrame) -> pd.DataFrame:
    score = surveys["score"].where(surveys["instrument"] == "nps")
    ease = {name: surveys["score"].where(surveys["instrument"] == name) for name in ("ces1", "ces2")}
    rows = pd.DataFrame(
        {
            "account_id": surveys["account_id"],
            "ces1_answers": ease["ces1"].notna().astype(float),
            "ces1_sum": ease["ces1"],
            "ces2_answers": ease["ces2"].notna().astype(float),
            "ces2_sum": ease["ces2"],
            "ces2_easy": (ease["ces2"] >= 5).astype(float),
            "nps_answers": (score >= 0).astype(float),
            "nps_promoters": (score >= 9).astype(float),
            "nps_detractors": (score <= 6).astype(float),
        }
    )
    return _summed(rows, _quarter(surveys["answered_at"]))


def _with_costs(frame: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    month = pd.to_datetime(costs["month_on"])
    ledger = costs.groupby(_quarter(month)).agg(amount=("amount", "sum"), months=("month_on", "nunique"))
    share = frame["work_minutes"] / frame.groupby("period")["work_minutes"].transform("sum")
    months = frame["period"].map(ledger["months"]).where(frame["account_id"] == "", 0.0)
    return frame.assign(cost_amount=share * frame["period"].map(ledger["amount"]), cost_months=months)
