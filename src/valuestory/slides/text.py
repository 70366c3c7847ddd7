"""Text with `{{ facts }}` in it, turned into runs; and the one door through which the company's words enter.

Markup is small on purpose: ``**bold**``; a line that begins with ``- `` is a bullet, with ``1. `` a numbered one. Nothing is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from valuestory.errors import StoryError
from valuestory.slides.facts import CHANGES, TAG, Fact, Facts, Reference
from valuestory.slides.number_words import DEFAULT_FORMAT, Format, NumberWords, Style
from valuestory.slides.slide import Paragraph, ParagraphStyle, Run

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BULLET = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*]|\d+\.)\s+(?P<rest>.*)$")
_TERMS: Final = {
    "customer": ("customer", "customers"),
    "case": ("case", "cases"),
    "agent": ("agent", "agents"),
    "article": ("article", "articles"),
    "account": ("account", "accounts"),
    "answer": ("answer", "answers"),
    "Support": ("Support", "Support"),
}
"""The words that a company may rename, singular and plural, as this package's own texts use them."""
_IDIOMS = re.compile(r"\b(in (?:any|this|that|no|each) case|in case|case by case|on account of|business case)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Vocabulary:
    """The company's own words for ours.

    Parameters
    ----------
    terms
        Ours (a key of `TERMS`, or any other word as it stands in our texts) to theirs: ``{"one": "member", "many": "members"}``.
    """

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def apply(self, text: str) -> str:
        """Return the text in the company's words: whole words only, capital forms kept, idioms ("in case") left alone."""
        table = self._table()
        if not table:
            return text
        words = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
        pattern = re.compile(rf"{_IDIOMS.pattern}|\b(?P<word>{words})\b", re.IGNORECASE)
        return pattern.sub(lambda match: self._swap(match, table), text)

    def _swap(self, match: re.Match[str], table: Mapping[str, str]) -> str:
        word = match["word"]
        if word is None:
            return match[0]
        exact = table.get(word)
        if exact is not None:
            return exact
        folded = table.get(word.lower())
        if folded is None:  # "support" the verb is not "Support" the department
            return word
        return folded[:1].upper() + folded[1:] if word[:1].isupper() else folded

    def _table(self) -> dict[str, str]:
        table: dict[str, str] = {}
        for ours, theirs in self.terms.items():
            one, many = _TERMS.get(ours, (ours, ours + "s"))
            table[many] = theirs.get("many", theirs["one"])
            table[one] = theirs["one"]
        return table


@dataclass(frozen=True)
class Writer:
    """Writes text with facts in one company's locale, currency and words.

    Parameters
    ----------
    facts
        The facts that references are looked up in.
    numbers
        The locale and currency.
    vocabulary
        The company's own words.
    """

    facts: Facts
    numbers: NumberWords = field(default_factory=NumberWords)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def paragraph(
        self, text: str, *, style: ParagraphStyle = "text", level: int = 0, where: str = "", form: Style = "text"
    ) -> Paragraph:
        """Return one line of text as a paragraph of runs.

        Parameters
        ----------
        text
            May hold ``{{ references }}`` and ``**bold**``.
        where
            What an error names, such as ``slide "answers", title``.
        form
            ``label`` writes units short ("M"), for tiles and charts.

        Raises
        ------
        UnknownFactError
            When a reference names nothing.
        StoryError
            When a fact exists but has no value: leave the sentence out, or supply the table it needs.
        """
        runs: list[Run] = []
        for index, piece in enumerate(_BOLD.split(text)):
            runs += self._runs(piece, bold=index % 2 == 1, where=where, form=form)
        return Paragraph(tuple(_joined(runs)), style, level)

    def paragraphs(self, text: str | Sequence[str], *, where: str = "") -> tuple[Paragraph, ...]:
        """Return several lines as paragraphs: bullets and numbers by their marks, blank lines dropped."""
        lines = text.splitlines() if isinstance(text, str) else [line for each in text for line in each.splitlines()]
        return tuple(self._line(line, where) for line in lines if line.strip())

    def _line(self, line: str, where: str) -> Paragraph:
        match = _BULLET.match(line)
        if match is None:
            return self.paragraph(line.strip(), where=where)
        style: ParagraphStyle = "bullet" if match["mark"] in "-*" else "number"
        return self.paragraph(match["rest"], style=style, level=len(match["indent"]) // 2, where=where)

    def _runs(self, text: str, *, bold: bool, where: str, form: Style) -> Iterable[Run]:
        position = 0
        for match in TAG.finditer(text):
            if match.start() > position:
                yield Run(self.vocabulary.apply(text[position : match.start()]), bold=bold)
            yield self._fact_run(Reference.parse(match["inside"], where=where), bold=bold, where=where, form=form)
            position = match.end()
        if position < len(text):
            yield Run(self.vocabulary.apply(text[position:]), bold=bold)

    def _fact_run(self, reference: Reference, *, bold: bool, where: str, form: Style) -> Run:
        fact, part = self.facts.resolve(reference, where=where)
        shown, style = self.show(fact, part, reference.format, form=form, where=where)
        return Run(shown, fact.id, part, style, bold)

    def show(
        self, fact: Fact, part: str = "value", style: Format | None = None, *, form: Style = "text", where: str = ""
    ) -> tuple[str, Format]:
        """Return a fact's part as it is shown, and the format it was shown in.

        Every number that is shown anywhere goes through here, so the same fact is rounded alike everywhere.

        Raises
        ------
        StoryError
            When the part has no value, or the format does not fit it.
        """
        value = fact.part(part)
        style = style or ("count" if part == "n" else _default_format(fact.unit, part))
        if value is None:
            raise StoryError(f"{fact.id} has no {part}", where=where, do=self._no_value(fact))
        if isinstance(value, str) and style not in ("text", "date"):
            raise StoryError(f'{fact.id} is text and cannot be shown as "{style}"', where=where, do="use | text")
        changed = part.startswith(CHANGES)
        if changed and not isinstance(value, str):
            return self._change(fact, part, value, style, form, where), style
        base = value if part == "n" else fact.value if fact.value is not None else value
        precision = self.numbers.precision(base, style, fact.unit, smallest_change=_smallest_change(fact))
        return self.numbers.show(value, style, precision, form=form), style

    def _change(self, fact: Fact, part: str, value: float, style: Format, form: Style, where: str) -> str:
        change = fact.changes[part.partition("@")[2] or "previous"]
        name = part.partition("@")[0]
        if name == "fall":
            value = -value
        if name in ("rise", "fall") and value < 0:
            raise StoryError(
                f"{fact.id} did not {name}: it changed by {change.value:+.4g} against {change.against}",
                where=where,
                do="say what happened: the sentence and its number disagree",
            )
        signed = name == "change"
        if fact.unit == "share":
            if style == "share":
                raise StoryError(
                    f"the change of {fact.id} is in percentage points", where=where, do="write | points"
                )
            precision = self.numbers.precision(100 * value, "points", "share")
            return self.numbers.show(100 * value, "points", precision, signed=signed, form=form)
        if style == "share":
            return self._relative(fact, value, change.value, signed, form, where)
        assert not isinstance(fact.value, str)
        precision = self.numbers.precision(fact.value or 0.0, style, fact.unit)
        return self.numbers.show(value, style, precision, signed=signed, form=form)

    def _relative(self, fact: Fact, value: float, change: float, signed: bool, form: Style, where: str) -> str:
        assert not isinstance(fact.value, str)
        before = (fact.value or 0.0) - change
        if before <= 0:
            raise StoryError(f"{fact.id} was {before:g} before: there is no relative change", where=where, do="leave out | share")
        relative = value / before
        precision = self.numbers.precision(relative, "share", "share", smallest_change=abs(relative))
        return self.numbers.show(relative, "share", precision, signed=signed, form=form)

    @staticmethod
    def _no_value(fact: Fact) -> str:
        tables = ", ".join(fact.evidence.tables)
        return f"leave it out, or supply what it needs ({tables})" if tables else "leave it out"


def _default_format(unit: str, part: str) -> Format:
    if unit in ("share", "points") and part.startswith(CHANGES):
        return "points"
    return DEFAULT_FORMAT[unit]


def _smallest_change(fact: Fact) -> float | None:
    sizes = [abs(change.value) for change in fact.changes.values()]
    return min(sizes) if sizes and fact.unit == "share" else None


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours of one look, so that a title without facts is one run."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and last.fact is None and run.fact is None and last.bold == run.bold:
            joined[-1] = Run(last.text + run.text, bold=run.bold)
        elif run.text:
            joined.append(run)
    return joined
