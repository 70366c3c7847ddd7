"""What the history of a case tells where the cases do not: held against the sample company, which says both."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from tests.unit.data.conftest import Company, fault, values

from valuestory.data import examine_tables, open_tables
from valuestory.project import shipped

TOLD = ("first_response_at", "handoffs_count", "returns_count", "reopens_count")

CASES = """
case_id,account_id,opened_at
1,A1,2025-01-01 08:00
2,A1,2025-01-02 08:00
3,A1,2025-01-03 08:00
"""
EVENTS = """
case_id,at,kind,from_value,to_value,actor_role,is_public
1,2025-01-01 08:00,status,,open,customer,true
1,2025-01-01 08:01,reply,,,system,true
1,2025-01-01 08:05,owner,,Ann,agent,false
1,2025-01-01 08:10,note,,,agent,false
1,2025-01-01 08:11,reply,,,agent,false
1,2025-01-01 08:15,reply,,,agent,true
1,2025-01-01 08:16,status,,pending,agent,true
1,2025-01-01 09:00,owner,,Bob,agent,false
1,2025-01-01 09:00,group,Desk,Network,agent,false
1,2025-01-01 10:00,reply,,,agent,true
1,2025-01-01 10:01,status,,solved,agent,true
1,2025-01-02 10:01,status,,open,customer,true
1,2025-01-02 11:00,status,,solved,agent,true
1,2025-01-09 11:00,status,,closed,system,true
2,2025-01-02 08:00,status,,open,customer,true
2,2025-01-02 09:00,status,,solved,agent,true
2,2025-01-03 09:00,status,,open,customer,true
"""


def test_a_history_is_told_as_a_person_would_read_it(company: Company) -> None:
    """Worked by hand: the first assignment is no hand-off, owner and group at one moment are one; solved until undone.

    Case 1 was first answered at 08:15 (the system's reply is no answer, a private one reaches nobody), went back to the
    customer once, changed hands once, was opened again once and stayed solved from the second time on; closing it later
    solves nothing. Case 2 is open again, and so has no time at which it was solved. Case 3 has no history.
    """
    found = company({"cases": CASES, "case_events": EVENTS})
    told = values(found, "cases", "case_id", *TOLD, "touches_count")
    assert [tuple(map(str, row)) for row in told] == [
        ("1", "2025-01-01 08:15:00", "1", "1", "1", "2"),
        ("2", "None", "0", "0", "1", "0"),
        ("3", "None", "None", "None", "None", "None"),
    ]
    resolved = values(found, "cases", "case_id", "resolved_at")
    assert [str(when) for _, when in resolved] == ["2025-01-02 11:00:00", "None", "None"]
    said = fault(found, "have no handoffs_count of their own: derived from case_events")
    assert (said.table, said.action, said.count) == ("cases", "noted", 2)


def test_a_case_older_than_the_history_was_solved_when_it_was_closed(company: Company) -> None:
    """Case 3 has no history, case 2 has one and is open again by it: only for case 3 the closing stands in."""
    closed = CASES.replace("opened_at", "opened_at,closed_at").replace(":00\n", ":00,2025-01-20 08:00\n")
    found = company({"cases": closed, "case_events": EVENTS})
    resolved = [str(when) for _, when in values(found, "cases", "case_id", "resolved_at")]
    assert resolved == ["2025-01-02 11:00:00", "None", "2025-01-20 08:00:00"]
    assert fault(found, "taken as solved when they were closed").count == 1


def test_what_cases_say_themselves_goes_before_their_history(company: Company) -> None:
    """A column that the cases have is not derived."""
    cases = CASES.replace("opened_at", "opened_at,handoffs_count").replace(":00\n", ":00,7\n")
    found = company({"cases": cases, "case_events": EVENTS})
    assert {count for _, count in values(found, "cases", "case_id", "handoffs_count")} == {7}
    assert not [each for each in found.faults if "handoffs_count of their own" in each.what]


def test_a_history_without_such_events_tells_nothing(company: Company) -> None:
    """Only replies are recorded: whether a case changed hands is not known, and zero would be a guess."""
    replies = "\n".join(line for line in EVENTS.strip().splitlines() if "reply" in line or "kind" in line)
    found = company({"cases": CASES, "case_events": replies + "\n"})
    assert "first_response_at" in found.tables["cases"].columns
    assert not {"handoffs_count", "reopens_count", "resolved_at"} & set(found.tables["cases"].columns)


def test_the_sample_company_is_told_by_its_histories(tmp_path: Path) -> None:
    """Where its cases lack the counts, their 225,000 events tell the very same ones, case by case.

    But for the few that went "from the queue to the queue", which changes no owner, and those whose history lacks a
    hand-off that the case counts.
    """
    shutil.copytree(shipped("data", "sample"), tmp_path / "sample")
    cases = tmp_path / "sample" / "cases.parquet"
    kept = duckdb.sql(f"SELECT * EXCLUDE ({', '.join(TOLD)}) FROM '{cases}'")
    kept.write_parquet(str(tmp_path / "cut.parquet"))
    (tmp_path / "cut.parquet").replace(cases)
    told = open_tables(str(tmp_path / "sample")).tables["cases"].select("case_id", *TOLD).to_pandas()
    own = examine_tables("sample").tables["cases"].select("case_id", "closed_at", *TOLD).to_pandas()
    both = own.merge(told, on="case_id", suffixes=("", "_told"))
    events = shipped("data", "sample") / "case_events.parquet"
    moves = duckdb.sql(
        f"SELECT case_id, count(*) FROM '{events}' WHERE kind = 'owner' AND from_value != to_value GROUP BY 1"
    )
    recorded = both["case_id"].map(dict(moves.fetchall())).fillna(0)
    whole = both["closed_at"].notna() & recorded.eq(both["handoffs_count"])
    assert (~whole & both["closed_at"].notna()).sum() < 70 < 40_000 < whole.sum()
    both = both[whole]
    for name in TOLD:
        differ = both[name].ne(both[f"{name}_told"]) & ~(both[name].isna() & both[f"{name}_told"].isna())
        assert not differ.any(), name


def test_an_answer_before_the_question_is_none(company: Company) -> None:
    """An event dated before its case was opened does not answer it."""
    early = EVENTS.replace("2025-01-01 08:15,reply", "2024-12-31 08:15,reply")
    found = company({"cases": CASES, "case_events": early})
    assert str(values(found, "cases", "case_id", "first_response_at")[0][1]) == "None"
