"""A layout that is damaged is refused by its name, whatever the damage makes a reader stumble over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from valuestory.deck.template.inherit import frame, holder_kind, text_style
from valuestory.errors import TemplateError

_LEVELS = range(5)


@contextmanager
def damage_told(layout: Any) -> Iterator[None]:
    """Read a layout inside of this: what goes wrong is told as damage of that layout.

    Raises
    ------
    TemplateError
        When a value on the layout, or on its master, cannot be one.
    """
    try:
        yield
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        StopIteration,
        TypeError,
        ValueError,
    ) as error:
        raise TemplateError(
            f'the layout "{_name(layout)}", or its master, is damaged ({type(error).__name__}: {error})',
            do="open the template in PowerPoint, look at that layout under View, Slide Master, and save it anew",
        ) from error


def read_through(layout: Any) -> None:
    """Read what drawing on a layout will ask of its placeholders; raises whatever cannot be read."""
    for shape in layout.placeholders:
        if holder_kind(shape._element) is not None:
            frame(shape._element, layout)
            for level in _LEVELS:
                text_style(shape._element, layout, level)


def _name(layout: Any) -> str:
    try:
        return " ".join(str(layout.name).split())
    except (AttributeError, ValueError):
        return ""
