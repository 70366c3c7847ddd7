"""Accounts masked when the data are opened: no table, no fault and no condition has a key or a name any more."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from tests.unit.data.conftest import Company, values

from valuestory.data import CompanyTables, examine_tables
from valuestory.data.masked.mentions import SHARED, Mentions
from valuestory.data.masked.pseudonyms import KEY, MASK, is_masked, mask_key, pseudonym
from valuestory.data.masked.where import masked_where
from valuestory.errors import DataError, ProjectError
from valuestory.project import Project

SECRET = "a key for these tests alone"
ACCOUNTS = """
account_id,name,region,start_at,parent_id,legal_name
C-1001,Müller & Söhne GmbH,EMEA,2024-01-01,,"Mueller und Söhne, Gesellschaft"
C-1002,D'Angelo's Café,EMEA,2024-01-01,C-1001,none
C-1003,Orchard,AMER,2024-01-01,,orchard
C-1004,Nord,AMER,2024-01-01,,none
C-1005,Nordwind Energie AG,AMER,2024-02-01,C-1004,none
"""
CASES = """
case_id,account_id,opened_at,resolved_at,reason,Organization
ORCHARD-1,C-1001,2026-04-01,2026-04-02,export,Müller & Söhne GmbH
ORCHARD-2,C-1003,2026-04-05,2026-04-07,Orchards' login,Orchard
3,C-1005,2026-04-06,2026-04-07,login,Nordwind Energie AG
4,,2026-04-06,2026-04-07,login,
5,C-9999,2026-05-06,2026-05-07,login,Orchard
"""
QUOTES = """
account_id,said_on,text,consent,attribution
C-1003,2026-05-01,"At orchard, nord and c-1001 we love it.",true,"CEO, Orchard"
"""
TRACES = ("C-1", "C-9", "ller", "hne", "angelo", "caf", "orchard", "nord")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company of these tests."""
    folder = tmp_path_factory.mktemp("company")
    for name, text in {"accounts": ACCOUNTS, "cases": CASES, "quotes": QUOTES}.items():
        (folder / f"{name}.csv").write_text(text.lstrip(), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def masked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment asks for the mask, and has a key for it."""
    monkeypatch.setenv(MASK, "accounts")
    monkeypatch.setenv(KEY, SECRET)


@pytest.fixture(scope="module")
def opened(folder: Path) -> CompanyTables:
    """The company of these tests, masked, opened once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASK, "accounts")
        patch.setenv(KEY, SECRET)
        return examine_tables(str(folder))


def stands_for(account_id: str) -> str:
    """What stands for an account in these tests."""
    return pseudonym(account_id, SECRET.encode())


def cells(company: CompanyTables) -> set[str]:
    """Every cell of every table, as text."""
    rows = (row for table in company.tables.values() for row in table.to_pyarrow().to_pylist())
    return {str(cell) for row in rows for cell in row.values()}


def test_no_cell_of_any_table_has_a_name_or_key(opened: CompanyTables) -> None:
    """Keys, parents, names, slices, texts and the keys of cases are searched, whatever their case."""
    assert [cell for cell in cells(opened) if any(each.casefold() in cell.casefold() for each in TRACES)] == []
    said = repr(opened.faults) + repr(opened.sources) + repr(opened.unread)
    assert [each for each in TRACES if each.casefold() in said.casefold()] == []


def test_without_the_mask_they_are_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the test above can fail."""
    monkeypatch.delenv(MASK)
    found = examine_tables(str(folder))
    for each in TRACES:
        assert any(each.casefold() in cell.casefold() for cell in cells(found)) or each in repr(found.faults)


def test_what_belongs_together_still_does(opened: CompanyTables) -> None:
    """Each key has one pseudonym in every table; rows without an account stay without one; nothing else is changed."""
    a, b, c, d, e = (stands_for(f"C-100{number}") for number in range(1, 6))
    assert values(opened, "accounts", "account_id", "name", "parent_id") == sorted(
        [(a, a, None), (b, b, a), (c, c, None), (d, d, None), (e, e, d)]
    )
    rows = values(opened, "cases", "account_id", "reason", "organization")
    assert sorted(rows, key=str) == sorted(
        [(a, "export", a), (c, f"{c}s' login", c), (e, "login", e), (None, "login", None), (None, "login", c)], key=str
    )
    assert values(opened, "quotes", "text", "attribution") == [(f"At {c}, {d} and {a} we love it.", f"CEO, {c}")]
    assert opened.tables["cases"].case_id.nunique().execute() == 5


@pytest.mark.parametrize("name", ["orchard", "ORCHARD'S", "«Orchard»", "orchard.example", "x_orchard_y", "Orchards"])
def test_a_name_is_found_as_a_word_of_its_own(name: str) -> None:
    """In any case, between any signs, with an s."""
    assert "orchard" not in Mentions([("Orchard Inc.", "X")]).masked(f"Saw {name} today").casefold()


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("Müller & Söhne GmbH", "MUELLER und Soehne, mit Müller-Söhne", "X, mit X"),
        ("Société Générale SA", "societe generale", "X"),
        ("Nord", "Nordwind and Norden", "Nordwind and Norden"),
        ("Go", "go on with Go", "go on with X"),
        ("IBM Corp.", "IBM's", "X's"),
        ("The Company", "the company of the day", "X of the day"),
        ("株式会社トヨタ", "私は株式会社トヨタの者です", "私はXの者です"),
        ("1204", "1204 cases", "1204 cases"),
        ("0012045", "case of 0012045", "case of X"),
        ("E.ON SE", "E.ON is on", "X is on"),
    ],
)
def test_names_as_people_write_them(name: str, text: str, masked: str) -> None:
    """With umlauts written out, without their legal form; parts of words and numbers of few digits are left alone."""
    assert Mentions([(name, "X")]).masked(text) == masked


def test_the_longer_name_goes_first_and_a_shared_one_tells_nobody() -> None:
    """One name may be the beginning of another; a text that names two namesakes cannot be told apart."""
    assert Mentions([("Nord", "X"), ("Nord Energie", "Y")]).masked("Nord, Nord Energie") == "X, Y"
    assert Mentions([("Nord AG", "X"), ("Nord GmbH", "Y")]).masked("Nord, Nord AG") == f"{SHARED}, X"


def test_pseudonyms_are_the_same_wherever_the_key_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another key gives others; a pseudonym stands for itself; nothing of the account is in it."""
    first = stands_for("C-1001")
    assert first == pseudonym("C-1001", SECRET.encode()) == pseudonym(first, b"another key, just as long")
    assert first != pseudonym("C-1001", b"another key, just as long")
    assert len({stands_for(str(number)) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize(
    "where", ["name = 'Orchard'", "account_id IN ('C-1003')", "region = 'AMER' AND name = 'Orchard'"]
)
def test_a_condition_may_name_accounts_as_one_knows_them(where: str) -> None:
    """It means the account's pseudonym, and nothing of it names the account any more."""
    found = masked_where(where, SECRET.encode(), {"Orchard": stands_for("C-1003")})
    assert found == where.replace("Orchard", stands_for("C-1003")).replace("C-1003", stands_for("C-1003"))


def test_a_condition_is_read_by_the_names_that_the_data_have(folder: Path) -> None:
    """The tables are those of the account; what is kept of the condition does not name it."""
    found = examine_tables(str(folder), where="region = 'AMER' and name = 'Orchard'")
    assert values(found, "accounts", "account_id") == [(stands_for("C-1003"),)]
    assert found.where == f"region = 'AMER' AND name = '{stands_for('C-1003')}'"


@pytest.mark.parametrize("where", ["name like 'Orch%'", "account_id > 'C-1003'", "name = 'Orchid'"])
def test_a_condition_may_not_look_behind_the_mask(where: str) -> None:
    """Neither the name nor the condition is repeated by the message."""
    with pytest.raises(DataError) as raised:
        masked_where(where, SECRET.encode(), {"Orchard": stands_for("C-1003")})
    assert "masked" in raised.value.what
    assert "Orch" not in str(raised.value)
    assert "C-1003" not in str(raised.value)


def test_without_a_key_the_project_gets_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random, for this user alone, left out by git, and taken again the next time."""
    monkeypatch.delenv(KEY)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "valuestory.toml").write_text('[company]\nname = "Acme"\n')
    first = mask_key()
    kept = tmp_path / ".valuestory" / "mask-key"
    assert first == mask_key()
    assert len(kept.read_text().strip()) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 or os.name == "nt"
    assert (tmp_path / ".valuestory" / ".gitignore").read_text() == "*\n"
    kept.unlink()
    assert mask_key() != first


def test_the_settings_can_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """`[data] mask` holds for everything that opens the company; without it and the variable nothing is masked."""
    monkeypatch.delenv(MASK)
    asked = {"company": {"name": "Acme"}, "data": {"mask": "accounts"}}
    assert is_masked(Project.model_validate(asked))
    assert not is_masked(Project.model_validate(asked | {"data": {}}))


@pytest.mark.parametrize(
    ("mask", "key", "said"), [("acounts", SECRET, "accounts"), ("accounts", "short", "fewer than 16")]
)
def test_a_mask_that_is_none_and_a_key_that_keeps_nothing_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, mask: str, key: str, said: str
) -> None:
    """Nothing is opened as if it were masked."""
    monkeypatch.setenv(MASK, mask)
    monkeypatch.setenv(KEY, key)
    with pytest.raises(ProjectError, match=said):
        examine_tables(str(folder))


def test_faults_that_stop_the_reading_name_nobody(company: Company) -> None:
    """The whole message is as free of names as the tables would be."""
    twice = ACCOUNTS + "C-1003,Orchard,AMER,2024-01-01,,none\n"
    found = company({"accounts": twice, "cases": CASES.replace("2026-04-01", "04/05/2026")})
    said = repr(found.faults)
    assert [each for each in TRACES if each.casefold() in said.casefold()] == []
