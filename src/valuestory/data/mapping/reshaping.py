"""Rows computed from theirs before columns are taken: what a mapping's TOML names and Python does.

A step is a function of `valuestory.data.steps`: a table of theirs in (their headers as columns, values that mean
"nothing" emptied), a table out. It drops no row in silence: rows that are no rows of this table get their reason in
`LEFT_OUT` and are counted here, as is what a step remarks on; a row that stands for several of theirs says how many in
`ROWS`.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data import steps
from valuestory.data.checks.base import BETWEEN, ROWS
from valuestory.data.engines.asking import ask_number, ask_rows
from valuestory.data.engines.engine import Engine, Raw, drop, keep, read_table, view
from valuestory.data.engines.staged import Remark, Wanted
from valuestory.data.files.tables import read_files
from valuestory.data.steps import is_step
from valuestory.data.steps.left_out import LEFT_OUT, NOTED
from valuestory.data.values.conversion import without_missing
from valuestory.errors import ProjectError, did_you_mean

if TYPE_CHECKING:
    from valuestory.data.vendors.recognise import Place
    from valuestory.project import Reshape, SourceSettings

_MODULES: Final = tuple(sorted(each.name for each in pkgutil.iter_modules(steps.__path__)))

Step = Callable[..., ibis.Table]


def reshaped(
    engine: Engine,
    name: str,
    place: Place,
    helpers: Mapping[str, Place],
    settings: SourceSettings,
    wanted: Wanted,
) -> Raw:
    """Return a table after its reshaping steps, as if it were one of theirs.

    Parameters
    ----------
    name
        The canonical table.
    place
        Where the rows are.
    helpers
        What the steps' `tables` name -> where that is; one that is not there is handed on as None.
    settings
        The source's, with the steps.
    wanted
        Which of the headers columns are taken from; those that steps name are read as well, all others stay unread.

    Raises
    ------
    ProjectError
        When a step names a function or a parameter that does not exist.
    DataError
        When a file cannot be read.
    """
    named = _headers_in(settings.reshape)
    main = _read(engine, f"{name}__rows", place, settings, lambda headers: {*wanted(headers), *named(headers)})
    others = {
        each: _read(engine, f"{name}__{each}", at, settings, _of(each, settings.reshape))
        for each, at in helpers.items()
    }
    rows = _plain(main, settings)
    for step in settings.reshape:
        tables = {ours: others.get(theirs) for ours, theirs in step.tables.items()}
        given = {ours: None if raw is None else _plain(raw, settings) for ours, raw in tables.items()}
        rows = _function(step, given)(rows, settings=settings, **given, **step.arguments)
    return _as_raw(engine, name, rows, [main, *others.values()])


def _headers_in(steps: Iterable[Reshape]) -> Callable[[tuple[str, ...]], set[str]]:
    """Return which of the headers of a table are named in the parameters of steps, letter case apart."""
    named = {text.casefold() for step in steps for value in step.arguments.values() for text in _texts(value)}
    return lambda headers: {each for each in headers if each.casefold() in named}


def _of(table: str, steps: Iterable[Reshape]) -> Wanted:
    """Return which of the headers of a step's table are read: those that the steps which take the table name."""
    return _headers_in(step for step in steps if table in step.tables.values())


def _texts(value: object) -> Iterable[str]:
    """Yield every text in the parameters of steps: columns of theirs are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in (*value.keys(), *value.values()) for text in _texts(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in _texts(each))


def _read(engine: Engine, name: str, place: Place, settings: SourceSettings, wanted: Wanted) -> Raw:
    if isinstance(place, str):
        return read_table(engine, place, wanted)
    return read_files(engine, name, place, settings, wanted)


def _plain(raw: Raw, settings: SourceSettings) -> ibis.Table:
    values = {
        theirs: without_missing(raw.table[column], settings, is_csv=raw.is_text)
        for theirs, column in raw.columns.items()
    }
    return raw.table.select(**values, **{each: raw.table[each] for each in raw.order})


def _function(step: Reshape, tables: Mapping[str, object]) -> Step:
    module, _, name = step.function.partition(".")
    if module not in _MODULES:
        raise _unknown(step, module, _MODULES)
    found = vars(importlib.import_module(f"{steps.__name__}.{module}"))
    functions = {each: value for each, value in found.items() if inspect.isfunction(value) and is_step(value)}
    if name not in functions:
        raise _unknown(step, name, functions)
    parameters = inspect.signature(functions[name]).parameters
    for given in (*tables, *step.arguments):
        if given not in parameters:
            raise _unknown(step, given, parameters)
    lacking = [
        each.name
        for each in list(parameters.values())[1:]
        if each.default is each.empty and each.name not in {"settings", *tables, *step.arguments}
    ]
    if lacking:
        raise ProjectError(f"{step.function} needs {', '.join(lacking)}", where="reshape", do="see docs/vendors.md")
    return functions[name]


def _unknown(step: Reshape, name: str, known: Iterable[str]) -> ProjectError:
    what = f'"{step.function}" cannot be run: there is no "{name}"'
    return ProjectError(what, where="reshape", do=did_you_mean(name, known) or "docs/vendors.md lists the functions")


def _as_raw(engine: Engine, name: str, rows: ibis.Table, sources: list[Raw]) -> Raw:
    """Return the rows as a table of theirs, those that are no rows of it counted by reason and gone."""
    is_text = all(each.is_text for each in sources) and engine.is_embedded
    rows = (keep if is_text else view)(engine, f"raw_{name}", _in_utc(rows) if is_text else rows)
    for source in sources:
        if source.is_text:
            drop(engine, source)
    left_out: dict[str, int] = {}
    if LEFT_OUT in rows.columns:
        weight = ibis._[ROWS].sum() if ROWS in rows.columns else ibis._.count()
        counted = rows.filter(rows[LEFT_OUT].notnull()).group_by(LEFT_OUT).aggregate(n=weight).order_by(LEFT_OUT)
        left_out = {each[LEFT_OUT]: int(each["n"]) for each in ask_rows(counted)}
    table = rows.filter(rows[LEFT_OUT].isnull()).drop(LEFT_OUT) if LEFT_OUT in rows.columns else rows
    noted = [each for each in table.columns if each.startswith(NOTED)]
    found = [each for mark in noted for each in _remarks(table, mark)]
    table = table.drop(*noted) if noted else table
    order = tuple(each for each in sources[0].order if each in table.columns)
    columns = {each: each for each in table.columns if not each.startswith("__")}
    marks = [each.fingerprint for each in sources]
    fingerprint = marks[0] if len(marks) == 1 else hashlib.sha256("".join(marks).encode()).hexdigest()
    rejected, kept = _rejected(sources), f"raw_{name}"
    remarks = tuple(dict.fromkeys([*(remark for each in sources for remark in each.remarks), *found]))
    return Raw(table, columns, order, fingerprint, rejected, is_text, kept, left_out, remarks)


def _in_utc(rows: ibis.Table) -> ibis.Table:
    """Return rows of text with the instants that steps have read saying that they are UTC: no zone is applied again."""
    read = [each for each, kind in rows.schema().items() if kind.is_timestamp() and not each.startswith("__")]
    return rows.mutate(**{each: rows[each].cast("string") + "Z" for each in read}) if read else rows


def _remarks(table: ibis.Table, mark: str) -> Iterator[Remark]:
    """Yield what one mark of `left_out.note` says, of how many rows; nothing where it says it of none."""
    hit = table.filter(table[mark].notnull())
    count = ask_number(hit.count())
    texts = [each[mark].split(BETWEEN) for each in ask_rows(hit.select(mark).order_by(mark).limit(3))] if count else []
    for column, what, do, _ in texts[:1]:
        yield Remark(what, do, column, count, tuple(dict.fromkeys(each[3] for each in texts if each[3])))


def _rejected(sources: list[Raw]) -> dict[str, tuple[int, tuple[str, ...]]]:
    reasons = dict.fromkeys(reason for each in sources for reason in each.rejected)
    found = {reason: [each.rejected[reason] for each in sources if reason in each.rejected] for reason in reasons}
    return {
        reason: (sum(count for count, _ in each), tuple(text for _, texts in each for text in texts)[:3])
        for reason, each in found.items()
    }
