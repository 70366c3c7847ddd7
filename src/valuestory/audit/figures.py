"""Figures in a text, told apart from dates, page numbers, names and the constants of a method.

A figure is something that somebody measured, counted or computed, so somebody can be asked where it comes from. "Q2
2026", "Tier 2", "M365" and "95% intervals" are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from valuestory.slides.locale_words import currency_codes, month_names

Kind = Literal["figure", "date"]

_SPACE: Final = r"[ \u00a0\u202f\u2009]"
_DIGITS: Final = r"\d+(?:[.,'\u2019\u00a0\u202f\u2009]\d+)*"
_SIGNS: Final = r"(?:US|A|C|NZ)?[$\u20ac\u00a3\u00a5\u20b9]"
_SCALE: Final = (
    r"(?:thousand|million|billion|trillion|mln|mio\.?|mrd\.?|tsd\.?|bn|tn|millionen|milliarden|tausend|[kKmMB](?![\w])|%|"
    r"\u2030|\u20ac|\u00a3|\$|pp\b|x\b)"
)
_NAMING: Final = (
    "abbildung|annex|appendix|chapter|exhibit|fig|figure|grade|iso|kapitel|level|line|no|nr|number|office|option|page|"
    "part|phase|priority|release|room|schritt|section|seite|slide|sprint|stage|step|stufe|tab|tabelle|table|teil|tier|"
    "version|wave|week|windows"
)
_NOT_MEASURED: Final = (
    r"(?:https?://|www\.)\S+",
    r"\S+@\S+\.\w+",
    r"[#\u2116]\s?\d+",
    r"\b(?!\d{1,3}(?:\.\d{3})+\b)v?\d+\.\d+\.\d+(?:\.\d+)*\b",
    r"\b24\s?[/x]\s?7(?:[/x]\d+)?\b",
    r"\b\d{1,2}(?:[.,]\d)?\s?%[\s-](?:(?:confidence|prediction|credible)\s)?(?:interval\w*|ranges?|CI\b|confidence)",
    rf"\b[Ii]nterval\w*{_SPACE}(?:\w+{_SPACE}){{0,3}}(?:90|95|99){_SPACE}?%",
    r"\b\d{1,2}(?:[.,]\d)?[\s-]?%[\s-]?(?:Konfidenz|Intervall|Vertrauens|Spanne)\w*",
    r"\b(?:(?:Konfidenzintervalle?|Punkte)\s\(|Spannen?\s\(?)(?:90|95|99)\s?%",
    r"=\s?100\b(?![.,]?\d|\s?%)",
    rf"\b(?:{_NAMING})\.?{_SPACE}?\d+(?:\.\d+)*\b(?!%)",
    r"(?<![\w.,$\u20ac\u00a3])[A-Za-z_]+[-/]?\d[\w./-]*\b",
    r"\b(?:[2-9]D|[2-6]G|2FA|3rd[ -]party)\b",
    r"\b\d+(?:st|nd|rd|th)\b",
    r"\btable of \d+ rows?\b",
    r"\bTabelle mit \d+ Zeilen?\b",
    r"^\s*\(?\d{1,2}[.)](?=\s)",
)
"""Links, identifiers, versions (no German millions: 3.910.000), an interval's level, what an index begins with, what is
numbered, ordinals, a table's size, numbers of a list."""
_DATES: Final = (
    r"\b\d{4}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?)?\b",
    r"\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b",
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\b",
    rf"\b(?:Q|T|H|S|KW|W)\d{{1,2}}(?:{_SPACE}?[\u2019'/-]?{_SPACE}?(?:\d{{4}}|\d{{2}})\b(?![.,]?\d|%))?",
    rf"\b\d{{4}}{_SPACE}?-?(?:Q[1-4]|H[12]|W\d{{1,2}})\b",
    rf"\b(?:FY|GJ){_SPACE}?\d{{2,4}}(?:[/\u2013-]\d{{2,4}})?\b",
    rf"\b[1-4]\.{_SPACE}?(?:Quartal|trimestre|kwartal)(?:{_SPACE}\d{{4}})?\b",
    r"(?<![\w$\u20ac\u00a3.,+\-\u2212])(?:19|20)\d{2}(?:[/\u2013-](?:\d{4}|\d{2}))?(?![\w%\u20ac$]|[.,]\d|\s?%)",
)
_ENUMERATED: Final = re.compile(r"^\s*\(?(\d{1,2})[.)]?\s*$")


@dataclass(frozen=True)
class Figure:
    """A figure or a date in a text: where it begins and ends, and its text with sign, currency, percent and scale."""

    start: int
    end: int
    text: str
    kind: Kind = "figure"


def figures(text: str, *, names: Iterable[str] = (), locale: str = "en_US") -> list[Figure]:
    """Return the figures and the dates of a text, in its order.

    Parameters
    ----------
    names
        What is a name although it holds digits, such as a product's.
    locale
        Whose months are known, beside the English ones.
    """
    found: list[Figure] = []
    for match in _dates(locale).finditer(text):
        found.append(Figure(match.start(), match.end(), match[0], "date"))
    hidden = without_names(_blanked(text, _dates(locale)), names)
    for match in _measured().finditer(_blanked(hidden, _names())):
        if not _is_capital_name(text, match):
            found.append(Figure(match.start(), match.end(), text[match.start() : match.end()].strip()))
    return sorted(found, key=lambda each: each.start)


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text with the names that hold digits made unreadable, each as long as before."""
    known = sorted((name for name in names if any(each.isdigit() for each in name)), key=len, reverse=True)
    for name in known:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda match: "_" * len(match[0]), text)
    return text


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with what matches replaced by letters, so that nothing beside it joins up."""
    return pattern.sub(lambda match: "_" * len(match[0]), text)


@cache
def _measured() -> re.Pattern[str]:
    codes = "|".join(sorted(currency_codes()))
    return re.compile(
        rf"(?<![\w.,])(?P<sign>[+\-\u2212\u00b1]{_SPACE}?)?"
        rf"(?P<currency>(?:{_SIGNS}|(?-i:\b(?:{codes})){_SPACE}){_SPACE}?)?"
        rf"(?P<digits>{_DIGITS})(?P<scale>{_SPACE}?{_SCALE})?",
        re.IGNORECASE,
    )


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in _NOT_MEASURED), re.IGNORECASE | re.MULTILINE)


@cache
def _dates(locale: str) -> re.Pattern[str]:
    known = month_names("en_US") | month_names(locale or "en_US")
    months = f"(?-i:{'|'.join(sorted((re.escape(each) for each in known), key=len, reverse=True))})"
    day, year = r"\d{1,2}(?:st|nd|rd|th)?\.?", r"(?:\d{4}|[\u2019']\d{2})"
    words = (
        rf"\b{months}\.?{_SPACE}{day}(?:,?{_SPACE}{year})?(?![\w%]|[.,]\d)",
        rf"\b{day}{_SPACE}{months}\.?(?:{_SPACE}{year})?(?!\w)",
        rf"\b{months}\.?{_SPACE}{year}\b",
    )
    return re.compile("|".join(f"(?:{each})" for each in (*words, *_DATES)), re.IGNORECASE)


def _is_capital_name(text: str, match: re.Match[str]) -> bool:
    """Return whether a bare whole number ends a proper name, as in "moved to Acme Desk 11"."""
    if match["sign"] or match["currency"] or match["scale"] or not match["digits"].isdigit():
        return False
    before = re.search(r"(\S+)\s(\w+)[ \u00a0]$", text[: match.start()])
    after = text[match.end() :]
    if before is None or before[1].endswith((".", ":", "!", "?")):
        return False
    return before[2][0].isupper() and before[2][1:].islower() and not re.match(r"\s[a-z]", after)


def enumerated(texts: Iterable[str]) -> set[str]:
    """Return the texts that only count the boxes of a slide: "1", "2", "3", each alone in its own.

    Returns
    -------
    set of str
        Empty unless they begin at one, leave none out, and are at least two.
    """
    alone = {int(match[1]): text for text in texts if (match := _ENUMERATED.match(text))}
    counted = len(alone) >= 2 and sorted(alone) == list(range(1, len(alone) + 1))
    return set(alone.values()) if counted else set()
