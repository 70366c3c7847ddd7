"""Where a layout that marks nothing leaves room to draw: below its title, above or beside it; above its footers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from valuestory.deck.geometry import Box, box_of
from valuestory.deck.template.inherit import holder_kind


def is_beside(title: Box | None, size: Box) -> bool:
    """Return whether a title is a column beside the content."""
    return title is not None and title.width < 0.45 * size.width and title.height > 0.35 * size.height


def free_area(layout: Any, title: Box | None, footers: Sequence[Box], size: Box, open_part: Box) -> Box:
    """Return the room that title, footers and the master's body leave, whatever else is drawn on the layout.

    Parameters
    ----------
    layout
        The layout, for its master's body.
    title, footers
        Where they stand; a layout may have no title.
    size
        The slide's box.
    open_part
        What bands at its sides leave of it.
    """
    left, right, top, bottom = 0.05 * size.width, 0.95 * size.width, 0.08 * size.height, 0.92 * size.height
    beside = is_beside(title, size)
    if title is None:
        top = 0.05 * size.height
    elif beside:
        before, after = title.left, size.width - title.right
        left, right = (title.right + 0.02 * size.width, right) if after > before else (left, title.left)
    else:
        below = title.top < size.height - title.bottom
        left, top, right = title.left, title.bottom if below else 0.05 * size.height, title.right
        bottom = bottom if below else min(bottom, title.top)
    body = _master_body(layout) if title is not None and not beside else None
    if title is not None and not beside and title.width < 0.6 * open_part.width:
        if body is not None and body.width > title.width:
            left, right = body.left, body.right
        else:
            right = open_part.right - max(left - open_part.left, 0.0)
    if body is not None:
        top = max(top, body.top) if body.top < 0.4 * size.height else top
        bottom = min(bottom, body.bottom) if body.height >= 0.4 * size.height else bottom
    bottom = min([bottom, *(box.top for box in footers if box.top > 0.7 * size.height)])
    top += 0.01 * size.height
    return Box(left, top, right - left, bottom - top)


def _master_body(layout: Any) -> Box | None:
    """Return the master's body, unless it is only as high as its sample text."""
    for shape in layout.slide_master.placeholders:
        if (holder_kind(shape._element) or ("",))[0] == "body":
            fits_text = shape._element.find(".//{*}spAutoFit") is not None
            return None if fits_text else box_of(shape)
    return None
