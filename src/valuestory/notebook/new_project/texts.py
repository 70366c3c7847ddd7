"""The texts of a new project: its settings, its README, and which exports to fetch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from string import Template
from typing import Final

from valuestory.data.canonical.tables import TABLES
from valuestory.data.vendors.exports import exports_of
from valuestory.data.vendors.mapping import MappedTable, VendorMapping, headers_of, mappings
from valuestory.errors import ProjectError, did_you_mean
from valuestory.project import SAMPLES, Profile

_FIRST: Final = ("accounts", "cases", "subscriptions", "article_sessions", "surveys", "costs")
"""The tables that most of the story is made of, in the order in which to fetch them."""


def chosen_mappings(vendor: str) -> Mapping[str, VendorMapping]:
    """Return the mappings of a vendor, or the one of that name.

    Parameters
    ----------
    vendor
        Such as ``zendesk`` or ``Jira Service Management`` for its exports, ``zendesk-warehouse`` for the tables that
        a loader lands; nothing gives none.

    Raises
    ------
    ProjectError
        When nothing ships under that name: the message has the nearest.
    """
    wanted = _plain(vendor)
    if not wanted:
        return {}
    if wanted in mappings():
        return {wanted: mappings()[wanted]}
    found = {name: each for name, each in mappings().items() if wanted in (name.partition("-")[0], _plain(each.vendor))}
    if found:  # a warehouse's tables are asked for by the mapping's own name
        return {name: each for name, each in found.items() if each.form == "export"} or found
    known = sorted({each.partition("-")[0] for each in mappings()})
    raise ProjectError(
        f'no vendor\'s mapping ships under the name "{vendor}"',
        where="--from",
        do=did_you_mean(wanted, [*known, *mappings()]) or f"give one of {', '.join(known)}, or leave --from out",
    )


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "-")


def settings_text(name: str, chosen: Mapping[str, VendorMapping], profile: Profile = "commercial") -> str:
    """Return a new project's `valuestory.toml`; until there are exports it reads the sample of its profile."""
    stand_in = next(sample for sample, each in SAMPLES.items() if each == profile)
    said = {"name": json.dumps(name, ensure_ascii=False), "profile": profile, "stand_in": stand_in}
    return _text("valuestory.toml").substitute(said, sources=_sources(chosen))


def readme_text(name: str, version: str) -> str:
    """Return the README for the next analyst."""
    return _text("README.md").substitute(title=name, version=version)


def ignored_text() -> str:
    """Return the project's `.gitignore`."""
    return _text("gitignore").template


def data_text(chosen: Mapping[str, VendorMapping]) -> str:
    """Return what to put into `data/`: a vendor's exports, or the canonical tables and who brings them."""
    lines = [
        "# What to put here",
        "",
        "Exports as they come: CSV, Excel or Parquet. Whose they are is told by their headers, so names of files do",
        "not matter and nothing has to be renamed. `valuestory check .` says what was read, what is wrong and what is",
        "missing.",
        "",
    ]
    lines += _fetch(chosen) if chosen else []
    lines += ["## The tables", "", *_tables(chosen), ""]
    lines += [
        "A file named like a table, with the columns of that table, is read as it is. Fewer tables give a shorter",
        "deck, never a wrong one: its page on limits says what is missing. git ignores what lies here.",
    ]
    return "\n".join(lines) + "\n"


def _text(name: str) -> Template:
    file = resources.files("valuestory.notebook.new_project").joinpath(f"{name}.txt")
    return Template(file.read_text(encoding="utf-8"))


def _fetch(chosen: Mapping[str, VendorMapping]) -> Iterator[str]:
    for name, mapping in chosen.items():
        kind = "its own exports" if mapping.form == "export" else "tables as a loader lands them"
        yield from (f"## {mapping.vendor}: {kind} (`{name}`)", "")
        yield from ("| file | where it is found | known by its columns |", "|---|---|---|")
        for file, each in mapping.files.items():
            yield f"| {file} | {each.how or 'beside the others'} | {', '.join(f'`{need}`' for need in each.needs)} |"
        yield ""


def _tables(chosen: Mapping[str, VendorMapping]) -> Iterator[str]:
    yield from ("| table | a row is a | needs | who brings it |", "|---|---|---|---|")
    for table in (*_FIRST, *(each for each in TABLES if each not in _FIRST)):
        model = TABLES[table]
        theirs = _named(each.vendor for each in chosen.values() if table in each.tables)
        others = _named(each.vendor for each in exports_of(table)) or "a file of your own"
        needs = ", ".join(f"`{each}`" for each in model.needed)
        yield f"| `{table}` | {model.row} | {needs} | {f'**{theirs}**' if theirs else others} |"


def _named(vendors: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(vendors))


def _sources(chosen: Mapping[str, VendorMapping]) -> str:
    """Return the mapping's tables as settings to uncomment: what a header cannot tell, and what to rename."""
    if not chosen:
        return (
            "# Only for what headers cannot tell: how dates are written, in which zone, a column under another name.\n"
            "# [sources.cases]\n"
            '# path = "data/tickets.csv"\n'
            '# date_format = "%d/%m/%Y %H:%M"\n'
            '# timezone = "Europe/Berlin"\n'
            "# [sources.cases.columns]               # ours = theirs\n"
            '# opened_at = "Created at"\n\n'
        )
    return "".join(line for name, mapping in chosen.items() for line in _mapping_text(name, mapping))


def _mapping_text(name: str, mapping: VendorMapping) -> Iterator[str]:
    yield f"# {mapping.vendor} is read by the mapping {name}, which its headers tell: nothing is needed here.\n"
    yield "# Uncomment a table to say what headers cannot, or that a column has another header with you;\n"
    yield f"# all that the mapping takes: valuestory's docs/vendors.md#{name}\n"
    if mapping.form == "warehouse":
        yield "# [warehouse]\n"
        yield '# url = "postgresql://analyst@host/database"   # the password comes from the environment\n'
    for table, mapped in mapping.tables.items():
        yield from _table_text(name, table, mapped, in_warehouse=mapping.form == "warehouse")
    yield "\n"


def _table_text(name: str, table: str, mapped: MappedTable, *, in_warehouse: bool) -> Iterator[str]:
    yield f"# [sources.{table}]\n"
    yield f'# table = "{mapped.file}"\n' if in_warehouse else f'# path = "data/{mapped.file}.csv"\n'
    yield f'# vendor = "{name}"\n'
    yield '# timezone = "UTC"                     # of times that do not say theirs\n'
    if mapped.reshape and table not in _FIRST:
        return  # its columns are computed: there is no header to rename
    yield f"# [sources.{table}.columns]             # ours = theirs\n"
    for ours in TABLES[table].needed:
        if theirs := headers_of(mapped.columns.get(ours, [])):
            yield f"# {ours} = {json.dumps(theirs[0], ensure_ascii=False)}\n"
