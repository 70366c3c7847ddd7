"""A designed PowerPoint file filled with plain values: no story, no notebook, no metrics needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuestory.deck.designed.designs import read_designs
from valuestory.deck.designed.jobs import Job, fill_jobs, open_workshop
from valuestory.deck.designed.parts import SlideList
from valuestory.deck.designed.values import PlainValues
from valuestory.deck.designed.workshop import Filled
from valuestory.deck.file.package import packed, read_parts, write_file
from valuestory.deck.file.properties import forget_old_slides
from valuestory.deck.template.damage import file_named
from valuestory.deck.template.mended import mend
from valuestory.deck.template.open import open_deck
from valuestory.deck.template.sound import check_links
from valuestory.deck.template.strip import drop_left_overs
from valuestory.errors import DeckError
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import NumberWords
from valuestory.sparing import collecting_seldom

if TYPE_CHECKING:
    from valuestory.deck.drawing.page import Problem
    from valuestory.slides.theme import Theme


@dataclass(frozen=True)
class FilledDeck:
    """A deck that was written: where, how many slides, what is not as it ought to be, and what was left out and why."""

    path: Path
    slides: int
    problems: tuple[Problem, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)

    def __fspath__(self) -> str:
        """Return the path, so that the result can be used where a path is wanted."""
        return str(self.path)


def fill_deck(
    template: Path | str,
    values: Mapping[str, Any],
    out: Path | str,
    *,
    locale: str = "en_US",
    currency: str = "USD",
) -> FilledDeck:
    """Fill a designed PowerPoint file.

    Text: ``{{ name }}`` or ``{{ name | format }}`` in text boxes, titles, table cells, groups, chart titles and notes.
    Shapes: one called ``vs:name`` in the selection pane (or by its alt text) is a chart, a table, a picture or a text
    of that name. Slides: ``vs:slide repeat=name`` as the first line of the notes gives one slide for each row of that
    name. The design stays as it is; nothing in the file is ever evaluated.

    Parameters
    ----------
    template
        A .pptx or .potx file; it is not changed.
    values
        What the names mean: numbers, texts, dates and facts; for charts, tables and repeated slides a pandas DataFrame
        or a list of dictionaries (of a chart, the first column holds the categories, each other column is a series);
        for pictures a `Path` or bytes; an Altair chart for a shape that it is drawn into. None is a value that is not
        known: slides that show it are left out.
    out
        The file to write; it appears whole or not at all.
    locale, currency
        How numbers are written: ``de_DE``, ``EUR``.

    Returns
    -------
    FilledDeck
        The path; charts and tables that a careful author looks at; slides that were left out, with the reason.

    Raises
    ------
    UnknownFactError
        When a name on a slide has no value: the message says where it stands, and what is nearest.
    StoryError
        When a value cannot be shown in the format that the designer wrote.
    TemplateError
        When the file cannot be used, or something on a slide cannot be filled.
    DeckError
        When no slide is left, data do not fit a chart or a table, or the file cannot be written.
    ProjectError
        When there is no such locale or currency.
    """
    path, out = Path(template), Path(out)
    if out.resolve() == path.resolve():
        raise DeckError("the deck would overwrite its template", where=out.name, do="write it somewhere else")
    numbers = NumberWords(locale, currency).checked()
    with file_named(path), collecting_seldom():
        return _filled(path, values, out, numbers)


def _filled(path: Path, values: Mapping[str, Any], out: Path, numbers: NumberWords) -> FilledDeck:
    deck = open_deck(read_parts(path), path)
    drop_left_overs(deck)
    mend(deck)
    check_links(deck, path)
    slides, workshop = SlideList(deck), open_workshop(deck, lambda: _theme(path))
    named = PlainValues.of(values, numbers)
    made = fill_jobs([Job(design, named) for design in read_designs(slides.slides(), path.name)], slides, workshop)
    filled, missing = made.filled, made.missing
    order = list(slides.slides())
    if not order:
        reasons = "; ".join(dict.fromkeys(missing.values()))
        raise DeckError(f"no slide is left: {reasons}", where=path.name, do="give the values that are missing")
    _attach_evidence(deck, filled, values)
    forget_old_slides(deck)
    slides.name_parts()
    write_file(packed(deck), out)
    remarks = [(number, *each) for number, slide_id in enumerate(order, 1) for each in filled[slide_id].remarks]
    return FilledDeck(out, len(order), _problems(remarks), missing)


def _theme(template: Path) -> Theme:
    from valuestory.slides.theme import read_theme

    return read_theme(template)


def _problems(remarks: list[tuple[int, str, str]]) -> tuple[Problem, ...]:
    if not remarks:  # most decks have none, and what draws pages is not needed for them
        return ()
    from valuestory.deck.drawing.page import Problem

    return tuple(Problem(*each) for each in remarks)


def _attach_evidence(deck: Any, filled: Mapping[int, Filled], values: Mapping[str, Any]) -> None:
    """Put the evidence of the facts into the file; plain values have none."""
    shown = [each for done in filled.values() for each in done.shown]
    plotted = [each for done in filled.values() for each in done.plotted]
    said = [each for done in filled.values() for each in done.said]
    if shown or plotted:
        from valuestory.deck.file.evidence import attach, gather

        attach(deck, gather(_facts(values), shown, plotted, None, said))


def _facts(value: Any) -> list[Fact]:
    """Return the facts among values, those in rows too."""
    if isinstance(value, Fact):
        return [value]
    if isinstance(value, Mapping):
        return [fact for each in value.values() for fact in _facts(each)]
    if isinstance(value, (list, tuple)):
        return [fact for each in value for fact in _facts(each)]
    if hasattr(value, "itertuples"):
        return [fact for row in value.itertuples(index=False, name=None) for each in row for fact in _facts(each)]
    return []


__all__ = ["FilledDeck", "fill_deck"]
