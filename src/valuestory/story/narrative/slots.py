"""Slots in sentences: ``{name}`` is filled by the cell that asks for them.

A slot stands in single braces, a fact reference in double ones. A slot may stand inside a reference
(``{{ effect_{outcome} | points }}``), where a blank parts it from the closing braces. Nothing is ever evaluated. The
company's own words have slots of their own, ``<customers>``, which are filled when the text is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from valuestory.errors import StoryError, did_you_mean

SLOT: Final = re.compile(r"(?<!\{)\{(?P<name>[A-Za-z_]\w*)\}(?!\})")


def fill(text: str, given: Mapping[str, str], *, where: str) -> str:
    """Return a sentence with its slots filled; its fact references are left as they are.

    Parameters
    ----------
    text
        The sentence.
    given
        What slots are filled with, by name.
    where
        What an error names.

    Raises
    ------
    StoryError
        When nothing is given for a slot: the message has the nearest.
    """

    def filled(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in given:
            do = did_you_mean(name, given) or "give it in the cell, slots={...}, or write the words out"
            raise StoryError(f'there is nothing to fill "{{{name}}}" with', where=where, do=do)
        return given[name]

    return SLOT.sub(filled, text)
