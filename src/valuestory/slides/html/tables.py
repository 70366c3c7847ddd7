"""Tables as the deck has them: no fills, no verticals, a line under the header, rules between rows."""

from __future__ import annotations

from html import escape
from typing import Final

from valuestory.slides.contrast import contrast
from valuestory.slides.html.colours import Palette
from valuestory.slides.html.geometry import Box
from valuestory.slides.html.markup import em, letters, line, runs_html
from valuestory.slides.html.measure import line_of
from valuestory.slides.slide import Column, Paragraph, Table
from valuestory.slides.typography.fit import FLOOR, Block, Fit, height

_HEADER: Final = 0.42
_NUMBER_ROW: Final = 0.44
_TEXT_ROW: Final = 0.92
_GAP, _PAD = 0.15, 0.05
"""Inches between the texts of two columns, and above and below a text."""
_CELL, _CLAIM = 14, 16
"""Points of a cell's text, and of the first column of a table of words."""


def table_html(table: Table, box: Box, colors: Palette, font: str, larger: float = 1.0) -> str:
    """Return a table that fits a box, in inches: 0.44 a row of figures, 0.92 a row of words, less where it must.

    `larger` is how much larger its type is than on the usual slide; type that has no room is smaller, as in the deck.
    """
    figures = is_figures(table)
    larger *= table_fit(table, box, larger, font).share
    row = min(_NUMBER_ROW if figures else _TEXT_ROW, (box.height - _HEADER) / max(len(table.rows), 1))
    head = "".join(_head(table, index, column, colors, _CELL * larger) for index, column in enumerate(table.columns))
    rows = (_row(table, at, row, colors, larger) for at in range(len(table.rows)))
    body = "".join(rows)
    label = f' aria-label="{escape(table.alt)}"' if table.alt else ""
    style = "border-collapse:collapse;table-layout:fixed;width:100%;margin:0;border:0;font-size:1em;color:inherit"
    return (
        f'<table{label} style="{style}"><thead style="border:0"><tr style="background:none">{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def is_figures(table: Table) -> bool:
    """Whether a table shows figures (most columns right-aligned) and not sentences."""
    rest = table.columns[1:]
    return bool(rest) and 2 * sum(column.align == "right" for column in rest) >= len(rest)


def table_fit(table: Table, box: Box, larger: float, font: str) -> Fit:
    """Return the share of its size at which a table is no higher than its box, and whether it is at the least."""
    share = 1.0
    while True:
        fits = sum(row_heights(table, box.width, larger * share, font)) <= box.height + 0.01
        if fits or share <= FLOOR:
            return Fit(share, fits)
        share = round(share - 0.05, 2)


def row_heights(table: Table, width: float, larger: float, font: str) -> list[float]:
    """Return how high the rows of a table are at least, in inches, the head first."""
    total = sum(column.width for column in table.columns)
    widths = [width * column.width / total - _GAP for column in table.columns]
    widths[-1] += _GAP
    rows = [tuple(column.label for column in table.columns), *table.rows]
    return [
        max(height(_cell(table, cell, row, at, larger, font), widths[at]) for at, cell in enumerate(cells)) + 2 * _PAD
        for row, cells in enumerate(rows)
    ]


def _cell(table: Table, cell: Paragraph, row: int, column: int, larger: float, font: str) -> list[Block]:
    """Return a cell as it is measured; row 0 is the head."""
    claim = row > 0 and _is_claim(table, column)
    return [line_of(cell, (_CLAIM if claim else _CELL) * larger, font, bold=claim or row == 0)]


def _is_claim(table: Table, column: int) -> bool:
    """Whether a column is the first of a table of words: it heads its rows."""
    return column == 0 and not is_figures(table)


def _head(table: Table, index: int, column: Column, colors: Palette, points: float) -> str:
    share = 100 * column.width / sum(each.width for each in table.columns)
    size = f"width:{share:.4g}%;height:{em(_HEADER)}"
    style = f"{size};{_cell_style(table, index)};border-bottom:0.15em solid {colors.second}"
    words = line(runs_html(column.label), letters(points, colors.second, bold=True), "span")
    return f'<th scope="col" style="{style};background:none">{words}</th>'


def _row(table: Table, at: int, high: float, colors: Palette, larger: float) -> str:
    rule = f"border-bottom:0.075em solid {colors.rule}"
    inside = []
    for index, cell in enumerate(table.rows[at]):
        claim = _is_claim(table, index)
        size = (_CLAIM if claim else _CELL) * larger
        fill = table.fills.get(f"{at},{index}", "")
        ink = max((colors.ink, colors.ground), key=lambda each: contrast(each, fill)) if fill else colors.ink
        words = line(runs_html(cell), letters(size, ink, bold=claim, leading=1.12), "span")
        style = f"height:{em(high)};{_cell_style(table, index)};{rule};background:{fill or 'none'}"
        inside.append(f'<td style="{style}">{words}</td>')
    return f'<tr style="background:none">{"".join(inside)}</tr>'


def _cell_style(table: Table, index: int) -> str:
    right = "0" if index == len(table.columns) - 1 else em(_GAP)
    align = table.columns[index].align
    return (
        f"box-sizing:border-box;padding:0 {right} 0 0;border:0;text-align:{align};vertical-align:middle;max-width:none"
    )
