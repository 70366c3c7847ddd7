"""A table that is too high for one slide shared out over several, its head on each.

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
from valuestory.slides.slide import Paragraph, Run, Slide


def shared_out(page: Page, slide: Slide, choice: LayoutChoice) -> list[Slide]:
    """Return the slide as often as its table takes places, with the rows of each; alone where the table fits.

    The first part keeps the slide's key and its notes, the last what leads on to the next slide. Each says in its title
    which part it is.

    Parameters
    ----------
    page
        A page of the slide's layout, for sizes.
    slide, choice
        The slide, and its layout.
    """
    kind = effective_kind(slide)
    if slide.table is None or kind != "table" or len(slide.table.rows) < 2:
        return [slide]
    places = arrange(slide, kind, choice, page.scale)
    box, font = places["table" if "table" in places else "chart"].box, text_styles(page, None)[0].font
    if fits(page, slide.table, box, font):
        return [slide]
    head, *rows = row_heights(page, slide.table, box, font)
    groups = _groups(rows, box.height - head)
    return [_part(slide, at, groups) for at in range(len(groups))] if len(groups) > 1 else [slide]


def _part(slide: Slide, at: int, groups: Sequence[range]) -> Slide:
    assert slide.table is not None
    first, last = at == 0, at == len(groups) - 1
    runs = (*slide.title.runs, Run(f" ({at + 1}/{len(groups)})"))
    rows = groups[at]
    return replace(
        slide,
        key=slide.key if first else f"{slide.key} {at + 1}",
        title=Paragraph(runs, slide.title.style, slide.title.level),
        table=replace(slide.table, rows=slide.table.rows[rows.start : rows.stop]),
        notes=slide.notes if first else (),
        lead_in=slide.lead_in if first else None,
        bridge=slide.bridge if last else None,
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
