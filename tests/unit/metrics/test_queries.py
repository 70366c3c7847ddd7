"""The SQL that `valuestory why` prints is the metric's: run by DuckDB on a hand-worked table, it gives the sums."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from valuestory.errors import MetricError
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.queries import metric_queries

_QUARTER = (date(2026, 4, 1), date(2026, 7, 1))


def test_the_queries_of_a_share_give_its_numerator_and_its_denominator() -> None:
    """Of four scores one lies outside the quarter: two of three are 4 or 5."""
    queries = {each.part: each for each in metric_queries("csat", *_QUARTER, tables=("cases",))}
    engine = duckdb.connect()
    engine.execute("CREATE TABLE cases (resolved_at TIMESTAMP, csat_score DOUBLE)")
    engine.execute(
        "INSERT INTO cases VALUES ('2026-04-01', 5), ('2026-06-30 23:59', 4), ('2026-05-01', 2), ('2026-07-01', 5)"
    )
    sums = [engine.execute(queries[part].sql).fetchone() for part in ("numerator", "denominator")]
    assert sums == [(2.0,), (3.0,)]


def test_a_sum_of_sums_names_its_parts_and_what_two_tables_are_asked_for_has_no_query_of_its_own() -> None:
    """Accepted answers: confirmed, inferred (needs the cases that follow a session) and settled by a case."""
    queries = {each.column: each for each in metric_queries("answers_accepted", *_QUARTER)}
    assert set(queries) == {"sessions_confirmed", "sessions_inferred", "cases_accepted"}
    assert queries["cases_accepted"].how == "answers_accepted = sessions_confirmed + sessions_inferred + cases_accepted"
    assert (queries["sessions_inferred"].sql, queries["sessions_inferred"].how[:12]) == ("", "asked of two")


def test_every_metric_of_the_catalogue_says_how_its_sums_come_about() -> None:
    """By a query, or in words; another engine's SQL can be had."""
    for name in METRICS:
        found = metric_queries(name, *_QUARTER)
        assert found
        assert all(each.sql or each.how for each in found), name
    snowflake = metric_queries("csat", *_QUARTER, tables=("cases",), dialect="snowflake")
    assert "TIMESTAMP_FROM_PARTS" in snowflake[0].sql
    with pytest.raises(MetricError, match='no metric "csatt"'):
        metric_queries("csatt", *_QUARTER)
