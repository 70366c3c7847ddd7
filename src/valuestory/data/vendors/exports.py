"""Which vendor's export brings a table or a column: what to ask for where something is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from valuestory.data.vendors.mapping import Form, MappedTable, VendorMapping, mappings


@dataclass(frozen=True)
class Export:
    """A vendor's export that brings something: `how` says in one sentence where in their product it is found."""

    vendor: str
    how: str
    form: Form


def exports_of(table: str, column: str = "") -> tuple[Export, ...]:
    """Return the exports that bring a canonical table (or one column of it), in the order of the mappings' names."""
    return tuple(
        Export(mapping.vendor, mapping.files[mapped.file].how, mapping.form)
        for mapping, mapped in _with(table)
        if not column or column in _brought(mapped)
    )


def _with(table: str) -> Iterator[tuple[VendorMapping, MappedTable]]:
    for mapping in mappings().values():
        if table in mapping.tables:
            yield mapping, mapping.tables[table]


def _brought(table: MappedTable) -> set[str]:
    named = {"account_id"} if table.account_named else set()
    return {*table.columns, *table.lookup, *table.minutes_after, *named}
