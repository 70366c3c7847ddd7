"""A source read: its rows reshaped where that is asked for, its mapping settled for the headers that it really has."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from valuestory.data.canonical.model import Table
from valuestory.data.engines.engine import Engine, Raw, read_table
from valuestory.data.engines.staged import Remark, Wanted
from valuestory.data.files.locations import is_remote
from valuestory.data.files.remote import files_for
from valuestory.data.files.tables import read_files
from valuestory.data.mapping.columns import Names, Problem, Reading, choose_columns
from valuestory.data.mapping.lookups import Helper, read_helper
from valuestory.data.mapping.reshaping import reshaped
from valuestory.data.sources.sources import Source
from valuestory.data.vendors.exports import headers_of_any
from valuestory.data.vendors.mapping import headers_of
from valuestory.data.vendors.recognise import Place
from valuestory.data.vendors.settings import resolved
from valuestory.errors import DataError, ProjectError
from valuestory.project import Project, SourceSettings


@dataclass(frozen=True)
class Read:
    """A table as it was read: theirs, what is taken from it, its helper tables, and the settings for its headers.

    `headers` are those of the file itself, before any reshaping.
    """

    raw: Raw
    reading: Reading
    settings: SourceSettings
    helpers: dict[str, Helper]
    headers: tuple[str, ...] = ()


def fetched(engine: Engine, project: Project, source: Source) -> Source:
    """Return a source with the files that lie elsewhere brought here; where they cannot be had, it says why."""
    path = source.settings.path
    if path is None or not is_remote(path):
        return source
    try:
        return replace(source, files=files_for(engine, path, project.root))
    except (DataError, ProjectError) as error:
        return replace(source, problem=error.what, do=error.do)


def read_source(engine: Engine, project: Project, model: Table, source: Source) -> Read:
    """Return a table of theirs, with what is taken from it.

    Raises
    ------
    DataError
        When there is nothing to read, or it cannot be read at all.
    ProjectError
        When a step of its reshaping does not exist.
    """
    if source.problem:
        raise DataError(source.problem, do=source.do)
    seen: list[tuple[str, ...]] = []
    chosen: list[tuple[SourceSettings, Reading]] = []

    def wanted(headers: tuple[str, ...]) -> set[str]:
        seen.append(headers)
        chosen.append(_chosen(model, source, headers, seen[0]))
        return chosen[-1][1].wanted

    raw = _raw(engine, project, model, source, wanted)
    settings, reading = chosen[-1]
    raw, reading = _of_single_values(raw, reading)
    # What a reshaping does not need is not read: personal data is said to be there by the headers of the file itself.
    reading = replace(reading, personal=tuple(dict.fromkeys([*chosen[0][1].personal, *reading.personal])))
    helpers = {
        name: read_helper(engine, model.name, lookup, model.column(name), settings, project.root)
        for name, lookup in settings.lookup.items()
    }
    return Read(raw, reading, settings, helpers, seen[0])


def _of_single_values(raw: Raw, reading: Reading) -> tuple[Raw, Reading]:
    """Leave out columns whose values are lists, structures or bytes: said where they are slices, a fault elsewhere."""
    types = {theirs: raw.table[column].type() for theirs, column in raw.columns.items()}
    nested = [theirs for theirs, kind in types.items() if kind.is_nested() or kind.is_binary()]
    slices = [theirs for theirs in reading.extras.values() if theirs in nested]
    if slices:
        names = ", ".join(f'"{each}"' for each in slices[:10]) + (" ..." if len(slices) > 10 else "")
        what = f"have columns of lists, structures or bytes, which are not read: {names}"
        remark = Remark(what, "nothing, if they are not wanted; else export their parts as columns of their own")
        raw = replace(raw, remarks=(*raw.remarks, remark))
    problems = [
        Problem(
            ours,
            f'has lists, structures or bytes in "{theirs}", where one value a row is needed for {ours}',
            "export the part that is meant as a column of its own",
        )
        for ours, theirs in reading.columns.items()
        if theirs in nested
    ]
    extras = {ours: theirs for ours, theirs in reading.extras.items() if theirs not in slices}
    return raw, replace(reading, extras=extras, problems=(*reading.problems, *problems))


def _chosen(
    model: Table, source: Source, headers: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[SourceSettings, Reading]:
    # A column that was skipped in the file is not in its reshaped rows: that is no mistyped name.
    skip = [each for each in source.settings.skip if each in headers or each not in theirs]
    settings = resolved(source.settings.model_copy(update={"skip": skip}), source.vendor, headers)
    usual = source.vendor.mapped.columns if source.vendor else {}
    names = Names({ours: headers_of(each) for ours, each in usual.items()}, headers_of_any(model.name), theirs)
    return settings, choose_columns(model, settings, headers, names)


def _raw(engine: Engine, project: Project, model: Table, source: Source, wanted: Wanted) -> Raw:
    settings, vendor = source.settings, source.vendor
    if settings.reshape or (vendor is not None and vendor.mapped.reshape):
        places, stepping = _steps(engine, project, source)
        raw = reshaped(engine, model.name, source.place, places, stepping, wanted)
        chosen = wanted(tuple(raw.columns))
        return replace(raw, columns={theirs: column for theirs, column in raw.columns.items() if theirs in chosen})
    if source.files:
        return read_files(engine, model.name, source.files, settings, wanted)
    return read_table(engine, settings.table or model.name, wanted)


def files_read(engine: Engine, project: Project, source: Source) -> tuple[Path, ...]:
    """Return the files behind a table: its own, and those of its reshaping and its lookups, each once.

    Those that cannot be had are not among them: the table's faults say so.
    """
    places = [source.place]
    if source.vendor is not None:
        files = source.vendor.files
        places += [files[each.file] for each in source.vendor.mapped.lookup.values() if each.file in files]
    listed = [each.path for each in source.settings.lookup.values() if each.path is not None]
    named = [path for each in listed for path in ([each] if isinstance(each, str) else each)]
    with contextlib.suppress(DataError):
        places += _steps(engine, project, source)[0].values()
        places += [files_for(engine, each, project.root) for each in named]
    return tuple(dict.fromkeys(path for place in places if not isinstance(place, str) for path in place))


def _steps(engine: Engine, project: Project, source: Source) -> tuple[dict[str, Place], SourceSettings]:
    """Return where the tables of a source's reshaping lie, and the settings that its steps read values by."""
    if source.settings.reshape:
        named = {place for step in source.settings.reshape for place in step.tables.values()}
        files = {each: files_for(engine, each, project.root) for each in named}
        return {each: found or each for each, found in files.items()}, source.settings
    if source.vendor is None:
        return {}, source.settings
    mapped = source.vendor.mapped
    named = {place for step in mapped.reshape for place in step.tables.values()}
    settings = source.settings.model_copy(
        update={
            "reshape": mapped.reshape,
            "date_format": source.settings.date_format or mapped.date_format,
            "missing": list(dict.fromkeys([*source.settings.missing, *mapped.missing])),
        }
    )
    return {each: source.vendor.files[each] for each in named if each in source.vendor.files}, settings
