"""One deck, made in a process of its own: what it does to itself ends with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any, Final

from valuestory.data.shared import SHARED
from valuestory.errors import ValueStoryError
from valuestory.notebook.batch.order import Order, Outcome, failed
from valuestory.notebook.run import RunResult, run_notebook
from valuestory.notebook.scrub import scrub_values
from valuestory.project import find_root
from valuestory.slides.vega import SERVED

_ANSWER: Final = "answer"


def make_here(order: Order, send: Callable[[tuple[int, int, str]], None]) -> Outcome:
    """Return what comes of a deck that is made in this very process; nothing that goes wrong is raised.

    Parameters
    ----------
    order
        The deck.
    send
        Takes steps done, their number, and what comes next.
    """
    begin = perf_counter()
    if order.shared is not None:
        os.environ[SHARED] = str(order.shared)
    if order.vega:
        os.environ[SERVED] = order.vega
    try:
        result = run_notebook(
            order.notebook,
            order.parameters,
            order.folder,
            template=order.template,
            pdf=order.pdf,
            mask=order.mask,
            asked=order.asked,
            kernel=order.kernel,
            progress=lambda *step: send(step),
        )
    except Exception as error:  # whatever it is, it is this deck's alone
        return _without_places(failed(order.name, error, _since(begin)))
    return Outcome(order.name, "made", _since(begin), told=told_of(result.record), preview=_preview(result))


def told_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the table of a batch shows of a run record."""
    slides = record["slides"]
    return {
        "slides": len(slides),
        "to mend": len(record["problems"]),
        "lint": len(record["lint"]),
        "numbers": record["audit"]["verdict"],
        "answer": slides[_telling([each["key"] for each in slides])]["title"] if slides else "",
        "files": sorted(record["files"]),
    }


def _telling(keys: Sequence[str]) -> int:
    """Return the place of the slide that tells most: the answer, else the one after the title, else the only one."""
    answers = [at for at, key in enumerate(keys) if key == _ANSWER or key.endswith(f"_{_ANSWER}")]
    return answers[0] if answers else min(1, len(keys) - 1)


def _preview(result: RunResult) -> str:
    """Return the slide that tells most as HTML; empty where it cannot be drawn."""
    from valuestory.slides.html import preview_html
    from valuestory.slides.theme import read_theme

    slide = result.slides[_telling([each.key for each in result.slides])]
    try:
        return preview_html(slide, read_theme(result.template))
    except ValueStoryError:
        return ""


def _without_places(outcome: Outcome) -> Outcome:
    """Return an outcome whose words name no place of this machine."""
    clean: Outcome = Outcome(**scrub_values(vars(outcome), root=find_root()))
    return clean


def _since(begin: float) -> float:
    return round(perf_counter() - begin, 1)
