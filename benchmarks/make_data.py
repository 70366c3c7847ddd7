"""A company of any size as Parquet files, the same bytes' worth of rows for the same size: what the benchmarks read.

50,000 accounts over three years, of which a few ask for much and most for little; five article sessions a case, a
survey for each ten cases. Rows come in the order of time, as exports and loaders write them, under keys as long as
Salesforce's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

ACCOUNTS: Final = 50_000
SESSIONS_A_CASE: Final = 5
CASES_A_SURVEY: Final = 10
BEGIN: Final = "TIMESTAMP '2023-07-01'"
DAYS: Final = 1096
"""Up to the end of June 2026: twelve quarters."""

_MACROS: Final = f"""
CREATE MACRO share_of(row, seed) AS (hash(row * 64 + seed) >> 11) / 9007199254740992.0;
CREATE MACRO key_of(number) AS '001' || upper(substr(md5(number::VARCHAR), 1, 15));
-- One in 80 questions comes from the account that asks most.
CREATE MACRO skewed(row, seed) AS floor({ACCOUNTS} * share_of(row, seed) ^ 2.5)::BIGINT;
-- Three in five accounts are older than the data; the others began within it.
CREATE MACRO age_of(number) AS
    CASE WHEN number % 5 < 3 THEN -30 - 900 * share_of(number, 1) ELSE {DAYS} * share_of(number, 2) END;
-- Before an account began, the work is that of an older one.
CREATE MACRO asking(number, day) AS CASE WHEN age_of(number) <= day THEN number ELSE number - number % 5 END;
CREATE MACRO instant(day) AS {BEGIN} + to_seconds((day * 86400)::BIGINT);
CREATE MACRO day_of(row, rows, seed) AS (row + share_of(row, seed) * 200) / (rows + 200) * {DAYS};
"""

_ACCOUNTS: Final = f"""
SELECT
    key_of(number) AS account_id,
    ['SMB', 'Mid-market', 'Enterprise'][1 + (number % 7 > 3)::INT + (number % 7 > 5)::INT] AS segment,
    ['Americas', 'EMEA', 'APAC'][1 + number % 3] AS region,
    instant(floor(age_of(number))) AS start_at,
    CASE WHEN share_of(number, 3) < 0.2
        THEN instant(floor(greatest(age_of(number), 0) + ({DAYS} - greatest(age_of(number), 0)) * share_of(number, 4)))
    END AS churned_at
FROM (SELECT range AS number FROM range({ACCOUNTS}))
"""

_SUBSCRIPTIONS: Final = f"""
SELECT
    key_of(number) AS account_id,
    (instant(floor(age_of(number))) + to_months((12 * term)::INT))::DATE AS start_on,
    (instant(floor(age_of(number))) + to_months((12 * term + 12)::INT))::DATE AS end_on,
    round(500 * 40 ^ share_of(number, 5) * 1.05 ^ term, 2) AS arr_amount
FROM (SELECT range AS number FROM range({ACCOUNTS})), (SELECT range AS term FROM range(5))
WHERE age_of(number) + 365 * term < {DAYS}
"""

_COSTS: Final = f"""
SELECT ({BEGIN} + to_months(month::INT))::DATE AS month_on, round(400000 * 1.01 ^ month, 2) AS amount, 'Support' AS team
FROM (SELECT range AS month FROM range(36))
"""

_CASES: Final = """
WITH drawn AS (
    SELECT range AS row, day_of(range, {rows}, 10) AS day, skewed(range, 11) AS number FROM range({rows})
)
SELECT
    '500' || lpad(row::VARCHAR, 15, '0') AS case_id,
    CASE WHEN share_of(row, 12) < 0.98 THEN key_of(asking(number, day)) END AS account_id,
    instant(day) AS opened_at,
    CASE WHEN share_of(row, 13) < 0.3 THEN instant(day - 2 * share_of(row, 14)) END AS interrupted_at,
    CASE WHEN share_of(row, 15) < 0.95 THEN instant(day - 1.5 * ln(1 - share_of(row, 16))) END AS resolved_at,
    CASE WHEN share_of(row, 15) < 0.4
        THEN instant(day - 1.5 * ln(1 - share_of(row, 16)) + share_of(row, 17))
    END AS happy_at,
    ['email', 'chat', 'phone', 'web'][1 + row % 4] AS channel,
    round(-25 * ln(1 - share_of(row, 18)), 1) AS work_minutes,
    (share_of(row, 19) < 0.07)::BIGINT AS reopens_count,
    CASE WHEN share_of(row, 20) < 0.2 THEN 1.0 + floor(5 * share_of(row, 21) ^ 0.4) END AS csat_score
FROM drawn
"""

_SESSIONS: Final = """
WITH drawn AS (
    SELECT range AS row, day_of(range, {rows}, 30) AS day, skewed(range, 31) AS number FROM range({rows})
)
SELECT
    '900' || lpad(row::VARCHAR, 15, '0') AS session_id,
    instant(day) AS started_at,
    CASE WHEN share_of(row, 32) < 0.8 THEN key_of(asking(number, day)) END AS account_id,
    ['help centre', 'community', 'bot', 'in-product'][1 + row % 4] AS channel,
    share_of(row, 33) < 0.6 AS is_consumed,
    CASE WHEN share_of(row, 34) < 0.25 THEN share_of(row, 35) < 0.7 END AS is_success,
    CASE WHEN share_of(row, 34) < 0.25 THEN share_of(row, 36) < 0.1 END AS needs_followup,
    CASE WHEN share_of(row, 37) < 0.04 THEN '500' || lpad((row // 5)::VARCHAR, 15, '0') END AS case_id
FROM drawn
"""

_SURVEYS: Final = """
WITH drawn AS (
    SELECT range AS row, day_of(range, {rows}, 50) AS day, skewed(range, 51) AS number FROM range({rows})
)
SELECT
    'R_' || lpad(row::VARCHAR, 15, '0') AS survey_id,
    instant(day) AS answered_at,
    key_of(asking(number, day)) AS account_id,
    CASE WHEN row % 3 < 2 THEN 'nps' ELSE 'ces1' END AS instrument,
    floor(CASE WHEN row % 3 < 2 THEN 11 * share_of(row, 52) ^ 0.5 ELSE 1 + 5 * share_of(row, 53) END) AS score
FROM drawn
"""


_MILESTONES: Final = f"""
SELECT
    key_of(number) AS account_id,
    ['onboarding', 'first value', 'adoption', 'upgrade'][1 + event] AS event,
    instant(begun) AS started_at,
    CASE WHEN share_of(number * 4 + event, 60) < 0.9
        THEN instant(begun - 30 * ln(1 - share_of(number * 4 + event, 61)))
    END AS reached_at
FROM (
    SELECT number, event, greatest(age_of(number), 0) + 200 * event AS begun
    FROM (SELECT range AS number FROM range({ACCOUNTS})), (SELECT range AS event FROM range(4))
)
WHERE begun < {DAYS}
"""


def make_data(folder: Path, cases: int) -> None:
    """Write a company with so many cases to `folder`, one Parquet file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    queries = {
        "accounts": _ACCOUNTS,
        "subscriptions": _SUBSCRIPTIONS,
        "costs": _COSTS,
        "cases": _CASES.format(rows=cases),
        "article_sessions": _SESSIONS.format(rows=cases * SESSIONS_A_CASE),
        "surveys": _SURVEYS.format(rows=cases // CASES_A_SURVEY),
        "milestones": _MILESTONES,
    }
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '2GB'; SET enable_progress_bar = false")
        connection.execute(_MACROS)
        for table, query in queries.items():
            connection.execute(f"COPY ({query}) TO '{folder / table}.parquet' (FORMAT parquet)")
