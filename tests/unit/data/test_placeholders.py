"""Placeholders: dates and words that stand for "no value" are never a date, a key, a group or a score."""

from __future__ import annotations

import datetime

from hypothesis import given, strategies as st
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

from valuestory.data.canonical.tables import TABLES
from valuestory.data.checks.placeholders import meant

HEAD = "case_id,account_id,opened_at,resolved_at\n"
DATES = (
    *("0001-01-01", "1753-01-01 00:00:00", "1899-12-30", "1900-01-01", "1970-01-01 00:00"),
    *("2099-12-31", "2999-12-31T00:00:00Z", "9999-12-31 23:59:59"),
)
WORDS = ("?", "N/A", "n/a", "-", "--", "null", "NULL", "none", "None", "#N/A", "#REF!", "(blank)", " - ", "\\N")


def test_a_placeholder_date_is_no_date(company: Company) -> None:
    """Each such churn date is one: that account has not left. The fault names the text as it stood."""
    rows = "".join(f"A{number},2024-01-01,{date}\n" for number, date in enumerate(DATES))
    found = company({"accounts": f"account_id,start_at,churned_at\n{rows}A9,2024-01-01,2025-01-01\n"})
    placeholder = fault(found, "placeholder in churned_at")
    assert (placeholder.count, placeholder.share, placeholder.action) == (len(DATES), len(DATES) / 9, "noted")
    assert placeholder.examples == tuple(f"A{number}: {date}" for number, date in enumerate(DATES[:3]))
    left = [at for _, at in values(found, "accounts", "account_id", "churned_at")]
    assert left == [None] * len(DATES) + [datetime.datetime(2025, 1, 1)]


def test_an_old_or_distant_date_is_not_taken_for_a_placeholder(company: Company) -> None:
    """A customer since 1950 and a contract up to 2098 are odd and possible."""
    odd = ("1899-12-28", "1900-01-03", "1950-06-01", "1969-12-30", "1970-01-03", "2098-12-30")
    rows = "".join(f"A{number},{date}\n" for number, date in enumerate(odd, start=1))
    found = company({"accounts": f"account_id,start_at\n{rows}"})
    assert found.tables["accounts"].start_at.count().execute() == len(odd)


def test_a_placeholder_word_is_no_group_score_or_date(company: Company) -> None:
    """Each word in a group, in a date and in a score: three faults of so many rows, empty values, no row lost."""
    accounts = "".join(f'A{number},"{word}",2024-01-01\n' for number, word in enumerate(WORDS))
    cases = "".join(f'{number},A1,2025-01-01,"{word}","{word}"\n' for number, word in enumerate(WORDS))
    found = company(
        {
            "accounts": f"account_id,segment,start_at\n{accounts}Z,SMB,2024-01-01\n",
            "cases": f"case_id,account_id,opened_at,resolved_at,csat_score\n{cases}z,A1,2025-01-01,2025-01-02,5\n",
        }
    )
    assert {each.column: (each.count, each.action) for each in found.faults} == {
        name: (len(WORDS), "noted") for name in ("segment", "resolved_at", "csat_score")
    }
    assert all("placeholder" in each.what for each in found.faults)
    assert found.tables["accounts"].segment.nunique().execute() == 1
    assert found.tables["cases"].csat_score.count().execute() == 1
    assert_rows_add_up(found)


def test_a_placeholder_is_no_key(company: Company) -> None:
    """A case called "?" is no case, two of them repeat nothing; an account called unknown is none that cases have."""
    found = company(
        {
            "cases": f"{HEAD}?,A1,2025-01-01,\n?,A1,2025-01-02,\n3,unknown,2025-01-03,\n4,-1,2025-01-03,\n"
            "5,A1,2025-01-03,\n"
        }
    )
    key, account = fault(found, "placeholder in case_id"), fault(found, "placeholder in account_id")
    assert (key.count, key.action, key.examples) == (2, "set aside", ("row 1: ?", "row 2: ?"))
    assert (account.count, account.action, account.examples) == (2, "noted", ("3: unknown", "4: -1"))
    assert len(found.faults) == 2
    assert values(found, "cases", "case_id", "account_id") == [("3", None), ("4", None), ("5", "A1")]
    assert_rows_add_up(found)


def test_an_account_named_by_a_placeholder_is_reported_once(company: Company) -> None:
    """Cases name their account, and one says "-": that is no name that accounts lack."""
    found = company(
        {"cases": "case_id,Organization,opened_at\n1,Alpha,2025-01-01\n2,-,2025-01-01\n"},
        '[sources.accounts]\n[sources.cases]\naccount_named = "Organization"\n',
    )
    assert [(each.column, each.count) for each in found.faults] == [("account_id", 1)]
    assert fault(found, "placeholder in account_id").examples == ("2: -",)


def test_words_that_settings_know_are_not_remarked_upon(company: Company) -> None:
    """What `missing` names means nothing, and what `values` maps means something: neither is a fault."""
    found = company(
        {
            "accounts": "account_id,segment,region,start_at\nA1,-,None,2024-01-01\nA2,SMB,EMEA,2024-01-01\n"
            "A3,SMB,APAC,2024-01-01\n"
        },
        '[sources.cases]\n[sources.accounts]\nmissing = ["", "-"]\n[sources.accounts.values.region]\nNone = ["None"]\n',
    )
    assert found.faults == ()
    assert values(found, "accounts", "account_id", "segment", "region")[0] == ("A1", None, "None")


def test_a_slice_of_theirs_has_no_placeholder_for_a_group(company: Company) -> None:
    """A column that is not canonical can be sliced by, too."""
    found = company(
        {"accounts": "account_id,start_at,tier_name\nA1,2024-01-01,N/A\nA2,2024-01-01,Gold\nA3,2024-01-01,\n"}
    )
    assert fault(found, "placeholder in tier_name").examples == ("A1: N/A",)
    assert [tier for _, tier in values(found, "accounts", "account_id", "tier_name")] == [None, "Gold", None]


def test_names_that_only_look_like_placeholders_stay(company: Company) -> None:
    """NA is North America, a segment may be called Unknown, an account Nathan: none is emptied."""
    found = company(
        {
            "accounts": "account_id,name,segment,region,start_at\nA1,Nathan,Unknown,NA,2024-01-01\n"
            "A2,None Such Ltd,SMB,EMEA,2024-01-01\nA3,Null Island Tours,SMB,NA,2024-01-01\n"
        }
    )
    assert found.faults == ()


def test_a_canonical_word_is_meant(company: Company) -> None:
    """`none` is one of the kinds of link."""
    found = company({"cases": "case_id,account_id,opened_at,link_type\n1,A1,2025-01-01,none\n2,A1,2025-01-01,N/A\n"})
    assert [(each.column, each.count, each.examples) for each in found.faults] == [("link_type", 1, ("2: N/A",))]
    assert values(found, "cases", "case_id", "link_type") == [("1", "none"), ("2", None)]


@given(st.text(min_size=1, max_size=8))
def test_a_placeholder_is_one_in_any_letter_case_and_between_blanks(word: str) -> None:
    """Whether a text is a placeholder does not depend on case or blanks around it (ASCII; others have odd cases)."""
    column = TABLES["accounts"].column("segment")
    forms = (word, word.lower(), word.upper(), f" {word} ") if word.isascii() else (word, f" {word} ")
    assert len({bool(meant(column, [each])) for each in forms}) == 1
