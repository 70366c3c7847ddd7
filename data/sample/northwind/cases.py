"""Assisted cases: what each is about, how long it took, who worked on it and how it ended.

From 2025 on the knowledge programme works: easy, known questions leave for self-service, so the share of new problems
among cases and the work each takes go up, while answers come faster and more cases end with an article linked.
"""

import numpy as np
import pandas as pd

from .settings import LAST_DAY, PRODUCTS, after, expit, keys, known_by_extract, ramp, room_rng

CLUSTERS_PER_PRODUCT = 20
REASONS = (
    "how-to", "configuration", "defect", "integration", "access", "how-to", "billing", "performance", "configuration",
    "request",
)  # fmt: skip
CHANNELS = ("portal", "email", "chat", "phone")
LEVELS = ("L1", "L2", "L3")
SEVERITIES = ("S1", "S2", "S3", "S4")
PRIORITIES = ("urgent", "high", "normal", "low")
BENEFITS = (
    "obstacles removed", "risk mitigated", "relationship health improved", "adoption accelerated", "insights applied",
)  # fmt: skip
BENEFIT_ODDS = {  # how the agents tag what an answer was good for, by reason
    "how-to": (0.30, 0.02, 0.10, 0.53, 0.05),
    "configuration": (0.42, 0.08, 0.08, 0.38, 0.04),
    "defect": (0.66, 0.16, 0.08, 0.02, 0.08),
    "integration": (0.48, 0.10, 0.07, 0.30, 0.05),
    "access": (0.72, 0.16, 0.10, 0.02, 0.00),
    "billing": (0.30, 0.05, 0.60, 0.02, 0.03),
    "performance": (0.52, 0.36, 0.06, 0.01, 0.05),
    "request": (0.15, 0.02, 0.25, 0.28, 0.30),
}
CLUSTER_FALL = 0.45  # share of a cluster's cases that stop once its improvement has shipped
SELF_SERVED = 0.06  # share of all cases that the help centre answers instead, by the end of the window


def cluster_keys() -> np.ndarray:
    """Return the keys of all issue clusters, those of the first product first."""
    return keys("CL", CLUSTERS_PER_PRODUCT * len(PRODUCTS), 2)


def make_cases(
    customers: pd.DataFrame, row: np.ndarray, at: np.ndarray, shipped: np.ndarray, people: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per case, ordered by ``opened_at``, with a few columns that only the simulator knows.

    Parameters
    ----------
    customers
        The accounts.
    row, at
        For each request the row of its account and the instant.
    shipped
        For each cluster the instant from which its improvement works, NaT where none did.
    people
        Who was there to own a case.
    """
    rng = room_rng("cases")
    cluster = _clusters(customers["product_no"].to_numpy()[row], rng)
    fixed = (at >= shipped[cluster]) & (rng.random(len(at)) < CLUSTER_FALL)
    found = rng.random(len(at)) < ramp(at, 0.0, SELF_SERVED)
    keep = ~fixed & ~found & (at < LAST_DAY)
    cases = pd.DataFrame({"row": row[keep], "opened_at": at[keep], "cluster_no": cluster[keep]})
    cases["case_id"] = keys("C", len(cases), 6)
    _add_subject(cases, customers, rng)
    _add_complexity(cases, rng)
    _add_times(cases, rng)
    _add_course(cases, people, rng)
    return cases


def _clusters(product: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the number of each case's issue cluster: a few in each product are common, most are rare."""
    common = 1.0 / np.arange(1.5, CLUSTERS_PER_PRODUCT + 1.5) ** 0.9
    return product * CLUSTERS_PER_PRODUCT + rng.choice(CLUSTERS_PER_PRODUCT, len(product), p=common / common.sum())


def _add_subject(cases: pd.DataFrame, customers: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add who asked, about what, at which moment of the customer's life, and over which channel."""
    size, row = len(cases), cases["row"].to_numpy()
    cases["account_id"] = customers["account_id"].to_numpy()[row]
    cases["product"] = customers["product"].to_numpy()[row]
    cases["cluster_id"] = cluster_keys()[cases["cluster_no"]]
    cases["reason"] = np.array(REASONS, dtype=object)[cases["cluster_no"] % len(REASONS)]
    cases["contact_id"] = user_keys(customers, row, rng)
    cases["channel"] = rng.choice(np.array(CHANNELS, dtype=object), size, p=(0.46, 0.27, 0.19, 0.08))
    cases["life_event"] = _life_events(cases, customers, rng)
    odds = np.array([BENEFIT_ODDS[reason] for reason in cases["reason"]]).cumsum(axis=1)
    pick = (rng.random(size)[:, None] > odds).sum(axis=1).clip(max=len(BENEFITS) - 1)
    cases["benefit_class"] = np.array(BENEFITS, dtype=object)[pick]


def user_keys(customers: pd.DataFrame, row: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return one of the account's users for each request; a few users do most of the asking."""
    users = np.clip(customers["seats_count"].to_numpy()[row] // 4, 2, 40)
    user = (users * rng.random(len(row)) ** 1.7).astype(int) + 1
    account = customers["account_id"].to_numpy()[row]
    return np.array([f"U{key[1:]}-{number:02d}" for key, number in zip(account, user, strict=True)], dtype=object)


def _life_events(cases: pd.DataFrame, customers: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return the moment in the customer's life: onboarding in the first 90 days, else mostly everyday use."""
    started = customers["start_at"].to_numpy()[cases["row"]]
    age = (cases["opened_at"].to_numpy() - started) / np.timedelta64(1, "D")
    usual = rng.choice(
        np.array(("everyday use", "adoption", "upgrade", "renewal"), dtype=object),
        len(cases),
        p=(0.66, 0.18, 0.11, 0.05),
    )
    return np.where((age < 90) & (rng.random(len(cases)) < 0.8), "onboarding", usual)


def _add_complexity(cases: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add what makes a case hard: new or known, level, severity and how the two show in priority and escalation."""
    size = len(cases)
    cases["is_new"] = rng.random(size) < ramp(cases["opened_at"].to_numpy(), 0.40, 0.51)
    deeper = rng.random(size) + 0.13 * cases["is_new"]
    level = (deeper > 0.72).astype(int) + (deeper > 1.0)
    cases["level_no"], cases["level"] = level, np.array(LEVELS, dtype=object)[level]
    hard = cases["reason"].isin(["defect", "performance"])
    severity = np.clip(3 - (rng.random(size) > 0.36).astype(int) - (rng.random(size) > 0.82 - 0.1 * hard), 0, 3)
    severity = np.where(rng.random(size) < 0.015 + 0.04 * hard, 0, severity)
    cases["severity_no"], cases["severity"] = severity, np.array(SEVERITIES, dtype=object)[severity]
    priority = np.clip(severity + rng.choice((-1, 0, 0, 0, 1), size), 0, 3)
    cases["priority"] = np.array(PRIORITIES, dtype=object)[priority]
    cases["is_escalated"] = rng.random(size) < np.array((0.012, 0.06, 0.24))[level] * np.where(severity < 2, 1.8, 0.8)
    cases["group"] = np.where(level == 0, "Frontline", cases["product"] + " specialists")
    cases.loc[level == 2, "group"] = "Engineering liaison"


def _add_times(cases: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add when it broke, first answer, solution, smile and close; what lies after the extract is still open."""
    size, opened = len(cases), cases["opened_at"].to_numpy()
    level, severity = cases["level_no"].to_numpy(), cases["severity_no"].to_numpy()
    pace = ramp(opened, 1.0, 0.66)
    broken = rng.lognormal(np.log(1.6 * 3600), 1.1, size)
    cases["interrupted_at"] = np.where(rng.random(size) < 0.9, after(opened, -broken), np.datetime64("NaT"))
    hours = (
        np.where(cases["is_new"], 13.0, 5.5)
        * np.array((1.0, 1.7, 3.0))[level]
        * np.array((0.7, 0.85, 1.0, 1.3))[severity]
    )
    solve = rng.lognormal(np.log(hours * pace * 3600), 1.0)
    waits_for_fix = rng.random(size) < 0.006  # weeks, until a release brings the cure
    solve = np.where(waits_for_fix, rng.lognormal(np.log(20 * 86400 * pace), 0.5), solve)
    wait = np.where(cases["channel"] == "chat", 4.0, np.where(cases["channel"] == "phone", 2.0, 70.0)) * 60
    first = np.minimum(rng.lognormal(np.log(wait * np.sqrt(pace)), 0.8), 0.6 * solve)
    resolved, smile = after(opened, solve), rng.lognormal(np.log(3.2 * 3600 * pace), 0.9)
    confirmed = rng.random(size) < 0.55
    given_up = rng.random(size) < 0.006  # closed because nobody answered any more, never solved
    happy = np.where(confirmed & ~given_up, after(resolved, smile), np.datetime64("NaT"))
    closed = np.where(given_up, after(opened, np.full(size, 14 * 86400.0)), after(resolved, np.full(size, 3 * 86400.0)))
    cases["first_response_at"] = known_by_extract(after(opened, first))
    cases["resolved_at"] = known_by_extract(np.where(given_up, np.datetime64("NaT"), resolved))
    cases["happy_at"] = known_by_extract(happy)
    cases["closed_at"] = known_by_extract(np.where(np.isnat(happy), closed, happy))


def _add_course(cases: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add effort, hand-offs, returns, reopens, contacts, the owner and the status."""
    size, level = len(cases), cases["level_no"].to_numpy()
    opened, solved = cases["opened_at"].to_numpy(), cases["resolved_at"].notna().to_numpy()
    pace = ramp(opened, 1.0, 0.82)
    work = np.where(cases["is_new"], 92.0, 48.0) * np.array((0.85, 1.35, 2.1))[level]
    cases["work_minutes"] = np.maximum(3, np.round(rng.lognormal(np.log(work) - 0.2, 0.65)))
    more = rng.poisson(np.array((0.06, 0.16, 0.35))[level] * pace)
    cases["handoffs_count"] = more + (level > 0) * (rng.random(size) < 0.62 * pace)
    cases["returns_count"] = rng.poisson(np.where(cases["is_new"], 0.32, 0.19) * pace)
    cases["reopens_count"] = np.where(solved, (rng.random(size) < 0.062 * pace) * (1 + (rng.random(size) < 0.1)), 0)
    answered = cases["first_response_at"].notna().to_numpy()
    extra = rng.poisson(np.where(cases["is_new"], 0.55, 0.20))
    cases["touches_count"] = np.where(answered, 1 + extra + cases["returns_count"] + cases["reopens_count"], 0)
    once = (cases["touches_count"] == 1) & (cases["handoffs_count"] == 0) & ~cases["is_escalated"]
    cases["resolved_on_first_contact"] = once & (cases["reopens_count"] == 0) & solved
    cases["owner_id"] = _owners(cases, people, rng)
    waiting = np.where(cases["returns_count"] > 0, "pending", "open")
    cases["status"] = np.where(cases["closed_at"].notna(), "closed", np.where(solved, "solved", waiting))


def _owners(cases: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return a person of the case's group who worked there on the day the case was opened."""
    owners = np.empty(len(cases), dtype=object)
    month = cases["opened_at"].to_numpy().astype("datetime64[M]")
    for (group, start), index in cases.groupby([cases["group"], month], sort=True).indices.items():
        there = people[(people["team"] == group) & ~people["is_manager"]]
        first, last = there["hired_on"].to_numpy(), there["left_on"].to_numpy()
        day = np.datetime64(start, "D")
        team = there["person_id"].to_numpy()[(first <= day) & ~(last < day + np.timedelta64(31, "D"))]
        owners[index] = team[rng.integers(0, len(team), len(index))]
    return owners


def satisfaction(cases: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return what the customer would answer, 1 to 5: waiting, hand-offs and reopens cost goodwill."""
    hours = (cases["resolved_at"] - cases["opened_at"]).dt.total_seconds().fillna(14 * 86400).to_numpy() / 3600
    mood = (
        1.75
        - 0.16 * np.log1p(np.clip(hours, 0, 2000)) / 2
        - 0.25 * cases["handoffs_count"]
        - 0.8 * cases["reopens_count"]
    )
    good = expit(mood.to_numpy() + 0.55)
    draw = rng.random(len(cases))
    return np.where(draw < 0.62 * good, 5, np.where(draw < good, 4, np.where(draw < good + 0.45 * (1 - good), 3,
                    np.where(draw < good + 0.75 * (1 - good), 2, 1))))  # fmt: skip
