"""What customers and colleagues say: surveys, how many were asked, and three quotes."""

import numpy as np
import pandas as pd

from .cases import satisfaction
from .settings import EXTRACT, FIRST_DAY, LAST_DAY, after, keys, room_rng

NPS_DAYS = ("2024-04-16", "2024-10-15", "2025-04-15", "2025-10-14", "2026-04-14")
EMPLOYEE_DAYS = ("2024-03-05", "2024-09-03", "2025-03-04", "2025-09-02", "2026-03-03")
SHARING_DAYS = ("2024-11-12", "2026-05-12")
CSAT_RESPONSE, CES_ASKED, CES_RESPONSE, NPS_RESPONSE, EMPLOYEE_RESPONSE = 0.20, 0.40, 0.17, 0.27, 0.84
ENGAGEMENT_ITEMS = ("proud of our work", "would recommend us", "my work matters", "I want to stay")
SHARING_ITEMS = {  # fourteen statements in four dimensions, answered 1 (never) to 5 (always)
    "People/Leadership": ("leaders say why sharing matters", "leaders share themselves", "time is given to share",
                          "sharing is recognised"),
    "Process": ("I search before I solve", "I write while I solve", "others improve what I write"),
    "Technology": ("I find what is there", "writing is easy", "customers can see it the same day"),
    "Culture": ("I ask without fear", "we share under stress, too", "we learn from what went wrong",
                "teams help each other"),
}  # fmt: skip
QUOTES = (
    ("2025-11-20", "Your people answered before my own team had finished describing the problem.", "Head of IT"),
    (
        "2026-02-12",
        "Most of my questions are answered by the help centre now. That used to be an afternoon.",
        "Operations lead",
    ),
    (
        "2026-05-21",
        "When our export broke, one person stayed with us until the month-end close was done.",
        "Finance director",
    ),
)


def make_voices(
    customers: pd.DataFrame, left: np.ndarray, cases: pd.DataFrame, people: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return answers and mailings. Sets ``csat_score`` on ``cases`` from the answers to that survey."""
    rng = room_rng("voices")
    asked = [_csat_asked(cases, rng), _effort_asked(cases, rng)]
    answered = [_answers(part, rng) for part in asked]
    cases["csat_score"] = answered[0].set_index("case_id")["score"].reindex(cases["case_id"]).to_numpy()
    waves = [_monthly_waves(part) for part in asked]
    for survey in (_nps(customers, left, rng), *_employees(people, rng)):
        answered.append(survey[0])
        waves.append(survey[1])
    surveys = pd.concat(answered, ignore_index=True)
    surveys = surveys[surveys["answered_at"] < EXTRACT].sort_values(["answered_at", "instrument"], kind="stable")
    surveys["survey_id"] = keys("V", len(surveys), 6)
    return surveys, pd.concat(waves).sort_values(["sent_on", "instrument"], ignore_index=True)


def _csat_asked(cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the question asked after every close."""
    closed = cases[cases["closed_at"].notna() & (cases["closed_at"] < LAST_DAY)]
    return _asked(closed, "csat", "satisfied with this case", satisfaction(closed, rng), CSAT_RESPONSE, 5, rng)


def _effort_asked(cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the question about effort, asked after some closes; it follows satisfaction loosely."""
    closed = cases[cases["closed_at"].notna() & (cases["closed_at"] < LAST_DAY) & (rng.random(len(cases)) < CES_ASKED)]
    score = np.clip(satisfaction(closed, rng) + rng.choice((0, 1, 1, 2), len(closed)), 1, 7)
    return _asked(closed, "ces2", "made it easy for me", score, CES_RESPONSE, 7, rng)


def _asked(
    cases: pd.DataFrame,
    instrument: str,
    item: str,
    score: np.ndarray,
    response: float,
    top: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return one row per question sent, with the answer it would get and whether it gets one."""
    sent = after(cases["closed_at"].to_numpy(), rng.integers(1800, 14400, len(cases)))
    table = pd.DataFrame({"case_id": cases["case_id"].to_numpy(), "account_id": cases["account_id"].to_numpy()})
    table = table.assign(instrument=instrument, item=item, sent_at=sent, score=score, scale_min=1, scale_max=top)
    return table.assign(answers=rng.random(len(table)) < response)


def _answers(asked: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the questions that were answered, hours to days after they were sent."""
    got = asked[asked["answers"]].drop(columns="answers")
    return got.assign(answered_at=after(got["sent_at"].to_numpy(), rng.lognormal(np.log(9 * 3600), 1.0, len(got))))


def _monthly_waves(asked: pd.DataFrame) -> pd.DataFrame:
    """Return how many questions went out in each month, dated on its first day."""
    month = asked["sent_at"].to_numpy().astype("datetime64[M]").astype("datetime64[D]")
    count = pd.Series(1, index=month).groupby(level=0).sum()
    return pd.DataFrame(
        {"instrument": asked["instrument"].iloc[0], "sent_on": count.index, "sent_count": count.to_numpy()}
    )


def _nps(customers: pd.DataFrame, left: np.ndarray, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the relationship survey: one person of every account twice a year, two in larger accounts."""
    parts, waves = [], []
    for day in NPS_DAYS:
        day = np.datetime64(day)
        here = customers[(customers["start_at"] < day).to_numpy() & ~(left <= day)]
        here = here.loc[here.index.repeat(1 + (here["segment_no"] > 0))]
        feeling = 8.28 + 0.45 * here["h"].to_numpy() + rng.normal(0, 1.75, len(here))
        table = pd.DataFrame({"account_id": here["account_id"].to_numpy(), "score": np.clip(np.round(feeling), 0, 10)})
        sent = after(np.full(len(here), day), rng.integers(7 * 3600, 16 * 3600, len(here)))
        table = table.assign(instrument="nps", item="would recommend", sent_at=sent, scale_min=0, scale_max=10)
        parts.append(_answers(table.assign(answers=rng.random(len(here)) < NPS_RESPONSE), rng))
        waves.append(("nps", day, len(here)))
    return pd.concat(parts), pd.DataFrame(waves, columns=["instrument", "sent_on", "sent_count"])


def _employees(people: pd.DataFrame, rng: np.random.Generator) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """Return the three surveys among people in Support."""
    engagement = {"": ENGAGEMENT_ITEMS}
    return [
        _people_survey(people, "engagement", EMPLOYEE_DAYS, engagement, 3.75, rng),
        _people_survey(people, "employee_satisfaction", EMPLOYEE_DAYS, {"": ("satisfied with my job",)}, 3.8, rng),
        _people_survey(people, "knowledge_sharing", SHARING_DAYS, SHARING_ITEMS, 3.25, rng),
    ]


def _people_survey(
    people: pd.DataFrame, instrument: str, days: tuple[str, ...], items: dict, level: float, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the answers of those employed on each day and the mailings; scores rise a little from wave to wave."""
    rows, waves = [], []
    for number, day in enumerate(days):
        sent = np.datetime64(f"{day}T09:00:00")
        there = people[(people["hired_on"] < sent) & ~(people["left_on"] <= sent)]
        waves.append((instrument, np.datetime64(day), len(there)))
        lift = (0.45 if instrument == "knowledge_sharing" else 0.04) * number
        for person in there["person_id"][rng.random(len(there)) < EMPLOYEE_RESPONSE]:
            own, at = rng.normal(0, 0.4), sent + np.timedelta64(int(rng.integers(3600, 6 * 86400)), "s")
            for dimension, statements in items.items():
                score = np.clip(np.round(level + lift + own + rng.normal(0, 0.8, len(statements))), 1, 5)
                rows += [
                    (person, sent, at, dimension or None, item, s) for item, s in zip(statements, score, strict=True)
                ]
    table = pd.DataFrame(rows, columns=["person_id", "sent_at", "answered_at", "dimension", "item", "score"])
    table = table.assign(instrument=instrument, scale_min=1, scale_max=5)
    return table, pd.DataFrame(waves, columns=["instrument", "sent_on", "sent_count"])


def make_quotes(customers: pd.DataFrame, left: np.ndarray) -> pd.DataFrame:
    """Return three things that customers said and agreed to see quoted."""
    rng = room_rng("quotes")
    staying = np.flatnonzero(np.isnat(left) & (customers["segment_no"] > 0) & (customers["start_at"] < FIRST_DAY))
    who = rng.choice(staying, len(QUOTES), replace=False)
    lines = [
        (
            customers["account_id"][row],
            np.datetime64(day),
            text,
            True,
            f"{role}, {customers['industry'][row].lower()} company",
        )
        for row, (day, text, role) in zip(who, QUOTES, strict=True)
    ]
    return pd.DataFrame(lines, columns=["account_id", "said_on", "text", "consent", "attribution"])
