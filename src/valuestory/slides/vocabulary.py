"""The one door through which the company's own words enter: "member" for customer, in titles, bodies, axes and notes.

Whole words of our own texts are replaced, each once; figures, names and other facts never pass through here. It knows
words, not grammar: where a word of ours is also a verb ("an article answers"), write that sentence with another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

TERMS: Final[Mapping[str, tuple[str, str]]] = {
    "customer": ("customer", "customers"),
    "case": ("case", "cases"),
    "agent": ("agent", "agents"),
    "article": ("article", "articles"),
    "account": ("account", "accounts"),
    "answer": ("answer", "answers"),
    "product": ("product", "products"),
    "company": ("company", "companies"),
    "milestone": ("milestone", "milestones"),
    "Support": ("Support", "Support"),
}
"""The words that a company may rename, singular and plural, as this package's own texts use them."""
_IDIOMS: Final = (
    r"in (?:any|this|that|these|those|no|each|either|both|some|most|all|many|which) cases?",
    r"in case|in the case of|as the case may be|case by case|case-by-case|case in point|case stud(?:y|ies)",
    r"(?:business|use|edge|base|best|worst|upper|lower|test) cases?",
    r"on account of|into account|on (?:any|no) account|accounts? for|bank accounts?",
)
_OPENING: Final = re.compile(r"(?P<before>.*[.!?]\s+|.*\n|)[\s\"'“‘(]*", re.DOTALL)
_AN: Final = re.compile(r"(?i:(?!eu|one|once|uni|us[aeu]|uti)[aeiou]|hour|hono|hones|heir)|[AEFHILMNORSX][A-Z0-9]+\b")


@dataclass(frozen=True)
class Vocabulary:
    """The company's own words for ours.

    Parameters
    ----------
    terms
        Ours (a key of `TERMS`, or any other word as it stands in our texts) to theirs: ``{"one": "member", "many":
        "members"}``. Without `many` theirs is the same in both numbers.
    """

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def apply(self, text: str, *, opens: bool = True) -> str:
        """Return the text in the company's words.

        Whole words only ("customer-facing" and "customers'" among them); "a" and "an" are put right; idioms ("in case")
        are left alone. Capitals are kept: "Cases" becomes "Tickets", and "Support" the department is not the verb.

        Parameters
        ----------
        text
            A text without facts, or a piece between two of them.
        opens
            False where the text goes on in the middle of a sentence.
        """
        table = _table(tuple((ours, tuple(theirs.items())) for ours, theirs in self.terms.items()))
        if not table:
            return text

        def swap(match: re.Match[str]) -> str:
            if match["word"] is None:
                return match[0]
            opening = _OPENING.fullmatch(text, 0, match.start())
            return _swapped(match, table, starts=opening is not None and (opens or bool(opening["before"])))

        return _pattern(tuple(table)).sub(swap, text)


@cache
def _table(terms: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Mapping[str, str]:
    """Return each of our words, in both numbers, with theirs."""
    known = {each.casefold(): each for each in TERMS}
    table: dict[str, str] = {}
    for ours, theirs in ((ours, dict(theirs)) for ours, theirs in terms):
        one, many = TERMS.get(known.get(ours.casefold(), ""), (ours, _plural(ours)))
        table[many] = theirs.get("many", theirs["one"])
        table[one] = theirs["one"]
    return table


def _plural(word: str) -> str:
    if re.search(r"[^aeiou]y\Z", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)\Z", word) else "s")


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    idioms = rf"\b(?:{'|'.join(_IDIOMS)})\b"
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    article = r"(?:\b(?P<article>an?)(?P<gap>\s+))?"
    return re.compile(rf"{idioms}|{article}(?!{idioms})(?<!\w)(?P<word>{either})(?!\w)", re.IGNORECASE)


def _swapped(match: re.Match[str], table: Mapping[str, str], *, starts: bool) -> str:
    word, article = match["word"], match["article"]
    theirs = _theirs(word, table, starts=starts and not article)
    if theirs is None:  # "support" the verb is not "Support" the department
        return match[0]
    if not article:
        return theirs
    n = "" if not _AN.match(theirs) else "N" if len(word) > 1 and word.isupper() else "n"
    return f"{article[0]}{n}{match['gap']}{theirs}"


def _theirs(word: str, table: Mapping[str, str], *, starts: bool) -> str | None:
    if word in table:
        theirs = table[word]
        return _capital(theirs) if starts and word[:1].isupper() else theirs
    if len(word) > 1 and word.isupper():
        return next((theirs.upper() for ours, theirs in table.items() if ours.upper() == word), None)
    theirs = table.get(word.lower(), "")
    return (_capital(theirs) if word[:1].isupper() else theirs) or None


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
