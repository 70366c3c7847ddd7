"""The value of Support, from company data to a deck that survives the CFO.

The public names. Each is loaded when it is first asked for, so that `import valuestory` and `valuestory --help` stay
quick. Nothing of the project imports this module but for `__version__`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from valuestory.errors import ValueStoryError
from valuestory.sparing import import_schemas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from valuestory.contribution import estimate_effect
    from valuestory.deck import add_chart, build_deck
    from valuestory.metrics import open_company
    from valuestory.slides.html import SlideOnTemplate, Told
    from valuestory.slides.slide import Slide
    from valuestory.story import charts, open_story, use_template

__version__ = "0.1.0"

__all__ = [
    "ValueStoryError",
    "__version__",
    "add_chart",
    "build_deck",
    "charts",
    "estimate_effect",
    "open_company",
    "open_story",
    "use_template",
]

_ROOMS: Final = {
    "add_chart": "valuestory.deck",
    "build_deck": "valuestory.deck",
    "charts": "valuestory.story",
    "estimate_effect": "valuestory.contribution",
    "open_company": "valuestory.metrics",
    "open_story": "valuestory.story",
    "use_template": "valuestory.story",
}


def __getattr__(name: str) -> Any:
    """Return a public name from the room that defines it.

    Raises
    ------
    AttributeError
        When there is no such public name.
    """
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _ROOMS[name].startswith("valuestory.story"):
        import_schemas()
        _introduce_deck()
    room = importlib.import_module(_ROOMS[name])
    found = getattr(room, name) if hasattr(room, name) else importlib.import_module(f"{_ROOMS[name]}.{name}")
    globals()[name] = found
    return found


def _introduce_deck() -> None:
    """Let previews show slides as the deck has them: the story knows no deck, and is told of it here."""
    from valuestory.slides.html.on_template import drawn_by

    drawn_by(_draw_slide)


def _draw_slide(template: Path, slide: Slide, told: Callable[[], Told]) -> SlideOnTemplate | None:
    from valuestory.deck.preview.drawing import draw_slide  # python-pptx: only once a slide is shown

    return draw_slide(template, slide, told)


def __dir__() -> list[str]:
    return sorted(__all__)
