"""A warehouse is asked and never written to; one that cannot be opened says why, and keeps what it was given secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import psycopg
import pytest

from valuestory.data import open_tables
from valuestory.data.engines.warehouses import connect
from valuestory.errors import ProjectError

if TYPE_CHECKING:
    from tests.engines.servers import PostgresServer

TABLES = """
    CREATE TABLE accounts AS SELECT 'A' || i AS account_id, DATE '2024-01-01' AS start_at FROM range(3) t(i);
    CREATE TABLE cases AS SELECT 'C' || i AS case_id, 'A' || (i % 3) AS account_id,
        TIMESTAMP '2025-01-01' + INTERVAL 1 DAY * i AS opened_at FROM range(9) t(i);
"""


@pytest.fixture(scope="module")
def url(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a small company's tables lie."""
    path = tmp_path_factory.mktemp("small") / "small.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
    return postgres.load(path, "small")


def test_tables_are_found_by_their_canonical_names(url: str) -> None:
    """The URL alone is enough where tables have our names."""
    found = open_tables(url).tables
    assert set(found) == {"accounts", "cases"}
    assert found["cases"].count().execute() == 9


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE mine (a int)", "CREATE TEMPORARY TABLE mine (a int)", "DELETE FROM cases"]
)
def test_nothing_is_written_to_a_warehouse(url: str, statement: str) -> None:
    """It is opened for reading only: the server itself refuses anything else, temporary tables included."""
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        connect(url).raw_sql(statement)


def test_a_server_that_refuses_says_why(postgres: PostgresServer) -> None:
    """No such user, no such database, no server: each in our words, with what to do."""
    refused = {
        postgres.url("nowhere"): "has no such database",
        postgres.url("postgres").replace("user=postgres", "user=ann"): "refuses this login",
        f"postgresql:///postgres?host={postgres.socket}/none": "does not answer",
    }
    for url, words in refused.items():
        with pytest.raises(ProjectError, match=f"cannot be opened: it {words}") as caught:
            connect(url)
        assert caught.value.where == "warehouse.url"
        assert str(postgres.socket) not in str(caught.value)


def test_a_password_that_is_missing_or_wrong_is_told_apart_and_never_shown(postgres: PostgresServer) -> None:
    """A server that asks for one says so, whatever the driver's own message holds."""
    with psycopg.connect(host=str(postgres.socket), user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute("CREATE ROLE careful LOGIN PASSWORD 'right'")
    rules = postgres.socket / "data" / "pg_hba.conf"
    rules.write_text("local all careful scram-sha-256\n" + rules.read_text())
    with psycopg.connect(host=str(postgres.socket), user="postgres", dbname="postgres") as server:
        server.execute("SELECT pg_reload_conf()")
    url = f"postgresql://careful@/postgres?host={postgres.socket}"
    with pytest.raises(ProjectError, match="asks for credentials, and there are none"):
        connect(url)
    with pytest.raises(ProjectError, match="refuses this login") as caught:
        connect(url.replace("careful@", "careful:hunter2@"))
    assert "hunter2" not in str(caught.value)
    assert connect(url.replace("careful@", "careful:right@")).name == "postgres"
