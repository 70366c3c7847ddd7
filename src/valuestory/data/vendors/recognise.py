"""Telling a vendor by the headers of its files.

Works on names and headers only. A file is known where every header is there that its mapping says is always there;
what it is called settles the rest. Nothing is taken by likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from valuestory.data.files.headers import plain_name
from valuestory.data.vendors.mapping import MappedTable, TheirFile, VendorMapping, mapping, mappings

Place = tuple[Path, ...] | str
"""Files of the same header, or a table of the warehouse by its name."""


@dataclass(frozen=True)
class Candidate:
    """Something that may be a file of theirs: what it is called, where it is, its headers."""

    name: str
    place: Place
    headers: tuple[str, ...]


@dataclass(frozen=True)
class Recognised:
    """A canonical table that a mapping makes: from which place, and where the mapping's other files are.

    Parameters
    ----------
    table
        The canonical table.
    name
        The mapping's name, such as `zendesk-export`.
    place
        Where the rows are.
    files
        The mapping's name of every file that was found -> its place.
    """

    table: str
    name: str
    place: Place
    files: Mapping[str, Place]

    @property
    def mapping(self) -> VendorMapping:
        """The mapping."""
        return mapping(self.name)

    @property
    def mapped(self) -> MappedTable:
        """How the mapping makes this table."""
        return self.mapping.tables[self.table]

    @property
    def said(self) -> str:
        """What it is, in words that follow "read as"."""
        kind = "own export" if self.mapping.form == "export" else "tables in a warehouse"
        return f"{self.mapping.vendor}'s {kind}"


def recognise(candidates: Sequence[Candidate], only: str = "") -> list[Recognised]:
    """Return the canonical tables that known vendors' files make, each once.

    Parameters
    ----------
    candidates
        Files of a folder or tables of a warehouse; those of the same header count as one.
    only
        The one mapping that is looked at; all without it.
    """
    looked_at = {only: mapping(only)} if only else dict(mappings())
    together = _together(candidates, looked_at)
    strength = {name: _strength(each, together) for name, each in looked_at.items()}
    chosen: dict[str, dict[str, Candidate]] = {}
    for candidate in together:
        found = _best(candidate, looked_at, strength)
        if found is not None:
            name, file = found
            beside = chosen.setdefault(name, {}).get(file)
            if beside is None or _named(candidate, looked_at[name].files[file]) > _named(
                beside, looked_at[name].files[file]
            ):
                chosen[name][file] = candidate
    ranked = sorted(chosen, key=lambda name: (-strength[name], name))
    return list({each.table: each for name in reversed(ranked) for each in _tables(name, chosen[name])}.values())


def _together(candidates: Iterable[Candidate], looked_at: Mapping[str, VendorMapping]) -> list[Candidate]:
    """Return the candidates with files of the same header as one: a yearly export is a table in parts.

    Files whose names hold different words that mappings know are different tables, though their headers are the same:
    a loader lands `priority` and `resolution` alike.
    """
    files = [file for each in looked_at.values() for file in each.files.values()]
    groups: dict[tuple[object, ...], Candidate] = {}
    single = []
    for each in candidates:
        alike = (each.headers, *(_named(each, file) for file in files))
        first = groups.get(alike)
        if isinstance(each.place, str) or not each.headers:
            single.append(each)
        elif first is not None and not isinstance(first.place, str):
            groups[alike] = Candidate(first.name, first.place + each.place, each.headers)
        else:
            groups[alike] = each
    return [*groups.values(), *single]


def _best(
    candidate: Candidate, looked_at: Mapping[str, VendorMapping], strength: Mapping[str, int]
) -> tuple[str, str] | None:
    """Return the mapping and its file that a candidate is, or nothing."""
    known = [
        ((_named(candidate, file), len(file.needs), _spelled(candidate, file), strength[name], name), (name, file_name))
        for name, each in looked_at.items()
        for file_name, file in each.files.items()
        if is_file(candidate, file)
    ]
    return max(known)[1] if known else None


def is_file(candidate: Candidate, file: TheirFile) -> bool:
    """Return whether a candidate has every header of a file of theirs (and its name, where that is needed)."""
    headers = {plain_name(each) for each in candidate.headers}
    forms = [{plain_name(each) for each in needs} for needs in (file.needs, file.or_needs) if needs]
    return any(form <= headers for form in forms) and (not file.only_named or _named(candidate, file))


def _named(candidate: Candidate, file: TheirFile) -> bool:
    name = f"_{plain_name(candidate.name)}_"
    return any(f"_{plain_name(each)}_" in name for each in file.names)


def _spelled(candidate: Candidate, file: TheirFile) -> int:
    """Return how many headers are spelled as the file's: exports say `Created at`, loaders land created_at."""
    return len({*candidate.headers} & {*file.needs})


def _strength(mapping: VendorMapping, candidates: Iterable[Candidate]) -> int:
    """Return how much of a mapping is there: the headers that its files were known by."""
    files = [file for file in mapping.files.values() if any(is_file(each, file) for each in candidates)]
    return sum(len(each.needs) for each in files)


def _tables(name: str, files: Mapping[str, Candidate]) -> Iterator[Recognised]:
    places = {file: each.place for file, each in files.items()}
    for table, mapped in mapping(name).tables.items():
        made_of = (each for each in (mapped.file, *mapped.instead) if each in files)
        file = next((each for each in made_of if _has(files[each], mapped.only_with)), None)
        if file is not None:
            # A file that stands in for the table's own is not read a second time beside it.
            others = {each: place for each, place in places.items() if each != file or file == mapped.file}
            yield Recognised(table, name, places[file], others)


def _has(candidate: Candidate, wanted: Sequence[Sequence[str]]) -> bool:
    headers = {each.casefold() for each in candidate.headers}
    return all(any(each.casefold() in headers for each in one_of) for one_of in wanted)
