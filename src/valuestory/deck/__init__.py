"""Slides and a template in, a PowerPoint file out; and what a finished file is checked for.

This is the only room that knows PowerPoint. It computes no figure: numbers arrive as text, facts and chart rows. The
public names are loaded when they are first used, since python-pptx is not needed to read `--help`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuestory.sparing import import_saxutils

if TYPE_CHECKING:
    from valuestory.deck.build import build_deck
    from valuestory.deck.charts import add_chart
    from valuestory.deck.designed.fill_deck import fill_deck

import_saxutils()

__all__ = ["add_chart", "build_deck", "fill_deck"]


def __getattr__(name: str) -> Any:
    if name == "build_deck":
        from valuestory.deck.build import build_deck

        return build_deck
    if name == "add_chart":
        from valuestory.deck.charts import add_chart

        return add_chart
    if name == "fill_deck":
        from valuestory.deck.designed.fill_deck import fill_deck

        return fill_deck
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
