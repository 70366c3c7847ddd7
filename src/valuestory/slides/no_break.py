"""Where no line may break: between a number and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from valuestory.slides.slide import Run

_UNITS: Final = (
    "%|‰|k|M|bn|tn|million|billion|points?|pts?|hours?|hrs?|minutes?|mins?|seconds?|days?|weeks?|months?|quarters?|years?|"
    "Tsd|Mio|Mrd|Millionen|Milliarden|Prozent|Punkten?|Punkte?|Stunden?|Minuten?|Sekunden?|Tagen?|Tage?|Wochen?|"
    "Monaten?|Monate?|Quartalen?|Quartale?|Jahren?|Jahre?|€|£|USD|EUR|GBP|CHF"
)
PARTED: Final = re.compile(rf"(?<=\d)[ \t](?=(?:{_UNITS})(?!\w))")
"""A space between a number and its unit at which a line may break: English and German units, and signs."""
_NO_BREAK: Final = "\u00a0"


def held_together(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs in which a space that does not break stands between each number and its unit.

    The number may be a fact's and the unit the author's ("{{ n }} days"). A fact's own words are left as they are.
    """
    before = ""
    for run in runs:
        text = run.text if run.fact is not None else PARTED.sub(_NO_BREAK, before + run.text)[len(before) :]
        before = text[-1:] or before
        yield run if text == run.text else replace(run, text=text)
