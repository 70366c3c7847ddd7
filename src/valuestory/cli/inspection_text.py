"""An inspection on the terminal: readable in 80 columns, without colour, and in a pipe."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from valuestory.metrics.gaps.gaps import Wanted
from valuestory.metrics.inspection.inspection import Inspection
from valuestory.metrics.inspection.words import (
    Group,
    counted_states,
    groups,
    labels_of,
    lacking,
    place_of,
    read_from,
    rows_said,
    sentence_of,
    sources_of,
    waits_for,
)

_NARROWEST: Final = 60
_WIDEST: Final = 100
_PIPED: Final = 80
_LABEL: Final = 11
"""How wide the word before a line is, such as "to mend"."""


def print_inspection(inspection: Inspection) -> None:
    """Print the verdict, the tables, the faults by what is done about them, and what the data carries."""
    from rich.console import Console
    from rich.text import Text

    width = _width()
    console = Console(width=width, soft_wrap=True, highlight=False)
    for line in inspection_lines(inspection, width):
        is_heading = line.isupper() or line == inspection.company
        console.print(Text(line, style="bold" if is_heading else ""))


def _width() -> int:
    if not sys.stdout.isatty():
        return _PIPED
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def inspection_lines(inspection: Inspection, width: int) -> Iterator[str]:
    """Yield the lines of that, none of them wider than `width`."""
    yield f"{inspection.company}, {inspection.period}" if inspection.period else inspection.company
    yield from textwrap.wrap(inspection.verdict, width)
    yield from ("", "TABLES")
    yield from _tables(inspection, width)
    for group in groups(inspection):
        yield from _faults(group, width)
    yield from ("", f"SLIDES: {counted_states(inspection.slides).upper()}")
    for slide in inspection.slides:
        yield f"  {slide.state:<{_LABEL}} {slide.label}"
        yield from _said("", waits_for(slide), width)
    yield from ("", "METRICS")
    yield from _said("carried", labels_of(inspection.metrics, inspection.labels) or "none", width)
    yield from _said("once mended", labels_of(inspection.once_mended, inspection.labels), width)
    if inspection.wanted:
        yield from ("", "WHAT WOULD BRING THE REST")
    for wanted in inspection.wanted:
        yield from _wanted(wanted, inspection, width)
    yield from _unread(inspection.unread, width)


def _tables(inspection: Inspection, width: int) -> Iterator[str]:
    """Yield the table of rows; where several rows of theirs are one of ours, how many were folded."""
    has_folded = any(each.folded for each in inspection.rows)
    head = ("table", "read", "used", "set aside", *(("folded",) if has_folded else ()), "read from")
    rows = [
        (
            each.table,
            *(f"{count:,}" for count in (each.read, each.used, each.set_aside)),
            *((f"{each.folded:,}" if each.folded else "",) if has_folded else ()),
            f"{read_from(each)}{', STOPPED' if each.is_stopped else ''}",
        )
        for each in inspection.rows
    ]
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head) - 1)]
    left = 2 + sum(widths) + 2 * len(widths)
    for row in (head, *rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(size) for cell, size in zip(row[1:-1], widths[1:], strict=True))]
        first, *rest = textwrap.wrap(row[-1], max(width - left, 12), break_on_hyphens=False) or [""]
        yield "  " + "  ".join([*cells, first]).rstrip()
        yield from (" " * left + each for each in rest)


def _faults(group: Group, width: int) -> Iterator[str]:
    yield from ("", f"{group.heading.upper()} ({len(group.faults)})")
    yield from textwrap.wrap(group.done, width)
    for fault in group.faults:
        rows = rows_said(fault)
        yield f"  {place_of(fault)}{f': {rows}' if rows else ''}"
        yield from _said("", sentence_of(fault), width)
        yield from _said("such as", "; ".join(map(str, fault.examples)), width)
        yield from _said("to mend", fault.do, width)


def _wanted(wanted: Wanted, inspection: Inspection, width: int) -> Iterator[str]:
    yield from textwrap.wrap(
        lacking(wanted, inspection), width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )
    yield from _said("for", labels_of(wanted.metrics, inspection.labels), width)
    yield from _said("do", wanted.do, width)
    for vendor, how in sources_of(wanted, inspection):
        yield from _said("from", f"{vendor}: {how}" if how else f"the exports of {vendor}", width)


def _unread(names: Sequence[str], width: int) -> Iterator[str]:
    if names:
        yield from ("", "NOT READ")
        yield from textwrap.wrap(
            ", ".join(names), width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
        )


def _said(label: str, text: str, width: int) -> Iterator[str]:
    """Yield a text with the word before it, wrapped under itself; nothing where there is no text."""
    if text:
        head = f"    {label:<{_LABEL}} "
        yield from textwrap.wrap(
            text, width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
        )
