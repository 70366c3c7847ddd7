"""Secrets come from the environment; one that is written out is refused, and none is ever shown."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote_plus, urlparse

import pytest
from hypothesis import given, strategies as st

from valuestory.data import examine_tables, open_tables
from valuestory.data.engines.credentials import filled_in, refuse_written_secret
from valuestory.errors import ProjectError

SECRET = "hunter2"


def test_a_variable_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address takes any number of them; the settings keep the names."""
    monkeypatch.setenv("DB_USER", "ann")
    monkeypatch.setenv("DB_PASSWORD", "p@ss/w:rd%?#")
    url = filled_in("postgresql://${DB_USER}:${DB_PASSWORD}@db:5432/support", "warehouse.url")
    assert (urlparse(url).username, urlparse(url).hostname, urlparse(url).port) == ("ann", "db", 5432)
    assert unquote_plus(urlparse(url).password or "") == "p@ss/w:rd%?#"
    monkeypatch.setenv("CASES_URL", "https://x.org/cases.parquet?sig=a%2Fb")
    assert filled_in("${CASES_URL}", "path") == "https://x.org/cases.parquet?sig=a%2Fb"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1))
def test_any_password_arrives_as_it_is(password: str) -> None:
    """Whatever its letters, the library that takes the address apart finds the password of the environment."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("DB_PASSWORD", password)
        url = filled_in("postgresql://ann:${DB_PASSWORD}@db/support", "warehouse.url")
    assert unquote_plus(urlparse(url).password or "") == password


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the variable and where it is asked for."""
    monkeypatch.delenv("DB_PASSWORD", raising=False)
    with pytest.raises(ProjectError, match="no variable DB_PASSWORD") as caught:
        open_tables("postgresql://ann:${DB_PASSWORD}@db/support")
    assert caught.value.where == "warehouse.url"
    with pytest.raises(ProjectError, match="names no variable"):
        filled_in("x://${}", "path")


WRITTEN = [
    f"postgresql://ann:{SECRET}@db/support",
    f"postgresql://ann:{SECRET}/x@db/support",
    f"databricks://token:{SECRET}@host?http_path=/sql",
    f"postgresql://db/support?user=ann&password={SECRET}",
    f"https://x.org/cases.parquet?sv=1&sig={SECRET}",
    f"https://x.org/cases.parquet?X-Amz-Signature={SECRET}",
    "postgresql://ann:${USER}" + SECRET + "@db/support",
]


@pytest.mark.parametrize("address", WRITTEN)
def test_a_secret_that_is_written_out_is_refused(tmp_path: Path, address: str) -> None:
    """Given as a parameter, in the settings' warehouse, or as the path of a table: refused with what to write."""
    settings = {"warehouse": f'[warehouse]\nurl = "{address}"', "path": f'[sources.cases]\npath = "{address}"'}
    with pytest.raises(ProjectError) as caught:
        examine_tables(address)
    for name, text in settings.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "valuestory.toml").write_text(f'[company]\nname = "X"\n{text}\n')
        with pytest.raises(ProjectError) as again:
            examine_tables(str(folder))
        assert name in again.value.where
        assert SECRET not in str(again.value)
    assert "${SUPPORT_" in caught.value.do
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://analyst@db:5432/support?application_name=a:b@c",
        "postgresql://ann:${DB_PASSWORD}@db/support?sslmode=require",
        "https://x.org/cases.parquet?sig=${SIG}&v=2",
        "bigquery://project/dataset?partition_key=day",
        "exports/cases@home:2025.csv",
        "s3://bucket/cases/*.parquet",
    ],
)
def test_an_address_without_a_secret_is_fine(address: str) -> None:
    """Users, ports, options and names of variables are none."""
    refuse_written_secret(address, "data")


def test_a_path_may_begin_with_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where exports lie differs from machine to machine: the settings name the variable."""
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "cases.csv").write_text("case_id,account_id,opened_at\n1,A1,2025-01-01\n")
    (tmp_path / "valuestory.toml").write_text('[company]\nname = "X"\n[sources.cases]\npath = "${EXPORTS}/cases.csv"\n')
    monkeypatch.setenv("EXPORTS", str(exports))
    assert open_tables(str(tmp_path / "valuestory.toml")).tables["cases"].count().execute() == 1
