"""What is to be known of a batch besides what came of each deck: who is in none, and what changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from valuestory.errors import ValueStoryError
from valuestory.notebook.batch.each import Each
from valuestory.notebook.batch.order import Order
from valuestory.notebook.batch.prepared import Prepared, state_of


def remarks_on(
    each: Each | None, shared: Mapping[str, Prepared], orders: Sequence[Order], now: Sequence[Order], here: int = 0
) -> Iterator[str]:
    """Yield remarks in words.

    Parameters
    ----------
    each
        The column that there is a deck for each value of.
    shared
        The companies that decks are about, as they were when the batch began.
    orders, now
        What was asked for when the batch began, and what the same plan asks for now.
    here
        How many decks the batch's own process made in the place of an executor.
    """
    for prepared in shared.values():
        if each is not None and prepared.parts is not None and prepared.parts.without:
            yield f"{prepared.parts.without:,} accounts have no {each.column}: they are in no deck"
    if here:
        yield f"a worker died, and its executor took no more decks: {here:,} were made by this process"
    again = sum(one.asked != other.asked for one, other in zip(orders, now, strict=True))
    if again:
        yield f"a template was replaced meanwhile: the same command makes {again:,} decks anew"
    if any(prepared.state and _state(data) != prepared.state for data, prepared in shared.items()):
        yield "the data changed meanwhile: decks tell what it was at the beginning; the same command makes them anew"


def _state(data: str) -> str:
    """Return what the files of a company are now; nothing where they can no longer be found."""
    try:
        return state_of(data)
    except (ValueStoryError, OSError):
        return ""
