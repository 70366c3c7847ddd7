"""Spark is asked in a session of its own, is opened as the page of settings says, and says why where it cannot be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis
import pytest

from valuestory.data.engines.warehouses import connect
from valuestory.errors import ProjectError
from valuestory.metrics.measures.measure import minutes_between

if TYPE_CHECKING:
    from tests.engines.servers import SparkSession

ROOT = Path(__file__).parents[2]
STARTED = """
from urllib.parse import urlparse
from pyspark.sql import SparkSession
from valuestory.data import open_tables
from valuestory.data.engines.warehouses import spark_options
url = {url!r}
builder = SparkSession.builder
for name, value in spark_options(urlparse(url)).items():
    builder = builder.config(name, value + ";create=true" if value.startswith("jdbc:") else value)
session = builder.config("spark.hadoop.datanucleus.schema.autoCreateAll", "true").getOrCreate()
session.sql("CREATE SCHEMA support")
session.sql("CREATE TABLE support.accounts USING parquet AS SELECT 'A1' AS account_id, DATE '2024-01-01' AS start_at")
session.sql("CREATE TABLE support.cases USING parquet AS SELECT 'C1' AS case_id, 'A1' AS account_id, now() opened_at")
session.stop()
print(sorted((name, table.count().execute()) for name, table in open_tables(url).tables.items()))
"""
WITHOUT_JAVA = """
from valuestory.data.engines.warehouses import connect
from valuestory.errors import ProjectError
try:
    connect("spark://local")
except ProjectError as error:
    print(error, error.do)
"""


def _loaded(spark: SparkSession, folder: Path, name: str, number: int) -> str:
    """Return the URL of a schema whose only table holds a number."""
    path = folder / f"{name}.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE cases AS SELECT {number}::BIGINT AS n")
    return spark.load(path, name)


def test_two_schemas_are_open_at_once(spark: SparkSession, tmp_path: Path) -> None:
    """Each keeps to its own, and the session that runs keeps its schema and its time zone."""
    one, other = _loaded(spark, tmp_path, "one_half", 1), _loaded(spark, tmp_path, "other_half", 2)
    spark.session.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    opened = [connect(one), connect(other), connect(other.replace("///", "///spark_catalog/"))]
    assert [each.table("cases").n.sum().execute() for each in opened] == [1, 2, 2]
    assert opened[1].list_tables() == ["cases"]
    assert spark.session.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"
    assert spark.session.catalog.currentDatabase() == "default"
    spark.session.conf.set("spark.sql.session.timeZone", "UTC")


def test_a_fraction_is_no_decimal(spark: SparkSession, tmp_path: Path) -> None:
    """Spark reads 60.0 as a decimal: what was divided by it had six places, where a double has sixteen digits."""
    cases = connect(_loaded(spark, tmp_path, "fractions", 1)).table("cases")
    opened, answered = (ibis.timestamp(f"2026-01-05 10:00:0{each}") for each in (0, 1))
    assert cases.select(minutes=minutes_between(opened, answered)).minutes.sum().execute() == 1 / 60


def test_a_schema_that_is_not_there_is_told(spark: SparkSession) -> None:
    """In our words, as of any warehouse."""
    with pytest.raises(ProjectError, match="it has no such database"):
        connect("pyspark:///nowhere")


def _python(script: str, folder: Path, **environment: str) -> str:
    command = [sys.executable, "-c", script]
    settings = os.environ | environment
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_spark_is_started_as_the_page_of_settings_says(spark: SparkSession, tmp_path: Path) -> None:
    """The URL that the page has, with its folders below this test's: it finds the tables that another Spark made."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    said = re.search(r'url = "(spark://local/[^"]+)"', page)
    assert said is not None
    url = said[1].replace("/data", str(tmp_path))
    said_of_tables = _python(
        STARTED.format(url=url), tmp_path, JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    )
    assert said_of_tables.strip() == "[('accounts', 1), ('cases', 1)]"


def test_a_machine_without_java_is_told_of_it(tmp_path: Path) -> None:
    """What Spark prints of a gateway that exited is no message for a reader."""
    said = _python(WITHOUT_JAVA, tmp_path, JAVA_HOME=str(tmp_path))
    assert "did not start" in said
    assert "Java 17 or 21" in said
