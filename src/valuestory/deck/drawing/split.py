"""A slide that goes on over further ones, and a table that is too high for one shared out, its head on each.

Text that nearly fits is made smaller. Where even the smallest size is too large, the table goes on: each part then has
its full size, and about as many rows as the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from valuestory.deck.drawing.arrange import arrange
from valuestory.deck.drawing.holders import text_styles
from valuestory.deck.drawing.page import Page
from valuestory.deck.drawing.tables import fits, row_heights
from valuestory.deck.template.layouts import LayoutChoice, effective_kind
from valuestory.slides.slide import Run, Slide, Table


def shared_out(page: Page, slide: Slide, choice: LayoutChoice) -> list[Slide]:
    """Return the slide as often as its table takes places, with the rows of each, numbered; alone where it fits.

    Parameters
    ----------
    page
        A page of the slide's layout, for sizes.
    slide, choice
        The slide, and its layout.
    """
    return numbered(slide, table_parts(page, slide, choice))


def table_parts(page: Page, slide: Slide, choice: LayoutChoice) -> list[Slide]:
    """Return what `shared_out` does, the slides not numbered yet: others may come before them."""
    kind = effective_kind(slide)
    if slide.table is None or kind != "table" or len(slide.table.rows) < 2:
        return [slide]
    places = arrange(slide, kind, choice, page.scale)
    box, font = places["table" if "table" in places else "chart"].box, text_styles(page, None)[0].font
    if fits(page, slide.table, box, font):
        return [slide]
    head, *rows = row_heights(page, slide.table, box, font)
    return [replace(slide, table=rows_of(slide.table, group)) for group in _groups(rows, box.height - head)]


def rows_of(table: Table, rows: range) -> Table:
    """Return a table of these rows alone, each with its fills."""
    places = {place: tuple(int(each) for each in place.split(",")) for place in table.fills}
    fills = {
        f"{row - rows.start},{column}": table.fills[place] for place, (row, column) in places.items() if row in rows
    }
    return replace(table, rows=table.rows[rows.start : rows.stop], fills=fills)


def numbered(slide: Slide, parts: Sequence[Slide]) -> list[Slide]:
    """Return the parts of a slide that goes on, each with its place in its title; a part alone is left as it is.

    The first keeps the slide's key and its notes, the last what leads on to the next slide.
    """
    if len(parts) == 1:
        return list(parts)
    return [_part(slide, each, at, len(parts)) for at, each in enumerate(parts, 1)]


def _part(slide: Slide, part: Slide, at: int, count: int) -> Slide:
    first = at == 1
    return replace(
        part,
        key=slide.key if first else f"{slide.key} {at}",
        title=replace(slide.title, runs=(*slide.title.runs, Run(f" ({at}/{count})"))),
        notes=slide.notes if first else (),
        lead_in=slide.lead_in if first else None,
        bridge=slide.bridge if at == count else None,
    )


def _groups(heights: Sequence[float], room: float) -> list[range]:
    """Return the rows in as few groups as the room allows, the highest group as low as that count lets it be."""
    count = len(_filled(heights, room))
    limit = max(max(heights), sum(heights) / count)
    while len(_filled(heights, limit)) > count:
        limit += 0.01
    return _filled(heights, limit)


def _filled(heights: Sequence[float], room: float) -> list[range]:
    """Return groups filled from the top; a row that is higher than the room stands alone."""
    groups, start, taken = [], 0, 0.0
    for at, high in enumerate(heights):
        if at > start and taken + high > room + 1e-6:
            groups.append(range(start, at))
            start, taken = at, 0.0
        taken += high
    return [*groups, range(start, len(heights))]
