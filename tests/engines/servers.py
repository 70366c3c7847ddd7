"""PostgreSQL and Spark, started for the tests of one process and stopped with it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import psycopg

_OWNER: Final = "postgres"
_COLUMN_TYPES: Final = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "DOUBLE": "double precision",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "DATE": "date",
    "BOOLEAN": "boolean",
}
"""DuckDB's type -> PostgreSQL's; a decimal is spelt alike in both."""


@dataclass(frozen=True)
class PostgresServer:
    """A PostgreSQL that listens on a socket in a folder of its own and nowhere else."""

    socket: Path

    def url(self, database: str) -> str:
        """Return what a company writes as `[warehouse] url`."""
        return f"postgresql:///{database}?host={self.socket}&user={_OWNER}"

    def load(self, tables: Path, name: str) -> str:
        """Copy every table of a DuckDB file into a new database, and return its URL."""
        with psycopg.connect(host=str(self.socket), user=_OWNER, dbname=_OWNER, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        with (
            duckdb.connect(str(tables), read_only=True) as source,
            psycopg.connect(host=str(self.socket), user=_OWNER, dbname=name) as target,
        ):
            source.execute("SET TimeZone = 'UTC'")
            for (table,) in source.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                _copy(source, target, table)
        return self.url(name)


def _copy(source: duckdb.DuckDBPyConnection, target: psycopg.Connection[Any], table: str) -> None:
    described = source.execute(f'DESCRIBE "{table}"').fetchall()
    columns = ", ".join(f'"{name}" {_COLUMN_TYPES.get(kind, kind)}' for name, kind, *_ in described)
    target.execute(f'CREATE TABLE "{table}" ({columns})')
    with target.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
        for row in source.execute(f'SELECT COLUMNS(*)::VARCHAR FROM "{table}"').fetchall():
            copy.write_row(row)


def postgres_programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs, the newest where there are several."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    return Path(on_path).resolve().parent if on_path else found[-1].parent if found else None


@contextmanager
def running_postgres(programs: Path) -> Iterator[PostgresServer]:
    """Start a PostgreSQL with an empty cluster; it refuses to run as root, and then runs as its own user."""
    folder = Path(tempfile.mkdtemp(prefix="valuestory-pg-", dir="/tmp"))  # a socket's path may have 107 characters
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam(_OWNER)
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = folder / "data"
    initdb = [programs / "initdb", "-D", data, "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(initdb, cwd=folder, check=True, stdout=subprocess.DEVNULL, **who)
    settings = ("listen_addresses=", "fsync=off", "shared_buffers=64MB", "max_connections=20", "jit=off")
    options = [part for each in settings for part in ("-c", each)]
    with (folder / "log").open("wb") as log:
        command = [programs / "postgres", "-D", data, "-k", folder, *options]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **who)
    try:
        _wait_for(folder, server)
        yield PostgresServer(folder)
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        server.wait(timeout=120)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            psycopg.connect(host=str(socket), user=_OWNER, dbname=_OWNER).close()
            return
        except psycopg.OperationalError:
            assert server.poll() is None, (socket / "log").read_text()
            time.sleep(0.1)


@dataclass(frozen=True)
class SparkSession:
    """A Spark in this process's own Java, with tables in files of a folder."""

    session: Any
    folder: Path

    def load(self, tables: Path, name: str) -> str:
        """Copy every table of a DuckDB file into a new schema, and return its URL."""
        self.session.sql(f"CREATE SCHEMA `{name}`")
        with duckdb.connect(str(tables), read_only=True) as source:
            for (table,) in source.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                path = self.folder / f"{name}-{table}.parquet"
                source.execute(f"COPY \"{table}\" TO '{path}'")
                self.session.sql(f"CREATE TABLE `{name}`.`{table}` USING parquet LOCATION '{path}'")
        return f"pyspark:///{name}"


@contextmanager
def running_spark(folder: Path) -> Iterator[SparkSession]:
    """Start a Spark for small tables: one partition, and nothing compiled, which takes it longer than the work."""
    from pyspark.sql import SparkSession as Spark

    settings = {
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.shuffle.partitions": 1,
        "spark.sql.adaptive.enabled": False,
        "spark.sql.codegen.wholeStage": False,
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.warehouse.dir": folder / "tables",
        "spark.sql.ui.retainedExecutions": 1,
        "spark.ui.enabled": False,
        "spark.ui.showConsoleProgress": False,
        "spark.local.dir": folder / "scratch",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    builder = Spark.builder.master("local[2]").appName("valuestory")
    for name, value in settings.items():
        builder = builder.config(name, str(value))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        yield SparkSession(session, folder)
    finally:
        session.stop()
