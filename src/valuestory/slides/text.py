"""Text with `{{ facts }}` in it, turned into runs in the company's words and locale.

Markup is small on purpose: ``**bold**``; a line that begins with ``- `` is a bullet, with ``1. `` a numbered one.
A number and its unit are held together. Nothing is ever evaluated, and no brace that was meant for a fact is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from valuestory.errors import StoryError
from valuestory.slides.facts import TAG, Fact, Facts, Reference
from valuestory.slides.no_break import held_together
from valuestory.slides.number_words import Format, NumberWords, Style
from valuestory.slides.shown import shown
from valuestory.slides.slide import Paragraph, ParagraphStyle, Run
from valuestory.slides.vocabulary import Vocabulary

__all__ = ["Vocabulary", "Writer"]

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_BULLET = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*]|\d+\.)\s+(?P<rest>.*)$")
_SINGLE = re.compile(r"\{\s*(?P<name>[A-Za-z_]\w*)[^{}]*\}")
_SENTENCE_END = re.compile(r"[.!?]\s+\Z")


@dataclass(frozen=True)
class Writer:
    """Writes text with facts in one company's locale, currency and words.

    Parameters
    ----------
    facts
        The facts that references are looked up in: none where text names none.
    numbers
        The locale and currency.
    vocabulary
        The company's own words.
    """

    facts: Facts = field(default_factory=Facts)
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
        style, level
            Of the paragraph; `level` is the depth of a list, from 0.
        where
            What an error names, such as ``slide "answers", title``.
        form
            ``label`` writes units short ("M"), for tiles and charts.

        Raises
        ------
        UnknownFactError
            When a reference names nothing.
        StoryError
            When a fact exists but has no value (leave the sentence out, or supply the table it needs), when its format
            does not fit, or when a brace was opened and not closed.
        """
        runs: list[Run] = []
        for index, piece in enumerate(_BOLD.split(self.vocabulary.said(text))):
            runs += self._runs(piece, runs, bold=index % 2 == 1, where=where, form=form)
        return Paragraph(tuple(held_together(_joined(runs))), style, level)

    def paragraphs(self, text: str | Sequence[str], *, where: str = "") -> tuple[Paragraph, ...]:
        """Return several lines as paragraphs: bullets and numbers by their marks, blank lines dropped.

        A reference may go over the end of a line. Raises as `paragraph` does.
        """
        texts = [text] if isinstance(text, str) else text
        lines = [line for each in texts for line in TAG.sub(_on_one_line, each).splitlines()]
        return tuple(self._line(line, where) for line in lines if line.strip())

    def _line(self, line: str, where: str) -> Paragraph:
        match = _BULLET.match(line)
        if match is None:
            cells = [self.vocabulary.said(each.strip()) for each in line.strip().split("\t")]
            return self.paragraph("\t".join(cells), where=where, form="label" if len(cells) > 1 else "text")
        style: ParagraphStyle = "bullet" if match["mark"] in "-*" else "number"
        return self.paragraph(match["rest"], style=style, level=len(match["indent"]) // 2, where=where)

    def _runs(self, text: str, before: Sequence[Run], *, bold: bool, where: str, form: Style) -> Iterator[Run]:
        opens = not before or bool(_SENTENCE_END.search(before[-1].text))
        position = 0
        for match in TAG.finditer(text):
            yield from self._words(text[position : match.start()], opens, bold, where)
            yield self._fact_run(Reference.parse(match["inside"], where=where), bold=bold, where=where, form=form)
            position, opens = match.end(), False
        yield from self._words(text[position:], opens, bold, where)

    def _words(self, text: str, opens: bool, bold: bool, where: str) -> Iterator[Run]:
        if text:
            self._check_braces(text, where)
            yield Run(self.vocabulary.apply(text, opens=opens), bold=bold)

    def _check_braces(self, text: str, where: str) -> None:
        """Refuse half a reference, and one whose outer braces an f-string has eaten."""
        if "{{" in text or "}}" in text or text.startswith("}"):
            raise StoryError(f'a fact\'s braces do not match in "{text.strip()}"', where=where, do="write {{ name }}")
        names = {match["name"] for match in _SINGLE.finditer(text)}
        name = next((fact.name for fact in self.facts.values() if fact.name in names), None) if names else None
        if name is not None:
            do = f"write {{{{ {name} }}}}, and in an f-string four braces on each side"
            raise StoryError(f'the fact "{name}" stands in single braces', where=where, do=do)

    def _fact_run(self, reference: Reference, *, bold: bool, where: str, form: Style) -> Run:
        fact, part = self.facts.resolve(reference, where=where)
        text, style = self.show(fact, part, reference.format, form=form, where=where)
        return Run(text, fact.id, part, style, bold)

    def show(
        self,
        fact: Fact,
        part: str = "value",
        style: Format | None = None,
        *,
        form: Style = "text",
        signed: bool = False,
        where: str = "",
    ) -> tuple[str, Format]:
        """Return a fact's part as it is shown, and the format it was shown in.

        Every number that is shown anywhere goes through here, so the same fact is rounded alike everywhere.

        Raises
        ------
        StoryError
            When the part has no value, or the format does not fit it.
        """
        return shown(fact, part, style, self.numbers, form=form, signed=signed, where=where)


def _on_one_line(match: re.Match[str]) -> str:
    return " ".join(match[0].split())


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
