"""What was made, copied to where people look for it, and word of it: both by what exists, and off unless asked for.

Copies go by fsspec, so to a folder, S3, Azure, Google Cloud Storage, SFTP and what else it knows; word goes by Apprise:
a webhook, e-mail, Slack, Teams and many more. Credentials and addresses come from the environment alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from valuestory.data.engines.credentials import holds_secret
from valuestory.errors import OutputError, ParameterError

ADDRESSES: Final = "VALUESTORY_NOTIFY"
"""The variable of the environment that holds the addresses, with blanks between them: they may hold passwords."""
Notify = Literal["never", "failure", "always"]
LAST: Final = ("run.json", "batch.csv")
"""What is copied last and taken away first: where it stands, the copy is whole."""
_INSTALL: Final = 'pip install "valuestory[delivery]"'


def check_delivery(to: str, notify: Notify) -> None:
    """Say what would hinder a delivery before anything runs; nothing is sent.

    Parameters
    ----------
    to
        A folder or an address that fsspec knows, such as ``s3://acme-reports/support``; empty: no copy.
    notify
        When word is sent.

    Raises
    ------
    ParameterError
        When a library is missing, an address cannot be used, or a password stands in it.
    """
    if to:
        _need("fsspec", "--to")
        _check_address(to)
    if notify != "never":
        _need("apprise", "--notify")
        _channels()


def deliver(folder: Path, to: str) -> str:
    """Copy what was made below an address, in a folder of its own name; return where it is.

    A copy that was there gives way. What says that all is whole (`run.json`, `batch.csv`) goes first and comes last: a
    copy that was broken off lacks it, and the next delivery makes it whole.

    Parameters
    ----------
    folder
        The folder of a run or a batch.
    to
        As `check_delivery` takes it.

    Raises
    ------
    OutputError
        When the place cannot be written: what was made is whole where it was made.
    """
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(to)
        place = f"{path.rstrip('/')}/{folder.name}"
        for name in LAST:
            if system.exists(f"{place}/{name}"):
                system.rm(f"{place}/{name}")
        if system.exists(place):
            system.rm(place, recursive=True)
        for file in _ordered(folder):
            target = f"{place}/{file.relative_to(folder).as_posix()}"
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(file), target)
    except Exception as error:  # each kind of place has errors of its own
        raise OutputError(
            f"the copy failed: {type(error).__name__}",
            where=to,
            do=f"what was made is whole in {folder.name}; mend the place or its credentials, and run again",
        ) from error
    return f"{to.rstrip('/')}/{folder.name}"


def _ordered(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, what says that all is whole at the end; what begins with a dot is nobody's."""
    files = [
        each
        for each in sorted(folder.rglob("*"))
        if each.is_file() and not any(part.startswith(".") for part in each.relative_to(folder).parts)
    ]
    yield from sorted(files, key=lambda each: (each.name in LAST, each.parent == folder and each.name in LAST))


def tell(title: str, body: str, *, whole: bool) -> None:
    """Send word to every address of the environment.

    Parameters
    ----------
    title, body
        What is said.
    whole
        Whether all is whole, or something failed.

    Raises
    ------
    OutputError
        When an address takes no word: the message names its kind and not the address, which may hold a password.
    """
    import apprise

    kind = apprise.NotifyType.SUCCESS if whole else apprise.NotifyType.FAILURE
    silent = [
        each.service_name or "an address"
        for each in _channels()
        if not each.notify(body, title=title, notify_type=kind)
    ]
    if silent:
        raise OutputError(
            f"word could not be sent by {', '.join(map(str, silent))}",
            where=ADDRESSES,
            do="check the address, or leave --notify away",
        )


def _channels() -> list[Any]:
    """Return what sends to each address of the environment."""
    import apprise

    addresses = os.environ.get(ADDRESSES, "").split()
    if not addresses:
        raise ParameterError(
            f"{ADDRESSES} is empty: nobody would hear of it",
            where="--notify",
            do=f'set it in the environment, for example {ADDRESSES}="mailtos://user:password@example.com"',
        )
    made = [apprise.Apprise.instantiate(each) for each in addresses]
    if None in made:
        place = made.index(None) + 1
        raise ParameterError(
            f"address {place} of {len(made)} cannot be used",
            where=ADDRESSES,
            do="write it as Apprise does: json://host/path for a webhook, mailtos://user:password@host for e-mail",
        )
    return made


def _need(library: str, option: str) -> None:
    if find_spec(library) is None:
        raise ParameterError(f"{option} needs {library}, which is not installed", where=option, do=_INSTALL)


def _check_address(to: str) -> None:
    import fsspec

    scheme, found = fsspec.core.split_protocol(to)[0] or "file", urlsplit(to)
    if found.password or (found.username and "://" in to):
        raise ParameterError(
            "a name or password stands in the address", where="--to", do="put credentials into the environment"
        )
    if holds_secret(to):
        raise ParameterError(
            "a key or token stands in the address", where="--to", do="put credentials into the environment"
        )
    try:
        fsspec.get_filesystem_class(scheme)
    except (ValueError, ImportError) as error:
        raise ParameterError(f"nothing here writes to {scheme}://: {error}", where="--to", do="check it") from None
