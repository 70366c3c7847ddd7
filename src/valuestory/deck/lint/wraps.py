"""Lines that break where a reader stumbles: a word alone below a title, a number parted from its unit."""

from __future__ import annotations

from typing import Final

from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck
from valuestory.slides.no_break import PARTED
from valuestory.slides.typography.fit import wrap
from valuestory.slides.typography.fonts import is_measured

_ORPHAN: Final = 0.20
"""A last line that is shorter than this share of the first looks lost."""


def check_orphan(seen: SeenDeck) -> Found:
    """Yield titles whose last line, as measured, is less than a fifth of the first."""
    for slide in seen.slides:
        title = slide.title
        if title is None or title.box is None or title.turned or not title.insets.wraps or len(title.paragraphs) > 1:
            continue
        block = title.paragraphs[0].block
        lines = wrap(block, title.width)
        if len(lines) > 1 and is_measured(block.font) and 0 < lines[-1] < _ORPHAN * lines[0]:
            last = title.text.split()[-1]
            yield slide.number, title.shape, f'its last line is {lines[-1] / lines[0]:.0%} of the first: "… {last}"'


def check_units(seen: SeenDeck) -> Found:
    """Yield, on slides that we drew, numbers that a line may part from their unit: the space between them breaks."""
    for slide in seen.drawn:
        for text in slide.texts:
            found = next((match for each in text.paragraphs if (match := PARTED.search(each.text))), None)
            if found is not None and text.role != "footer":
                said = found.string[: found.start()].split()[-1] + found.string[found.start() :].split(",")[0][:12]
                yield slide.number, text.shape, f'a line may break inside "{said}": the space in it does not hold'
