"""Text measured with font metrics: where lines break, how high text stands, what size fits.

PowerPoint fits text only while someone edits it, so the size is settled here and written down, by the widths of
`fonts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from valuestory.slides.typography.fonts import is_wide, line_height, text_width

FLOOR: Final = 0.7
"""Text is shrunk to this share of its size at most; after that it is too long, and reported."""
LARGEST_RIGHT_INSET: Final = 0.30
BALANCED: Final = 0.62
"""The second line of a title is at least this share of the first."""
_MINUS_BEFORE_SIGN: Final = re.compile("\u2212(?=[$\u20ac\u00a3\u00a5\u20b9])")
_ROUNDING: Final = 1e-6
_STEP: Final = 0.05
_SLACK: Final = 0.01
"""Programs differ by fractions of a point when they add up widths; a line this close to full is taken to be full."""


class Piece(NamedTuple):
    """A stretch of text of one weight, in a font of its own where it says one."""

    text: str
    bold: bool = False
    font: str = ""


class Block(NamedTuple):
    """A paragraph to be measured: sizes and spaces in points, `indent` in inches, `spacing` 1.0 for single."""

    pieces: tuple[Piece, ...]
    size: float
    after: float = 0.0
    indent: float = 0.0
    spacing: float = 1.0
    font: str = "Arial"

    def scaled(self, share: float) -> Block:
        """Return the paragraph with every size times `share`, rounded as `rounded_size` does."""
        return self._replace(size=rounded_size(self.size * share), after=self.after * share)


class Fit(NamedTuple):
    """What was found: the share of its size that text must shrink to, and whether it fits even then."""

    share: float
    fits: bool


def rounded_size(points: float) -> float:
    """Return the size in half points, which is how people type it."""
    return int(points * 2 + 1e-6) / 2


def _words(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield what cannot be broken: a word with the breaking space behind it; East Asian characters one by one."""
    word: list[Piece] = []
    for piece in pieces:
        start = 0
        for at, character in enumerate(piece.text):
            if character in " \n\u200b-\u2013\u2014" or is_wide(character):
                word.append(Piece(piece.text[start : at + 1], piece.bold, piece.font))
                yield word
                word, start = [], at + 1
        if start < len(piece.text):
            word.append(Piece(piece.text[start:], piece.bold, piece.font))
    if word:
        yield word


@lru_cache(maxsize=4096)
def _measured(block: Block) -> tuple[tuple[float, float, bool], ...]:
    """Return of each word its width, that of the space at its end, and whether the line ends behind it.

    Kept, since a paragraph is broken at many widths before it stands.
    """
    found = []
    for word in _words(block.pieces):
        full = sum(text_width(each.text, block.size, bold=each.bold, font=each.font or block.font) for each in word)
        last = word[-1]
        space = 0.0
        if last.text.endswith(" "):
            space = text_width(" ", block.size, bold=last.bold, font=last.font or block.font)
        found.append((full, space, last.text.endswith("\n")))
    return tuple(found)


def wrap(block: Block, width: float) -> list[float]:
    """Return the widths of the lines that a paragraph breaks into, in inches, as PowerPoint breaks them (greedily).

    A word that is wider than the line stands on a line of its own, wider than `width`: the caller sees that it does
    not fit.
    """
    room = (width - block.indent) * (1 - _SLACK)
    lines = [0.0]
    trailing = 0.0
    for full, space, ends in _measured(block):
        if lines[-1] and lines[-1] + trailing + full - space > room:
            lines.append(full - space)
        else:
            lines[-1] += trailing + full - space
        trailing = space
        if ends:
            lines.append(0.0)
            trailing = 0.0
    return lines


def longest_word(block: Block) -> float:
    """Return the width of the widest stretch that cannot be broken, in inches, with the room that rounding takes."""
    widths = (
        sum(text_width(each.text.rstrip(" \n"), block.size, bold=each.bold, font=block.font) for each in word)
        for word in _words(block.pieces)
    )
    return max(widths, default=0.0) / (1 - _SLACK) + block.indent


def height(blocks: Sequence[Block], width: float) -> float:
    """Return the height of paragraphs in a column of this width, in inches; the space after the last does not count."""
    points = 0.0
    for block in blocks:
        points += len(wrap(block, width)) * block.size * line_height(block.font) * block.spacing + block.after
    return (points - (blocks[-1].after if blocks else 0.0)) / 72


def _fits(blocks: Sequence[Block], width: float, room: float) -> bool:
    widest = max((line for block in blocks for line in wrap(block, width)), default=0.0)
    return height(blocks, width) <= room + 0.02 and widest <= width * (1 - _SLACK) + 0.001


def shrink(blocks: Sequence[Block], width: float, room: float, *, floor: float = FLOOR) -> Fit:
    """Return the greatest share of its size, from 1 down to `floor`, at which text fits into the box.

    Parameters
    ----------
    blocks
        The paragraphs.
    width, room
        The box inside its insets, in inches.
    floor
        The least share.
    """
    steps = round((1 - floor) / _STEP)
    for step in range(steps + 1):
        share = round(1 - step * _STEP, 3)
        if _fits([block.scaled(share) for block in blocks], width, room):
            return Fit(share, True)
    return Fit(floor, False)


def balanced_inset(block: Block, width: float, *, share: float = BALANCED) -> float:
    """Return the right inset, in inches, that gives text of two lines a second line in proportion to its first.

    Nothing for one line or for more than two, or where the second line is at least `share` of the first already. The
    inset is at most `LARGEST_RIGHT_INSET` of the width, and leaves the lines some room, so that another program's
    rounding does not make a third. LibreOffice breaks a line between a minus and a currency's sign: a width at which it
    would is taken only where there is no other.
    """
    if len(wrap(block, width)) != 2:
        return 0.0
    best, best_rank = 0.0, _rank(block, width)
    for percent in range(1, round(LARGEST_RIGHT_INSET * 100) + 1):
        if best_rank >= (True, share):
            break
        inset = width * percent / 100
        if len(wrap(block, width - inset)) != 2:
            break
        rank = _rank(block, width - inset)
        if rank > best_rank:
            best, best_rank = inset, rank
    return _with_room(block, width, best)


def _rank(block: Block, width: float) -> tuple[bool, float]:
    """Return how good two lines are: a minus stays with its amount, then how long the second is beside the first."""
    lines = wrap(block, width)
    return not _parts_a_minus(block, width, lines), lines[1] / lines[0] if lines[0] else 1.0


def _parts_a_minus(block: Block, width: float, lines: Sequence[float]) -> bool:
    """Return whether another break comes out where a line may end between a minus and a currency's sign.

    The line is taken to be filled to its last point, as LibreOffice fills it.
    """
    pieces = [each._replace(text=_MINUS_BEFORE_SIGN.sub("\u2212\u200b", each.text)) for each in block.pieces]
    return pieces != list(block.pieces) and not _alike(
        wrap(block._replace(pieces=tuple(pieces)), width / (1 - _SLACK)), lines
    )


def _alike(lines: Sequence[float], others: Sequence[float]) -> bool:
    return len(lines) == len(others) and all(abs(a - b) < _ROUNDING for a, b in zip(lines, others, strict=True))


def _with_room(block: Block, width: float, inset: float) -> float:
    """Widen the column a little where that does not move the break."""
    if not inset:
        return 0.0
    lines = wrap(block, width - inset)
    roomier = max(inset - 0.15, 0.0)
    stays = wrap(block, width - roomier) == lines and not _parts_a_minus(block, width - roomier, lines)
    return roomier if stays else inset
