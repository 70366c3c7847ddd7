"""An inspection: every fault of every table together, what the data carries, and what would bring the rest."""

from __future__ import annotations

import hashlib
import json
import os
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from valuestory.errors import DataError
from valuestory.metrics import METRICS, open_company
from valuestory.metrics.gaps.carried import SLIDES
from valuestory.metrics.gaps.gaps import GAP_COLUMNS
from valuestory.metrics.inspection.inspecting import inspect_company
from valuestory.metrics.inspection.inspection import Inspection, inspection_record, inspection_schema

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "docs" / "schemas" / "check.v1.json"
ACCOUNTS = """
account_id,name,start_at,churned_at
A1,Alpha,2024-01-01,
A2,Beta,2024-02-01,2025-02-01
"""
CASES = """
case_id,account_id,opened_at,resolved_at
1,A1,2025-01-03,2025-01-04
2,A2,2025-06-28,2025-06-29
"""
AMBIGUOUS = """
case_id,account_id,opened_at,resolved_at
1,A1,03/04/2025,05/04/2025
2,A2,06/07/2025,07/07/2025
"""
UNSCORED = """
survey_id,instrument,scor,answered_at,account_id
1,nps,9,2025-01-01,A1
"""

Look = Callable[[Mapping[str, str]], Inspection]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Write tables to a folder and look at them."""

    def write_and_look(tables: Mapping[str, str]) -> Inspection:
        for name, text in tables.items():
            (tmp_path / f"{name}.csv").write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return inspect_company(str(tmp_path))

    return write_and_look


def states(found: Inspection) -> dict[str, str]:
    """The state of every slide, by its key."""
    return {each.key: each.state for each in found.slides}


def test_faults_that_stop_two_tables_are_told_together(look: Look) -> None:
    """Two dates that nobody can read in one table and a missing column in another: three faults, not the first."""
    found = look({"accounts": ACCOUNTS, "cases": AMBIGUOUS, "surveys": UNSCORED})
    assert [(each.table, each.column) for each in found.stopping] == [
        ("cases", "opened_at"),
        ("cases", "resolved_at"),
        ("surveys", "score"),
    ]
    assert {each.table for each in found.rows if each.is_stopped} == {"cases", "surveys"}
    assert all(each.read == each.used + each.set_aside for each in found.rows)


def test_what_stops_one_table_leaves_what_the_others_carry(look: Look) -> None:
    """Surveys lack their score: cases are counted all the same, and NPS is carried once that is mended."""
    found = look({"accounts": ACCOUNTS, "cases": CASES, "surveys": UNSCORED})
    assert {"cases", "time_to_smile", "annual_logo_retention"} <= set(found.metrics)
    assert found.once_mended == ("nps", "customer_effort_score", "low_effort_share", "customer_effort_score_1")
    assert states(found)["ttcv"] in ("shown", "in part")
    assert "1 fault stops surveys" in found.verdict
    nps = next(each for each in found.gaps if each.metric == "nps")
    assert (nps.table, nps.column, nps.do) == ("surveys", "", "mend what stops surveys")


def test_without_sound_accounts_nothing_is_shown_but_it_is_told_what_would_be(look: Look) -> None:
    """Accounts lack the day they began: once that is mended, cases and retention are carried; now nothing is."""
    found = look({"accounts": ACCOUNTS.replace("start_at", "began"), "cases": CASES})
    assert found.metrics == ()
    assert {"cases", "contact_rate", "annual_logo_retention"} <= set(found.once_mended)
    assert set(states(found).values()) == {"once mended", "not yet"}
    assert found.verdict.startswith("No slide can be shown yet: 1 fault stops accounts; ")


def test_accounts_that_would_be_derived_of_cases_wait_for_the_cases(look: Look) -> None:
    """A single file of cases whose dates stop it: once they are mended, so are the accounts."""
    found = look({"cases": AMBIGUOUS})
    assert {each.table for each in found.stopping} == {"cases"}
    assert {"cases", "contact_rate"} <= set(found.once_mended)
    assert {each.do for each in found.gaps if each.metric == "contact_rate"} == {"mend what stops cases"}


def test_what_a_stopped_history_would_tell_of_cases_counts_once_it_is_mended(look: Look) -> None:
    """Reopening is told by events of the states of cases; their ambiguous times stop them, and are mended."""
    events = "case_id,at,kind,to_value\n1,03/04/2025,status,solved\n2,06/07/2025,status,open\n"
    found = look({"accounts": ACCOUNTS, "cases": CASES, "case_events": events})
    assert "answers_with_case" not in found.metrics
    assert "answers_with_case" in found.once_mended


def test_tables_without_a_date_say_so_among_the_other_faults(look: Look) -> None:
    """Touches do not say how far the data reaches: a fault like others, and no error that ends the look."""
    found = look(
        {"accounts": ACCOUNTS, "touches": "account_id,at,team\nA1,2025-01-03,Support\nA9,2025-01-03,Support\n"}
    )
    assert [(each.table, each.do) for each in found.stopping] == [
        ("cases", "give cases, or another table of facts with dates")
    ]
    assert any(each.table == "touches" and each.action == "set aside" for each in found.faults)
    assert found.metrics == ()
    assert "cases" in found.once_mended


@pytest.mark.parametrize("tables", [{"cases": CASES}, {"accounts": ACCOUNTS, "cases": CASES}])
def test_a_sound_company_is_told_as_it_opens(look: Look, tables: Mapping[str, str], tmp_path: Path) -> None:
    """Faults, gaps, metrics and slides are the company's own; nothing stops."""
    found = look(tables)
    company = open_company(str(tmp_path))
    assert found.faults == company.faults
    assert found.period == company.period.name
    assert [list(vars(each).values()) for each in found.gaps] == company.gaps().to_numpy().tolist()
    assert list(vars(found.gaps[0])) == list(GAP_COLUMNS)
    assert found.wanted == company.wanted()
    assert set(found.metrics) == set(METRICS) - set(company.gaps()["metric"])
    assert set(company.metrics()["metric"]) <= set(found.metrics)
    shown = {key for key, state in states(found).items() if state in ("shown", "in part")}
    assert shown == {key for key, each in SLIDES.items() if each.is_carried_by(found.metrics)}
    assert found.verdict.startswith(
        f"{len(shown)} of {len(SLIDES)} slides can be shown with this data: nothing stops it"
    )


def test_a_stop_for_a_story_is_a_stop_for_the_inspection(look: Look, tmp_path: Path) -> None:
    """Where an inspection finds nothing that stops, the company opens; where it does, it does not."""
    assert look({"accounts": ACCOUNTS, "cases": CASES, "surveys": UNSCORED}).stopping
    with pytest.raises(DataError, match='has no column "score"'):
        open_company(str(tmp_path))


def test_every_file_is_named_with_its_own_hash_and_no_folder(look: Look, tmp_path: Path) -> None:
    """The data's owner can hold `sha256sum accounts.csv` against it."""
    found = look({"accounts": ACCOUNTS, "cases": CASES})
    digests = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in tmp_path.glob("*.csv")}
    assert {each.name: each.sha256 for each in found.files} == digests
    assert [each.tables for each in found.files] == [("accounts",), ("cases",)]
    assert str(tmp_path) not in json.dumps(inspection_record(found))


def test_a_yearly_export_names_each_of_its_files(look: Look, tmp_path: Path) -> None:
    """Two files of one table: two hashes, not one of both."""
    (tmp_path / "valuestory.toml").write_text('[company]\nname = "A"\n[sources.cases]\npath = "cases/*.csv"\n')
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "2025.csv").write_text(CASES.lstrip("\n"))
    header = CASES.strip().splitlines()[0]
    (tmp_path / "cases" / "2026.csv").write_text(f"{header}\n3,A1,2026-01-05,2026-01-06\n")
    found = look({"accounts": ACCOUNTS})
    names = {each.name: each.sha256 for each in found.files}
    assert set(names) == {"accounts.csv", "cases/2026.csv", "cases/2025.csv"}
    assert names["cases/2026.csv"] == hashlib.sha256((tmp_path / "cases" / "2026.csv").read_bytes()).hexdigest()


def test_the_published_schema_is_the_form(look: Look) -> None:
    """docs/schemas/check.v1.json is written from the code; what `check --json` prints keeps to it."""
    text = json.dumps(inspection_schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("VALUESTORY_RECORD"):
        SCHEMA.write_text(text, encoding="utf-8", newline="\n")
    assert SCHEMA.read_text(encoding="utf-8") == text, "docs/schemas/check.v1.json is stale: make golden"
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    record: dict[str, Any] = json.loads(json.dumps(inspection_record(look({"accounts": ACCOUNTS, "cases": AMBIGUOUS}))))
    jsonschema.validate(record, schema)
    for member in record:  # a reader may count on every one
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({name: each for name, each in record.items() if name != member}, schema)
