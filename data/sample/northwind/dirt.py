"""Faults in small, counted doses, such as every export has. What is spoiled is written down in ``truth.json``.

Only accounts with plenty of cases are touched, and no case that a visit led to, so that no fault changes who counts as
helped. Each case carries one fault at most.
"""

import numpy as np
import pandas as pd

from .settings import EXPOSURE_START, LANDMARK, after, room_rng

Tables = dict[str, pd.DataFrame]
BUSY = 12  # cases in the exposure year that an account needs before its cases may be spoiled


def add_dirt(tables: Tables) -> list[dict]:
    """Spoil the tables in place and return what was done: table, what, count."""
    rng = room_rng("dirt")
    done = [*_cases(tables, rng), *_other_facts(tables, rng), *_accounts_and_money(tables, rng)]
    return [{"table": table, "what": what, "count": count} for table, what, count in done]


def _clean_cases(tables: Tables, rng: np.random.Generator) -> np.ndarray:
    """Return, in random order, rows of solved, closed and unlinked-to cases of busy accounts."""
    cases = tables["cases"]
    exposed = cases["opened_at"].between(EXPOSURE_START, LANDMARK, inclusive="left")
    busy = cases["account_id"].map(cases["account_id"][exposed].value_counts()).fillna(0) >= BUSY
    plain = busy & cases["happy_at"].notna() & cases["csat_score"].isna() & (cases["reopens_count"] == 0)
    plain &= ~cases["case_id"].isin(tables["article_sessions"]["case_id"].dropna())
    return rng.permutation(np.flatnonzero(plain))


def _cases(tables: Tables, rng: np.random.Generator) -> list[tuple[str, str, int]]:
    """Spoil cases."""
    cases, rows = tables["cases"], _clean_cases(tables, rng)
    started = cases["account_id"].map(tables["accounts"].set_index("account_id")["start_at"])
    # Accounts that started with the data cannot have a case before it.
    newcomer = (started >= pd.Timestamp("2024-02-01")) & ((cases["opened_at"] - started).dt.days < 60)
    young = rows[newcomer.to_numpy()[rows]][:15]
    rest = np.setdiff1d(rows, young, assume_unique=True)
    rest = rng.permutation(rest)
    unknown, nobody, backwards, placeholder, off_scale, twice = np.split(rest, np.cumsum([37, 25, 18, 9, 8, 12]))[:6]
    cases.loc[unknown, "account_id"] = [f"X-{number:04d}" for number in range(9001, 9038)]
    cases.loc[nobody, "account_id"] = None
    cases.loc[backwards, "resolved_at"] = after(cases["opened_at"].to_numpy()[backwards], -rng.integers(600, 90000, 18))
    cases.loc[placeholder, "resolved_at"] = np.datetime64("1900-01-01")
    cases.loc[off_scale, "csat_score"] = rng.choice((0, 6, 10, 99), 8)
    early = after(started.to_numpy()[young], -rng.integers(86400, 9 * 86400, 15))
    cases.loc[young, "opened_at"] = early
    cases.loc[young, "interrupted_at"] = np.datetime64("NaT")
    again = pd.concat([cases, cases.iloc[np.sort(twice)]]).sort_values(["opened_at", "case_id"], kind="stable")
    tables["cases"] = again.reset_index(drop=True)
    return [
        ("cases", "account_id unknown in accounts", 37),
        ("cases", "account_id empty", 25),
        ("cases", "resolved_at before opened_at", 18),
        ("cases", "resolved_at is the placeholder 1900-01-01", 9),
        ("cases", "csat_score outside 1 to 5", 8),
        ("cases", "opened_at before the account's start_at", len(young)),
        ("cases", "rows repeated exactly, same case_id", 12),
    ]


def _other_facts(tables: Tables, rng: np.random.Generator) -> list[tuple[str, str, int]]:
    """Spoil visits, history, links, touches, surveys and milestones."""
    sessions, surveys, milestones = tables["article_sessions"], tables["surveys"], tables["milestones"]
    silent = np.flatnonzero(sessions["account_id"].notna() & ~sessions["is_consumed"] & sessions["case_id"].isna())
    sessions.loc[rng.choice(silent, 6, replace=False), "account_id"] = [f"X-{n:04d}" for n in range(9101, 9107)]
    events, links, touches = tables["case_events"], tables["case_articles"], tables["touches"]
    notes = np.flatnonzero(events["kind"] == "owner")
    events.loc[rng.choice(notes, 14, replace=False), "case_id"] = [f"C-{n}" for n in range(990001, 990015)]
    links.loc[rng.choice(len(links), 10, replace=False), "article_id"] = [f"K-{n}" for n in range(99001, 99011)]
    other = np.flatnonzero(touches["team"] == "sales")
    touches.loc[rng.choice(other, 3, replace=False), "account_id"] = ["X-9201", "X-9202", "X-9203"]
    asked = np.flatnonzero(surveys["instrument"] == "ces2")
    wrong, early = np.split(rng.choice(asked, 11, replace=False), [6])
    surveys.loc[wrong, "score"] = rng.choice((0, 8, 70), 6)
    surveys.loc[early, "answered_at"] = after(surveys["sent_at"].to_numpy()[early], -rng.integers(600, 6000, 5))
    reached = np.flatnonzero((milestones["event"] == "upgrade") & milestones["reached_at"].notna())
    some = rng.choice(reached, 4, replace=False)
    milestones.loc[some, "reached_at"] = after(
        milestones["started_at"].to_numpy()[some], -rng.integers(90000, 400000, 4)
    )
    return [
        ("article_sessions", "account_id unknown in accounts", 6),
        ("case_events", "case_id unknown in cases", 14),
        ("case_articles", "article_id unknown in articles", 10),
        ("touches", "account_id unknown in accounts", 3),
        ("surveys", "score outside scale_min to scale_max", 6),
        ("surveys", "answered_at before sent_at", 5),
        ("milestones", "reached_at before started_at", 4),
    ]


def _accounts_and_money(tables: Tables, rng: np.random.Generator) -> list[tuple[str, str, int]]:
    """Spoil accounts and subscriptions; the negative lines last a few weeks inside one quarter."""
    accounts, lines = tables["accounts"], tables["subscriptions"]
    small = np.flatnonzero((accounts["segment"] == "SMB") & accounts["churned_at"].isna())
    accounts.loc[rng.choice(small, 4, replace=False), "segment"] = " smb"
    who = accounts["account_id"].to_numpy()[rng.choice(small, 3, replace=False)]
    credit = pd.DataFrame({"account_id": who, "arr_amount": [-1200.0, -340.0, -2600.0], "currency": "USD"})
    credit["product"] = accounts.set_index("account_id")["product"].reindex(who).to_numpy()
    credit = credit.assign(start_on=np.datetime64("2026-02-03", "us"), end_on=np.datetime64("2026-03-10", "us"))
    both = pd.concat([lines, credit]).sort_values(["account_id", "start_on"], kind="stable")
    tables["subscriptions"] = both.reset_index(drop=True)
    return [
        ("accounts", "segment misspelt as ' smb'", 4),
        ("subscriptions", "arr_amount negative", 3),
    ]
