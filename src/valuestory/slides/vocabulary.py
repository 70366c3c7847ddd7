"""The one door through which the company's own words enter: "member" for customer, in titles, bodies, axes and notes.

Whole words of our own texts are replaced, each once; figures, names and other facts never pass through here. It knows
words, not grammar: where a word of ours is also a verb ("an article answers"), write that sentence with another.

A text of ours first becomes one of the company's language, whose file has slots for our terms: ``<customers>``,
``<customers.dative>`` and, with an article that goes by the gender, ``<der case.genitive>``. A word of the company's
own stands in them as it is given, in every case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from valuestory.slides.language import Language, language_of, with_phrases

if TYPE_CHECKING:
    from valuestory.slides.slide import StoryRecord

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
    "self-service": ("self-service", "self-service"),
    "helped": ("helped", "helped"),
    "comparable": ("comparable", "comparable"),
    "Support": ("Support", "Support"),
}
"""The words that a company may rename, singular and plural, as this package's own texts use them."""
_IDIOMS: Final = (
    r"in (?:any|this|that|these|those|no|each|either|both|some|most|all|many|which) cases?",
    r"in case|in the case of|as the case may be|case by case|case-by-case|case in point|case stud(?:y|ies)",
    r"(?:business|use|edge|base|best|worst|upper|lower|test) cases?",
    r"[Tt]ables? (?:accounts|articles|cases|milestones)|Tabellen? (?:accounts|articles|cases|milestones)",
    r"on account of|into account|on (?:any|no) account|accounts? for|bank accounts?",
)
_OPENING: Final = re.compile(r"(?P<before>.*[.!?]\s+|.*\n|)[\s\"'“‘(]*", re.DOTALL)
_AN: Final = re.compile(r"(?i:(?!eu|one|once|uni|us[aeu]|uti)[aeiou]|hour|hono|hones|heir)|[AEFHILMNORSX][A-Z0-9]+\b")


_SLOT: Final = re.compile(r"<(?:(?P<article>\w+) )?(?P<term>[\w-]+)(?:\.(?P<case>\w+))?>")


@dataclass(frozen=True)
class Vocabulary:
    """The company's own words for ours, in its language.

    Parameters
    ----------
    terms
        Ours (a key of `TERMS`, a measure's label, or any other word as it stands in our texts) to theirs:
        ``{"one": "member", "many": "members"}``. Without `many` theirs is the same in both numbers; `capital` and
        `capital_many` say how it opens a sentence, where that is not by a capital letter alone, and `gender` (``m``,
        ``f`` or ``n``) which article it takes in a language that has several. Words of a profile have the language's
        cases as well, such as `dative` and `many_dative`.
    language
        What our own words are said in.
    """

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: Language = field(default_factory=lambda: language_of("en"))
    untranslated: dict[str, None] = field(default_factory=dict, compare=False, repr=False)
    """Texts that were asked for and that the language lacks, as they came."""
    _told: set[str] = field(default_factory=set, compare=False, repr=False)

    def said(self, text: str) -> str:
        """Return a whole text of ours, references and all, in the company's language, its slots still to be filled."""
        if text in self._told:  # a chart's series is said before it stands beside figures, and comes by once more
            return text
        said, lacks = self.language.said(text)
        if said != text:
            self._told.add(said)
        self.untranslated.update(dict.fromkeys(lacks))
        return said

    def spoken(self, text: str, *, opens: bool = True) -> str:
        """Return a text of ours without facts in the company's language and words."""
        return self.apply(self.said(text), opens=opens)

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
        pieces, at = [], 0
        for match in _SLOT.finditer(text):
            filled = self._filled(match)
            if filled is not None:
                pieces += [self._renamed(text[at : match.start()], opens=opens and not at), filled]
                at = match.end()
        return "".join((*pieces, self._renamed(text[at:], opens=opens and not at)))

    def _renamed(self, text: str, *, opens: bool) -> str:
        table = _table(tuple((ours, tuple(theirs.items())) for ours, theirs in self.terms.items()))
        if not table or not text:
            return text

        def swap(match: re.Match[str]) -> str:
            if match["word"] is None:
                return match[0]
            opening = _OPENING.fullmatch(text, 0, match.start())
            return _swapped(match, table, starts=opening is not None and (opens or bool(opening["before"])))

        return _pattern(tuple(table)).sub(swap, text)

    def _filled(self, slot: re.Match[str]) -> str | None:
        """Return what stands in a slot of the language's texts; None where it names no term."""
        name = slot["term"] if slot["term"] in _FORMS else slot["term"][:1].lower() + slot["term"][1:]
        if name not in _FORMS:
            return None
        ours, number = _FORMS[name]
        theirs, forms = self.terms.get(ours, {}), self.language.terms.get(ours, {})
        case = slot["case"] or "nominative"
        word = _declined(ours, number, case, theirs or forms)
        if name != slot["term"]:
            word = theirs.get("capital" if number == "one" else "capital_many") or _capital(word)
        if not slot["article"]:
            return word
        article = slot["article"][:1].lower() + slot["article"][1:]
        gender = "many" if number == "many" else theirs.get("gender") or forms.get("gender", "")
        said = self.language.articles.get(article, {}).get(gender, {}).get(case, article)
        return f"{said if article == slot['article'] else _capital(said)} {word}"


def vocabulary_of(record: StoryRecord | None) -> Vocabulary:
    """Return the words that a story was told in; ours, in English, without one."""
    if record is None:
        return Vocabulary()
    return Vocabulary(record.vocabulary, with_phrases(record.said, language_of(record.locale)))


_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    form: (ours, number)
    for ours, forms in TERMS.items()
    for number, form in reversed(list(zip(("one", "many"), forms, strict=True)))
}
"""Each form of a term to the term and its number."""


def _declined(ours: str, number: str, case: str, forms: Mapping[str, str]) -> str:
    """Return a word in a number and case, as far as its forms are known: a company gives both numbers alone."""
    named = case if number == "one" else f"many_{case}"
    return forms.get(named) or forms.get(number) or forms.get("one") or TERMS[ours][number == "many"]


class _Theirs(NamedTuple):
    """A word of theirs, and how it opens a sentence."""

    word: str
    capital: str


@cache
def _table(terms: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Mapping[str, _Theirs]:
    """Return each of our words, in both numbers, with theirs."""
    known = {each.casefold(): each for each in TERMS}
    table: dict[str, _Theirs] = {}
    for ours, theirs in ((ours, dict(theirs)) for ours, theirs in terms):
        one, many = TERMS.get(known.get(ours.casefold(), ""), (ours, _plural(ours)))
        several, single = theirs.get("many", theirs["one"]), theirs["one"]
        table[many] = _Theirs(several, theirs.get("capital_many") or _capital(several))
        table[one] = _Theirs(single, theirs.get("capital") or _capital(single))
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


def _swapped(match: re.Match[str], table: Mapping[str, _Theirs], *, starts: bool) -> str:
    word, article = match["word"], match["article"]
    theirs = _theirs(word, table, starts=starts and not article)
    if theirs is None:  # "support" the verb is not "Support" the department
        return match[0]
    if match.string[match.start("word") :].lower().startswith(theirs.lower()):  # said already: "case of need"
        return match[0]
    if not article:
        return theirs
    n = "" if not _AN.match(theirs) else "N" if len(word) > 1 and word.isupper() else "n"
    return f"{article[0]}{n}{match['gap']}{theirs}"


def _theirs(word: str, table: Mapping[str, _Theirs], *, starts: bool) -> str | None:
    if word in table:
        theirs = table[word]
        return theirs.capital if starts and word[:1].isupper() else theirs.word
    if len(word) > 1 and word.isupper():
        return next((theirs.word.upper() for ours, theirs in table.items() if ours.upper() == word), None)
    found = table.get(word.lower()) or next(
        (theirs for ours, theirs in table.items() if " " in ours and ours.lower() == word.lower()), None
    )
    if found is None:
        return None
    return found.capital if word[:1].isupper() else found.word


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
