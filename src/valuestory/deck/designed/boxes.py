"""Where a shape stands on a slide and how large it is, its layout's word for it where it says none itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from valuestory.deck.geometry import box_of, emu
from valuestory.errors import TemplateError


def shape_box(part: Any, element: Any, *, where: str) -> tuple[int, int, int, int]:
    """Return a shape's left, top, width and height in EMU, those of its layout where it has none.

    Raises
    ------
    TemplateError
        When nothing says its size.
    """
    found = next((each for each in _shapes(part.slide.shapes) if each._element is element), None)
    box = box_of(found) if found is not None else None
    if box is None:
        raise TemplateError("nothing says how large this shape is", where=where, do="draw it anew")
    return emu(box.left), emu(box.top), emu(box.width), emu(box.height)


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
