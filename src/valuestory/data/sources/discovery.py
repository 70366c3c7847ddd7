"""Whose files these are: the sources of a company with the mappings that ship, by name or known by their headers.

A source that says its vendor is read by that mapping. One whose headers have every column that is needed is read as it
is. All others are looked at; and where the settings list no sources, so is every file of the folder, or every table of
the warehouse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from valuestory.data.canonical.tables import TABLES
from valuestory.data.engines.engine import Engine, read_table, table_names
from valuestory.data.files.headers import plain_name
from valuestory.data.files.locations import data_files, stem_of
from valuestory.data.files.tables import file_headers
from valuestory.data.files.workbooks.paths import book_of, called, is_workbook, sheet_of
from valuestory.data.sources.sheets import named_sheets, settled, with_sheets
from valuestory.data.sources.sources import Source, is_single_file
from valuestory.data.vendors.mapping import mappings
from valuestory.data.vendors.recognise import Candidate, Recognised, recognise
from valuestory.errors import DataError
from valuestory.project import SETTINGS, Project, SourceSettings


@dataclass(frozen=True)
class Discovery:
    """The sources by canonical table, and the names of files in the folder that none of them reads."""

    sources: Mapping[str, Source]
    unread: tuple[str, ...] = ()


def discover(project: Project, engine: Engine, sources: Mapping[str, Source]) -> Discovery:
    """Return the sources with their mappings, and those that only their headers tell.

    Parameters
    ----------
    project
        The company's settings.
    engine
        Where warehouse tables are looked at.
    sources
        Those that are listed, or lie in the folder under a canonical name.
    """
    is_company = _is_workbook(project)
    files = with_sheets(sources["cases"].files) if is_company else with_sheets(_files_beside(project))
    if is_company or not is_single_file(project):
        sources = {**sources, **named_sheets(files, sources)}
    settled_sources = {table: settled(source, _fits(source)) for table, source in sources.items()}
    known = {table: _with_mapping(source, engine, files) for table, source in settled_sources.items()}
    if is_company:
        return _in_workbook(project, known, files)
    if _is_listed(project):
        return Discovery(_with_own_tables(project, known))
    found = recognise([*_candidates(files, known.values()), *_in_warehouse(project, engine)])
    more = {each.table: _source(each) for each in found if each.table not in known}
    return _discovery(known | more, files)


def _discovery(found: Mapping[str, Source], files: list[Path]) -> Discovery:
    used = {name for source in found.values() for name in _names_used(source)}
    books = {book_of(Path(name)).name for name in used}
    left = [each for each in files if each.name not in used]
    # A workbook that serves nothing is one name; of one that does, the blank sheets are not worth a word.
    unread = [
        called(each) if book_of(each).name in books else book_of(each).name
        for each in left
        if book_of(each).name not in books or _candidate(each)
    ]
    return Discovery({table: found[table] for table in TABLES if table in found}, tuple(dict.fromkeys(unread)))


def _is_workbook(project: Project) -> bool:
    """Whether `data` is one workbook, which may hold a table a sheet as a folder holds one a file."""
    path = project.sources["cases"].path if is_single_file(project) and "cases" in project.sources else None
    return path is not None and is_workbook(Path(path))


def _in_workbook(project: Project, known: Mapping[str, Source], files: list[Path]) -> Discovery:
    """Return the tables of one workbook: its only sheet is cases; of several, each is what its name or columns say."""
    found = recognise(_candidates(files, known.values())) if len(files) > 1 else []
    more = {each.table: _source(each) for each in found if each.table not in known}
    others = {table: source for table, source in known.items() if table != "cases"} | more
    cases = known["cases"]
    if others and not cases.problem and not all(sheet_of(each) for each in cases.files):
        return _discovery(others, files)
    return _discovery(_with_own_tables(project, {"cases": cases} | others), files)


def _is_listed(project: Project) -> bool:
    """Whether the settings say which sources there are, or one file was given: then nothing else is looked for."""
    return bool(project.sources)


def _files_beside(project: Project) -> list[Path]:
    if project.root == Path() or not project.folder.is_dir():
        return []
    return list(data_files(project.folder))


def _fits(source: Source) -> Callable[[Path], bool]:
    """Return whether a sheet has the columns of a source: by its settings, or by a mapping that ships."""

    def fits(sheet: Path) -> bool:
        candidate = _candidate(sheet, source.settings)
        if candidate is None:
            return False
        known = recognise([candidate], source.settings.vendor or "")
        return _is_canonical(source, candidate.headers) or any(each.table == source.table for each in known)

    return fits


def _with_mapping(source: Source, engine: Engine, files: list[Path]) -> Source:
    settings = source.settings
    if source.problem or settings.vendor == "none":
        return source
    own = _own_candidate(source, engine)
    if own is None or (settings.vendor is None and _is_canonical(source, own.headers)):
        return source
    others = [] if not source.files else [each for each in _beside(source, files) if each not in source.files]
    candidates = [own, *(each for each in map(_candidate, others) if each)]
    found = [each for each in recognise(candidates, settings.vendor or "") if each.table == source.table]
    if found and found[0].place == own.place:
        return replace(source, vendor=found[0], was_recognised=settings.vendor is None)
    return replace(source, vendor=_as_stated(source, candidates)) if settings.vendor else source


def _beside(source: Source, files: list[Path]) -> list[Path]:
    folder = source.files[0].parent
    return files if files and files[0].parent == folder else with_sheets(data_files(folder))


def _as_stated(source: Source, candidates: list[Candidate]) -> Recognised:
    """Return the mapping that the settings name, whatever the headers: what lacks is told when columns are taken."""
    name = source.settings.vendor or ""
    mapped = mappings()[name].tables[source.table]
    others = recognise(candidates[1:], name)
    places = {file: place for each in others for file, place in each.files.items()}
    return Recognised(source.table, name, source.place, places | {mapped.file: source.place})


def _own_candidate(source: Source, engine: Engine) -> Candidate | None:
    if source.settings.path and not source.files:  # it lies elsewhere, and was not fetched to be looked at
        return None
    if source.files:
        try:
            return Candidate(stem_of(source.files[0]), source.files, file_headers(source.files, source.settings))
        except (DataError, OSError):
            return None
    return _of_table(engine, source.settings.table or source.table)


def _is_canonical(source: Source, headers: tuple[str, ...]) -> bool:
    """Whether a table has all that is needed under our names, or the settings say where it is."""
    settings = source.settings
    named = {*settings.columns, *settings.lookup, *settings.minutes_after, *map(plain_name, headers)}
    named |= {"account_id"} if settings.account_named else set()
    return set(TABLES[source.table].needed) <= named


def _candidate(path: Path, settings: SourceSettings | None = None) -> Candidate | None:
    """Return a file with its headers; one that cannot be read is no candidate, and is told of when it is listed."""
    try:
        return Candidate(stem_of(path), (path,), file_headers((path,), settings or SourceSettings()))
    except (DataError, OSError):
        return None


def _candidates(files: Iterable[Path], known: Iterable[Source]) -> list[Candidate]:
    """Return the files that may be a vendor's: those under a canonical name serve the mappings of others as well."""
    taken = {file for source in known if source.vendor is None for file in source.files}
    return [each for each in map(_candidate, (file for file in files if file not in taken)) if each]


def _in_warehouse(project: Project, engine: Engine) -> list[Candidate]:
    if project.warehouse is None:
        return []
    wanted = {plain_name(name) for each in mappings().values() for file in each.files.values() for name in file.names}
    names = [each for each in table_names(engine) if plain_name(each) in wanted]
    return [each for each in (_of_table(engine, name) for name in names) if each]


def _of_table(engine: Engine, name: str) -> Candidate | None:
    headers: list[str] = []

    def wanted(found: tuple[str, ...]) -> set[str]:
        headers.extend(found)
        return set()

    try:
        read_table(engine, name, wanted)
    except DataError:
        return None
    return Candidate(name.rpartition(".")[2], name, tuple(headers))


def _source(found: Recognised) -> Source:
    if isinstance(found.place, str):
        return Source(found.table, SourceSettings(table=found.place), vendor=found, was_recognised=True)
    return Source(found.table, SourceSettings(), found.place, vendor=found, was_recognised=True)


def _with_own_tables(project: Project, known: Mapping[str, Source]) -> dict[str, Source]:
    """Return the sources and, where one file was given, the other tables that its mapping makes of it alone."""
    found = dict(known)
    cases = known.get("cases")
    if (project.root != Path() and (project.root / SETTINGS).is_file()) or cases is None or cases.vendor is None:
        return found
    for table, mapped in cases.vendor.mapping.tables.items():
        if table not in found and cases.vendor.files.get(mapped.file) == cases.place:
            found[table] = _source(replace(cases.vendor, table=table, place=cases.place))
    return {table: found[table] for table in TABLES if table in found}


def _names_used(source: Source) -> set[str]:
    places = [source.files, *(source.vendor.files.values() if source.vendor else ())]
    names = {each.name for place in places if not isinstance(place, str) for each in place}
    paths = [each.path for each in source.settings.lookup.values()]
    listed = [[each] if isinstance(each, str) else list(each or ()) for each in paths]
    return names | {Path(each).name for group in listed for each in group} | {SETTINGS}
