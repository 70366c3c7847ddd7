"""What a table's style says of its cells: from the file, or of the few that PowerPoint knows without one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from lxml import etree

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NAMESPACE: Final = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_MEDIUM: Final = {
    "{073A0DAA-6AF3-43AB-8588-CEC1D06C72B9}": "dk1",
    "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}": "accent1",
    "{21E4AEA4-8DFA-4A89-87EB-49C32662AFE0}": "accent2",
    "{F5AB1C69-6EDB-4FF4-983F-18BD219EF322}": "accent3",
    "{00A15C55-8517-42AA-B614-E9B94910E393}": "accent4",
    "{7DF18680-E054-41AD-8BC1-D1AEF772440D}": "accent5",
    "{93296810-A885-4BE3-A3E7-6D5BEEA58F35}": "accent6",
}
"""PowerPoint's "Medium Style 2", which a new table has, by the slot that it takes its colour from."""
_GRID: Final = "{5940675A-B579-460E-94D1-54222C63F5DA}"
Section = tuple[str, int, int, int, int]
"""A part of a style by its name, and the rows and columns that it is for: first and last of each."""


def table_style(table: Any, part: Any) -> Any:
    """Return the style of an ``a:tbl`` as its element; None where nobody knows it."""
    name = table.findtext(f"{_A}tblPr/{_A}tableStyleId") or ""
    rels = part.package.presentation_part.rels.values()
    listed = next((each.target_part.blob for each in rels if each.reltype.endswith("/tableStyles")), b"")
    found = _listed(listed).get(name) if listed else None
    return found if found is not None else _built_in(name)


def sections(table: Any, rows: int, columns: int) -> list[Section]:
    """Return the parts of a style that a table asks for, those that count for more last."""
    said = table.find(f"{_A}tblPr")
    asked = {
        name for name in ("firstRow", "lastRow", "firstCol", "lastCol", "bandRow", "bandCol") if _is_on(said, name)
    }
    top, left = int("firstRow" in asked), int("firstCol" in asked)
    bottom, right = rows - 1 - int("lastRow" in asked), columns - 1 - int("lastCol" in asked)
    found: list[Section] = [("wholeTbl", 0, rows - 1, 0, columns - 1)]
    if "bandCol" in asked:
        found += [(f"band{1 + (at - left) % 2}V", top, bottom, at, at) for at in range(left, right + 1)]
    if "bandRow" in asked:
        found += [(f"band{1 + (at - top) % 2}H", at, at, left, right) for at in range(top, bottom + 1)]
    ends = {
        "firstCol": (0, rows - 1, 0, 0),
        "lastCol": (0, rows - 1, columns - 1, columns - 1),
        "firstRow": (0, 0, 0, columns - 1),
        "lastRow": (rows - 1, rows - 1, 0, columns - 1),
    }
    return found + [(name, *place) for name, place in ends.items() if name in asked]


def _is_on(said: Any, name: str) -> bool:
    return said is not None and said.get(name, "0") in ("1", "true")


@lru_cache(maxsize=16)
def _listed(data: bytes) -> dict[str, Any]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return {each.get("styleId", ""): each for each in root.iter(f"{_A}tblStyle")}


@lru_cache(maxsize=16)
def _built_in(name: str) -> Any:
    if name == _GRID:
        lines = "".join(_border(each, 12_700, "tx1") for each in _SIDES)
        return _style(f"<a:wholeTbl><a:tcTxStyle/><a:tcStyle><a:tcBdr>{lines}</a:tcBdr></a:tcStyle></a:wholeTbl>")
    slot = _MEDIUM.get(name)
    if slot is None:
        return None
    head = {"firstRow": "bottom", "lastRow": "top", "firstCol": "", "lastCol": ""}
    lines = "".join(_border(each, 12_700, "lt1") for each in _SIDES)
    return _style(
        _section("wholeTbl", "dk1", _fill(slot, 20), lines)
        + "".join(_section(f"band1{each}", "", _fill(slot, 40)) for each in "HV")
        + "".join(
            _section(each, "lt1", _fill(slot), _border(side, 38_100, "lt1") if side else "", bold=True)
            for each, side in head.items()
        )
    )


_SIDES: Final = ("left", "right", "top", "bottom", "insideH", "insideV")


def _style(inside: str) -> Any:
    return etree.fromstring(f"<a:tblStyle {_NAMESPACE}>{inside}</a:tblStyle>")


def _section(name: str, ink: str, fill: str, lines: str = "", *, bold: bool = False) -> str:
    weight = ' b="on"' if bold else ""
    color = f'<a:schemeClr val="{ink}"/>' if ink else ""
    return (
        f"<a:{name}><a:tcTxStyle{weight}>{color}</a:tcTxStyle>"
        f"<a:tcStyle><a:tcBdr>{lines}</a:tcBdr><a:fill>{fill}</a:fill></a:tcStyle></a:{name}>"
    )


def _fill(slot: str, tint: int = 100) -> str:
    change = f'<a:tint val="{tint * 1000}"/>' if tint < 100 else ""
    return f'<a:solidFill><a:schemeClr val="{slot}">{change}</a:schemeClr></a:solidFill>'


def _border(side: str, width: int, slot: str) -> str:
    return f'<a:{side}><a:ln w="{width}"><a:solidFill><a:schemeClr val="{slot}"/></a:solidFill></a:ln></a:{side}>'
