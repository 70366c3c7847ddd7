"""A mapping's part of a source's settings, for the headers that a table really has, under the user's own.

What the user says about a canonical column replaces what the mapping says about it. What the mapping names and the
table does not have is left out: exports differ by what was switched on.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping

from valuestory.data.files.headers import plain_name
from valuestory.data.vendors.mapping import Headers, MappedLookup, MappedTable, headers_of
from valuestory.data.vendors.recognise import Place, Recognised
from valuestory.project import Lookup, SourceSettings


def resolved(settings: SourceSettings, found: Recognised | None, headers: tuple[str, ...]) -> SourceSettings:
    """Return the settings of a source with its mapping's under them, as plain settings for these headers.

    Parameters
    ----------
    settings
        The user's own.
    found
        The mapping, if there is one.
    headers
        Those of the table, after its reshaping.
    """
    if found is None:
        return settings.model_copy(update={"skip": _skipped(settings.skip, headers)})
    mapped, taken = found.mapped, {*settings.columns, *settings.lookup, *settings.minutes_after}
    offered = dict(mapped.columns)
    for file, stand_ins in mapped.without.items():
        offered |= {} if file in found.files else stand_ins
    alternatives = {ours: first_of(theirs, headers) for ours, theirs in offered.items() if ours not in taken}
    columns = {ours: theirs for ours, theirs in alternatives.items() if theirs} | dict(settings.columns)
    lookup = _lookups(found, headers, {*taken, *columns}) | dict(settings.lookup)
    minutes = _minutes(mapped, headers, {*taken, *columns, *lookup}, columns) | dict(settings.minutes_after)
    known = {*columns, *lookup, *minutes}
    values = {ours: words for ours, words in mapped.values.items() if ours in known and ours not in settings.values}
    account = settings.account_named or first_of(mapped.account_named, headers)
    return settings.model_copy(
        update={
            "columns": columns,
            "lookup": lookup,
            "minutes_after": minutes,
            "values": values | dict(settings.values),
            "units": {ours: unit for ours, unit in mapped.units.items() if ours in known} | dict(settings.units),
            "account_named": None if "account_id" in known else account,
            "date_format": settings.date_format or mapped.date_format,
            "missing": list(dict.fromkeys([*settings.missing, *mapped.missing])),
            "key": settings.key or first_of(mapped.key or [], headers),
            "skip": [*_skipped(settings.skip, headers), *_left_out(mapped, headers, {*columns.values()})],
            "keep": [*settings.keep, *(each for each in mapped.keep if each in headers)],
            "system": settings.system or found.mapping.vendor,
        }
    )


def first_of(theirs: Headers, headers: tuple[str, ...]) -> str | None:
    """Return the first of the headers that a column goes by which the table has.

    As it is written, else letter case apart, else spaces and punctuation apart as well where only one reads like it.
    """
    exact = set(headers)
    folded = {each.casefold(): each for each in reversed(headers)}
    plain: dict[str, list[str]] = {}
    for each in headers:
        plain.setdefault(plain_name(each), []).append(each)
    alike = {name: each[0] for name, each in plain.items() if len(each) == 1}
    found = (
        each if each in exact else folded.get(each.casefold()) or alike.get(plain_name(each))
        for each in headers_of(theirs)
    )
    return next((each for each in found if each is not None), None)


def _skipped(patterns: Iterable[str], headers: tuple[str, ...]) -> list[str]:
    """Return the headers that a user's patterns name; one without `*` stays, so that a mistyped one is told."""
    plain = [each for each in patterns if "*" not in each]
    stars = [each for each in patterns if "*" in each]
    return [*plain, *(each for each in headers if any(fnmatch.fnmatchcase(each, star) for star in stars))]


def _left_out(mapped: MappedTable, headers: tuple[str, ...], used: set[str]) -> list[str]:
    folded = [each.casefold() for each in mapped.skip]
    hit = [each for each in headers if any(fnmatch.fnmatchcase(each.casefold(), star) for star in folded)]
    return [each for each in hit if each not in used and each not in mapped.keep]


def _lookups(found: Recognised, headers: tuple[str, ...], taken: set[str]) -> dict[str, Lookup]:
    wanted = {
        ours: each for ours, each in found.mapped.lookup.items() if ours not in taken and each.file in found.files
    }
    keys = {ours: first_of(each.key or each.on, headers) for ours, each in wanted.items()}
    return {ours: _lookup(each, found.files[each.file], keys[ours]) for ours, each in wanted.items() if keys[ours]}


def _lookup(lookup: MappedLookup, place: Place, key: str | None) -> Lookup:
    table, path = (place, None) if isinstance(place, str) else (None, [str(each) for each in place])
    where = dict(lookup.where)
    return Lookup(path=path, table=table, on=lookup.on, take=lookup.take, key=key, pick=lookup.pick, where=where)


def _minutes(
    mapped: MappedTable, headers: tuple[str, ...], taken: set[str], columns: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    wanted = {ours: each for ours, each in mapped.minutes_after.items() if ours not in taken and each[0] in columns}
    found = {ours: (base, first_of(theirs, headers)) for ours, (base, theirs) in wanted.items()}
    return {ours: (base, theirs) for ours, (base, theirs) in found.items() if theirs}
