"""Why something is not claimed and what would change it, with the figures of these sentences as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from valuestory.contribution import BeforeAfter, Effect
from valuestory.slides.facts import Fact
from valuestory.story.facts.estimated import estimated

_FIGURE: Final = re.compile(r"\d+(?:[,.]\d+)*%?")
_SOURCE: Final = "the rules by which a comparison is judged"


def why(outcome: str, text: str) -> str:
    """Return the reason of an effect's verdict, a reference in place of each figure; names the facts `why_OUTCOME_1`.

    Parameters
    ----------
    outcome
        The outcome's name, ``fixes`` for improvements.
    text
        The reason in words.
    """
    return _referenced(f"why_{outcome}", text)


def takes(outcome: str, text: str) -> str:
    """Return what would change a verdict, as `why` does; names the facts `takes_OUTCOME_1`."""
    return _referenced(f"takes_{outcome}", text)


def noted(place: int, text: str) -> str:
    """Return what limits all figures, as `why` does; names the facts `note_PLACE_1`."""
    return _referenced(f"note_{place}", text)


def facts_of_reasons(
    effects: Mapping[str, Effect], fixes: BeforeAfter | None, notes: tuple[str, ...]
) -> Iterator[Fact]:
    """Yield the figures that stand in reasons, in what verdicts take, and in notes."""
    judged: dict[str, Effect | BeforeAfter] = {**effects, **({} if fixes is None else {"fixes": fixes})}
    for name, each in judged.items():
        yield from _figures(f"why_{name}", each.reason, each.kept_share)
        yield from _figures(f"takes_{name}", each.collect)
    for place, text in enumerate(notes):
        yield from _figures(f"note_{place}", text)


def _referenced(name: str, text: str) -> str:
    places = iter(range(1, len(text) + 1))
    return _FIGURE.sub(lambda _: f"{{{{ {name}_{next(places)} }}}}", text)


def _figures(name: str, text: str, exact: float | None = None) -> Iterator[Fact]:
    """Yield the figures of a text in order; a share that reads as `exact` does is that."""
    for place, match in enumerate(_FIGURE.finditer(text), 1):
        read, of_hundred = match[0].replace(",", ""), match[0].endswith("%")
        value = float(read.rstrip("%")) / (100 if of_hundred else 1)
        if of_hundred and exact is not None and f"{exact:.0%}" == read:
            value = exact
        unit = "share" if of_hundred else "count" if value.is_integer() else "number"
        yield estimated(f"{name}_{place}", value, unit, _FIGURE.sub("...", text), _SOURCE)  # type: ignore[arg-type]
