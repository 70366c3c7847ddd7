"""The page `docs/vendors.md`, written from the mappings that ship and the steps, so that it cannot go stale."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from types import FunctionType

from valuestory.data import steps
from valuestory.data.steps import is_step
from valuestory.data.vendors.mapping import MappedTable, Remark, TheirFile, VendorMapping, headers_of, mappings

_INTRODUCTION = """# Vendors: mappings that ship

<!-- Written from src/valuestory/data/vendors and src/valuestory/data/steps by `make golden`: change it there. -->

Put a vendor's exports into a folder as they come and run `valuestory check FOLDER`: whose they are is told by their
headers, and said. A table is recognised where every header is there that always is; a file of another name does not
matter, a renamed header does: then the nearest is offered. `[sources.T] vendor = "..."` in `valuestory.toml` says it
outright, and whatever else stands there goes before the mapping. `docs/settings.md` has every setting.

Where several headers are listed for a column, the first that exists is taken; a column that an export lacks takes
away what it feeds, and nothing else. Columns that are not listed are kept as slices, but for free text, names of
people, e-mail addresses and what only the vendor's own software needs.

| mapping | vendor | reads | gives |
|---|---|---|---|
"""
_STEPS = """
## Steps

What needs computing is Python, named in the TOML of a mapping or in `[[sources.T.reshape]]`. Parameters name columns by
their headers; tables are files, or tables of the warehouse.
"""


def vendors_page() -> str:
    """Return the whole page as Markdown."""
    found = mappings()
    rows = "".join(_overview(name, each) for name, each in found.items())
    return _INTRODUCTION + rows + "".join(_mapping(name, each) for name, each in found.items()) + _STEPS + _steps()


def _overview(name: str, mapping: VendorMapping) -> str:
    reads = "its own export, CSV" if mapping.form == "export" else "tables as a loader lands them"
    tables = ", ".join(f"`{each}`" for each in mapping.tables)
    return f"| [`{name}`](#{name}) | {mapping.vendor} | {reads} | {tables} |\n"


def _mapping(name: str, mapping: VendorMapping) -> str:
    files = "".join(
        f"| `{each}` | {_known_by(file)} | {file.how or '(beside the others)'} |\n"
        for each, file in mapping.files.items()
    )
    tables = "".join(_table(table, mapped) for table, mapped in mapping.tables.items())
    head = "| file | known by | where it is found |\n|---|---|---|\n"
    return f"\n## {name}\n\n{head}{files}{tables}"


def _known_by(file: TheirFile) -> str:
    return " or ".join(_headers(each) for each in (file.needs, file.or_needs) if each)


def _table(name: str, mapped: MappedTable) -> str:
    head = f"\n### `{name}` from `{mapped.file}`\n\n| column | theirs |\n|---|---|\n"
    return head + "".join(f"| `{ours}` | {theirs} |\n" for ours, theirs in _columns(mapped)) + _notes(mapped)


def _columns(mapped: MappedTable) -> Iterator[tuple[str, str]]:
    for ours, theirs in mapped.columns.items():
        yield ours, _headers(headers_of(theirs)) + _words(mapped.values.get(ours, {}))
    for file, columns in mapped.without.items():
        for ours, theirs in columns.items():
            yield ours, f"{_headers(headers_of(theirs))}, where `{file}` is not there"
    if mapped.account_named:
        yield "account_id", f"by the account's name in {_headers(headers_of(mapped.account_named))}"
    for ours, (base, theirs) in mapped.minutes_after.items():
        yield ours, f"{_headers(headers_of(theirs))}: {mapped.units.get(ours, 'minutes')} after `{base}`"
    for ours, lookup in mapped.lookup.items():
        yield ours, f"`{lookup.take}` of `{lookup.file}`" + _words(mapped.values.get(ours, {}))


def _words(values: Mapping[str, list[str]]) -> str:
    if not values:
        return ""
    return "; " + ", ".join(f"{ours} = {' / '.join(theirs)}" for ours, theirs in values.items()).replace("|", "\\|")


def _headers(headers: list[str]) -> str:
    return ", ".join(f"`{each}`" for each in headers).replace("|", "\\|")


def _notes(mapped: MappedTable) -> str:
    notes = [f"computed by {', '.join(f'`{each.function}`' for each in mapped.reshape)}"] if mapped.reshape else []
    notes += [f"`{name}` is in {unit}" for name, unit in mapped.units.items() if name not in mapped.minutes_after]
    notes += [f"made of {_either(mapped.instead)} where `{mapped.file}` is not there"] if mapped.instead else []
    notes += [f"made only where one of {_headers(each)} is there" for each in mapped.only_with]
    notes += [f"dates are read as `{mapped.date_format}`"] if mapped.date_format else []
    notes += [f"no value: {', '.join(f'`{each}`' for each in mapped.missing)}"] if mapped.missing else []
    notes += [f"{_where(each)}{each.what}: {each.do}" for each in mapped.remarks]
    return "".join(f"\n- {note}" for note in notes) + ("\n" if notes else "")


def _either(files: list[str]) -> str:
    return " or ".join(f"`{each}`" for each in files)


def _where(remark: Remark) -> str:
    return f"where `{remark.column}` is taken from `{remark.taken}`, " if remark.taken else ""


def _steps() -> str:
    names = sorted(each.name for each in pkgutil.iter_modules(steps.__path__))
    modules = [importlib.import_module(f"{steps.__name__}.{name}") for name in names]
    return "".join(
        _step(f"{module.__name__.rpartition('.')[2]}.{name}", each)
        for module in modules
        for name, each in vars(module).items()
        if inspect.isfunction(each) and each.__module__ == module.__name__ and is_step(each)
    )


def _step(name: str, function: FunctionType) -> str:
    text = inspect.getdoc(function) or ""
    first, parameters = text.partition("\n\n")[0], re.search(r"Parameters\n-+\n(.*?)(\n\n[A-Z]\w+\n-+|$)", text, re.S)
    given = [each for each in list(inspect.signature(function).parameters.values())[1:] if each.name != "settings"]
    names = ", ".join(f"`{each.name}`" if each.default is each.empty else f"`{each.name}` (optional)" for each in given)
    said = _paragraphs(parameters[1]) if parameters else ""
    return f"\n### `{name}`\n\n{' '.join(first.split())} Parameters: {names}.\n\n{said}"


def _paragraphs(text: str) -> str:
    """Return numpydoc parameters as a list: each name with its words."""
    parts = re.split(r"\n(?=\S)", text)
    items = [(head.strip(), " ".join(rest.split())) for head, _, rest in (each.partition("\n") for each in parts)]
    return "".join(f"- {head}: {words}\n" for head, words in items)
