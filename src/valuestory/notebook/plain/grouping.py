"""Cells put together as slides: by JupyterLab's slide metadata where there is any, else by headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from valuestory.notebook.plain.cells import ReadCell
from valuestory.notebook.plain.parts import Heading, LeftOut, Part, Words
from valuestory.slides.slide import Paragraph

_SPLITTING: Final = 2
"""Headings down to this level begin a slide; deeper ones stand on it."""


@dataclass
class Group:
    """What belongs onto one slide, or onto several of one title where it is too much for one.

    `cell` is the number of the first cell, from 1; `key` the slide's own key, where a cell gives one.
    """

    cell: int
    title: Heading | None = None
    parts: list[Part] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    key: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.title is None and not self.parts

    def take(self, part: Part) -> None:
        """Add a part; the first heading is the title."""
        if isinstance(part, LeftOut):
            self.left_out.append(part)
        elif isinstance(part, Heading) and self.title is None:
            self.title = part
        else:
            self.parts.append(part)


def by_marks(cells: Iterable[ReadCell]) -> list[Group]:
    """Return the groups that JupyterLab's metadata makes; what comes before the first mark is a slide of its own."""
    found: list[Group] = []
    open_group = False
    for cell in cells:
        if cell.story:
            open_group = False
            continue
        if cell.mark in ("slide", "subslide") or (not open_group and cell.parts):
            found.append(Group(cell.number))
            open_group = True
        if open_group:
            _add(found[-1], cell)
    return _kept(found)


def by_headings(cells: Sequence[ReadCell]) -> list[Group]:
    """Return the groups that headings make."""
    levels = _splitting(cells)
    found: list[Group] = []
    for cell in cells:
        for part in () if cell.mark == "notes" else cell.parts:
            if not found or (isinstance(part, Heading) and part.level in levels and not _untitled(found[-1])):
                found.append(Group(cell.number))
            found[-1].take(part)
        if found and cell.mark == "notes":
            _add(found[-1], cell)
        elif found and cell.key:
            found[-1].key = cell.key
    return _kept(found)


def _untitled(group: Group) -> bool:
    return group.title is None and not group.parts


def _splitting(cells: Iterable[ReadCell]) -> set[int]:
    """Return the levels of headings that begin slides: the first two, or more where there are hardly any of those."""
    counts = Counter(part.level for cell in cells for part in cell.parts if isinstance(part, Heading))
    levels = {level for level in counts if level <= _SPLITTING}
    deeper = sorted(set(counts) - levels)
    while deeper and sum(counts[level] for level in levels) <= 1:
        levels.add(deeper.pop(0))
    return levels


def _add(group: Group, cell: ReadCell) -> None:
    group.key = group.key or cell.key
    for part in cell.parts:
        if cell.mark != "notes":
            group.take(part)
        elif isinstance(part, Words):
            group.notes.extend(part.paragraphs)
        elif isinstance(part, Heading):
            group.notes.append(part.words)


def _kept(groups: Iterable[Group]) -> list[Group]:
    """Return the groups that show something; what an empty one leaves out and says is told on the one before."""
    kept: list[Group] = []
    for group in groups:
        if not group.is_empty:
            kept.append(group)
        elif kept:
            kept[-1].left_out += group.left_out
            kept[-1].notes += group.notes
    return kept
