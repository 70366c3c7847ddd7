"""Accounts that texts speak of, by their names or keys: found as whole words, whatever the case and the accents.

A name is found with and without its legal form (``Acme GmbH & Co. KG`` as ``Acme`` too), however its words are joined
(``Acme-Nord``, ``ACME_NORD``), with an s at its end, and with umlauts written out. Names of less than four letters are
found only as they are written: ``Go`` is a company and a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

SHARED: Final = "an account"
"""Stands for a name that several accounts have."""
_WORD: Final = re.compile(r"[^\W_]+")
_AND: Final = frozenset({"and", "und", "et"})
"""Words that may stand for an ampersand: they are passed over in names and in texts."""
_JOINED: Final = re.compile(rf"[\W_]{{0,3}}(?:(?:{'|'.join(sorted(_AND))})[\W_]{{1,3}})?", re.IGNORECASE)
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put no blanks between words."""
_SHORT: Final = 4
_DIGITS: Final = re.compile(r"\d{1,5}")
_LETTERS: Final = str.maketrans({"æ": "a", "ø": "o", "œ": "o", "ł": "l", "đ": "d", "ı": "i"})
_WRITTEN_OUT: Final = re.compile(r"([aou])e")
_LEGAL: Final = re.compile(
    r"inc|incorporated|llc|llp|lp|ltd|limited|plc|corp|corporation|co|company|pty|pte|the"
    r"|gmbh|ggmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|ev|eg|se|sa|sas|sarl|sasu|srl|spa|sl|slu|lda|ltda|bv|nv|vof"
    r"|oy|oyj|ab|as|asa|aps|hf|kk|pvt|sdn|bhd|dd|doo|sro|zrt|kft"
)
"""What a company is by law, as it stands behind its name."""


@dataclass(frozen=True)
class _Way:
    """One way in which an account is named: its words as they are compared, as written where only that counts."""

    words: tuple[str, ...]
    stands: str
    written: str = ""


class Mentions:
    """The names and keys of accounts, and what stands for each.

    Parameters
    ----------
    named
        Each name and key of an account, with what stands for it.
    """

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Index what is looked for by its first word."""
        self._ways: dict[str, list[_Way]] = {}
        self._unspaced: dict[str, str] = {}
        found: dict[tuple[tuple[str, ...], str], set[str]] = {}
        for name, stands in named:
            if _UNSPACED.search(name):
                self._unspaced[name] = stands
            for words, written in _ways(name):
                found.setdefault((words, written), set()).add(stands)
        for (words, written), stand in sorted(found.items()):
            stands = stand.pop() if len(stand) == 1 else SHARED
            self._ways.setdefault(words[0], []).append(_Way(words, stands, written))
        for ways in self._ways.values():
            ways.sort(key=lambda each: -len(each.words))
        self._unspaced = dict(sorted(self._unspaced.items(), key=lambda pair: -len(pair[0])))

    def masked(self, text: str) -> str:
        """Return a text in which every account that is named is replaced by what stands for it.

        Examples
        --------
        >>> found = Mentions([("Müller & Söhne GmbH", "Account B"), ("Nord", "Account C")])
        >>> found.masked("MUELLER+SOEHNE's north, Nord")
        "Account B's north, Account C"
        """
        for name, stands in self._unspaced.items():
            text = text.replace(name, stands)
        words = _words(text)
        plain = [_plain(each[0]) for each in words]
        parts, end, place = [], 0, 0
        while place < len(words):
            way = self._way(text, words, plain, place)
            if way is None:
                place += 1
                continue
            first, last = words[place], words[place + len(way.words) - 1]
            parts += [text[end : first.start()], way.stands]
            end = last.end() - _genitive(plain[place + len(way.words) - 1], way.words[-1])
            place += len(way.words)
        return "".join([*parts, text[end:]])

    def _way(self, text: str, words: Sequence[re.Match[str]], plain: Sequence[str], place: int) -> _Way | None:
        ways = self._ways.get(plain[place], ())
        if not ways and plain[place].endswith("s"):
            ways = [each for each in self._ways.get(plain[place][:-1], ()) if len(each.words) == 1]
        for way in ways:
            count = len(way.words)
            if not _alike(plain[place : place + count], way.words):
                continue
            found = words[place : place + count]
            gaps = pairwise(found)
            if not all(_JOINED.fullmatch(text, left.end(), right.start()) for left, right in gaps):
                continue
            if not way.written or text[found[0].start() : found[-1].end()] == way.written:
                return way
        return None


def _alike(found: Sequence[str], wanted: tuple[str, ...]) -> bool:
    if len(found) != len(wanted) or tuple(found[:-1]) != wanted[:-1]:
        return False
    return found[-1] == wanted[-1] or bool(_genitive(found[-1], wanted[-1]))


def _genitive(found: str, wanted: str) -> int:
    """Return 1 where a word is another with an s at its end, else 0."""
    return int(len(wanted) >= _SHORT and found == f"{wanted}s")


def _ways(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words that a name is found by, and the name as it is written where only that counts."""
    whole = _words(name)
    if not whole or _DIGITS.fullmatch(name):  # a number of few digits is in any text
        return
    bare = list(whole)
    while len(bare) > 1 and _LEGAL.fullmatch(_plain(bare[-1][0])):
        bare.pop()
    for found in (whole, bare):
        written = name[found[0].start() : found[-1].end()]
        words = [each[0] for each in found]
        is_short = sum(map(len, words)) < _SHORT
        if is_short and len(bare) < len(whole) and not (written.isupper() or re.search(r"\d", written)):
            continue
        yield tuple(map(_plain, words)), written if is_short else ""


def _words(text: str) -> list[re.Match[str]]:
    return [each for each in _WORD.finditer(text) if each[0].casefold() not in _AND]


def _plain(word: str) -> str:
    """Return a word as it is compared: in lower case, without accents, and with an umlaut written out as without."""
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return _WRITTEN_OUT.sub(r"\1", "".join(each for each in parts if not unicodedata.combining(each)))
