"""Stores of files that DuckDB reads by an extension: which one, and the secrets that the environment has for them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import duckdb

from valuestory.data.engines.sql_text import quoted
from valuestory.errors import DataError


@dataclass(frozen=True)
class Store:
    """A kind of store.

    Parameters
    ----------
    secret
        DuckDB's name of the secrets for it.
    extension
        What reads it.
    variables
        Parts of a secret -> the variables of the environment that they come from, the first one that is set; without
        the first part no such secret is made.
    chain
        The extension by which a secret is found as the vendor's own tools find it; empty where there is none.
    account
        The variable with the account that such a secret is for.
    """

    secret: str
    extension: str
    variables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chain: str = ""
    account: str = ""


_S3: Final = Store(
    "s3",
    "httpfs",
    {
        "KEY_ID": ("AWS_ACCESS_KEY_ID",),
        "SECRET": ("AWS_SECRET_ACCESS_KEY",),
        "SESSION_TOKEN": ("AWS_SESSION_TOKEN",),
        "REGION": ("AWS_REGION", "AWS_DEFAULT_REGION"),
    },
    chain="aws",
)
_R2: Final = Store(
    "r2",
    "httpfs",
    {"KEY_ID": ("R2_ACCESS_KEY_ID",), "SECRET": ("R2_SECRET_ACCESS_KEY",), "ACCOUNT_ID": ("R2_ACCOUNT_ID",)},
)
_GCS: Final = Store("gcs", "httpfs", {"KEY_ID": ("GCS_ACCESS_KEY_ID",), "SECRET": ("GCS_SECRET_ACCESS_KEY",)})
_AZURE: Final = Store(
    "azure",
    "azure",
    {"CONNECTION_STRING": ("AZURE_STORAGE_CONNECTION_STRING",)},
    chain="azure",
    account="AZURE_STORAGE_ACCOUNT",
)
_HUGGING_FACE: Final = Store("huggingface", "httpfs", {"TOKEN": ("HF_TOKEN",)})
BUCKETS: Final[Mapping[str, Store]] = {
    **dict.fromkeys(("s3", "s3a", "s3n"), _S3),
    "r2": _R2,
    **dict.fromkeys(("gs", "gcs"), _GCS),
    **dict.fromkeys(("az", "azure", "abfss"), _AZURE),
    "hf": _HUGGING_FACE,
}
"""What an address begins with -> the store."""


def connected(scheme: str) -> Any:
    """Return a DuckDB of its own that reads a store, with the secrets that the environment has for it.

    Raises
    ------
    DataError
        When the extension is not installed and cannot be had.
    """
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    try:
        prepare(connection, scheme)
    except BaseException:
        connection.close()
        raise
    return connection


def prepare(connection: Any, scheme: str) -> None:
    """Load what reads a store into a DuckDB, and give it the secrets.

    What is open to everyone needs no secret: where none is found, reading goes on without.

    Raises
    ------
    DataError
        When the extension is not installed and cannot be had, or DuckDB takes no secret from the environment.
    """
    store = BUCKETS[scheme]
    _load(connection, store.extension, scheme)
    secret = stated_secret(store, os.environ)
    if secret:
        try:
            connection.execute(secret)
        except duckdb.Error as error:  # what it says would repeat the secret
            what = f"DuckDB takes no secret from {', '.join(_variables(store))} ({type(error).__name__})"
            raise DataError(what, do="check these variables of the environment") from None
    elif store.chain:
        with contextlib.suppress(duckdb.Error, DataError):
            _load(connection, store.chain, scheme)
            connection.execute(chained_secret(store, os.environ))


def _load(connection: Any, extension: str, scheme: str) -> None:
    try:
        connection.execute(f"LOAD {extension}")
    except duckdb.Error:
        try:
            connection.execute(f"INSTALL {extension}")
            connection.execute(f"LOAD {extension}")
        except duckdb.Error:
            raise DataError(
                f'{scheme}:// is read by DuckDB\'s extension "{extension}", which is not installed and cannot be had',
                do="let this machine reach DuckDB's extension repository, or install it beforehand"
                f" (INSTALL {extension} in DuckDB); or copy the files here and give their path",
            ) from None


def stated_secret(store: Store, environment: Mapping[str, str]) -> str:
    """Return the statement that makes a secret of the environment's variables; empty where the first is not set."""
    parts = dict(_parts(store, environment))
    if next(iter(store.variables), "") not in parts:
        return ""
    return _secret(store, [f"{name} {quoted(value)}" for name, value in parts.items()], environment)


def chained_secret(store: Store, environment: Mapping[str, str]) -> str:
    """Return the statement that lets a secret be found as the vendor's own tools find it."""
    account = environment.get(store.account, "")
    parts = ["PROVIDER credential_chain", *([f"ACCOUNT_NAME {quoted(account)}"] if account else [])]
    return _secret(store, parts, environment)


def _secret(store: Store, parts: list[str], environment: Mapping[str, str]) -> str:
    endpoint = urlsplit(environment.get("AWS_ENDPOINT_URL", "")) if store is _S3 else urlsplit("")
    if endpoint.netloc:  # a store of the company's own that speaks as S3 does
        is_safe = "false" if endpoint.scheme == "http" else "true"
        parts = [*parts, f"ENDPOINT {quoted(endpoint.netloc)}", "URL_STYLE 'path'", f"USE_SSL {is_safe}"]
    return f"CREATE SECRET (TYPE {store.secret}, {', '.join(parts)})"


def _parts(store: Store, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for part, names in store.variables.items():
        value = next((environment[name] for name in names if environment.get(name)), "")
        if value:
            yield part, value


def _variables(store: Store) -> list[str]:
    return [name for names in store.variables.values() for name in names if os.environ.get(name)]
