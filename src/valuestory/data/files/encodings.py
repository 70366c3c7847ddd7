"""In which encoding a text file is: by its mark, as UTF-8, or told by its letters where they leave no doubt.

A file that is not UTF-8 is decoded by every encoding in use. Readings in which a word mixes alphabets, has a capital
behind a small letter or a sign between its letters are nobody's; where all that remain give one and the same text, that
is what the file says. Else nothing is guessed.
"""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from valuestory.data.files.packed import CHUNK, open_bytes, unpacking

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_IN_USE: Final = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-15", "cp850", "cp852", "cp437"),
    *("mac-roman", "koi8-r", "cp932", "gbk", "big5", "cp949"),
)
_RUN: Final = re.compile(rb"[\x40-\xff]*[\x80-\xff][\x40-\xff]*")
_UTF8: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MOST_RUNS: Final = 5_000
_SIGNS: Final = frozenset("‘’‚“”„«»‹›–—…•·€£¥§©®™°±²³½¼¾ªº¿¡\xa0\u3000、。「」・")
_WITHIN_WORDS: Final = frozenset("’–·\xa0")
_WORD: Final = re.compile(r"[^\W\d_]+")
_EASTERN: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA"})


@dataclass(frozen=True)
class Reading:
    """An encoding with the letters beyond ASCII that the file has by it, the most frequent first."""

    encoding: str
    letters: str


def marked(start: bytes) -> str | None:
    """Return the encoding that the mark at the beginning of a file says."""
    return next((encoding for bom, encoding in _BOMS if start.startswith(bom)), None)


def is_utf8(start: bytes) -> bool:
    """Whether the beginning of a file, whose last letter may be cut off, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def readings(path: Path) -> tuple[Reading, ...]:
    """Return what a file that is not UTF-8 can be read as: one reading where its letters leave no doubt.

    Nothing where parts of it are UTF-8: then it is that, with bytes that are broken or of another file.
    """
    runs = _runs(path)
    if runs is None:
        return ()
    found: dict[tuple[str, ...], Reading] = {}
    for encoding in _IN_USE:
        texts = _decoded(runs, encoding)
        if texts and all(map(_is_plausible, texts)):
            found.setdefault(texts, Reading(encoding, _letters(texts, runs)))
    return tuple(found.values())


def _runs(path: Path) -> Counter[bytes] | None:
    """Count the runs of bytes around letters beyond ASCII; None where some of them are UTF-8."""
    runs: Counter[bytes] = Counter()
    rest = b""
    with unpacking(path), open_bytes(path) as stream:
        while piece := stream.read(CHUNK):
            whole, newline, rest = (rest + piece).rpartition(b"\n")
            found = _RUN.findall(whole + newline)
            if any(map(_UTF8.search, found)):
                return None
            runs.update(each for each in found if each in runs or len(runs) < _MOST_RUNS)
    runs.update(_RUN.findall(rest))
    return None if any(map(_UTF8.search, runs)) else runs


def _decoded(runs: Counter[bytes], encoding: str) -> tuple[str, ...]:
    try:
        return tuple(each.decode(encoding) for each in runs)
    except UnicodeDecodeError:
        return ()


def _letters(texts: tuple[str, ...], runs: Counter[bytes]) -> str:
    counts: dict[str, int] = {}  # in the order of the file, so that readings of the same bytes stand side by side
    for text, count in zip(texts, runs.values(), strict=True):
        for letter in text:
            if not letter.isascii():
                counts[letter] = counts.get(letter, 0) + count
    return " ".join(sorted(counts, key=lambda letter: -counts[letter])[:8])


def _is_plausible(text: str) -> bool:
    signs = {each for each in text if not each.isascii() and not each.isalpha()}
    if not signs <= _SIGNS or "ƒ" in text:  # a letter to Unicode, and to nobody who writes
        return False
    between = {text[at] for at in range(1, len(text) - 1) if text[at - 1].isalpha() and text[at + 1].isalpha()}
    return not (between & signs) - _WITHIN_WORDS and all(map(_is_word, _WORD.findall(text)))


def _is_word(word: str) -> bool:
    alphabets = [unicodedata.name(letter, "NONE").partition(" ")[0] for letter in word]
    alphabets = ["EASTERN" if each in _EASTERN else each for each in alphabets]
    changes = sum(one != other for one, other in itertools.pairwise(alphabets))
    if changes > 1 or (changes and "EASTERN" not in alphabets):
        return False  # a Chinese word may stand beside a Latin one, and never within it
    return not any(
        other.isupper() and one.islower() and not (one + other).isascii() for one, other in itertools.pairwise(word)
    )
