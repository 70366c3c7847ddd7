"""From what the user named to the company's settings and the files behind every canonical table.

Only looks at names, settings and the file system; opens no data file and no warehouse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from valuestory.data.canonical.model import TYPES
from valuestory.data.canonical.tables import TABLES
from valuestory.data.engines.credentials import refuse_written_secret, refuse_written_secrets, shown
from valuestory.data.engines.staged import Remark
from valuestory.data.files.locations import (
    files_at,
    files_of,
    is_remote,
    nearest_file,
    places_named,
    stem_of,
)
from valuestory.data.files.workbooks.paths import called, in_sheet, is_workbook
from valuestory.data.sources.stand_in import with_stand_in
from valuestory.data.vendors import mapping, mappings
from valuestory.data.vendors.recognise import Place, Recognised
from valuestory.errors import ProjectError, did_you_mean
from valuestory.project import (
    SAMPLES,
    SETTINGS,
    CompanySettings,
    Project,
    SourceSettings,
    WarehouseSettings,
    enumerated,
    load_project,
    resolve_path,
    shipped,
)

_DATABASES: Final = (".duckdb", ".ddb", ".db")


@dataclass(frozen=True)
class Source:
    """Where one canonical table comes from: its files, or a table of the warehouse (then there are no files).

    `problem` and `do` say why there is nothing to read, where that is so. `vendor` is the mapping that ships by which
    it is read, and `was_recognised` says that its headers told it. `remarks` are what a user must know of the choice.
    """

    table: str
    settings: SourceSettings
    files: tuple[Path, ...] = ()
    problem: str = ""
    do: str = ""
    vendor: Recognised | None = None
    was_recognised: bool = False
    remarks: tuple[Remark, ...] = ()

    @property
    def place(self) -> Place:
        """Where the rows are."""
        return self.files or self.settings.table or self.table

    @property
    def name(self) -> str:
        """What the source is called: its file, or its table in the warehouse."""
        if self.files:
            return called(self.files[0])
        return shown(self.settings.path) if self.settings.path else self.settings.table or self.table


def find_project(data: str) -> Project:
    """Return the settings of a sample, a folder, a `valuestory.toml`, one file of cases, or a warehouse URL.

    Raises
    ------
    ProjectError
        When there is no such thing: give one of those. Or when its `valuestory.toml` is wrong, or a secret is written
        in it or in `data`: mend what the message names.
    """
    refuse_written_secret(data, "data")
    project = with_stand_in(_found(data))
    refuse_written_secrets(project)
    return project


def _found(data: str) -> Project:
    if is_remote(data):
        name = stem_of(Path(shown(data))) or "tables"
        return Project(company=CompanySettings(name=name), sources={"cases": SourceSettings(path=data)})
    if "://" in data:
        name = data.split("?")[0].rstrip("/").rpartition("/")[2]
        return Project(
            company=CompanySettings(name=Path(name).stem or "warehouse"), warehouse=WarehouseSettings(url=data)
        )
    path = shipped("data", data) if data in SAMPLES else resolve_path(data)
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise _nothing_there(data, path)
    if path.suffix.lower() == ".toml":
        return load_project(path, also=_wrong_names)
    company = CompanySettings(name=stem_of(path))
    if path.suffix.lower() in _DATABASES:
        return Project(company=company, warehouse=WarehouseSettings(url=f"duckdb://{path}"), root=path.parent)
    return Project(company=company, sources={"cases": SourceSettings(path=path.name)}, root=path.parent.resolve())


def _folder(path: Path) -> Project:
    if (path / SETTINGS).is_file():
        return load_project(path / SETTINGS, also=_wrong_names)
    return Project(company=CompanySettings(name=path.resolve().name), root=path.resolve())


def _nothing_there(data: str, path: Path) -> ProjectError:
    siblings = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = did_you_mean(path.name, siblings)
    return ProjectError(
        f'there is no folder or file "{data}"' + (f" ({hint})" if hint.startswith("did") else ""),
        where="data",
        do='give "sample", a folder of tables, a valuestory.toml, one CSV or workbook of cases, or a warehouse URL',
    )


def find_sources(project: Project) -> dict[str, Source]:
    """Return the source of every canonical table that is listed or lies in the project's folder by its name.

    Raises
    ------
    ProjectError
        When the settings name a table or a canonical column that does not exist: all such are named at once.
    """
    wrong = [fault for table, settings in project.sources.items() for fault in _unknown_names(table, settings)]
    if wrong:
        raise ProjectError(enumerated(wrong), where=SETTINGS, do="docs/tables.md lists every table and column")
    listed = {table: _listed(project, table, settings) for table, settings in project.sources.items()}
    lying = {} if is_single_file(project) else _lying_in(project, set(listed))
    return {table: (listed | lying)[table] for table in TABLES if table in listed or table in lying}


def is_single_file(project: Project) -> bool:
    """Whether `data` was one file of cases: what happens to lie beside it is not asked for."""
    return bool(project.sources) and (project.root == Path() or not (project.root / SETTINGS).is_file())


def _wrong_names(settings: Mapping[str, Any]) -> list[str]:
    """Return the tables and columns that settings name and that do not exist, whatever else is wrong with them."""
    sources = settings.get("sources")
    written = sources.items() if isinstance(sources, Mapping) else ()
    return [fault for table, each in written for fault in _unknown_names(table, _as_far_as_sound(each))]


def _as_far_as_sound(written: object) -> SourceSettings:
    """Return the settings of a source without those that are wrong in themselves: they are told of elsewhere."""
    found = dict(written) if isinstance(written, Mapping) else {}
    try:
        return SourceSettings.model_validate(found)
    except ValidationError as error:
        # What is wrong with no setting of its own is that both a path and a table are given.
        wrong = {str(each["loc"][0]) for each in error.errors() if each["loc"]} or {"path", "table"}
    return _as_far_as_sound({name: each for name, each in found.items() if name not in wrong})


def _unknown_names(table: str, settings: SourceSettings) -> list[str]:
    if table not in TABLES:
        return [_unknown("table", f"sources.{table}", table, TABLES)]
    known = TABLES[table].names
    used = (("columns", settings.columns), ("values", settings.values), ("lookup", settings.lookup))
    named = [(part, name) for part, names in (*used, ("minutes_after", settings.minutes_after)) for name in names]
    named += [("units", name) for name in settings.units]
    named += [("minutes_after", base) for base, _ in settings.minutes_after.values()]
    wrong = [
        _unknown("column", f"sources.{table}.{part}.{name}", name, known) for part, name in named if name not in known
    ]
    instants = [each.name for each in TABLES[table].columns if TYPES[each.kind] == "timestamp"]
    parts = (settings.columns, settings.lookup, settings.minutes_after)
    twice = [name for name in known if sum(name in part for part in parts) > 1]
    wrong += [f'"sources.{table}": {name} is given twice, under columns, lookup or minutes_after' for name in twice]
    if settings.account_named and any("account_id" in part for part in parts):
        wrong.append(f'"sources.{table}": the account is given twice, by account_id and by account_named')
    if settings.vendor not in (None, "none", *mappings()):
        hint = did_you_mean(settings.vendor or "", mappings())
        wrong.append(f'"sources.{table}.vendor": no mapping ships under the name "{settings.vendor}" ({hint})')
    elif settings.vendor in mappings() and table not in mapping(settings.vendor or "").tables:
        known_tables = ", ".join(mapping(settings.vendor or "").tables)
        wrong.append(f'"sources.{table}.vendor": {settings.vendor} has no {table}; it has {known_tables}')
    if settings.key and TABLES[table].key:
        wrong.append(f'"sources.{table}.key": {table} has the key {" with ".join(TABLES[table].key)} already')
    return wrong + [
        f'"sources.{table}.minutes_after.{name}": {name} is not an instant'
        for name in settings.minutes_after
        if name in known and name not in instants
    ]


def _unknown(kind: str, place: str, name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    hint = did_you_mean(name, known)
    return f'"{place}": there is no canonical {kind} "{name}"' + (f" ({hint})" if hint else "")


def _listed(project: Project, table: str, settings: SourceSettings) -> Source:
    if settings.table is not None:
        return Source(table, settings)
    if settings.path is None:
        return _by_name(project, table, settings)
    if is_remote(settings.path):  # brought here where it is read, not where it is only looked for
        return Source(table, settings)
    files = files_of(settings.path, project.root)
    if files:
        return _with_sheet(Source(table, settings, files))
    return Source(
        table,
        settings,
        problem=f'there is no file "{settings.path}"',
        do=nearest_file(settings.path, project.root) or f"mend sources.{table}.path in {SETTINGS}",
    )


def _with_sheet(source: Source) -> Source:
    """Return a source whose files name the sheets that its settings say."""
    said = source.settings.sheet
    sheets = [said] if isinstance(said, str) else said or []
    if not sheets:
        return source
    if not all(is_workbook(each) for each in source.files):
        what = f'has sheet = "{sheets[0]}", and {source.name} is no workbook'
        return replace(source, problem=what, do=f"leave sources.{source.table}.sheet out, or name the workbook")
    return replace(source, files=tuple(in_sheet(each, sheet) for each in source.files for sheet in sheets))


def _by_name(project: Project, table: str, settings: SourceSettings) -> Source:
    places = places_named(project.folder, table)
    if len(places) == 1:
        return _with_sheet(Source(table, settings, files_at(places[0])))
    if not places and project.warehouse is not None:
        return Source(table, settings.model_copy(update={"table": table}))
    if not places:
        what = f'there is no file "{table}.csv" or "{table}.parquet"'
        do = nearest_file(table, project.folder) or f"say sources.{table}.path in {SETTINGS}"
        return Source(table, settings, problem=what, do=do)
    names = ", ".join(each.name for each in places)
    what = f"{'two' if len(places) == 2 else len(places)} files could be it: {names}"
    do = f'keep one, or say which in {SETTINGS}: [sources.{table}] path = "{places[0].name}"'
    return Source(table, settings, problem=what, do=do)


def _lying_in(project: Project, listed: set[str]) -> dict[str, Source]:
    return {
        table: _by_name(project, table, SourceSettings())
        for table in TABLES
        if table not in listed and project.root != Path() and places_named(project.folder, table)
    }
