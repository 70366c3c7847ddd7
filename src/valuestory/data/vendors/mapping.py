"""What a mapping that ships is: which files of a vendor it knows, and how each becomes a canonical table.

A mapping is a TOML file beside this module, named `<vendor>-<form>.toml`. It is held to these models when it is read,
so that a mistyped name in one of ours is an error like one of a user's.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from valuestory.data.canonical.tables import TABLES
from valuestory.errors import ProjectError, did_you_mean
from valuestory.project import Reshape, TimeUnit

Form = Literal["export", "warehouse"]
Headers = str | list[str]
"""A header of theirs, or several that it goes by: the first that is there is taken."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class TheirFile(_Model):
    """A file of theirs, or a table that a loader lands.

    `names` are what it is called, without an ending: they settle which of two like files is meant; with `only_named`
    the headers alone do not tell it. `needs` are headers that are always there, and by which it is known; `or_needs`
    are those in the other form that a product exports, labels in place of names of fields. `how` says where in their
    product it is found, as one sentence.
    """

    names: list[str]
    needs: Annotated[list[str], Field(min_length=1)]
    or_needs: list[str] = Field(default_factory=list)
    only_named: bool = False
    how: str = ""


class MappedLookup(_Model):
    """A column that lies in another of their files: as `project.Lookup`, with a file of the mapping as the place."""

    file: str
    on: str
    take: str
    key: str | None = None
    pick: Literal["first", "last", "least", "greatest"] | None = None
    where: Mapping[str, str | bool | int | float] = Field(default_factory=dict)


class Remark(_Model):
    """What a user of the mapping is told, unless a setting of that name settles it.

    With `taken`, only where the column is taken from that header of theirs; with `without`, only where that file of
    the mapping is not there; with `headers`, only of a table that has one of them; with `lacking`, only of one that has
    none of those.
    """

    column: str = ""
    what: str
    do: str
    unless: str = ""
    taken: str = ""
    without: str = ""
    headers: list[str] = Field(default_factory=list)
    lacking: list[str] = Field(default_factory=list)


class MappedTable(_Model):
    """How one of their files becomes a canonical table: the settings of a source, with alternatives for headers.

    A header that a table does not have takes its column away, and nothing else. `instead` are the files that a table
    is made of where its own is not there; `only_with` are headers (one of each list) without which it is not made;
    `without` are columns that are taken only where another file of the mapping, which would tell them better, is not
    there.
    """

    file: Annotated[str, Field(alias="from")]
    instead: list[str] = Field(default_factory=list)
    only_with: list[list[str]] = Field(default_factory=list)
    columns: Mapping[str, Headers] = Field(default_factory=dict)
    without: Mapping[str, Mapping[str, Headers]] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, list[str]]] = Field(default_factory=dict)
    lookup: Mapping[str, MappedLookup] = Field(default_factory=dict)
    minutes_after: Mapping[str, tuple[str, Headers]] = Field(default_factory=dict)
    units: Mapping[str, TimeUnit] = Field(default_factory=dict)
    account_named: Headers = Field(default_factory=list)
    reshape: list[Reshape] = Field(default_factory=list)
    date_format: str | None = None
    missing: list[str] = Field(default_factory=list)
    key: str | None = None
    skip: list[str] = Field(default_factory=list)
    keep: list[str] = Field(default_factory=list)
    remarks: list[Remark] = Field(default_factory=list)


class VendorMapping(_Model):
    """A mapping that ships: `vendor` as people call it, `form` of what is read, their files, and our tables."""

    vendor: str
    form: Form
    files: Mapping[str, TheirFile]
    tables: Mapping[str, MappedTable]

    @model_validator(mode="after")
    def _names_exist(self) -> VendorMapping:
        wrong = [*self._unknown_columns(), *self._unknown_files()]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _unknown_columns(self) -> Iterator[str]:
        for name, table in self.tables.items():
            if name not in TABLES:
                yield f"there is no canonical table {name}"
                continue
            parts = (
                table.columns,
                *table.without.values(),
                table.values,
                table.lookup,
                table.minutes_after,
                table.units,
            )
            for column in {each for part in parts for each in part} - set(TABLES[name].names):
                yield f"{name} has no column {column}"

    def _unknown_files(self) -> Iterator[str]:
        for name, table in self.tables.items():
            used = {table.file, *table.instead, *(each.file for each in table.lookup.values())}
            used |= {each.without for each in table.remarks if each.without} | {*table.without}
            used |= {place for step in table.reshape for place in step.tables.values()}
            for file in used - set(self.files):
                yield f"{name} reads {file}, which is not under files"


_FOLDER: Final = "valuestory.data.vendors"


@functools.cache
def mappings() -> Mapping[str, VendorMapping]:
    """Return every mapping that ships, by name, such as `zendesk-export`."""
    files = sorted((each for each in resources.files(_FOLDER).iterdir() if each.name.endswith(".toml")), key=str)
    found = {each.name.removesuffix(".toml"): tomllib.loads(each.read_text(encoding="utf-8")) for each in files}
    return {name: VendorMapping.model_validate(settings) for name, settings in found.items()}


def mapping(name: str) -> VendorMapping:
    """Return a mapping by name.

    Raises
    ------
    ProjectError
        When no mapping ships under that name: the message has the nearest.
    """
    if name not in mappings():
        raise ProjectError(
            f'no mapping ships under the name "{name}"',
            where="vendor",
            do=did_you_mean(name, mappings()) or "docs/vendors.md lists them: " + ", ".join(mappings()),
        )
    return mappings()[name]


def headers_of(headers: Headers) -> list[str]:
    """Return the headers that a column goes by, as a list."""
    return [headers] if isinstance(headers, str) else list(headers)
