"""Tables as the deck has them: no fills, no verticals, a line under the header, rules between rows."""

from __future__ import annotations

from html import escape
from typing import Final

from valuestory.slides.contrast import contrast
from valuestory.slides.html.colours import Palette
from valuestory.slides.html.markup import em, letters, line, runs_html
from valuestory.slides.slide import Column, Table

_HEADER: Final = 0.42
_NUMBER_ROW: Final = 0.44
_TEXT_ROW: Final = 0.92
_PAD: Final = 0.15


def table_html(table: Table, height: float, colors: Palette, larger: float = 1.0) -> str:
    """Return a table that fits a height, in inches: 0.44 a row of figures, 0.92 a row of words, less where it must.

    `larger` is how much larger its type is than on the usual slide.
    """
    figures = is_figures(table)
    row = min(_NUMBER_ROW if figures else _TEXT_ROW, (height - _HEADER) / max(len(table.rows), 1))
    head = "".join(_head(table, index, column, colors, 14 * larger) for index, column in enumerate(table.columns))
    rows = (_row(table, at, row, colors, larger, figures=figures) for at in range(len(table.rows)))
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


def _head(table: Table, index: int, column: Column, colors: Palette, points: float) -> str:
    share = 100 * column.width / sum(each.width for each in table.columns)
    size = f"width:{share:.4g}%;height:{em(_HEADER)}"
    style = f"{size};{_cell_style(table, index)};border-bottom:0.15em solid {colors.second}"
    words = line(runs_html(column.label), letters(points, colors.second, bold=True), "span")
    return f'<th scope="col" style="{style};background:none">{words}</th>'


def _row(table: Table, at: int, height: float, colors: Palette, larger: float, *, figures: bool) -> str:
    rule = f"border-bottom:0.075em solid {colors.rule}"
    inside = []
    for index, cell in enumerate(table.rows[at]):
        claim = index == 0 and not figures
        size = (16 if claim else 14) * larger
        fill = table.fills.get(f"{at},{index}", "")
        ink = max((colors.ink, colors.ground), key=lambda each: contrast(each, fill)) if fill else colors.ink
        words = line(runs_html(cell), letters(size, ink, bold=claim, leading=1.12), "span")
        style = f"height:{em(height)};{_cell_style(table, index)};{rule};background:{fill or 'none'}"
        inside.append(f'<td style="{style}">{words}</td>')
    return f'<tr style="background:none">{"".join(inside)}</tr>'


def _cell_style(table: Table, index: int) -> str:
    right = "0" if index == len(table.columns) - 1 else em(_PAD)
    align = table.columns[index].align
    return (
        f"box-sizing:border-box;padding:0 {right} 0 0;border:0;text-align:{align};vertical-align:middle;max-width:none"
    )
