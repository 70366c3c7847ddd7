"""Faults of a template that nobody sees, mended in memory: numbers given twice, charts whose workbook is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pptx.parts.chart import ChartPart
from pptx.parts.slide import SlidePart

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def mend_indices(layouts: Iterable[Any]) -> str:
    """Give placeholders that share an index their own, else a body inherits the title's place; return a remark."""
    mended = [" ".join(layout.name.split()) for layout in layouts if _renumber(layout)]
    if not mended:
        return ""
    where = ", ".join(f'"{name}"' for name in mended[:3]) + (", ..." if len(mended) > 3 else "")
    return f"placeholders that share an index get their own, on {len(mended)} layouts: {where}"


def _renumber(layout: Any) -> int:
    """Renumber a layout's placeholders and return how many had another's index."""
    seen: set[str] = set()
    renumbered = 0
    holders = [each._element.find(f".//{_P}ph") for each in layout.placeholders]
    taken = {int(holder.get("idx", "0")) for holder in holders}
    for holder in holders:
        idx = holder.get("idx", "0")
        if idx in seen:
            free = max(taken) + 1
            taken.add(free)
            holder.set("idx", str(free))
            renumbered += 1
        seen.add(idx)
    return renumbered


def mend(deck: Any) -> None:
    """Mend the slides and charts of a presentation."""
    for part in deck.part.package.iter_parts():
        if isinstance(part, SlidePart):
            _mend_ids(part)
        elif isinstance(part, ChartPart):
            _forget_lost_workbook(part)


def _mend_ids(slide: Any) -> None:
    """Give shapes that share an id with an earlier one of their slide their own: PowerPoint repairs such a file."""
    named = list(slide._element.iter(f"{_P}cNvPr"))
    ids = {str(each.get("id")) for each in named}
    if len(ids) == len(named):
        return
    free, seen = max((int(each) for each in ids if each.isdecimal()), default=0), set()
    for each in named:
        if each.get("id") in seen:
            free += 1
            each.set("id", str(free))
        seen.add(each.get("id"))


def _forget_lost_workbook(chart: Any) -> None:
    """Let a chart whose workbook is not there have none: it is seen as before, and new data bring a new one."""
    for link in chart._element.findall(f"{_C}externalData"):
        if link.get(f"{_R}id") not in chart.rels:
            chart._element.remove(link)
