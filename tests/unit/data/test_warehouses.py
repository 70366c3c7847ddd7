"""Opening a warehouse: what a URL says, and what a user is told where it cannot be opened."""

from __future__ import annotations

import sys
from urllib.parse import urlparse

import pytest

from valuestory.data.engines.warehouses import connect, databricks_options, spark_options
from valuestory.errors import ProjectError, UnreachableError


@pytest.mark.parametrize(
    ("url", "package", "extra"),
    [
        ("snowflake://ann@org-account/db/schema?warehouse=wh", "snowflake", "snowflake"),
        ("bigquery://project/dataset", "google.cloud.bigquery", "bigquery"),
        ("databricks://host/catalog/schema?http_path=/sql/1", "databricks", "databricks"),
        ("trino://ann@host:8080/catalog/schema", "trino", "trino"),
    ],
)
def test_a_driver_that_is_not_installed_is_named(
    url: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message has the one command that brings it."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ProjectError, match=f"driver for a {extra} warehouse is not installed") as caught:
        connect(url)
    assert caught.value.do == f"pip install 'ibis-framework[{extra}]'"


def test_an_unknown_kind_of_warehouse_is_refused() -> None:
    """Those that are read are listed, the nearest first."""
    with pytest.raises(ProjectError, match="no warehouse is read by such a URL") as caught:
        connect("snowflak://ann@account/db")
    assert "snowflake" in caught.value.do
    with pytest.raises(ProjectError, match="no warehouse") as caught:
        connect("mysql://ann@host/db")
    assert "postgresql" in caught.value.do


def test_what_a_driver_says_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drivers put addresses and tokens into their messages: the kind of error is told, and nothing of its words."""

    def fails(url: str, **_: object) -> None:
        raise RuntimeError(f"could not parse {url}")

    monkeypatch.setattr("ibis.connect", fails)
    with pytest.raises(ProjectError, match=r"cannot be opened \(RuntimeError\)") as caught:
        connect("trino://ann:hunter2@host/catalog")
    assert not {"hunter2", "ann", "host"} & set(str(caught.value).replace("@", " ").replace(":", " ").split())


def test_a_server_that_does_not_answer_may_do_so_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that is refused is refused again."""
    said = {"Connection refused": True, "authentication failed": False}
    for words, may_pass in said.items():

        def fails(url: str, *, words: str = words, **_: object) -> None:
            raise RuntimeError(words)

        monkeypatch.setattr("ibis.connect", fails)
        with pytest.raises(ProjectError) as caught:
            connect("trino://ann@host/catalog")
        assert (type(caught.value) is UnreachableError, caught.value.may_pass) == (may_pass, may_pass)


def test_a_url_of_databricks_is_taken_apart() -> None:
    """Host, token, catalog and schema are where other warehouses have them; the rest is the driver's."""
    url = urlparse("databricks://token:a%2Fb@x.cloud/main/support?http_path=%2Fsql%2F1.0%2Fwarehouses%2Fw")
    assert databricks_options(url) == {
        "server_hostname": "x.cloud",
        "access_token": "a/b",
        "catalog": "main",
        "schema": "support",
        "http_path": "/sql/1.0/warehouses/w",
    }
    assert databricks_options(urlparse("databricks://x.cloud")) == {"server_hostname": "x.cloud"}


@pytest.mark.parametrize(
    ("url", "master"),
    [
        ("spark://local", "local[*]"),
        ("pyspark://local/support", "local[*]"),
        ("spark://head:7077/support", "spark://head:7077"),
        ("pyspark:///support", None),
    ],
)
def test_a_url_of_spark_names_its_master(url: str, master: str | None) -> None:
    """The machine itself, a cluster's head, or what Spark's own settings say."""
    assert spark_options(urlparse(url)).get("spark.master") == master
    assert spark_options(urlparse(url + "?spark.executor.memory=4g"))["spark.executor.memory"] == "4g"
