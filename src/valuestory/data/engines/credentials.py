"""Secrets in addresses: `${NAME}` filled in from the environment at the moment of opening, and never written down.

A password, key or token that stands in a setting or a parameter itself is refused: settings are shared, and parameters
go into the run record.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from valuestory.errors import ProjectError
from valuestory.project import SETTINGS, Project

_PLACE: Final = re.compile(r"\$\{([^{}]*)\}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOGIN: Final = re.compile(r"://([^?]*)@")
_QUERY: Final = re.compile(r"[?&;]([^=&;#]+)=([^&;#]*)")
_SECRET: Final = re.compile(
    r"passw|pwd|secret|token|signature|credential|(api|access|private)_?key|^sig$", re.IGNORECASE
)


def filled_in(address: str, where: str) -> str:
    """Return an address with every `${NAME}` replaced from the environment; in a password, encoded as URLs want it.

    Raises
    ------
    ProjectError
        When a variable is not set: set it. The message has its name, never a value.
    """
    return _PLACE.sub(lambda place: _value(place, where, is_password=_is_in_password(address, place)), address)


def _value(place: re.Match[str], where: str, *, is_password: bool) -> str:
    name = place[1]
    if not _NAME.fullmatch(name):
        what = f'"${{{name}}}" names no variable of the environment'
        raise ProjectError(what, where=where, do="write ${NAME}, in letters, digits and underscores")
    if name not in os.environ:
        what = f"the environment has no variable {name}"
        raise ProjectError(what, where=where, do=f"set it before the command: export {name}=...")
    return quote(os.environ[name], safe="") if is_password else os.environ[name]


def _is_in_password(address: str, place: re.Match[str]) -> bool:
    login = _LOGIN.search(address)
    return login is not None and place.end() <= login.end(1) and ":" in address[login.start(1) : place.start()]


def shown(address: str) -> str:
    """Return what an address is called in messages: the last part of its path, without login, query or host."""
    return _PLACE.sub("...", address).split("?")[0].rstrip("/").rpartition("/")[2]


def refuse_written_secrets(project: Project) -> None:
    """Refuse settings in which a secret is written out.

    Raises
    ------
    ProjectError
        When the warehouse's URL, or an address of a table, holds a password, a key or a token itself.
    """
    for where, address in _addresses(project):
        refuse_written_secret(address, f"{where} in {SETTINGS}")


def holds_secret(address: str) -> bool:
    """Return whether an address has a password, a key or a token written out in it."""
    try:
        refuse_written_secret(address, "")
    except ProjectError:
        return True
    return False


def refuse_written_secret(address: str, where: str) -> None:
    """Refuse an address in which a secret is written out; raises as `refuse_written_secrets` does."""
    login = _LOGIN.search(address)
    password = login[1].partition(":")[2] if login and "://" in address else ""
    if _PLACE.sub("", password):
        raise _refused("a password", "SUPPORT_DB_PASSWORD", where)
    for name, value in _QUERY.findall(address) if "://" in address else ():
        if _SECRET.search(name) and _PLACE.sub("", value):
            raise _refused(f'a secret ("{name}")', "SUPPORT_TOKEN", where)


def _refused(what: str, name: str, where: str) -> ProjectError:
    return ProjectError(
        f"an address holds {what}, which settings, run records and decks would carry along",
        where=where,
        do=f"write ${{{name}}} in its place, and set that variable in the environment (on the command line in single"
        " quotes); if it has been shared, change it",
    )


def _addresses(project: Project) -> Iterator[tuple[str, str]]:
    if project.warehouse is not None:
        yield "warehouse.url", project.warehouse.url
    for table, settings in project.sources.items():
        if settings.path:
            yield f"sources.{table}.path", settings.path
        for name, lookup in settings.lookup.items():
            paths = [lookup.path] if isinstance(lookup.path, str) else lookup.path or []
            yield from ((f"sources.{table}.lookup.{name}", each) for each in paths)
        for step in settings.reshape:
            yield from ((f"sources.{table}.reshape", each) for each in step.tables.values())
