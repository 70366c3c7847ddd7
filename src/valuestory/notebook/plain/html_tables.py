"""Tables in HTML, of pandas, its Styler and others, as tables of slides: their words, emphasis, colours and grounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bs4 import BeautifulSoup, Tag

from valuestory.notebook.plain.parts import Exhibit
from valuestory.slides.slide import Align, Column, Paragraph, Run, Table

_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FIGURE: Final = re.compile(r"[-+−(]?\s*[$€£¥]?\s*\d[\d.,'\s\u00a0\u202f]*\s*(%|[A-Za-z€£]{0,3})\)?\Z")
_NOTHING: Final = ("", "nan", "nat", "none", "<na>", "null", "-", "–")
_SIZE: Final = re.compile(r"(\d[\d,]*)\s+rows\s+×\s+(\d[\d,]*)\s+columns")
_DOTS: Final = ("...", "…")
_WIDEST: Final = 115
"""Characters of a row: what fits the width of a slide in a type that can be read."""
_LEAST, _MOST = 5, 34
"""Characters that a column counts for: so that one of digits is not squeezed and one of sentences does not take all."""
_MOST_SPANNED: Final = 1000


@dataclass(frozen=True)
class _Cell:
    """A cell: its words and look, and how many columns and rows it spans."""

    words: str
    style: Mapping[str, str] = field(default_factory=dict)
    heads: bool = False
    wide: int = 1
    high: int = 1


_EMPTY: Final = _Cell("")


def tables_in(soup: BeautifulSoup) -> Iterator[Exhibit]:
    """Yield the tables of a piece of HTML that stand in no other table, each with its caption and what it lacks."""
    rules = dict(_rules(soup))
    said = _SIZE.search(soup.get_text(" "))
    for table in soup.find_all("table"):
        if table.find_parent("table") is None and (found := _exhibit(table, rules, said)) is not None:
            yield found


def _exhibit(table: Tag, rules: Mapping[str, Mapping[str, str]], said: re.Match[str] | None) -> Exhibit | None:
    heads, rows = _grid(table, rules)
    width = max((len(row) for row in (*heads, *rows)), default=0)
    if not width or not rows:
        return None
    rows = [row + [_EMPTY] * (width - len(row)) for row in rows]
    heads = [row + [_EMPTY] * (width - len(row)) for row in heads if len({id(cell) for cell in row}) > 1 or width == 1]
    labels = [_label([row[at] for row in heads]) for at in range(width)]
    labels, rows = _without_counter(labels, rows)
    labels, rows, total = _before_dots(labels, rows, said)
    caption = table.find("caption")
    return _fitted(labels, rows, total, " ".join(caption.get_text(" ").split()) if isinstance(caption, Tag) else "")


def make_table(labels: Sequence[Paragraph], rows: Sequence[Sequence[Paragraph]], aligns: Sequence[str]) -> Table:
    """Return a table whose columns are as wide as their words, and figures stand at the right.

    Parameters
    ----------
    labels, rows
        The heading of each column, and the cells of each row.
    aligns
        ``right``, ``left`` or nothing for each column; nothing goes by what the column holds.
    """
    columns = []
    for at, label in enumerate(labels):
        cells = [row[at].text for row in rows]
        align: Align = "right" if aligns[at] == "right" or (not aligns[at] and _is_figures(cells)) else "left"
        columns.append(Column(label, align, _chars(label.text, cells)))
    return Table(tuple(columns), tuple(tuple(row) for row in rows))


def _fitted(labels: list[str], rows: list[list[_Cell]], total: int, caption: str) -> Exhibit:
    """Return the columns that fit a slide, and say how many do not."""
    kept, room = 0, _WIDEST
    for at, label in enumerate(labels):
        room -= int(_chars(label, [row[at].words for row in rows], longest=True))
        if room < 0 and at:
            break
        kept += 1
    table = make_table(
        [Paragraph((Run(each),) if each else ()) for each in labels[:kept]],
        [[_paragraph(cell) for cell in row[:kept]] for row in rows],
        [""] * kept,
    )
    fills = {
        f"{row},{at}": color
        for row, cells in enumerate(rows)
        for at, cell in enumerate(cells[:kept])
        if (color := _color(cell.style.get("background-color") or cell.style.get("background", "")))
    }
    notes = [f"the first {len(rows):,} of {total:,} rows"] if total > len(rows) else []
    notes += [f"the first {kept} of {len(labels)} columns"] if kept < len(labels) else []
    return Exhibit(replace(table, fills=fills), caption, " and ".join(notes))


def _grid(table: Tag, rules: Mapping[str, Mapping[str, str]]) -> tuple[list[list[_Cell]], list[list[_Cell]]]:
    """Return the rows of the head and those of the body, cells that span repeated at first and then empty."""
    heads: list[list[_Cell]] = []
    rows: list[list[_Cell]] = []
    hanging: dict[int, tuple[int, _Cell]] = {}
    for tr in table.find_all("tr"):
        if tr.find_parent("table") is not table:
            continue
        row: list[_Cell] = []
        cells = [_cell(each, rules) for each in tr.find_all(["td", "th"], recursive=False)]
        for cell in cells:
            _take_hanging(row, hanging)
            for _ in range(cell.wide):
                if cell.high > 1:
                    hanging[len(row)] = (cell.high - 1, cell if cell.heads else _EMPTY)
                row.append(cell)
        _take_hanging(row, hanging)
        headed = tr.find_parent("thead") is not None or (bool(cells) and not rows and all(each.heads for each in cells))
        (heads if headed else rows).append(row)
    return heads, rows


def _take_hanging(row: list[_Cell], hanging: dict[int, tuple[int, _Cell]]) -> None:
    while len(row) in hanging:
        left, cell = hanging.pop(len(row))
        if left > 1:
            hanging[len(row)] = (left - 1, cell)
        row.append(replace(cell, words=""))


def _cell(tag: Tag, rules: Mapping[str, Mapping[str, str]]) -> _Cell:
    style = dict(rules.get(str(tag.get("id", "")), {})) | _declared(str(tag.get("style", "")))
    if tag.find(["b", "strong"]) is not None:
        style["font-weight"] = "bold"
    for gone in tag.find_all(["style", "script"]):
        gone.decompose()
    wide, high = (str(tag.get(each, "1")) for each in ("colspan", "rowspan"))
    words = " ".join(tag.get_text(" ").split())
    return _Cell(words, style, tag.name == "th", _span(wide), _span(high))


def _span(text: str) -> int:
    return max(1, min(int(text), _MOST_SPANNED)) if text.isdecimal() else 1


def _rules(soup: BeautifulSoup) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what style sheets say of single cells, by the cell's id: that is how a Styler colours."""
    found: dict[str, dict[str, str]] = {}
    for sheet in soup.find_all("style"):
        for selectors, body in _RULE.findall(sheet.get_text()):
            for selector in selectors.split(","):
                name = selector.strip()
                if re.fullmatch(r"#[\w-]+", name):
                    found.setdefault(name[1:], {}).update(_declared(body))
    yield from found.items()


def _declared(text: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in text.split(";"))
    return {name.strip().lower(): value.replace("!important", "").strip() for name, _, value in pairs if value.strip()}


def _color(text: str) -> str:
    """Return a CSS colour as ``#RRGGBB``; nothing for what is none, or lets the ground through."""
    from PIL import ImageColor

    try:
        numbers = ImageColor.getrgb(text.strip())
    except ValueError:
        return ""
    if len(numbers) == 4 and numbers[3] < 128:
        return ""
    return "#{:02X}{:02X}{:02X}".format(*numbers[:3])


def _paragraph(cell: _Cell) -> Paragraph:
    if not cell.words:
        return Paragraph(())
    weight = cell.style.get("font-weight", "")
    bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
    italic = cell.style.get("font-style", "") == "italic"
    return Paragraph((Run(cell.words, bold=bold, italic=italic, color=_color(cell.style.get("color", ""))),))


def _label(cells: Sequence[_Cell]) -> str:
    """Return the heading of a column whose head has several rows."""
    return " / ".join(dict.fromkeys(cell.words for cell in cells if cell.words))


def _without_counter(labels: list[str], rows: list[list[_Cell]]) -> tuple[list[str], list[list[_Cell]]]:
    """Leave out an index that only counts the rows: it says nothing on a slide."""
    first = [row[0] for row in rows if row[0].words not in _DOTS]
    counts = [cell.words for cell in first] == [str(at) for at in range(len(first))]
    shortened = any(row[0].words in _DOTS for row in rows) and [each.words for each in first[:2]] == ["0", "1"]
    if len(labels) > 1 and not labels[0] and all(cell.heads for cell in first) and (counts or shortened):
        return labels[1:], [row[1:] for row in rows]
    return labels, rows


def _before_dots(
    labels: list[str], rows: list[list[_Cell]], said: re.Match[str] | None
) -> tuple[list[str], list[list[_Cell]], int]:
    """Return what stands before the dots that pandas puts into a long table, and how many rows there are."""
    gap = next((at for at, row in enumerate(rows) if all(cell.words in (*_DOTS, "") for cell in row)), len(rows))
    total = int(said[1].replace(",", "")) if said else len(rows)
    return labels, rows[:gap] or rows, total


def _is_figures(cells: Sequence[str]) -> bool:
    told = [each.strip() for each in cells if each.strip().lower() not in _NOTHING]
    return bool(told) and 2 * sum(_FIGURE.match(each) is not None for each in told) > len(told)


def _chars(label: str, cells: Sequence[str], *, longest: bool = False) -> float:
    """Return how many characters wide a column ought to be; with `longest`, must be, so that no word is broken."""
    texts = [label, *cells]
    if longest:
        texts = [word for text in texts for word in text.split()]
    return float(max(_LEAST, min(max((len(text) for text in texts), default=0) + 2, _MOST)))
