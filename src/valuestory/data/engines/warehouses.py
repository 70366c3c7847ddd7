"""Warehouses other than DuckDB: opened by their URL, to be asked and never written to.

What a driver says when it fails may hold addresses, users and passwords: it is told in words of ours.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import ParseResult, parse_qsl, unquote_plus, urlparse

import ibis

import valuestory.data.engines.translations  # noqa: F401  # what is asked of a warehouse is translated for it
from valuestory.errors import ProjectError, UnreachableError, did_you_mean

_WHERE: Final = "warehouse.url"
_EXTRAS: Final = {
    "postgresql": "postgres",
    "postgres": "postgres",
    "spark": "pyspark",
    "pyspark": "pyspark",
    "snowflake": "snowflake",
    "bigquery": "bigquery",
    "databricks": "databricks",
    "trino": "trino",
}
"""Scheme of a URL -> the extra of Ibis that brings its driver."""
_SILENT: Final = "does not answer"
_TOLD: Final = (
    (
        r"java gateway",
        "did not start",
        "install Java 17 or 21 (JAVA_HOME says where it is), and check the settings in the URL",
    ),
    (
        r"no password supplied|credential|not authenticated",
        "asks for credentials, and there are none",
        "put the user and ${NAME} for the password into the URL, and set that variable in the environment",
    ),
    (
        r"authentication failed|incorrect username|password|role .* does not exist|unauthori[sz]ed|denied",
        "refuses this login",
        "check the user, the variable that holds the password, and the user's right to connect",
    ),
    (
        r"database .* does not exist|(catalog|schema|dataset|project) .*not (be )?found",
        "has no such database",
        "check the name behind the host in the URL",
    ),
    (
        r"refused|time(d )?.?out|translate host|resolve|no such file|unreachable|not known|max retries",
        _SILENT,
        "check host and port, that it is running, and that this machine may reach it (VPN, firewall)",
    ),
)
"""What drivers say, what that means, and what to do; the first that fits."""


def connect(url: str) -> Any:
    """Return an Ibis backend for the warehouse at a URL, set to reading where it can be set so.

    Raises
    ------
    ProjectError
        When no such kind of warehouse is read, its driver is not installed, or it cannot be reached: the message never
        holds the URL, nor what the driver says, since either may hold a password.
    """
    scheme = url.partition(":")[0].lower()
    if scheme not in _EXTRAS:
        hint = did_you_mean(scheme, _EXTRAS)
        what = "no warehouse is read by such a URL"
        do = f"{hint}; " if hint.startswith("did") else ""
        raise ProjectError(what, where=_WHERE, do=f"{do}begin it with duckdb, {', '.join(_EXTRAS)}, and ://")
    try:
        return _OPENED.get(_EXTRAS[scheme], _by_ibis)(urlparse(url))
    except ImportError:
        extra = _EXTRAS[scheme]
        what = f"the driver for a {extra} warehouse is not installed"
        raise ProjectError(what, where=_WHERE, do=f"pip install 'ibis-framework[{extra}]'") from None
    except Exception as error:  # every driver raises errors of its own
        raise _told(scheme, error) from None


def _told(scheme: str, error: Exception) -> ProjectError:
    said = str(error)
    for pattern, what, do in _TOLD:
        if re.search(pattern, said, re.IGNORECASE):
            kind = UnreachableError if what == _SILENT else ProjectError
            return kind(f"the {scheme} warehouse cannot be opened: it {what}", where=_WHERE, do=do)
    return ProjectError(
        f"the {scheme} warehouse cannot be opened ({type(error).__name__})",
        where=_WHERE,
        do="check the URL and the credentials (docs/settings.md has an example for each kind)",
    )


def _by_ibis(url: ParseResult) -> Any:
    return ibis.connect(url.geturl())


def _postgres(url: ParseResult) -> Any:
    backend = _by_ibis(url)
    with backend.begin() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    weakref.finalize(backend, backend.con.close)
    return backend


def _snowflake(url: ParseResult) -> Any:
    # Ibis would make a database for functions of its own, of which nothing here uses one.
    return ibis.connect(url.geturl(), create_object_udfs=False)


def _databricks(url: ParseResult) -> Any:
    from ibis.backends.databricks import Backend  # its driver is not everywhere

    class Reading(Backend):  # type: ignore[misc]  # Ibis has no types
        """Ibis makes a volume for tables in memory when it connects: nothing here needs one, and readers may not."""

        def _post_connect(self, *, memtable_volume: str) -> None:
            pass

    return Reading().connect(**databricks_options(url))


def databricks_options(url: ParseResult) -> dict[str, str]:
    """Return what Databricks' driver is given for `databricks://token:${TOKEN}@host/catalog/schema?http_path=...`."""
    catalog, _, schema = url.path.strip("/").partition("/")
    given = {
        "server_hostname": url.hostname,
        "access_token": unquote_plus(url.password or ""),
        "catalog": catalog,
        "schema": schema,
    }
    return {name: value for name, value in given.items() if value} | dict(parse_qsl(url.query))


def _spark(url: ParseResult) -> Any:
    from pyspark.sql import SparkSession  # a user without Spark does without it

    builder = SparkSession.builder
    for name, value in spark_options(url).items():
        builder = builder.config(name, value)
    # A session of our own in the Spark that runs: a schema, and settings such as the time zone, are a session's.
    session = builder.getOrCreate().newSession()
    # Off, since planning what the checks ask took twice the time: it derives filters from every condition.
    backend = ibis.pyspark.connect(session, **{"spark.sql.constraintPropagation.enabled": "false"})
    if place := url.path.strip("/"):
        parts = [f"`{part.replace('`', '``')}`" for part in place.split("/")]
        backend.raw_sql(f"USE {'.'.join(parts)}")
    return backend


def spark_options(url: ParseResult) -> dict[str, str]:
    """Return the settings of a Spark session for `spark://host:7077/schema?spark.executor.memory=4g`.

    `spark://local` is this machine; without a host Spark finds its master as it always does: in its own settings, or in
    the session that runs already.
    """
    master = {"": "", "local": "local[*]"}.get(url.netloc, f"spark://{url.netloc}")
    return ({"spark.master": master} if master else {}) | dict(parse_qsl(url.query))


_OPENED: Final[dict[str, Callable[[ParseResult], Any]]] = {
    "postgres": _postgres,
    "snowflake": _snowflake,
    "databricks": _databricks,
    "pyspark": _spark,
}
