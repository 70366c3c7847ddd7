"""Files that lie elsewhere: from a server that runs here, and as DuckDB is asked for buckets, no secret told."""

from __future__ import annotations

import base64
import gzip
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.data.conftest import ACCOUNTS, CASES, assert_rows_add_up, fault, values

from valuestory.data import examine_tables, open_tables
from valuestory.data.files.buckets import BUCKETS, chained_secret, prepare, stated_secret
from valuestory.data.files.remote import copy_from
from valuestory.data.opening import find_tables
from valuestory.data.sources.sources import find_project
from valuestory.errors import DataError

SECRET = "hunter2"


def parquet(**columns: object) -> bytes:
    """Return a Parquet file of these columns."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


FILES = {
    "/export/tickets.csv.gz": gzip.compress(CASES.lstrip().encode()),
    "/export/usage.parquet": parquet(account_id=["A1", "A2"], at=["2025-01-01", "2025-02-01"], events_count=[3, 4]),
    "/export/regions.csv": b"account_id,area\nA1,North\nA3,South\n",
    "/export/short.csv": b"case_id,acc",
}


class _Handler(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.asked.append(path)
        login = "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()
        is_let_in = SECRET in query or self.headers["Authorization"] == login
        data = FILES.get(path, b"")
        self.send_response(404 if path not in FILES else 200 if is_let_in else 403)
        self.send_header("Content-Length", str(len(data) + 100 * path.endswith("short.csv")))
        self.end_headers()
        self.wfile.write(data if is_let_in else b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[http.server.ThreadingHTTPServer]:
    """A server of files that wants a token or a login, both of which are in the environment."""
    monkeypatch.setenv("TOKEN", SECRET)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(_Handler, "asked", [], raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def test_a_company_whose_files_lie_on_a_server(
    server: http.server.ThreadingHTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSV and Parquet, packed or not, a helper table too; each is fetched once, and never only to look for it."""
    monkeypatch.setenv("HOST", f"127.0.0.1:{server.server_port}")
    (tmp_path / "accounts.csv").write_text(ACCOUNTS.lstrip())
    (tmp_path / "valuestory.toml").write_text(
        """
        [company]
        name = "X"
        [sources.accounts]
        [sources.accounts.lookup.industry]
        path = "http://${HOST}/export/regions.csv?token=${TOKEN}"
        on = "account_id"
        take = "area"
        [sources.cases]
        path = "http://${HOST}/export/tickets.csv.gz?token=${TOKEN}"
        [sources.usage]
        path = "http://ann:${TOKEN}@127.0.0.1:PORT/export/usage.parquet"
        """.replace("PORT", str(server.server_port))
    )
    found = find_tables(find_project(str(tmp_path)))
    assert list(found.sources) == ["accounts", "usage", "cases"]
    assert _Handler.asked == []
    company = open_tables(str(tmp_path))
    assert values(company, "cases", "case_id") == [("001",), ("002",), ("003",)]
    assert values(company, "usage", "account_id", "events_count") == [("A1", 3), ("A2", 4)]
    assert values(company, "accounts", "account_id", "industry") == [("A1", "North"), ("A2", None), ("A3", "South")]
    assert sorted(_Handler.asked) == ["/export/regions.csv", "/export/tickets.csv.gz", "/export/usage.parquet"]
    assert {name: note.name for name, note in company.sources.items()}["cases"] == "tickets.csv.gz"
    assert_rows_add_up(company)


def test_one_address_is_a_company_of_cases(server: http.server.ThreadingHTTPServer) -> None:
    """As one file here is."""
    found = open_tables(f"http://127.0.0.1:{server.server_port}/export/tickets.csv.gz?token=${{TOKEN}}")
    assert found.project.company.name == "tickets"
    assert values(found, "accounts", "account_id") == [("A1",), ("A2",), ("A3",)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("export/none.csv?token=${TOKEN}", '"none.csv" cannot be fetched: there is no such file (404)'),
        ("export/tickets.csv.gz", '"tickets.csv.gz" cannot be fetched: access is refused (403)'),
        ("export/short.csv?token=${TOKEN}", '"short.csv" cannot be fetched: only 11 of 111 bytes came'),
        ("export/*.csv?token=${TOKEN}", "a web address has no folder"),
        ("export/tickets.csv?token=${UNSET_TOKEN}", "no variable UNSET_TOKEN"),
    ],
)
def test_what_cannot_be_fetched_stops_its_table(server: http.server.ThreadingHTTPServer, path: str, words: str) -> None:
    """The message has the file's name and why, never the address or the token; half a file is no file."""
    found = examine_tables(f"http://127.0.0.1:{server.server_port}/{path}")
    stop = fault(found, words)
    assert (stop.table, stop.action) == ("cases", "stops")
    assert not any(each in f"{stop.what}{stop.do}" for each in (SECRET, "127.0.0.1", "token="))


def test_a_server_that_is_not_there_is_said(server: http.server.ThreadingHTTPServer) -> None:
    """No traceback, and the password is not repeated."""
    found = examine_tables("https://ann:${TOKEN}@127.0.0.1:1/cases.csv")
    assert SECRET not in fault(found, "cannot be reached").what


class _Heard:
    """A DuckDB that has these extensions, can get those, and remembers what it is told."""

    def __init__(self, has: tuple[str, ...] = (), can_get: tuple[str, ...] = ()) -> None:
        self.has, self.can_get, self.told = {*has}, can_get, list[str]()

    def execute(self, statement: str) -> None:
        self.told.append(statement)
        verb, _, name = statement.partition(" ")
        if verb == "INSTALL" and name in self.can_get:
            self.has.add(name)
        elif (verb == "LOAD" and name not in self.has) or verb == "INSTALL":
            raise duckdb.IOException(f"Failed to download extension at https://somewhere/{name}")


@pytest.mark.parametrize("scheme", BUCKETS)
def test_without_its_extension_a_bucket_is_refused_with_what_to_do(scheme: str) -> None:
    """It is loaded, else installed; where neither can be, the message says so and names no server."""
    connection = _Heard()
    with pytest.raises(DataError, match="cannot be had") as caught:
        prepare(connection, scheme)
    extension = "azure" if BUCKETS[scheme].secret == "azure" else "httpfs"
    assert connection.told == [f"LOAD {extension}", f"INSTALL {extension}"]
    assert f"INSTALL {extension}" in caught.value.do
    assert "somewhere" not in str(caught.value)


def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    for store in BUCKETS.values():
        for name in (store.account, *(each for names in store.variables.values() for each in names)):
            monkeypatch.delenv(name or "NONE", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


def test_secrets_of_the_environment_are_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that are set become a secret for this store alone; a store of one's own is told by its address."""
    _forget(monkeypatch)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA1")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "o'hara")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    connection = _Heard(can_get=("httpfs",))
    prepare(connection, "s3")
    secret = "CREATE SECRET (TYPE s3, KEY_ID 'AKIA1', SECRET 'o''hara', REGION 'eu-west-1')"
    assert connection.told == ["LOAD httpfs", "INSTALL httpfs", "LOAD httpfs", secret]
    own = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL": "http://store:9000"}
    assert "ENDPOINT 'store:9000', URL_STYLE 'path', USE_SSL false" in stated_secret(BUCKETS["s3"], own)
    assert stated_secret(BUCKETS["hf"], {"HF_TOKEN": "t"}) == "CREATE SECRET (TYPE huggingface, TOKEN 't')"
    assert stated_secret(BUCKETS["gs"], own) == ""


def test_without_keys_they_are_found_as_the_vendors_tools_find_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """And where there are none, what is open to everyone is read all the same."""
    _forget(monkeypatch)
    connection = _Heard(has=("httpfs", "aws"))
    prepare(connection, "s3")
    assert connection.told == ["LOAD httpfs", "LOAD aws", "CREATE SECRET (TYPE s3, PROVIDER credential_chain)"]
    open_to_all = _Heard(has=("httpfs",))
    prepare(open_to_all, "s3")
    assert open_to_all.told == ["LOAD httpfs", "LOAD aws", "INSTALL aws"]
    stated = chained_secret(BUCKETS["az"], {"AZURE_STORAGE_ACCOUNT": "desk"})
    assert stated == "CREATE SECRET (TYPE azure, PROVIDER credential_chain, ACCOUNT_NAME 'desk')"


def test_a_secret_that_is_refused_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB's own message has the whole statement in it: ours has the names of the variables."""
    _forget(monkeypatch)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", SECRET)

    class Refusing(_Heard):
        def execute(self, statement: str) -> None:
            if statement.startswith("CREATE"):
                raise duckdb.ParserException(statement)

    with pytest.raises(DataError, match="AWS_ACCESS_KEY_ID") as caught:
        prepare(Refusing(), "s3")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("cases/*/*.parquet", ["year=2025/p.parquet", "year=2026/p.parquet"]),
        ("cases/", ["year=2025/p.parquet", "year=2026/_SUCCESS", "year=2026/p.parquet"]),
        ("cases/year=2026/p.parquet", ["year=2026/p.parquet"]),
    ],
)
def test_a_bucket_is_copied_with_its_folders(tmp_path: Path, address: str, names: list[str]) -> None:
    """The same statements on a place that DuckDB reads without an extension: a glob, a folder, one file."""
    for name in ("year=2025/p.parquet", "year=2026/p.parquet", "year=2026/_SUCCESS"):
        (tmp_path / "cases" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "cases" / name).write_bytes(name.encode())
    copies = tmp_path / "copies"
    with duckdb.connect() as connection:
        copy_from(connection, f"file://{tmp_path}/{address}", copies)
        with pytest.raises(DataError, match="no such file"):
            copy_from(connection, f"file://{tmp_path}/none/*.csv", copies)
    found = sorted(each for each in copies.rglob("*") if each.is_file())
    assert [each.as_posix().partition("/cases/")[2] for each in found] == names
    assert all(each.read_bytes() == "/".join(each.parts[-2:]).encode() for each in found)


def test_a_bucket_stops_its_table_where_no_extension_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given as data, an address of a bucket ends in one fault, not in a traceback."""

    def refused(_: str) -> None:
        prepare(_Heard(), "s3")

    monkeypatch.setattr("valuestory.data.files.remote.connected", refused)
    stop = fault(examine_tables("s3://bucket/cases/*.parquet"), 'extension "httpfs"')
    assert (stop.table, stop.action) == ("cases", "stops")
