"""Slides and a template in, a PowerPoint file out.

The same slides on the same template give the same bytes: nothing here asks for the time or for a random number. A deck
that would be wrong is not written; what is not as it ought to be, such as text too long for its place, is reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from valuestory.deck.designed.parts import SlideList
from valuestory.deck.designed.story_deck import open_story_template
from valuestory.deck.drawing.page import Problem
from valuestory.deck.file.evidence import Origin, attach, gather
from valuestory.deck.file.package import packed, write_file
from valuestory.deck.file.properties import finish_deck
from valuestory.deck.notebook_slides import Telling, ordered, read_telling, slide_cells
from valuestory.deck.pages import draw_pages
from valuestory.deck.template.chosen import Layouts
from valuestory.deck.template.damage import file_named
from valuestory.deck.template.signature import signatures
from valuestory.deck.template.template_map import check_map, read_map
from valuestory.errors import DeckError
from valuestory.project import template_path
from valuestory.slides.executed import read_notebook
from valuestory.slides.slide import Paragraph, Slide, StoryRecord
from valuestory.slides.theme import read_theme


@dataclass(frozen=True)
class BuiltDeck:
    """A deck that was written: where, what is not as it ought to be, and which layout each slide took and why.

    `layouts` maps slide keys to the layout's name and the reason; `charts` maps slide keys to what each chart became
    (``native``, ``shapes`` or ``picture``) and why; `missing` names the slides that the storyline lists and nobody
    made, each with the reason. `remarks` says what is to be known of the template, such as that it has changed since
    its map was written.
    """

    path: Path
    problems: tuple[Problem, ...] = ()
    layouts: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def __fspath__(self) -> str:
        """Return the path, so that the result can be used where a path is wanted."""
        return str(self.path)

    def _repr_html_(self) -> str:
        """Return what was made, for a notebook: each slide with its layout and charts, and what to look at."""
        rows = [(escape(key), escape(layout), escape(self.charts.get(key, ""))) for key, layout in self.layouts.items()]
        body = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
        to_mend = [f"slide {each.slide}, {each.shape}: {each.what}" for each in self.problems]
        to_mend += [f"{key} is not in the deck: {why}" for key, why in self.missing.items()]
        items = "".join(f"<li>{escape(each, quote=False)}</li>" for each in (*to_mend, *self.remarks))
        head = f"<p><b>{escape(self.path.name)}</b>: {len(rows)} slide{'s' * (len(rows) != 1)}</p>"
        names = "<tr><th>slide</th><th>layout</th><th>chart</th></tr>"
        table = f"<table><thead>{names}</thead><tbody>{body}</tbody></table>"
        return head + table + (f"<ul>{items}</ul>" if items else "")


def build_deck(
    slides: Sequence[Slide] | Path | str,
    template: Path | str,
    out: Path | str,
    *,
    record: StoryRecord | None = None,
    cells: Mapping[str, int] | None = None,
    told_by: Telling | None = None,
) -> BuiltDeck:
    """Write a PowerPoint deck.

    Parameters
    ----------
    slides
        Slides in order, or the path of an executed notebook (which brings its own record).
    template
        A .pptx or .potx file, or the name of a shipped template.
    out
        The file to write; it appears whole or not at all.
    record
        The story's record: storyline, company, locale, facts. Slides that its storyline does not list become the
        appendix.
    cells
        The notebook's cell that made each slide, by its key, for the evidence; a notebook given by path brings its own.
    told_by
        The notebook's name and its parameters, for the evidence; a notebook given by path brings its own.

    Returns
    -------
    BuiltDeck
        The path, and what a careful author looks at before sending the deck.

    Raises
    ------
    TemplateError
        When the template cannot be used.
    DeckError
        When the deck would be wrong: two slides of one key, a fact without evidence, a chart that cannot be drawn, no
        slide.
    StoryError
        When the notebook's outputs are damaged, or newer than this version.
    ProjectError
        When there is no such template.

    Examples
    --------
    >>> from valuestory.slides.slide import Paragraph, Run, Slide
    >>> title = Paragraph((Run("Two of three customers need no case"),))
    >>> deck = build_deck([Slide("answer", "statement", title)], "valuestory", "deck.pptx")
    >>> deck.path.name, list(deck.layouts), deck.problems
    ('deck.pptx', ['answer'], ())
    """
    if isinstance(slides, (str, Path)):
        cells, told_by = cells or slide_cells(Path(slides)), told_by or read_telling(Path(slides))
        slides, found = read_notebook(Path(slides))
        record = record or found
    path = template if isinstance(template, Path) and template.is_file() else template_path(str(template))
    out = Path(out)
    _check(slides, path, out)
    with file_named(path):
        return _built(slides, path, out, record, cells or {}, told_by or Telling())


def _built(
    slides: Sequence[Slide],
    path: Path,
    out: Path,
    record: StoryRecord | None,
    cells: Mapping[str, int],
    told_by: Telling,
) -> BuiltDeck:
    order = ordered(slides, record)
    theme = read_theme(path)
    opened = open_story_template(path, slides, order, record, theme)
    deck = opened.deck
    if not (opened.main or opened.appendix):
        raise DeckError("there is no slide to put into the deck", where=out.name, do="make one with story.slide(...)")
    offered, template_map = signatures(deck), read_map(path)
    if template_map is not None:
        check_map(template_map, offered)
    drawn = draw_pages(opened, theme, slides, record, Layouts(offered, template_map))
    pages = [page for _, page in drawn.pages]
    SlideList(deck).order(page.slide.slide_id for page in pages)
    shown = [each for page in pages for each in page.shown]
    plotted = [each for page in pages for each in page.plotted]
    said = [each for page in pages for each in page.said]
    facts = (fact for slide in slides for fact in slide.facts)
    origin = _origin(record, path, drawn.cells(cells), told_by)
    attach(deck, gather(facts, shown, plotted, record, said, origin))
    finish_deck(deck, sum(main for main, _ in drawn.pages), record, order.main[0].title.text if order.main else "")
    write_file(packed(deck), out)
    problems = tuple(problem for page in pages for problem in page.problems)
    changed = template_map.changed(path) if template_map is not None else ""
    return BuiltDeck(out, problems, drawn.layouts, drawn.charts, opened.missing, (changed,) if changed else ())


def _origin(record: StoryRecord | None, template: Path, cells: Mapping[str, int], told_by: Telling) -> Origin:
    from valuestory import __version__

    inputs = dict(record.fingerprints) if record is not None else {}
    mark = hashlib.sha256(template.read_bytes()).hexdigest()
    return Origin(__version__, mark, inputs, cells, told_by.notebook, told_by.parameters, told_by.mask)


def _check(slides: Sequence[Slide], template: Path, out: Path) -> None:
    keys = [slide.key for slide in slides]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise DeckError(
            f"two slides have the key {', '.join(repeated)}", where=out.name, do="give each slide its own key"
        )
    if out.resolve() == template.resolve():
        raise DeckError("the deck would overwrite its template", where=out.name, do="write it somewhere else")
    for slide in slides:
        left = next((each for each in slide.paragraphs() if "{{" in _prose(each)), None)
        if left is not None:
            raise DeckError(
                f'a fact reference was not filled: "{left.text}"',
                where=f'slide "{slide.key}"',
                do="run the notebook again",
            )


def _prose(paragraph: Paragraph) -> str:
    """Return a paragraph's text but what is code, where braces may stand for themselves."""
    return "".join(run.text for run in paragraph.runs if not run.code)


__all__ = ["BuiltDeck", "build_deck"]
