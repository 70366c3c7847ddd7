"""What the case system recorded underway: the history of each case, and the time that people booked on it.

The history is made from the counts on ``cases``, so what an engine derives from events (first answer, hand-offs,
returns, reopens) agrees with them, row for row.
"""

import numpy as np
import pandas as pd

from .settings import EXTRACT, after, room_rng


def make_case_events(cases: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the history of all cases, ordered by case and time."""
    rng = room_rng("case events")
    cases = cases.reset_index(drop=True)
    parts = [_opening(cases), _first_reply(cases), *_handoffs(cases, people, rng), *_returns(cases, rng)]
    parts += [*_reopens(cases, rng), *_endings(cases)]
    events = pd.concat(parts, ignore_index=True)
    events = events[events["at"] < EXTRACT]
    # At one instant an opening comes before what follows from it: parts stand in that order.
    return events.sort_values(["case_id", "at"], kind="stable", ignore_index=True)


def _events(
    cases: pd.DataFrame, at: np.ndarray, kind: str, old: object, new: object, role: str, public: bool
) -> pd.DataFrame:
    """Return one event for each given case."""
    actor = {"customer": cases["contact_id"], "agent": cases["owner_id"], "system": "system"}[role]
    return pd.DataFrame(
        {
            "case_id": cases["case_id"], "at": at, "kind": kind, "from_value": old, "to_value": new, "actor_id": actor,
            "actor_role": role, "is_public": public,
        }
    )  # fmt: skip


def _opening(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the first event of every case."""
    return _events(cases, cases["opened_at"].to_numpy(), "status", None, "open", "customer", True)


def _first_reply(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the first public answer of an agent."""
    answered = cases[cases["first_response_at"].notna()]
    return _events(answered, answered["first_response_at"].to_numpy(), "reply", None, None, "agent", True)


def _between(cases: pd.DataFrame, low: float, high: float, rng: np.random.Generator) -> np.ndarray:
    """Return instants at some part of the way from first answer to solution (or to the extract, while open)."""
    start = cases["first_response_at"].fillna(cases["opened_at"]).to_numpy()
    end = cases["resolved_at"].fillna(pd.Timestamp(EXTRACT)).to_numpy()
    seconds = (end - start) / np.timedelta64(1, "s")
    return after(start, seconds * (low + (high - low) * rng.random(len(cases))))


def _handoffs(cases: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Return changes of owner, the last one to the owner the case has; going deeper also changes the group."""
    parts = []
    everyone = people["person_id"].to_numpy()[:25]
    for number in range(int(cases["handoffs_count"].max())):
        some = cases[cases["handoffs_count"] > number]
        before = everyone[rng.integers(0, len(everyone), len(some))]
        before = np.where(before == some["owner_id"], "queue", before)
        last = some["handoffs_count"].to_numpy() == number + 1
        # Later hand-offs lie later: each has its own stretch of the first half of the case.
        at = _between(some, 0.08 * number, 0.08 * number + 0.07, rng)
        new = np.where(last, some["owner_id"], "queue")
        parts.append(_events(some, at, "owner", before, new, "agent", False))
        deeper = last & (some["level_no"].to_numpy() > 0)
        parts.append(_events(some[deeper], at[deeper], "group", "Frontline", some["group"][deeper], "agent", False))
    return parts


def _returns(cases: pd.DataFrame, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Return the times the case went back to the customer, and the customer's answers."""
    parts = []
    for number in range(int(cases["returns_count"].max())):
        some = cases[cases["returns_count"] > number]
        low = 0.5 + 0.05 * number
        parts.append(_events(some, _between(some, low, low + 0.02, rng), "status", "open", "pending", "agent", True))
        answer = _between(some, low + 0.025, low + 0.045, rng)
        # A case that still waits for its customer ends with the question.
        waits = (some["status"] == "pending") & (some["returns_count"] == number + 1)
        parts.append(_events(some[~waits], answer[~waits], "status", "pending", "open", "customer", True))
    return parts


def _reopens(cases: pd.DataFrame, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Return solutions that did not hold: solved once, then open again before the solution that counts."""
    parts = []
    for number in range(int(cases["reopens_count"].max())):
        some = cases[cases["reopens_count"] > number]
        low = 0.82 + 0.08 * number
        parts.append(_events(some, _between(some, low, low + 0.03, rng), "status", "open", "solved", "agent", True))
        parts.append(
            _events(some, _between(some, low + 0.04, low + 0.07, rng), "status", "solved", "open", "customer", True)
        )
    return parts


def _endings(cases: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the solution and the close; the customer closes by confirming, the system after three days."""
    solved, closed = cases[cases["resolved_at"].notna()], cases[cases["closed_at"].notna()]
    happy = closed["happy_at"].notna()
    before = np.where(closed["resolved_at"].notna(), "solved", "open")
    return [
        _events(solved, solved["resolved_at"].to_numpy(), "status", "open", "solved", "agent", True),
        _events(
            closed[happy], closed["closed_at"][happy].to_numpy(), "status", before[happy], "closed", "customer", True
        ),
        _events(
            closed[~happy], closed["closed_at"][~happy].to_numpy(), "status", before[~happy], "closed", "system", False
        ),
    ]


def make_worklogs(cases: pd.DataFrame) -> pd.DataFrame:
    """Return booked time: one row per case and day worked; rows of a case add up to its ``work_minutes``."""
    rng = room_rng("worklogs")
    opened = cases["opened_at"].to_numpy().astype("datetime64[D]")
    ended = np.minimum(cases["resolved_at"].fillna(pd.Timestamp(EXTRACT)).to_numpy(), EXTRACT).astype("datetime64[D]")
    two_days = (ended > opened) & (cases["work_minutes"] > 40).to_numpy()
    first = np.where(
        two_days, np.round(cases["work_minutes"] * rng.uniform(0.3, 0.7, len(cases))), cases["work_minutes"]
    )
    logs = [
        _booked(cases, opened, first),
        _booked(cases[two_days], ended[two_days], (cases["work_minutes"] - first)[two_days]),
    ]
    return pd.concat(logs).sort_values(["on", "case_id"], kind="stable", ignore_index=True)


def _booked(cases: pd.DataFrame, on: np.ndarray, minutes: np.ndarray) -> pd.DataFrame:
    """Return one row of booked time for each given case."""
    columns = {"person_id": "owner_id", "case_id": "case_id", "account_id": "account_id", "channel": "channel"}
    logs = pd.DataFrame({new: cases[old].to_numpy() for new, old in columns.items()})
    return logs.assign(on=on, minutes=np.asarray(minutes))
