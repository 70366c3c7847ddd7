"""Which paragraph of a deck is which of its story's, and which of the old story's is which of the new one's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from valuestory.audit.likeness import likeness, paired, plain
from valuestory.audit.recorded import RecordedParagraph
from valuestory.audit.slides_matched import match_paragraphs
from valuestory.deck.file.evidence import ALT_TEXT
from valuestory.deck.reading.words import Words

Move = Callable[[RecordedParagraph], frozenset[tuple[str, str]]]
"""What a paragraph shows: the ids that its facts have in the new story, with their parts."""
_LEAST: Final = 0.7
_LEAST_LINE: Final = 0.3


def match_words(words: Sequence[Words], told: Sequence[RecordedParagraph]) -> dict[int, int]:
    """Return the places of the story's paragraphs by the places of the words that they are today.

    Alt texts belong to their shapes; cells are told by row and column, wherever these have been moved.
    """
    found = dict(_alt_texts(words, told))
    there = {(each.said.shape, each.said.paragraph, plain(each.said.text)): at for at, each in enumerate(told)}
    for at, each in enumerate(words):
        same = there.get((each.shape, each.paragraph, plain(each.text)))
        if each.where in ("text", "notes") and same is not None and told[same].said.cell is None:
            found[at] = same
    taken = set(found.values())
    free = [at for at, each in enumerate(words) if each.where in ("text", "notes") and at not in found]
    loose = [at for at, each in enumerate(told) if _is_free(each) and at not in taken]
    pairs = match_paragraphs([words[at] for at in free], [told[at] for at in loose])
    found |= {free[at]: loose[to] for at, to in pairs.items()}
    tables = {each.shape for each in words if each.where == "table"}
    for shape in tables:
        found |= _cells(words, told, shape)
    return found


def _is_free(line: RecordedParagraph) -> bool:
    return line.said.cell is None and line.said.paragraph != ALT_TEXT


def _alt_texts(words: Sequence[Words], told: Sequence[RecordedParagraph]) -> list[tuple[int, int]]:
    alts = [(at, each.said) for at, each in enumerate(told) if each.said.paragraph == ALT_TEXT]
    names = {said.shape: at for at, said in alts}
    texts = {plain(said.text): at for at, said in alts}
    pairs = [
        (at, texts.get(plain(each.text), names.get(each.shape)))
        for at, each in enumerate(words)
        if each.where == "alt text"
    ]
    return [(at, to) for at, to in pairs if to is not None]


def _cells(words: Sequence[Words], told: Sequence[RecordedParagraph], shape: str) -> dict[int, int]:
    own = {at: each for at, each in enumerate(words) if each.shape == shape and each.cell is not None}
    theirs = {at: each.said for at, each in enumerate(told) if each.said.cell is not None and each.said.shape == shape}
    if not theirs:
        theirs = {at: each.said for at, each in enumerate(told) if each.said.cell is not None}
    rows = _lines(_texts(own, 0), _texts(theirs, 0))
    columns = _lines(_texts(own, 1), _texts(theirs, 1))
    places = {(*(said.cell or ()), said.paragraph): at for at, said in theirs.items()}
    found = {}
    for at, each in own.items():
        row, column = each.cell or (0, 0)
        to = places.get((rows.get(row, -1), columns.get(column, -1), each.paragraph))
        if to is not None:
            found[at] = to
    return found


def _texts(cells: Mapping[int, object], axis: int) -> dict[int, list[str]]:
    """Return the texts of each row (axis 0) or column (axis 1)."""
    found: dict[int, list[str]] = {}
    for each in cells.values():
        found.setdefault(each.cell[axis], []).append(plain(each.text))  # type: ignore[attr-defined]
    return found


def _lines(own: Mapping[int, list[str]], theirs: Mapping[int, list[str]]) -> dict[int, int]:
    """Return the story's rows (or columns) by today's: those with the most cells alike, of equal ones the nearest."""

    def score(one: int, other: int) -> float:
        texts = list(own[one])
        alike = 0
        for each in theirs[other]:
            if each in texts:
                texts.remove(each)
                alike += 1
        return alike / len(theirs[other]) + (0.05 if one == other else 0.0)

    mine, other = list(own), list(theirs)
    pairs = paired(mine, other, score, _LEAST_LINE)
    return {mine[at]: other[to] for at, to in pairs}


def match_stories(old: Sequence[RecordedParagraph], new: Sequence[RecordedParagraph], moved: Move) -> dict[int, int]:
    """Return the places of a slide's new paragraphs by those of the old ones that they take the place of.

    Only paragraphs of one shape are compared: by the facts in them, by their words, by their place.
    """
    shapes = dict.fromkeys(each.said.shape for each in old)
    found: dict[int, int] = {}
    for shape in shapes:
        found |= _rows(old, new, shape, moved)
        for alt in (False, True):
            mine = [at for at, each in enumerate(old) if _is(each, shape, alt)]
            theirs = [at for at, each in enumerate(new) if _is(each, shape, alt)]
            if len(mine) == len(theirs) == 1:
                found[mine[0]] = theirs[0]
                continue
            pairs = paired([old[at] for at in mine], [new[at] for at in theirs], _score(moved), _LEAST)
            found |= {mine[at]: theirs[to] for at, to in pairs}
    return found


def _rows(
    old: Sequence[RecordedParagraph], new: Sequence[RecordedParagraph], shape: str, moved: Move
) -> dict[int, int]:
    """Return the pairs of a table's cells: its rows are told by their facts and their words, wherever they stand."""
    own, theirs = _by_row(old, shape), _by_row(new, shape)

    def score(one: int, other: int) -> float:
        first = frozenset(fact for at in own[one].values() for fact in moved(old[at]))
        second = frozenset((each.fact, each.part) for at in theirs[other].values() for each in new[at].shown)
        same = len(first & second) / len(first | second) if first or second else 0.0
        if first and second and not first & second:
            return 0.0
        texts = {plain(new[at].said.text) for at in theirs[other].values()}
        words = sum(plain(old[at].said.text) in texts for at in own[one].values()) / len(own[one])
        return same + words + (0.1 if one == other else 0.0)

    mine, others = list(own), list(theirs)
    pairs = paired(mine, others, score, _LEAST_LINE)
    rows = {mine[at]: others[to] for at, to in pairs}
    return {
        at: theirs[rows[row]][place]
        for row, cells in own.items()
        if row in rows
        for place, at in cells.items()
        if place in theirs[rows[row]]
    }


def _by_row(lines: Sequence[RecordedParagraph], shape: str) -> dict[int, dict[tuple[int, int], int]]:
    """Return a table's cells: by row, then by column and paragraph."""
    found: dict[int, dict[tuple[int, int], int]] = {}
    for at, each in enumerate(lines):
        if each.said.shape == shape and each.said.cell is not None and each.said.story != "":
            row, column = each.said.cell
            found.setdefault(row, {})[column, each.said.paragraph] = at
    return found


def _is(line: RecordedParagraph, shape: str, alt: bool) -> bool:
    return (
        line.said.shape == shape
        and line.said.cell is None
        and line.said.story != ""
        and (line.said.paragraph == ALT_TEXT) == alt
    )


def _score(moved: Move) -> Callable[[RecordedParagraph, RecordedParagraph], float]:
    def score(one: RecordedParagraph, other: RecordedParagraph) -> float:
        first, second = moved(one), frozenset((each.fact, each.part) for each in other.shown)
        same = len(first & second) / len(first | second) if first or second else 0.5
        place = one.said.paragraph == other.said.paragraph
        if first and second and not first & second:
            return 0.0
        return same + 0.5 * likeness(one.said.text, other.said.text) + (0.3 if place else 0.0)

    return score
