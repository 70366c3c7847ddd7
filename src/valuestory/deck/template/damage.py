"""A template that is damaged is refused by its name and the layout's, whatever a reader stumbles over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pptx.exc import PythonPptxError

from valuestory.errors import TemplateError

_LEVELS = range(5)
STUMBLED: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    PythonPptxError,
    RecursionError,
    StopIteration,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What readers raise where a part is missing, of another kind, or no XML, or a value is none."""


@contextmanager
def file_named(path: Path) -> Iterator[None]:
    """Use a template inside of this: what is wrong with it is told with the file's name, and nothing else comes out.

    Raises
    ------
    TemplateError
        When something in the file makes its readers stumble.
    """
    try:
        yield
    except TemplateError as error:
        if path.name not in error.where and not error.where.startswith(f"{path.stem}."):  # such as its map
            error.where = f"{path.name}, {error.where}" if error.where else path.name
        raise
    except STUMBLED as error:
        raise TemplateError(
            f"no deck can be made with this file: something in it is damaged ({type(error).__name__}: {error})",
            where=path.name,
            do="open it in PowerPoint and save it anew; if that does not help, --debug shows what was being done",
        ) from error


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
    except STUMBLED as error:
        raise TemplateError(
            f'the layout "{_name(layout)}", or its master, is damaged ({type(error).__name__}: {error})',
            do="open the template in PowerPoint, look at that layout under View, Slide Master, and save it anew",
        ) from error


def read_through(layout: Any) -> None:
    """Read what drawing on a layout will ask of its placeholders; raises whatever cannot be read."""
    from valuestory.deck.template.inherit import frame, holder_kind, text_style  # a plain fill has no use for it

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
