"""What a designer has drawn on a layout and its master, apart from placeholders: where it stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE_TYPE

from valuestory.deck.geometry import EMU, Box, box_of, grown
from valuestory.deck.template.shades import share_of

_LOGOS: Final = (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.GROUP)
_VEIL: Final = 0.5
"""A fill that is less opaque than this is a tint of what lies beneath."""


def drawings_of(layout: Any) -> list[Box]:
    """Return the boxes of all that is drawn, veils left out: text may stand on them."""
    boxes = [_with_stroke(shape) for shape in _shapes(layout) if not _is_veil(shape)]
    return [box for box in boxes if box is not None and box.area > 0]


def logos_of(layout: Any, most: float) -> Iterator[Box]:
    """Yield the boxes of pictures and groups of at most so many square inches."""
    boxes = (box_of(shape) for shape in _shapes(layout) if shape.shape_type in _LOGOS)
    return (box for box in boxes if box is not None and 0 < box.area <= most)


def _shapes(layout: Any) -> Iterator[Any]:
    sheets = [layout]
    if layout._element.get("showMasterSp") not in ("0", "false"):
        sheets.append(layout.slide_master)
    return (shape for sheet in sheets for shape in sheet.shapes if not shape.is_placeholder)


def _with_stroke(shape: Any) -> Box | None:
    """Return a drawing's box with its outline: a rule is nothing else."""
    box, line = box_of(shape), shape._element.find("{*}spPr/{*}ln")
    if box is None or line is None or line.find("{*}noFill") is not None:
        return box
    return grown(box, int(line.get("w", "9525")) / EMU / 2)


def _is_veil(shape: Any) -> bool:
    """Return whether a drawing is a veil: less than half opaque, without an outline."""
    look = shape._element.find("{*}spPr")
    fill = None if look is None else next((each for each in look if each.tag.endswith(("solidFill", "gradFill"))), None)
    if look is None or fill is None or look.find("{*}ln/{*}solidFill") is not None:
        return False
    colors = list(fill.iter("{*}srgbClr", "{*}schemeClr"))
    alphas = [each.find("{*}alpha") for each in colors]
    return bool(colors) and all(each is not None and share_of(each.get("val")) < _VEIL for each in alphas)
