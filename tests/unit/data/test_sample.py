"""The sample company, whose dirt is counted in truth.json by the script that planted it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.data.conftest import assert_rows_add_up

from valuestory.data import TABLES, CompanyTables, open_tables
from valuestory.data.canonical.model import TYPES


@pytest.fixture(scope="module")
def opened() -> CompanyTables:
    """The sample company, opened by its name."""
    return open_tables("sample")


@pytest.fixture(scope="module")
def truth(sample: Path) -> dict[str, Any]:
    """What the script that made the sample says about it."""
    found: dict[str, Any] = json.loads((sample / "truth.json").read_text(encoding="utf-8"))
    return found


PLANTED = {
    "cases: account_id unknown in accounts": "have an account_id that accounts does not have",
    "cases: account_id empty": "have no account",
    "cases: resolved_at before opened_at": "have a resolved_at before their opened_at",
    "cases: resolved_at is the placeholder 1900-01-01": "have a placeholder in resolved_at",
    "cases: csat_score outside 1 to 5": "have a csat_score outside 1 to 5",
    "cases: opened_at before the account's start_at": "have their opened_at on a day before their account's start_at",
    "cases: rows repeated exactly, same case_id": "repeat a case_id that an earlier row has",
    "article_sessions: account_id unknown in accounts": "have an account_id that accounts does not have",
    "case_events: case_id unknown in cases": "have a case_id that cases does not have",
    "case_articles: article_id unknown in articles": "have an article_id that articles does not have",
    "touches: account_id unknown in accounts": "have an account_id that accounts does not have",
    "surveys: score outside scale_min to scale_max": "have a score outside its scale",
    "surveys: answered_at before sent_at": "have an answered_at before their sent_at",
    "milestones: reached_at before started_at": "have a reached_at before their started_at",
    "accounts: segment misspelt as ' smb'": "have a segment that differs from another only in letter case or spaces",
    "subscriptions: arr_amount negative": "have a negative arr_amount",
}


def test_every_planted_fault_is_found_with_its_count(opened: CompanyTables, truth: dict[str, Any]) -> None:
    """Each kind of dirt in truth.json is reported once, for its table, with exactly the planted count."""
    planted = {f"{each['table']}: {each['what']}": each["count"] for each in truth["dirt"]}
    found = {
        name: sum(f.count for f in opened.faults if f.table == name.split(":")[0] and f.what.startswith(PLANTED[name]))
        for name in planted
    }
    assert found == planted


def test_the_sample_has_no_other_faults_than_the_planted_ones(opened: CompanyTables) -> None:
    """A check that cries wolf would show here; the negative lines also overlap those that they correct."""
    others = [each for each in opened.faults if not any(each.what.startswith(words) for words in PLANTED.values())]
    assert [(each.table, each.what.split(":")[0], each.count) for each in others] in (
        [],
        [("subscriptions", "begin before another one of the same account has ended", 3)],
    )


def test_rows_read_are_the_rows_written(opened: CompanyTables, truth: dict[str, Any]) -> None:
    """Rows read are those that the script wrote, and are rows used and rows set aside."""
    assert {each.table: each.read for each in opened.rows} == truth["rows"]
    assert_rows_add_up(opened)


def test_canonical_columns_have_their_canonical_types(opened: CompanyTables) -> None:
    """Each column of each table, from CSV or Parquet, has the type that the model gives it."""
    for name, table in opened.tables.items():
        schema = table.schema()
        expected = {each.name: TYPES[each.kind] for each in TABLES[name].columns if each.name in schema}
        found = {each: str(schema[each]).lstrip("!").partition("(")[0] for each in expected}
        assert found == expected, name


def test_sources_and_fingerprints_say_where_tables_come_from(opened: CompanyTables, sample: Path) -> None:
    """A table's fingerprint is its file's own SHA-256; its source is named with the day of the extract."""
    digest = hashlib.sha256((sample / "accounts.csv").read_bytes()).hexdigest()
    assert opened.fingerprints["accounts"] == digest
    assert (opened.sources["cases"].system, opened.sources["cases"].extracted_on) == ("case system", "2026-07-06")


def test_opening_twice_finds_the_same(opened: CompanyTables) -> None:
    """Faults, their examples and their order do not change from one opening to the next."""
    assert open_tables("sample").faults == opened.faults
