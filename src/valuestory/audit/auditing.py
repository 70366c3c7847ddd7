"""Every number of a finished deck: sourced, altered since, or unsourced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from valuestory.audit.charts import judge_chart, match_charts, removed_charts
from valuestory.audit.figures import Figure, enumerated, figures, without_names
from valuestory.audit.finding import Finding
from valuestory.audit.likeness import plain
from valuestory.audit.paragraphs import Finder, judge_paragraph
from valuestory.audit.quoted import Quotable, quoted, told
from valuestory.audit.recomputed import compared, recompute, told_again
from valuestory.audit.recorded import RecordedParagraph, RecordedSlide, recorded_slides
from valuestory.audit.rerun import read_run
from valuestory.audit.slides_matched import MatchedSlide, match_paragraphs, match_slides
from valuestory.deck.file.evidence import Evidence, Shown, find_evidence
from valuestory.deck.reading.deck import ReadSlide, read_slides
from valuestory.deck.reading.words import Words

if TYPE_CHECKING:
    import pandas as pd

_UNITS: Final = ("minute", "hour", "day", "point", "thousand", "million", "billion", "trillion", "%")


def audit(
    deck: str | Path, data: str | None = None, *, run: str | Path | None = None, names: Sequence[str] = ()
) -> pd.DataFrame:
    """Return every number of a deck with what is to be thought of it.

    Without data nothing but the file is read: what was shown when the deck was made travels in it. A deck that carries
    no evidence, such as one that was made by hand, is read all the same: all its numbers are unsourced.

    Parameters
    ----------
    deck
        A .pptx file, as it was made or after people have edited it.
    data
        The company's data, as `open_company` takes it: each sourced number is computed again; it matches, differs (with
        the reason) or cannot be computed from the data alone.
    run
        The folder of a finished run of the deck's notebook, in place of data: what the notebook declares and works out
        is held against it too.
    names
        What is a name although it holds digits, such as a product's: it is no figure.

    Returns
    -------
    DataFrame
        One row a number, in the order of the slides: `slide`, `shape`, `where`, `shown`, `status` (see
        `finding.MEANING`), `was`, `fact`, `part`, `value`, `source`, `why`, `now`.

    Raises
    ------
    TemplateError
        When the file is missing, encrypted, or no PowerPoint file.
    DeckError
        When it is damaged, or its evidence is: export it again from its notebook.
    DataError, ProjectError, MetricError
        When the data cannot be read, or do not reach the deck's period.
    StoryError
        When the run's notebook is damaged: run it again.

    Examples
    --------
    >>> from pptx import Presentation
    >>> deck = Presentation()
    >>> slide = deck.slides.add_slide(deck.slide_layouts[0])
    >>> slide.shapes.title.text = "We saved 40 % of the cost"
    >>> deck.save("by-hand.pptx")
    >>> audit("by-hand.pptx")[["slide", "shown", "status"]].values.tolist()
    [[1, '40 %', 'unsourced']]
    """
    import pandas as pd

    columns = list(Finding.__dataclass_fields__)
    told = findings(Path(deck), data, run=None if run is None else Path(run), names=names)
    found = [[getattr(each, name) for name in columns] for each in told]
    return pd.DataFrame(found, columns=columns)


def findings(
    deck: Path, data: str | None = None, *, run: Path | None = None, names: Sequence[str] = ()
) -> list[Finding]:
    """Return what `audit` returns as a list; parameters and errors as there."""
    evidence = find_evidence(deck) or Evidence()
    facts = {fact.id: fact for fact in evidence.facts}
    known = (*names, *(str(fact.value) for fact in facts.values() if fact.unit == "text"))
    find = partial(figures, names=known, locale=evidence.locale or "en_US")
    recorded = recorded_slides(evidence)
    matched = match_slides(read_slides(deck), recorded)
    judged = [each for slide in matched for each in _judge_slide(slide, evidence, find)]
    judged += _removed_slides(matched, recorded)
    found = [_explained(each, facts) for each in judged]
    if run is not None:
        return list(compared(found, evidence, told_again(read_run(run))))
    return found if data is None else list(compared(found, evidence, recompute(evidence, data)))


def _explained(finding: Finding, facts: dict[str, Any]) -> Finding:
    fact = facts.get(finding.fact)
    if fact is None:
        return finding
    exact = None if finding.part == "words" else fact.part(finding.part or "value")
    return replace(finding, value=exact, source=fact.evidence.source)


def _removed_slides(matched: Sequence[MatchedSlide], recorded: Sequence[RecordedSlide]) -> Iterator[Finding]:
    there = {each.recorded.slide_id for each in matched if each.recorded is not None}
    for slide in recorded:
        if slide.slide_id not in there:
            yield Finding(0, "", "slide", "", "removed", slide.key, why=f'the slide "{slide.key}"')


def _judge_slide(matched: MatchedSlide, evidence: Evidence, find: Finder) -> Iterator[Finding]:
    slide, recorded = matched.slide, matched.recorded or RecordedSlide("", 0)
    quotable = Quotable.of(recorded, evidence, slide)
    yield from _judge_words(slide, recorded, find, quotable)
    for chart, plotted in match_charts(slide.charts, recorded.charts):
        yield from judge_chart(slide.number, chart, plotted)
        yield from (each for words in chart.words for each in _quoted(slide, words, find, quotable))
    yield from removed_charts(slide, recorded.charts)


def _judge_words(slide: ReadSlide, recorded: RecordedSlide, find: Finder, quotable: Quotable) -> Iterator[Finding]:
    words = [each for each in slide.words if not _is_guide(each, recorded)]
    places = match_paragraphs(words, recorded.paragraphs)
    alone = [at for at, each in enumerate(words) if each.where == "text" and at not in places]
    counting = enumerated(words[at].text for at in alone)
    lost = [each for at, line in enumerate(recorded.paragraphs) if at not in places.values() for each in line.shown]
    loose: list[tuple[Words, Figure]] = []
    for at, each in enumerate(words):
        if each.where == "alt text":
            yield from _quoted(slide, each, find, quotable)
        elif at in places:
            judged, gone = _judge(slide, each, recorded.paragraphs[places[at]], find)
            lost += gone
            yield from (one for one in judged if isinstance(one, Finding))
            loose += [(each, one) for one in judged if isinstance(one, Figure)]
        elif at not in alone or each.text not in counting:
            loose += [(each, figure) for figure in find(each.text) if figure.kind == "figure"]
    yield from _judge_loose(slide, loose, lost, quotable)


def _is_guide(words: Words, recorded: RecordedSlide) -> bool:
    """Whether a text belongs to a drawn chart's scale, as it was written: it shows no fact, whatever it reads like."""
    return words.where == "text" and plain(words.text) == plain(recorded.guides.get(words.shape, ""))


def _judge(
    slide: ReadSlide, words: Words, recorded: RecordedParagraph, find: Finder
) -> tuple[list[Finding | Figure], list[Shown]]:
    """Return what becomes of each figure of a paragraph (a figure alone: nobody's), and the facts that are gone."""
    judged, gone = judge_paragraph(recorded, words.text, find)
    done: list[Finding | Figure] = []
    for each in judged:
        if each.fact is None:
            done.append(each.figure)
            continue
        known = (each.fact.text, each.fact.fact, each.fact.part)
        status, why = ("sourced", "") if each.same else ("altered", "the text")
        done.append(Finding(slide.number, words.shape, words.where, each.reads, status, *known, why=why))  # type: ignore[arg-type]
    return done, gone


def _judge_loose(
    slide: ReadSlide, loose: Iterable[tuple[Words, Figure]], lost: Sequence[Shown], quotable: Quotable
) -> Iterator[Finding]:
    """Yield figures that stand where no fact was: words of the evidence, a fact's that was moved, or nobody's."""
    left = [each for each in lost if any(map(str.isdigit, each.text))]
    for words, figure in loose:
        quoted_fact = told(figure, words.text, quotable.words, quotable.locale)
        if quoted_fact is not None:
            yield Finding(slide.number, words.shape, words.where, figure.text, "sourced", "", quoted_fact, "words")
            continue
        fact = next((each for each in left if _stands(each.text, words.text, figure)), None)
        if fact is None:
            yield Finding(slide.number, words.shape, words.where, figure.text, "unsourced")
            continue
        left.remove(fact)
        shown = _unit_and_all(fact.text, words.text, figure)
        yield Finding(slide.number, words.shape, words.where, shown, "sourced", fact.text, fact.fact, fact.part)
    for each in left:
        yield Finding(slide.number, each.shape, "text", "", "removed", each.text, each.fact, each.part)


def _stands(shown: str, text: str, figure: Figure) -> bool:
    """Return whether a figure is a fact's: the whole of its text, or its number where another language has the unit.

    Another of our own units ("days" for "hours") is no translation.
    """
    whole, number = plain(shown), plain(figure.text)
    if whole == number:
        return True
    if not whole.startswith(f"{number} "):
        return False
    unit = whole[len(number) :].strip().casefold()
    after = plain(text[figure.end :]).casefold()
    return after.startswith(unit) or not after.startswith(tuple(_UNITS))


def _unit_and_all(shown: str, text: str, figure: Figure) -> str:
    """Return what stands on the slide: the fact's text where it stands there whole, else the figure alone."""
    there = text[figure.start : figure.start + len(shown)]
    return there if plain(there) == plain(shown) else figure.text


def _quoted(slide: ReadSlide, words: Words, find: Finder, quotable: Quotable) -> Iterator[Finding]:
    """Yield the figures of an alt text or a chart's label: quoted from what the slide shows, or nobody's."""
    for figure in find(without_names(words.text, quotable.names)):
        if figure.kind == "figure":
            fact = quoted(figure, words, quotable)
            status = "unsourced" if fact is None else "sourced"
            yield Finding(slide.number, words.shape, words.where, figure.text, status, "", fact or "")  # type: ignore[arg-type]
