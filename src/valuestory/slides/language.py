"""What a language file holds: our phrases, terms with their forms, and measures, in one language each.

Code writes English, and a phrase of it is the key that the file is asked by. A key may have slots: ``{name}`` stands
for any words, which are translated in their turn; ``{fact}``, ``{low}`` and ``{high}`` (with a number behind, where
there are more) for a reference ``{{ ... }}`` alone, ``{n}`` and ``{figure}`` for a number with its unit. What a file
lacks stands in English, and is reported.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from valuestory.errors import ProjectError
from valuestory.slides.toml_lines import at_line, line_at

_SLOT: Final = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
_REFERENCE: Final = r"\{\{[^{}]*\}\}"
_FIGURE: Final = r"[^ ()]*\d[^ ()]*"
"""A number with what stands beside it without a space that may break: ``6``, ``-2.4 M``, ``30.06.2026``."""
_KINDS: Final = (
    (re.compile(r"(?:fact|low|high)\d*\Z"), _REFERENCE),
    (re.compile(r"(?:n|figure)\d*\Z"), _FIGURE),
    (re.compile(r""), r"(?:(?!\. [A-Z{]).)+?"),
)
"""What a slot takes, by its name: references, figures, or words within one sentence."""
_SENTENCES: Final = re.compile(r"(?<=[.!?]) +(?=\S)")
_PIECES: Final = tuple(re.compile(each) for each in (r"(; )", r"(\*\*,? ?)", r"( \(|\))", r"(, )", r"( and | or )"))
"""What parts the members of a list, the widest joint first."""
_NO_WORDS: Final = re.compile(rf"(?:{_REFERENCE}|{_FIGURE}|(?<![^\W\d_])[^\W\d_](?![^\W\d_])|[\W\d_])*")
_DEPTHS: Final = {"terms": 3, "articles": 4, "metrics": 3}
"""The tables of a file besides the phrases, in the order of `Language`, and how deep their texts lie."""
_ENDS: Final = re.compile(r"(?P<inside>.*?)(?P<end>[.:?]?)", re.DOTALL)


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes
    ----------
    code
        ISO 639, such as ``de``.
    phrases
        English phrases to theirs: the file's table `said`.
    terms
        Our terms (`vocabulary.TERMS`) to their forms: `one`, `many`, `gender`, and one for each case that differs, such
        as `dative` and `many_dative`.
    articles
        By the word that names them in slots, gender (or ``many``) and case.
    metrics
        Names of the catalogue to `label`, `definition` and, where texts have one, a short name `short`.
    """

    code: str = "en"
    phrases: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    articles: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    metrics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)

    def said(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return a text of ours in this language, and the phrases of it that the file lacks, which stay English."""
        inside = text.strip(" ")
        if not self.phrases or not inside:
            return text, ()
        said, lacks = _said(self, inside)
        return text.replace(inside, said), lacks


def language_of(locale: str) -> Language:
    """Return the language of a locale such as ``de_AT``; English where none of ours is it."""
    return _shipped(locale.partition("_")[0].lower()) or _ENGLISH


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that ship, besides English."""
    found = files("valuestory.slides").joinpath("languages").iterdir()
    return tuple(sorted(each.name.removesuffix(".toml") for each in found if each.name.endswith(".toml")))


def read_language(path: Path) -> Language:
    """Return the language that a file of somebody's own holds; `laid_over` puts it over one that ships.

    Raises
    ------
    ProjectError
        When it cannot be read, is no TOML, holds something else than texts, or a text has a slot that its phrase lacks:
        the message names the line.
    """
    try:
        return _made(path.stem, path.read_bytes(), path.name)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        do = "give the path of a TOML file from the project's root, as [company] narrative"
        raise ProjectError(f"the language file cannot be read: {reason}", where=path.name, do=do) from None


def laid_over(own: Language, shipped: Language) -> Language:
    """Return a language in which a company's own file wins, entry by entry, over the one that ships."""
    metrics = {
        name: {**shipped.metrics.get(name, {}), **own.metrics.get(name, {})}
        for name in dict.fromkeys((*shipped.metrics, *own.metrics))
    }
    return Language(
        shipped.code,
        {**shipped.phrases, **own.phrases},
        {**shipped.terms, **own.terms},
        {**shipped.articles, **own.articles},
        metrics,
    )


def own_phrases(language: Language, locale: str) -> dict[str, str]:
    """Return the phrases that a language has otherwise than the one that ships for a locale."""
    shipped = language_of(locale).phrases
    return {ours: theirs for ours, theirs in language.phrases.items() if shipped.get(ours) != theirs}


def with_phrases(phrases: Mapping[str, str], shipped: Language) -> Language:
    """Return a language in which some phrases are said otherwise, as `own_phrases` gave them."""
    return laid_over(Language(shipped.code, phrases), shipped) if phrases else shipped


def lacking(language: Language, beside: Language) -> dict[str, list[str]]:
    """Return which entries of another language a file lacks, by the table they belong to.

    Parameters
    ----------
    language
        The one that is written.
    beside
        One that is whole, such as the German that ships.
    """
    metrics = [
        f"{name}.{each}"
        for name, texts in beside.metrics.items()
        for each in texts
        if each != "short" and each not in language.metrics.get(name, {})
    ]
    lacks = {
        "phrases": [each for each in beside.phrases if each not in language.phrases],
        "terms": [each for each in beside.terms if each not in language.terms],
        "metrics": metrics,
    }
    return {table: names for table, names in lacks.items() if names}


@cache
def _shipped(code: str) -> Language | None:
    file = files("valuestory.slides").joinpath("languages", f"{code}.toml")
    return _made(code, file.read_bytes(), file.name) if code.isalpha() and file.is_file() else None


def _made(code: str, content: bytes, name: str) -> Language:
    try:
        text = content.decode("utf-8-sig")  # Windows' editor puts a mark at the beginning
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        where = f"{name}, line {line_at(content, error.start)}"
        raise ProjectError("the language file is not UTF-8", where=where, do="save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"the language file is not valid TOML: {error}", where=name, do="mend that line") from None
    for place, what in _faults(data):
        do = "write it as in de.toml, which ships"
        raise ProjectError(f"the language file has a fault: {what}", where=at_line(name, text, place), do=do)
    tables = (data.get(each, {}) for each in _DEPTHS)
    return Language(code, {place[-1]: said for place, said in _flat(data.get("said", {}))}, *tables)


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with a file, each with the place."""
    for table, depth in _DEPTHS.items():
        for place, text in _flat(data.get(table, {}), (table,)):
            if len(place) != depth or not isinstance(text, str):
                yield place, f"{text!r} stands where {'a text' if len(place) == depth else 'a table'} belongs"
    for place, text in _flat(data.get("said", {}), ("said",)):
        if len(place) < 2 or not isinstance(text, str):
            yield place, f"{text!r} stands where {'a text' if len(place) > 1 else 'a table'} belongs"
        elif lost := set(_SLOT.findall(text)) - set(_SLOT.findall(place[-1])):
            yield place, f"its text has the slot {{{min(lost)}}}, which the phrase has not"


def _flat(part: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield whatever is no table, with its place: phrases may be sorted into groups."""
    if isinstance(part, Mapping):
        for name, each in part.items():
            yield from _flat(each, (*place, name))
    else:
        yield place, part


_ENGLISH: Final = Language()


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the phrases with slots as patterns, those with the most words of their own first."""
    slotted = [(ours, theirs) for ours, theirs in language.phrases.items() if _SLOT.search(ours)]
    slotted.sort(key=lambda each: -len(_SLOT.sub("", each[0])))
    return tuple((_pattern(ours), theirs) for ours, theirs in slotted)


def _pattern(ours: str) -> re.Pattern[str]:
    parts = _SLOT.split(ours)
    written = [re.escape(parts[0])]
    for name, literal in zip(parts[1::2], parts[2::2], strict=True):
        inside = next(takes for kind, takes in _KINDS if kind.match(name))
        written.append(f"(?P<{name}>{inside}){re.escape(literal)}")
    return re.compile("".join(written), re.DOTALL)


@cache
def _said(language: Language, text: str) -> tuple[str, tuple[str, ...]]:
    whole = _whole(language, text) or _by_sentence(language, text) or _by_piece(language, text)
    return whole or (text, () if _NO_WORDS.fullmatch(text) else (text,))


def _by_sentence(language: Language, text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return several sentences, each said by itself, as far as the language has them."""
    sentences = _SENTENCES.split(text)
    if len(sentences) < 2:
        return None
    told = [_said(language, each) for each in sentences]
    return " ".join(said for said, _ in told), tuple(each for _, lacks in told for each in lacks)


def _by_piece(language: Language, text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return a list whose every member the language has; a sentence in two languages is worse than one in English."""
    pieces = next((pieces for joint in _PIECES if len(pieces := joint.split(text)) > 1), None)
    if pieces is None:
        return None
    told = [_said(language, each) for each in pieces[::2]]
    if any(lacks for _, lacks in told):
        return None
    pieces[::2] = [said for said, _ in told]
    pieces[1::2] = [_joint(language, each) for each in pieces[1::2]]
    return "".join(pieces), ()


def _joint(language: Language, words: str) -> str:
    return f" {language.phrases.get(words.strip(), words.strip())} " if words.strip().isalpha() else words


def _whole(language: Language, text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return a text that the file has as a whole: as it stands, without its full stop, or with another first letter."""
    match = _ENDS.fullmatch(text)
    assert match is not None
    forms: dict[str, tuple[str, bool]] = {}
    for inside, end in ((text, ""), (match["inside"], match["end"])):
        first, rest = inside[:1], inside[1:]
        for form in (inside, first.lower() + rest, first.upper() + rest):
            forms.setdefault(form, (end, form != inside and first.isupper()))
    found = next(_found(language, tuple(forms)), None)
    if found is None:
        return None
    form, said, lacks = found
    end, is_capital = forms[form]
    return (said[:1].upper() + said[1:] if is_capital else said) + end, lacks


def _found(language: Language, forms: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the form that the file has, what it says, and what it lacks: exact ones, then the closest pattern."""
    yield from ((form, language.phrases[form], ()) for form in forms if form in language.phrases)
    for pattern, theirs in _patterns(language):
        for form in forms:
            match = pattern.fullmatch(form)
            if match is not None:
                filled = {name: _said(language, words) for name, words in match.groupdict().items()}
                lacks = tuple(each for _, lack in filled.values() for each in lack)
                yield form, _in_slots(theirs, {name: said for name, (said, _) in filled.items()}), lacks


def _in_slots(text: str, words: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: words.get(slot[1], slot[0]), text)
