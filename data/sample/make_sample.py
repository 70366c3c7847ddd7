"""Make the sample company: its tables, and ``truth.json`` with what was planted in them.

Run ``python data/sample/make_sample.py`` to make the files anew, beside this script. The company, its customers and
every number are invented; the draws are seeded, so the same library versions give the same bytes. Instants are UTC
without a zone, money is USD. ``northwind/`` holds the simulator, one module for each side of the company.

The order matters once: who was helped in the exposure year is read off the finished cases and visits, and only then
is it drawn who renews in the outcome year. So the tables cannot disagree with the planted effect.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))  # the simulator lies beside this script, wherever that is run from

from northwind import (
    cases as casework,
    contracts,
    customers as base,
    demand as needs,
    dirt,
    journey,
    knowledge,
    office,
    schema,
    sessions as visits,
    settings,
    traces,
    truth as planted,
    voices,
)

HERE = Path(__file__).parent
Tables = dict[str, pd.DataFrame]


def main(out: Path = HERE) -> None:
    """Write all tables and ``truth.json`` into ``out``.

    Parameters
    ----------
    out
        A folder; it is made where it does not exist, and files of the same names are replaced.
    """
    out.mkdir(parents=True, exist_ok=True)
    tables, contribution = simulate()
    tables = {table: schema.shape(table, tables[table]) for table in schema.COLUMNS}
    faults = dirt.add_dirt(tables)
    for table, frame in tables.items():
        schema.write_table(out, table, schema.shape(table, frame))
    text = json.dumps(truth_record(tables, contribution, faults), indent=2, ensure_ascii=False)
    (out / "truth.json").write_text(text + "\n", encoding="utf-8")


def simulate() -> tuple[Tables, dict]:
    """Return the clean tables and the planted contribution, without touching a file."""
    customers = base.make_customers()
    road = contracts.make_road(customers)
    left = contracts.leave_before_landmark(customers, road)
    people = office.make_people()
    cases, sessions, knowledge_tables = _help(customers, left, people)

    outcome = planted.draw_outcome(customers, road, left, planted.helped_accounts(customers, cases, sessions))
    left = contracts.leave_after_landmark(road, left, outcome.stays)
    cases, sessions = _until(cases, "opened_at", left), _until(sessions, "started_at", left)
    sessions = sessions[sessions["case_id"].isna() | sessions["case_id"].isin(cases["case_id"])]
    milestones, chances = journey.make_milestones(customers, road, left, outcome, people)

    tables = {
        "cases": cases,
        "article_sessions": sessions,
        "people": people,
        "milestones": milestones,
        **knowledge_tables,
    }
    tables["case_articles"] = _of_these(tables["case_articles"], cases)
    tables |= _around(customers, road, left, cases, people)
    return tables, planted.contribution(outcome, road, left, chances)


def _help(customers: pd.DataFrame, left: np.ndarray, people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, Tables]:
    """Return cases and visits as if nobody left after the landmark, and the tables of knowledge that go with them."""
    demand = needs.make_demand(customers, left)
    # A few of the smallest plan have self-service only: they have never been people who ask.
    never = ~demand.asking.any(axis=1) & (customers["plan"] == "Starter")
    customers["is_entitled"] = ~(never & (np.arange(len(customers)) % 9 == 0))
    there = ~(demand.case_at >= left[demand.case_account])
    cases = casework.make_cases(
        customers, demand.case_account[there], demand.case_at[there], knowledge.shipped_at(), people
    )
    articles = knowledge.make_articles(cases, people)
    links = knowledge.link_cases(cases, articles)
    sessions = visits.make_sessions(customers, demand, left, cases, articles)
    improvements = knowledge.make_improvements(articles)
    return cases, sessions, {"articles": articles, "case_articles": links, "improvements": improvements}


def _around(
    customers: pd.DataFrame, road: contracts.Road, left: np.ndarray, cases: pd.DataFrame, people: pd.DataFrame
) -> Tables:
    """Return the tables that need all cases and everyone's last day."""
    surveys, waves = voices.make_voices(customers, left, cases, people)
    return {
        "accounts": account_table(customers, road, left),
        "subscriptions": contracts.make_subscriptions(customers, road, left),
        "usage": journey.make_usage(customers, left),
        "touches": journey.make_touches(customers, left),
        "case_events": traces.make_case_events(cases, people),
        "worklogs": traces.make_worklogs(cases),
        "surveys": surveys,
        "survey_waves": waves,
        "quotes": voices.make_quotes(customers, left),
        "costs": office.make_costs(people, cases),
        "targets": office.make_targets(),
        "benchmarks": office.make_benchmarks(),
        "exchange_rates": office.make_exchange_rates(),
    }


def account_table(customers: pd.DataFrame, road: contracts.Road, left: np.ndarray) -> pd.DataFrame:
    """Return accounts with the day they left and, for those still there, the next renewal after the extract."""
    starts = road.starts
    later = np.concatenate([starts, contracts.add_years(starts[:, -1:], 1)], axis=1)
    coming = later > settings.EXTRACT.astype("datetime64[D]")
    following = later[np.arange(len(later)), coming.argmax(axis=1)]
    return customers.assign(churned_at=left, renewal_on=np.where(np.isnat(left), following, np.datetime64("NaT")))


def _until(facts: pd.DataFrame, column: str, left: np.ndarray) -> pd.DataFrame:
    """Return the facts from before their account left; facts of nobody stay."""
    row = facts["row"].to_numpy()
    gone = np.where(row >= 0, left[row], np.datetime64("NaT"))
    return facts[~(facts[column].to_numpy() >= gone)].reset_index(drop=True)


def _of_these(links: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Return the links of cases that there are."""
    return links[links["case_id"].isin(cases["case_id"])]


def truth_record(tables: Tables, contribution: dict, faults: list[dict]) -> dict:
    """Return what ``truth.json`` says; windows take in their first day and leave out their last."""
    days = {
        name: str(getattr(settings, name)) for name in ("EXPOSURE_START", "LANDMARK", "OUTCOME_END", "CONTROL_START")
    }
    return {
        "company": settings.COMPANY,
        "seed": settings.SEED,
        "extract_date": str(settings.EXTRACT.astype("datetime64[D]")),
        "periods": list(settings.QUARTERS),
        "contribution": {
            "exposure_window": [days["EXPOSURE_START"], days["LANDMARK"]],
            "landmark": days["LANDMARK"],
            "outcome_window": [days["LANDMARK"], days["OUTCOME_END"]],
            **HOW,
            **contribution,
            "negative_control": {**CONTROL, "window": [days["CONTROL_START"], days["EXPOSURE_START"]]},
        },
        "knowledge_programme": PROGRAMME,
        "dirt": faults,
        "rows": {table: len(frame) for table, frame in tables.items()},
    }


HOW = {
    "population": "accounts with start_at before the landmark and churned_at empty or after it",
    "treated": (
        "at least one accepted answer in the exposure window: a case with resolved_at in the window and reopens_count "
        "0, or an accepted article session with started_at in the window. Accepted session: is_consumed, account_id "
        "known, and either is_success, or no case of the account opened in the 14 days after started_at and not "
        "needs_followup"
    ),
    "outcome": "churned_at empty or not before the end of the outcome window",
    "retained_arr": (
        "min(closing, opening) / opening, weighted by opening: ARR in force on the landmark and on the last day of "
        "the outcome window, 0 for accounts that left. Subscription lines take in start_on and leave out end_on"
    ),
    "expansion_arr": (
        "max(closing - opening, 0) / opening, weighted by opening; only staying, not buying, is affected by help"
    ),
    "adoption_milestone": (
        "reached_at present on the event 'adoption' that started on 2025-07-08, for accounts that have it"
    ),
    "confounders": (
        "active_users_count / licensed_users_count and health_score (steady; mean of the quarter before the landmark, "
        "or before the exposure window), tenure, segment, any customer success touch, log1p of cases opened "
        "2024-01-01 to 2024-06-30, log opening ARR. None is changed by help. Nothing unmeasured drives both help and "
        "outcome"
    ),
    "retained_arr_note": (
        "there, but too small beside the spread of ARR to establish: the honest answer is 'not distinguishable'"
    ),
}
CONTROL = {
    "how": (
        "not contracted in the year before exposure: for accounts of the population with start_at before the window, "
        "1 where ARR in force on the window's last day is at least the ARR in force on its first day, else 0. Shorter "
        "twin: 2024-01-01 to 2024-06-30 for accounts that started before 2024"
    ),
    "true_effect": 0.0,
}
PROGRAMME = {
    "starts": str(settings.PROGRAMME_START),
    "rises": (
        "share of cases with an article linked, article sessions, share consumed, share said to have helped, same-day "
        "publication"
    ),
    "falls": "time to smile, hand-offs, time to publish, time to proficiency, cases per account (slightly)",
    "rises_because_easy_work_leaves": "work minutes per assisted case, share of new problems",
    "improvements_shipped": [
        {"cluster_id": str(casework.cluster_keys()[p * casework.CLUSTERS_PER_PRODUCT + c]), "on": day}
        for p, c, day in knowledge.SHIPPED
    ],
    "share_of_a_clusters_cases_that_stop": casework.CLUSTER_FALL,
}


if __name__ == "__main__":
    main()
