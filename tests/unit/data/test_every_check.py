"""Every check of a company's data, held to one company whose dirt was put in by hand: exactly these faults, no other.

`DIRTY` says in a word, at the end of each line, what is wrong with it. Its twin with every such line mended is silent.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up

from valuestory.data import CompanyTables, examine_tables

SETTINGS = '[company]\nname = "Testers"\ncurrency = "USD"\n' + "".join(
    f"[sources.{table}]\nextracted_on = 2025-06-30\n"
    for table in (
        *("accounts", "cases", "subscriptions", "surveys", "article_sessions", "people"),
        *("exchange_rates", "assumptions"),
    )
)
ACCOUNTS = "account_id,name,segment,start_at,churned_at,is_churned,status,Ansprechpartner,Field 7"
CASES = (
    "case_id,account_id,opened_at,first_response_at,resolved_at,closed_at,csat_score,link_type,work_minutes,Requester"
)
LINES = "account_id,start_on,end_on,arr_amount,currency"
SURVEYS = "survey_id,sent_at,answered_at,instrument,score"
SESSIONS = "session_id,started_at,account_id,dwell_seconds"
DIRTY = {
    "accounts": f"""
        {ACCOUNTS}
        A01,Acme GmbH,SMB,2024-01-01,,no,Active,Eva Kurz,gold
        A02,"ACME,  Gmbh.",SMB,2024-01-01,,no,Active,Eva Kurz,gold           # the same name
        A03,Gamma,smb,2024-01-01,,no,Active,Eva Kurz,gold                    # spelling
        A04,Delta,N/A,2024-01-01,,no,Active,Eva Kurz,gold                    # placeholder
        A05,Epsilon,SMB,2024-01-01,9999-12-31,no,Active,Eva Kurz,gold        # placeholder date
        A06,Zeta,SMB,2024-01-01,2025-01-01,no,Churned,Eva Kurz,gold          # flag against date
        A07,Eta,SMB,2024-01-01,2025-01-01,yes,Active,Eva Kurz,gold           # status against date
        A08,Theta,SMB,2024-01-01,,no,Cancelled,Eva Kurz,gold                 # status without date
        A09,ann@example.org,SMB,2024-01-01,,no,Active,Eva Kurz,gold          # address for a name
        A10,Kappa,SMB,2024-01-01,,no,Active,Eva Kurz,bo@example.org          # address in a slice
        A11,Lambda,SMB,,,no,Active,Eva Kurz,gold                             # no start
        A12,My,SMB,2024-01-01,,no,Active,Eva Kurz,gold
        A12,My,SMB,2024-01-01,,no,Active,Eva Kurz,gold                       # repeated
        ,Ny,SMB,2024-01-01,,no,Active,Eva Kurz,gold                          # no key
        A13,Xi,SMB,2024-05-01,2024-02-01,yes,Churned,Eva Kurz,gold           # left before it came
        A14,Omikron,SMB,2010-01-01,,perhaps,Active,Eva Kurz,gold               # neither yes nor no
    """,
    "cases": f"""
        {CASES}
        c01,A01,2025-02-01,,,,,,,ann@example.org
        c02,A02,2025-02-01,,,,,,,ann@example.org
        c03,A03,2025-02-01,,,,,,,ann@example.org
        c04,A04,2025-02-01,,,,,,,ann@example.org
        c05,A05,2025-02-01,,,,,,,ann@example.org
        c06,A08,2025-02-01,,,,,,,ann@example.org
        c07,A09,2025-02-01,,,,,,,ann@example.org
        c08,A10,2025-02-01,,,,,,,ann@example.org
        c09,A12,2025-02-01,,,,,,,ann@example.org
        d01,,2025-02-01,,,,,,,ann@example.org                                # no account
        d02,A99,2025-02-01,,,,,,,ann@example.org                             # unknown account
        d03,A01,2023-12-31,,,,,,,ann@example.org                             # before the account
        d04,A01,2025-07-15,,,,,,,ann@example.org                             # ahead
        d05,A01,2025-02-02,,2025-02-01,,,,,ann@example.org                   # backwards
        d06,A01,2025-02-01,2025-02-04,,2025-02-03,,,,ann@example.org         # answered after the end
        d07,A01,2025-02-01,,2025-02-04,2025-02-03,,,,ann@example.org         # closed before it was solved
        d08,A01,2025-02-01,,,,9,,,ann@example.org                            # off its scale
        d09,A01,2025-02-01,,,,Offered,,,ann@example.org                      # placeholder
        d10,A01,2025-02-01,,,,very good,5,,ann@example.org                   # not a number; a word nobody knows
        d11,A01,2025-02-01,,,,,,-5,ann@example.org                           # negative duration
        d12,A01,2025-02-01,,,,,,99999,ann@example.org                        # absurd duration
        d13,A14,2012-01-01,,2024-01-01,,,,,ann@example.org                   # twelve years
        d14,A14,2012-01-01,,,,,,,ann@example.org                             # open for thirteen
        d15,A06,2025-03-01,,,,,,,ann@example.org                             # after it had left
        d16,A01,2025-02-01,,1900-01-01,,,,,ann@example.org                   # placeholder date
        c01,A01,2025-02-01,,,,,,,ann@example.org                             # repeated
        ,A01,2025-02-01,,,,,,,ann@example.org                                # no key
        d17,A01,soon,,,,,,,ann@example.org                                   # not a time
        d18,?,2025-02-01,,,,,,,ann@example.org                               # placeholder for a key
    """,
    "subscriptions": f"""
        {LINES}
        A01,2024-01-01,,900,USD                                              # most of all
        A02,2024-01-01,,10,USD
        A03,2024-01-01,2024-07-01,10,USD
        A03,2024-09-01,,10,USD                                               # gap
        A04,2024-01-01,,10,USD
        A04,2024-09-01,,10,USD                                               # overlap
        A05,2024-01-01,,-10,USD                                              # negative
        A06,2024-01-01,2024-12-31,10,USD
        A07,2024-01-01,,10,USD                                               # runs on after it had left
        A08,2024-01-01,2024-06-30,10,USD                                     # ended, and has not left
        A09,2024-01-01,,10,EUR                                               # before the first rate
        A10,2024-01-01,,10,
        A12,2024-03-01,2024-02-01,10,USD                                     # backwards
        A12,2023-06-01,,10,USD                                               # before the account
        A14,2024-01-01,,10,USD
        A99,2024-01-01,,10,USD                                               # unknown account
        A14,2024-01-01,,,USD                                                 # no amount
    """,
    "exchange_rates": """
        currency,on,rate
        EUR,2024-06-01,1.10
        EUR,2024-07-01,0                                                     # no rate
    """,
    "surveys": f"""
        {SURVEYS}
        s01,2025-02-01,2025-02-02,csat,5
        s02,2025-02-01,2025-02-02,csat,7                                     # off its scale
        s03,2025-02-03,2025-02-02,csat,4                                     # answered before it was asked
        s04,2025-02-01,2025-02-02,wellbeing,4                                # a word nobody knows
    """,
    "article_sessions": f"""
        {SESSIONS}
        v01,2025-02-01,A01,60
        v02,2025-02-01,A01,90000                                             # over a day
        v03,2025-02-01,A98,60                                                # unknown account
        v04,2025-02-01,A01,60
    """,
    "people": """
        person_id,hired_on
        eva@example.org,2024-01-01                                           # address for a key
        P2,2024-01-01
    """,
    "assumptions": """
        name,low,base,high,unit,source
        margin,70,75,80,share,Finance                                        # percent for a share
        cost,70,75,80,USD,Finance
    """,
}
MENDED = {
    name: "\n".join(line for line in textwrap.dedent(text).strip().splitlines() if "#" not in line)
    for name, text in DIRTY.items()
} | {
    "accounts": "account_id,name,segment,start_at,churned_at,is_churned,status\n"
    + "".join(f"A{number:02},Customer {number},SMB,2024-01-01,,no,Active\n" for number in range(1, 15)),
    "cases": "case_id,account_id,opened_at\n"
    + "".join(f"c{number:02},A{number:02},2025-02-01\n" for number in range(1, 15)),
    "subscriptions": f"{LINES}\n" + "".join(f"A{number:02},2024-01-01,,10,USD\n" for number in range(1, 15)),
}
Found = tuple[int, int, str, tuple[str, ...]]
FAULTS: Mapping[tuple[str, str, str], Found] = {
    # (table, column, words): (count, of rows, action, examples)
    ("accounts", "ansprechpartner", "looks like personal data: not read"): (16, 16, "noted", ()),
    ("accounts", "field_7", "hold an e-mail address"): (1, 16, "noted", ()),
    ("accounts", "name", "have an e-mail address in name: emptied"): (1, 16, "noted", ()),
    ("accounts", "name", "have the name of another account"): (1, 13, "noted", ("A01 and A02",)),
    ("accounts", "segment", "have a placeholder in segment"): (1, 16, "noted", ("A04: N/A",)),
    ("accounts", "segment", "differs from another only in letter case"): (1, 13, "noted", ('"smb"',)),
    ("accounts", "churned_at", "have a placeholder in churned_at"): (1, 16, "noted", ("A05: 9999-12-31",)),
    ("accounts", "churned_at", "3 have a churned_at, 2 are flagged is_churned"): (1, 13, "noted", ("A06",)),
    ("accounts", "is_churned", "that is not yes or no"): (1, 16, "noted", ("A14: perhaps",)),
    ("accounts", "churned_at", "status says that they stay"): (1, 16, "noted", ("A07: Active",)),
    ("accounts", "churned_at", "status says that they left"): (1, 16, "noted", ("A08: Cancelled",)),
    ("accounts", "churned_at", "have a churned_at before their start_at"): (1, 16, "noted", ("A13: 2024-02-01",)),
    ("accounts", "churned_at", "while a subscription runs on"): (2, 12, "noted", ("A07", "A08")),
    ("accounts", "start_at", "have no start_at"): (1, 16, "set aside", ()),
    ("accounts", "account_id", "have no account_id"): (1, 16, "set aside", ()),
    ("accounts", "account_id", "repeat an account_id"): (1, 16, "set aside", ("A12 (2 times)",)),
    ("cases", "requester", "looks like personal data: not read"): (29, 29, "noted", ()),
    ("cases", "case_id", "have no case_id"): (1, 29, "set aside", ()),
    ("cases", "case_id", "repeat a case_id"): (1, 29, "set aside", ("c01 (2 times)",)),
    ("cases", "account_id", "have no account:"): (1, 29, "noted", ()),
    ("cases", "account_id", "that accounts does not have"): (1, 29, "noted", ("d02: A99",)),
    ("cases", "account_id", "have a placeholder in account_id"): (1, 29, "noted", ("d18: ?",)),
    ("cases", "account_id", "belong to one account"): (11, 22, "noted", ("A01",)),
    ("cases", "opened_at", "before their account's start_at"): (1, 29, "noted", ("d03: 2023-12-31",)),
    ("cases", "opened_at", "after their account's churned_at"): (1, 29, "noted", ("d15: 2025-03-01",)),
    ("cases", "opened_at", "lies after the day of the extract"): (1, 29, "set aside", ("d04: 2025-07-15",)),
    ("cases", "opened_at", "that is not a time"): (1, 29, "set aside", ("d17: soon",)),
    ("cases", "resolved_at", "before their opened_at"): (1, 29, "noted", ("d05: 2025-02-01",)),
    ("cases", "resolved_at", "have a placeholder in resolved_at"): (1, 29, "noted", ("d16: 1900-01-01",)),
    ("cases", "resolved_at", "over ten years after"): (1, 29, "noted", ("d13: 2024-01-01",)),
    ("cases", "resolved_at", "have been open for over ten years"): (1, 29, "noted", ("d14: 2012-01-01",)),
    ("cases", "first_response_at", "after their closed_at"): (1, 29, "noted", ("d06: 2025-02-04",)),
    ("cases", "closed_at", "before their resolved_at"): (1, 29, "noted", ("d07: 2025-02-03",)),
    ("cases", "csat_score", "outside 1 to 5"): (1, 29, "noted", ("d08: 9",)),
    ("cases", "csat_score", "have a placeholder in csat_score"): (1, 29, "noted", ("d09: Offered",)),
    ("cases", "csat_score", "that is not a number"): (1, 29, "noted", ("d10: very good",)),
    ("cases", "link_type", "that no metric knows"): (1, 29, "noted", ("d10: 5",)),
    ("cases", "work_minutes", "below zero"): (1, 29, "noted", ("d11: -5",)),
    ("cases", "work_minutes", "a month without a break"): (1, 29, "noted", ("d12: 99999",)),
    ("subscriptions", "account_id", "that accounts does not have"): (1, 17, "set aside", ("row 16: A99",)),
    ("subscriptions", "arr_amount", "have no arr_amount"): (1, 17, "set aside", ()),
    ("subscriptions", "arr_amount", "have a negative arr_amount"): (1, 17, "noted", ("row 7: -10",)),
    ("subscriptions", "arr_amount", "belong to one account"): (1, 11, "noted", ("A01",)),
    ("subscriptions", "arr_amount", "before the first rate"): (1, 17, "noted", ("row 11: EUR",)),
    ("subscriptions", "currency", "name no currency"): (1, 17, "noted", ()),
    ("subscriptions", "end_on", "before their start_on"): (1, 17, "set aside", ("row 13: 2024-02-01",)),
    ("subscriptions", "start_on", "before their account's start_at"): (1, 17, "noted", ("row 14: 2023-06-01",)),
    ("subscriptions", "start_on", "begin more than a day after"): (1, 14, "noted", ("A03",)),
    ("subscriptions", "start_on", "begin before another one"): (1, 14, "noted", ("A04",)),
    ("exchange_rates", "rate", "a rate of zero or less"): (1, 2, "set aside", ("EUR and 2024-07-01: 0",)),
    ("surveys", "score", "outside its scale"): (1, 4, "set aside", ("s02: 7",)),
    ("surveys", "answered_at", "before their sent_at"): (1, 4, "noted", ("s03: 2025-02-02",)),
    ("surveys", "instrument", "that no metric knows"): (1, 4, "noted", ("s04: wellbeing",)),
    ("article_sessions", "dwell_seconds", "over a day"): (1, 4, "noted", ("v02: 90000",)),
    ("article_sessions", "account_id", "that accounts does not have"): (1, 4, "noted", ("v03: A98",)),
    ("people", "person_id", "have an e-mail address for a person_id"): (1, 2, "noted", ()),
    ("assumptions", "base", "a share that is not between 0 and 1"): (1, 2, "set aside", ("margin: 75",)),
}


def written(folder: Path, tables: Mapping[str, str]) -> CompanyTables:
    """Return a company of these tables read, what stands behind a # in a line left out."""
    for name, text in tables.items():
        lines = [line.partition("#")[0].strip() for line in textwrap.dedent(text).strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "valuestory.toml").write_text(SETTINGS, encoding="utf-8")
    return examine_tables(str(folder))


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The company with all its dirt."""
    return written(tmp_path_factory.mktemp("dirty"), DIRTY)


@pytest.mark.parametrize(("table", "column", "words"), FAULTS)
def test_a_fault_is_counted_shown_and_mended(dirty: CompanyTables, table: str, column: str, words: str) -> None:
    """Its table, column, count, share, examples and action are those of the dirt; it says how to mend it."""
    count, rows, action, examples = FAULTS[table, column, words]
    found = [each for each in dirty.faults if (each.table, each.column) == (table, column) and words in each.what]
    assert [(each.count, each.share, each.action, each.examples) for each in found] == [
        (count, pytest.approx(count / rows), action, examples)
    ], [(each.column, each.what) for each in dirty.faults if each.table == table]
    assert len(found[0].do) > 10


def test_no_other_fault_is_found(dirty: CompanyTables) -> None:
    """What is not dirt is not called so; and every row is used or set aside."""
    found = [(each.table, each.column, each.what) for each in dirty.faults]
    listed = [
        next((key for key in FAULTS if key[:2] == (table, column) and key[2] in what), what)
        for table, column, what in found
    ]
    assert sorted(map(str, listed)) == sorted(map(str, FAULTS))
    assert_rows_add_up(dirty)


def test_the_mended_company_is_silent(tmp_path: Path) -> None:
    """The same tables without their dirty lines and columns: not one fault."""
    found = written(tmp_path, MENDED)
    assert found.faults == ()
    assert {each.table: each.set_aside for each in found.rows} == dict.fromkeys(DIRTY, 0)


@pytest.mark.parametrize(
    ("tables", "table", "column", "words", "count"),
    [
        ({"cases": "case_id,account_id,opened_at\n1,A1,03/04/2025\n"}, "cases", "opened_at", "the day or the month", 1),
        (
            {"subscriptions": "account_id,start_on,arr_amount,currency\nA1,2024-01-01,9,EUR\nA2,2024-02-01,9,USD\n"},
            *("subscriptions", "arr_amount", "they cannot be added up", 1),
        ),
        (
            {"cases": "case_id,account_id,opened_at\n1,A1,soon\n2,A1,later\n3,A1,2025-01-01\n"},
            *("cases", "opened_at", "that is not a time: it cannot be used", 2),
        ),
    ],
)
def test_what_cannot_be_read_stops(
    company: Company, tables: dict[str, str], table: str, column: str, words: str, count: int
) -> None:
    """A day that is not told, money that cannot be added up, a column that is no time: nothing is computed from it."""
    found = company(tables)
    stops = [(each.table, each.column, each.count) for each in found.faults if each.action == "stops"]
    assert stops == [(table, column, count)], [each.what for each in found.faults]
    assert [each for each in found.faults if words in each.what]
    assert table not in found.tables
