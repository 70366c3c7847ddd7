"""Which of their columns is which canonical one, which are kept as slices, and which are not read at all.

Works on names only. A column is taken by the mapping in the settings, else by its own name (letter case, spaces and
punctuation apart); nothing is taken by likeness: that is only ever offered as "did you mean".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from valuestory.data.canonical.units import own_unit
from valuestory.data.files.headers import plain_name
from valuestory.data.personal.headers import is_free_text, is_personal
from valuestory.errors import did_you_mean

if TYPE_CHECKING:
    from valuestory.data.canonical.model import Table
    from valuestory.project import SourceSettings

_CURRENCY: Final = ("currency", "währung", "waehrung", "devise", "moneda", "moeda", "valuta")


@dataclass(frozen=True)
class Problem:
    """A mapping that cannot be right: what, about which canonical column, and how to mend it.

    Where all that is wrong is that a column `is_absent`, the others can be looked at all the same.
    """

    column: str
    what: str
    do: str
    is_absent: bool = False


@dataclass(frozen=True)
class Reading:
    """What is taken from a table: canonical name -> their header, slice name -> their header, and what is left alone.

    `also` are headers that only serve to find other columns; `personal` are those not read; `problems` stop the table.
    """

    columns: Mapping[str, str]
    extras: Mapping[str, str]
    also: tuple[str, ...]
    personal: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def wanted(self) -> set[str]:
        """Every header that is read."""
        return {*self.columns.values(), *self.extras.values(), *self.also}


@dataclass(frozen=True)
class Names:
    """What columns are called elsewhere, by canonical name: `usual` by this table's vendor, `any` by any vendor.

    `theirs` are all headers of the file, where a reshaping comes between it and the headers that are chosen from.
    """

    usual: Mapping[str, list[str]]
    any: Mapping[str, list[str]]
    theirs: tuple[str, ...] = ()


def choose_columns(
    table: Table, settings: SourceSettings, headers: tuple[str, ...], names: Names | None = None
) -> Reading:
    """Return what is taken from a table with these headers; `names` serve to offer a header for what is missing."""
    columns = {ours: theirs for ours, theirs in settings.columns.items() if theirs in headers}
    found_otherwise = {*settings.columns, *settings.lookup, *settings.minutes_after}
    found_otherwise |= {"account_id"} if settings.account_named else set()
    left = tuple(each for each in headers if each not in settings.skip)
    columns |= _by_own_name(table, left, found_otherwise)
    also = _also(settings)
    free = [each for each in left if each not in {*columns.values(), *also}]
    personal = tuple(each for each in free if (is_personal(each) or is_free_text(each)) and each not in settings.keep)
    named = [(plain_name(each), each) for each in free if each not in personal]
    problems = [
        *_absent(settings, headers, also),
        *_without_effect(settings, {*columns, *settings.lookup, *settings.minutes_after}, table),
        *_needed(table, columns, found_otherwise, headers, names or Names({}, {}, headers)),
        *_clashes(table, named),
        *([] if settings.currency or "currency" in {*columns, *found_otherwise} else _currencies(table, named)),
    ]
    return Reading(columns, dict(named), tuple(each for each in also if each in headers), personal, tuple(problems))


def _by_own_name(table: Table, headers: tuple[str, ...], found_otherwise: set[str]) -> dict[str, str]:
    exact = {each: each for each in headers}
    plain = {name: [each for each in headers if plain_name(each) == name] for name in table.names}
    taken = {name: exact.get(name) or (plain[name][0] if len(plain[name]) == 1 else None) for name in table.names}
    return {name: theirs for name, theirs in taken.items() if theirs is not None and name not in found_otherwise}


def _also(settings: SourceSettings) -> tuple[str, ...]:
    keys = [lookup.key or lookup.on for lookup in settings.lookup.values()]
    minutes = [theirs for _, theirs in settings.minutes_after.values()]
    others = [each for each in (settings.key, settings.account_named) if each]
    return tuple(dict.fromkeys([*keys, *minutes, *others]))


def _absent(settings: SourceSettings, headers: tuple[str, ...], also: Iterable[str]) -> list[Problem]:
    mapped = [(ours, theirs) for ours, theirs in settings.columns.items() if theirs not in headers]
    others = (*also, *settings.skip, *settings.keep)
    missing = [*mapped, *(("", theirs) for theirs in others if theirs not in headers)]
    return [
        Problem(
            ours,
            f'has no column "{theirs}", which valuestory.toml names',
            did_you_mean(theirs, headers) or "mend it there",
            is_absent=bool(ours),
        )
        for ours, theirs in missing
    ]


def _without_effect(settings: SourceSettings, found: set[str], table: Table) -> list[Problem]:
    """Return the settings about a canonical column that this table does not have: they would be believed."""
    units = [(name, f"has a unit for {name}, which no column gives") for name in settings.units if name not in found]
    units += [
        (name, f"has a unit for {name}, which counts no time")
        for name in found & set(settings.units)
        if name not in settings.minutes_after and own_unit(table.column(name)) is None
    ]
    values = [(name, f"has values for {name}, which no column gives") for name in settings.values if name not in found]
    bases = [
        (name, f"has {name} so many minutes after {base}, which no column gives")
        for name, (base, _) in settings.minutes_after.items()
        if base not in found - set(settings.minutes_after)
    ]
    wrong = (*values, *bases, *units)
    return [Problem(name, what, "map the column, or leave the setting out") for name, what in wrong]


def _needed(
    table: Table,
    columns: Mapping[str, str],
    found: set[str],
    headers: tuple[str, ...],
    names: Names,
) -> list[Problem]:
    missing = [name for name in table.needed if name not in columns and name not in found]
    looks_like_data = bool(missing) and sum(_is_value(each) for each in headers) * 2 >= len(headers)
    hint = " (its first row looks like data, not like names of columns: add a header)" if looks_like_data else ""
    return [
        Problem(
            name,
            f'has no column "{name}", which is needed: {table.column(name).meaning}{hint}',
            _offer(f"[sources.{table.name}.columns] {name}", name, names.theirs or headers, names),
            is_absent=True,
        )
        for name in missing
    ]


def _offer(setting: str, name: str, headers: tuple[str, ...], names: Names) -> str:
    usual = names.usual.get(name, [])
    called = f'it is usually called "{usual[0]}"; ' if usual else ""
    alike = {plain_name(each) for each in names.any.get(name, [])}
    likely = [each for each in headers if plain_name(each) in alike]
    if likely and not usual:
        return f'if that is {_listed(likely, " or ")}, write {setting} = "{likely[0]}"'
    near = next((hint for each in (*usual, name) if (hint := did_you_mean(each, headers)).startswith("did")), "")
    theirs = "theirs are " + ", ".join(headers[:20]) + (" ..." if len(headers) > 20 else "")
    return f'say which it is: {setting} = "..."; {called}{near or theirs}'


def _is_value(header: str) -> bool:
    return bool(re.fullmatch(r"column \d+|[\d.,:/TZ+ -]+|.*@.*", header))


def _clashes(table: Table, named: list[tuple[str, str]]) -> list[Problem]:
    counts = Counter(name for name, _ in named)
    twice = {name: [theirs for ours, theirs in named if ours == name] for name, count in counts.items() if count > 1}
    canonical = {name: [theirs] for name, theirs in named if name in table.names and name not in twice}
    return [
        Problem(
            name,
            f"has {_listed(theirs)}, "
            + ("which is already another column" if name in table.names else "which read alike"),
            f"say which is meant under [sources.{table.name}.columns], or skip = [{_listed(theirs)}]",
        )
        for name, theirs in (twice | canonical).items()
    ]


def _currencies(table: Table, named: list[tuple[str, str]]) -> list[Problem]:
    """Return a problem for a column that reads like the currency of amounts: left out, all would be added up as one."""
    if not any(each.kind == "amount" for each in table.columns):
        return []
    return [
        Problem(
            "currency",
            f'has "{theirs}", which reads like the currency of its amounts',
            f'say so, [sources.{table.name}.columns] currency = "{theirs}", or skip = ["{theirs}"] if it is not',
        )
        for _, theirs in named
        if any(each in theirs.casefold() for each in _CURRENCY)
    ]


def _listed(names: list[str], between: str = ", ") -> str:
    return between.join(f'"{each}"' for each in names)
