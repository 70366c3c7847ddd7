"""Faults that are known before a row is looked at: of the mapping, of lookups, of lines of a file that are no rows."""

from __future__ import annotations

from typing import Final

from valuestory.data.canonical.model import Table
from valuestory.data.checks.base import ROWS
from valuestory.data.company import Action, Fault
from valuestory.data.engines.asking import ask_number
from valuestory.data.engines.engine import Raw
from valuestory.data.engines.staged import FOOT, HEADER, REASONS, TITLE, Remark
from valuestory.data.files.headers import plain_name
from valuestory.data.mapping.reading import Read
from valuestory.data.personal.headers import is_free_text, is_personal
from valuestory.data.personal.masking import without_letters
from valuestory.data.sources.sources import Source
from valuestory.data.vendors.mapping import Remark as VendorRemark
from valuestory.data.vendors.settings import first_of
from valuestory.project import SourceSettings

_MANY: Final = 0.05


def early_faults(model: Table, read: Read) -> list[Fault]:
    """Return the faults of the mapping, of lookups, and of lines that are no rows."""
    raw, reading, helpers = read.raw, read.reading, read.helpers
    problems = [*reading.problems, *(each for helper in helpers.values() for each in helper.problems)]
    faults = [Fault(model.name, each.column, each.what, 0, 0.0, (), "stops", each.do) for each in problems]
    notes = [note for helper in helpers.values() for note in helper.notes]
    faults += [
        Fault(model.name, each.column, each.what, each.count, each.count / each.rows, (), "noted", each.do)
        for each in notes
    ]
    if reading.personal or raw.lost or raw.remarks:
        rows = rows_of(raw)
        faults += [_left_out(model, reason, count, rows) for reason, count in raw.left_out.items()]
        faults += [_remark(model, each, rows) for each in raw.remarks]
        faults += [_personal(model, each, rows) for each in reading.personal]
        named = any(is_personal(each) or is_free_text(each) for each in read.headers)
        faults += [
            _not_a_row(model, reason, count, tuple(map(_built, lines)) if named else lines, rows)
            for reason, (count, lines) in raw.rejected.items()
        ]
    return faults


def rows_of(raw: Raw) -> int:
    """Return how many rows were read for a table, those that are not in it included."""
    rows = raw.table[ROWS].sum() if ROWS in raw.table.columns else raw.table.count()
    return ask_number(rows) + raw.lost


def vendor_remarks(source: Source, settings: SourceSettings, headers: tuple[str, ...]) -> list[Fault]:
    """Return which sheet and by which mapping a table is read, where its headers told that, and what one must know.

    `settings` are those for its headers: they say which of theirs a column is taken from. `headers` are those of the
    file itself.
    """
    vendor = source.vendor
    faults = [Fault(source.table, "", each.what, 0, 0.0, (), "noted", each.do) for each in source.remarks]
    if vendor is None:
        return faults
    if source.was_recognised:
        what = f"are read as {vendor.said} ({source.name}): known by the headers"
        do = f'if that is wrong, say vendor = "none" under [sources.{source.table}], or another mapping\'s name'
        faults.append(Fault(source.table, "", what, 0, 0.0, (), "noted", do))
    settled = source.settings.model_fields_set
    taken = {"", settings.account_named, *settings.columns.values()}
    remarks = [each for each in vendor.mapped.remarks if each.unless not in settled and each.taken in taken]
    open_remarks = [each for each in remarks if each.without not in vendor.files and _is_about(each, headers)]
    return faults + [Fault(source.table, each.column, each.what, 0, 0.0, (), "noted", each.do) for each in open_remarks]


def _is_about(remark: VendorRemark, headers: tuple[str, ...]) -> bool:
    is_there = not remark.headers or first_of(remark.headers, headers) is not None
    return is_there and first_of(remark.lacking, headers) is None


def _remark(model: Table, remark: Remark, rows: int) -> Fault:
    share = remark.count / max(1, rows)
    return Fault(model.name, remark.column, remark.what, remark.count, share, remark.examples, "noted", remark.do)


def _left_out(model: Table, reason: str, count: int, rows: int) -> Fault:
    what, do = f"{reason}: set aside", "nothing, if that is right: these rows are no rows of this table"
    return Fault(model.name, "", what, count, count / max(1, rows), (), "set aside", do)


def _built(line: str) -> str:
    """Return how a line that is no row is built, without what it says: which of its cells name people is not known."""
    place, between, text = line.partition(": ")
    return place + between + without_letters(text)


def _personal(model: Table, header: str, rows: int) -> Fault:
    kind = "looks like personal data" if is_personal(header) else "is free text, in which people may be named"
    what = f'have "{header}", which {kind}: not read'
    do = f'nothing needs it; to keep it as a slice, say keep = ["{header}"] under [sources.{model.name}]'
    return Fault(model.name, plain_name(header), what, rows, 1.0, (), "noted", do)


def _not_a_row(model: Table, reason: str, count: int, examples: tuple[str, ...], rows: int) -> Fault:
    share = count / max(1, rows)
    stops = share > (_MANY if reason == "INVALID ENCODING" else 0.5) and reason not in (TITLE, HEADER, FOOT)
    action: Action = "stops" if stops else "set aside"
    do = {
        "INVALID ENCODING": 'say the file\'s encoding, often encoding = "cp1252"',
        TITLE: "nothing, if they are titles of a report",
        FOOT: "nothing, if they are the foot of a report",
        HEADER: "nothing, if the file was put together from several",
        "UNQUOTED VALUE": "the file may have been cut off: export it again; quotes inside a field must be doubled",
    }.get(reason, 'export it again with all fields quoted, or say its delimiter = ";"')
    return Fault(
        model.name, "", f"{REASONS.get(reason, 'are not rows of a table')}", count, share, examples, action, do
    )
