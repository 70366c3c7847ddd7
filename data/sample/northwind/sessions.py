"""Visits to help: help centre, community, in-product guide and help bot. Visits of crawlers are not in the data.

Declared beforehand: a visit is *consumed* when it lasted 30 seconds or longer, or when the article read is the one
linked in the case that was opened from it. It is *accepted* when it was consumed and either the customer said that it
helped, or the account opened no case in the 14 days after it began and nobody said that follow-up is needed. Only
known accounts can accept.
"""

import numpy as np
import pandas as pd

from .cases import user_keys
from .demand import SESSION_LEVEL, SESSIONS_PER_QUARTER, SILENT_LOOKS, Demand, draw_instants
from .settings import QUARTER_STARTS, after, keys, ramp, room_rng

CONSUMED_SECONDS = 30
QUIET_DAYS = 14
ANSWER_SHARE = 0.12  # of visitors answer "did this help?"
ANONYMOUS_PER_QUARTER = 2300
CHANNELS = ("help centre", "community", "in-product guide", "bot")


def make_sessions(
    customers: pd.DataFrame, demand: Demand, left: np.ndarray, cases: pd.DataFrame, articles: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per visit, ordered by ``started_at``."""
    rng = room_rng("sessions")
    parts = [_own_visits(customers, demand, left, rng), _visits_before_cases(cases, rng), _anonymous(customers, rng)]
    sessions = pd.concat(parts, ignore_index=True).sort_values("started_at", kind="stable", ignore_index=True)
    sessions["session_id"] = keys("S", len(sessions), 6)
    _add_visitor(sessions, customers, rng)
    _add_reading(sessions, cases, articles, rng)
    _add_answers(sessions, rng)
    return sessions


def _own_visits(customers: pd.DataFrame, demand: Demand, left: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Return visits of known accounts; silent accounts have a look now and then and never stay."""
    usual = np.array(SESSIONS_PER_QUARTER)[customers["segment_no"]] * np.sqrt(demand.temper)
    parts = []
    for quarter in range(len(QUARTER_STARTS)):
        asks = demand.asking[:, quarter]
        row, at = draw_instants(customers, np.where(asks, usual, SILENT_LOOKS) * SESSION_LEVEL[quarter], quarter, rng)
        there = ~(at >= left[row])
        parts.append(pd.DataFrame({"row": row[there], "started_at": at[there], "reads": asks[row[there]]}))
    return pd.concat(parts)


def _visits_before_cases(cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the visits from which a case was opened: a good part of the portal's cases, a few minutes before."""
    opened = cases[(cases["channel"] == "portal") & (rng.random(len(cases)) < 0.42)]
    at = after(opened["opened_at"].to_numpy(), -rng.integers(120, 1500, len(opened)))
    visits = pd.DataFrame({"row": opened["row"], "started_at": at, "case_id": opened["case_id"], "reads": True})
    visits["user_id"], visits["case_article"] = opened["contact_id"], opened["article_id"]
    return visits[at >= QUARTER_STARTS[0]]


def _anonymous(customers: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return visits of people who had not signed in: no account, no entitlement, never counted as accepted."""
    parts = []
    for quarter in range(len(QUARTER_STARTS)):
        mean = np.full(len(customers), ANONYMOUS_PER_QUARTER * SESSION_LEVEL[quarter] / len(customers))
        _, at = draw_instants(customers, mean, quarter, rng)
        parts.append(pd.DataFrame({"row": -1, "started_at": at, "reads": rng.random(len(at)) < 0.8}))
    return pd.concat(parts)


def _add_visitor(sessions: pd.DataFrame, customers: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add account, user, channel and entitlement."""
    known, row = (sessions["row"] >= 0).to_numpy(), sessions["row"].to_numpy()
    sessions["account_id"] = np.where(known, customers["account_id"].to_numpy()[row], None)
    user = np.where(known, user_keys(customers, row, rng), None)
    sessions["user_id"] = np.where(sessions["user_id"].notna(), sessions["user_id"], user)
    sessions["is_entitled"] = np.where(known, customers["is_entitled"].to_numpy()[row], False)
    sessions["channel"] = rng.choice(np.array(CHANNELS, dtype=object), len(sessions), p=(0.60, 0.14, 0.16, 0.10))
    # A case is opened through the help centre's form.
    sessions.loc[sessions["case_id"].notna(), "channel"] = "help centre"


def _add_reading(sessions: pd.DataFrame, cases: pd.DataFrame, articles: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add the article, how long it was looked at, and whether that counts as consumed."""
    size, at = len(sessions), sessions["started_at"].to_numpy()
    article = _popular_article(at, articles, rng)
    same = sessions["case_article"].notna().to_numpy() & (rng.random(size) < 0.3)
    same &= (
        ~pd.Series(articles.set_index("article_id")["created_at"]).reindex(sessions["case_article"]).ge(at).to_numpy()
    )
    linked = np.where(same, sessions["case_article"], None)
    sessions["article_id"] = np.where(same, linked, np.where(rng.random(size) < 0.96, article, None))
    stays = sessions["reads"].to_numpy(dtype=bool) & (rng.random(size) < ramp(at, 0.56, 0.63))
    long = CONSUMED_SECONDS + rng.lognormal(np.log(75), 0.9, size).round()
    sessions["dwell_seconds"] = np.where(stays, np.minimum(long, 3600), rng.integers(2, CONSUMED_SECONDS, size))
    sessions["views_count"] = 1 + rng.poisson(np.where(stays, 0.9, 0.2))
    in_case = sessions["case_article"].notna() & (sessions["article_id"] == sessions["case_article"])
    sessions["is_consumed"] = (sessions["dwell_seconds"] >= CONSUMED_SECONDS) | in_case


def _popular_article(at: np.ndarray, articles: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return an article that was published at each instant; some are read far more than others."""
    shown = articles[articles["audience"].isin(["public", "customer"]) & articles["published_at"].notna()]
    shown = shown.sort_values("published_at", kind="stable")
    count = np.searchsorted(shown["published_at"].to_numpy(), at)
    return shown["article_id"].to_numpy()[(count * rng.random(len(at)) ** 1.6).astype(int)]


def _add_answers(sessions: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add the form and the short survey behind an article; most visitors do not answer it."""
    size, at = len(sessions), sessions["started_at"].to_numpy()
    into_case = sessions["case_id"].notna().to_numpy()
    sessions["form_started"] = into_case | (rng.random(size) < 0.055)
    answers = rng.random(size) < ANSWER_SHARE
    helped = np.where(sessions["is_consumed"], ramp(at, 0.56, 0.66), 0.15) * np.where(into_case, 0.1, 1.0)
    success = rng.random(size) < helped
    # Who was not helped needs follow-up; of those who were, a few still do.
    followup = ~success | (rng.random(size) < 0.06) | into_case
    sessions["is_success"] = np.where(answers, success, None)
    sessions["is_intended"] = np.where(answers, rng.random(size) < np.where(success, 0.34, 0.55), None)
    sessions["needs_followup"] = np.where(answers, followup, None)


def accepted(sessions: pd.DataFrame, cases: pd.DataFrame) -> np.ndarray:
    """Return which visits ended with an accepted answer, by the rule in the module's docstring.

    Parameters
    ----------
    sessions
        Visits with ``account_id started_at is_consumed is_success needs_followup``.
    cases
        Cases with ``account_id opened_at``; rows without an account are nobody's.
    """
    asked_again = _case_within(sessions, cases, QUIET_DAYS * 86400)
    said_yes = sessions["is_success"].fillna(False).astype(bool).to_numpy()
    wants_more = sessions["needs_followup"].fillna(False).astype(bool).to_numpy()
    quiet = ~asked_again & ~wants_more & sessions["account_id"].notna().to_numpy()
    known = sessions["account_id"].notna().to_numpy()
    return sessions["is_consumed"].to_numpy(dtype=bool) & known & (said_yes | quiet)


def _case_within(sessions: pd.DataFrame, cases: pd.DataFrame, seconds: int) -> np.ndarray:
    """Return whether the visit's account opened a case in the given time after the visit began."""
    codes = pd.Index(sessions["account_id"].dropna().unique())
    known = cases[cases["account_id"].isin(codes)]
    # One sorted line of whole seconds, each account on its own stretch of it, so one search finds the next case.
    stretch = np.int64(10**10)
    line = np.sort(codes.get_indexer(known["account_id"]) * stretch + _seconds(known["opened_at"]))
    place = codes.get_indexer(sessions["account_id"]) * stretch + _seconds(sessions["started_at"])
    following = np.append(line, np.iinfo(np.int64).max)[np.searchsorted(line, place, side="right")]
    return (following - place <= seconds) & sessions["account_id"].notna().to_numpy()


def _seconds(at: pd.Series) -> np.ndarray:
    """Return whole seconds since 1970."""
    return at.to_numpy().astype("datetime64[s]").astype("int64")
