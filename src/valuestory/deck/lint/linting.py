"""Every rule in order, and a finished deck held against them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from valuestory.deck.drawing.page import Problem
from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.deck.file.package import read_parts
from valuestory.deck.geometry import EMU, Box
from valuestory.deck.lint import boxes, charts, contrast, figures, parts, shapes, sizes, titles
from valuestory.deck.lint.reading import read_slides
from valuestory.deck.lint.rule import Finding, Rule
from valuestory.deck.lint.seen import SeenDeck
from valuestory.errors import DeckError

_ALLEY: Final = "Alley, The Craft of Scientific Presentations: assertion and evidence"
_IBCS: Final = "IBCS SUCCESS, CONDENSE: nothing hides what is said"
_IBCS_CHECK: Final = "IBCS SUCCESS, CHECK: integrity"
_MINTO: Final = "Minto, The Pyramid Principle"
_WCAG: Final = "WCAG 2.2"
_OPC: Final = "ECMA-376 part 2, open packaging"
_PML: Final = "ECMA-376 part 1, PresentationML"
_CFO: Final = "what a CFO asks of a figure: where from, when, of how many, how sure"

RULES: Final[Sequence[Rule]] = (
    Rule("whole-file", "every part is typed, whole, and pointed at", _OPC, "file", parts.check_parts),
    Rule("sections", "sections list every slide once", _PML, "file", parts.check_sections),
    Rule("filled", "no fact reference is left standing", "this package's templates", "file", parts.check_filled),
    Rule("shape-ids", "shapes on a slide have ids of their own", _PML, "file", shapes.check_ids),
    Rule("table-rows", "every row has a cell for every column", _PML, "file", shapes.check_tables),
    Rule("inside-slide", "text and exhibits stand on the slide", _IBCS, "page", shapes.check_inside),
    Rule("text-fits", "text stays in its box", _IBCS, "page", boxes.check_fit),
    Rule("text-apart", "no text lies over another, or over an exhibit", _IBCS, "page", boxes.check_overlap),
    Rule("no-prompt", "no placeholder is left empty", _PML, "page", shapes.check_placeholders),
    Rule("alt-text", "pictures, charts and tables have alt text", f"{_WCAG}, 1.1.1", "page", shapes.check_alt),
    Rule("reading-order", "what is above is read before", f"{_WCAG}, 1.3.2", "page", shapes.check_order),
    Rule("type-size", "titles have 24 points, running text 14, anything 9", _ALLEY, "reader", sizes.check_sizes),
    Rule(
        "text-contrast", "text: 4.5 with what lies behind, 3 if large", f"{_WCAG}, 1.4.3", "reader", contrast.check_text
    ),
    Rule("series-contrast", "marks: 3 with their ground", f"{_WCAG}, 1.4.11", "reader", contrast.check_series),
    Rule("not-colour-alone", "more than colour tells series apart", f"{_WCAG}, 1.4.1", "reader", contrast.check_alone),
    Rule("title", "every slide has a title", f"{_WCAG}, 2.4.2", "reader", titles.check_there),
    Rule("title-sentence", "a title is a sentence, not a topic", _ALLEY, "reader", titles.check_sentence),
    Rule("title-lines", "a title has two lines at most", _ALLEY, "reader", titles.check_lines),
    Rule("title-question", "a title answers and does not ask", _MINTO, "reader", titles.check_question),
    Rule("title-number", "the title of an evidence slide holds a number", _ALLEY, "reader", titles.check_number),
    Rule("titles-differ", "every title is its own", f"{_WCAG}, 2.4.2", "reader", titles.check_differ),
    Rule("one-exhibit", "one chart or table, or two alike side by side", _ALLEY, "reader", figures.check_one_exhibit),
    Rule("source", "an evidence slide says its source, date and n", _CFO, "reader", figures.check_source),
    Rule("interval", "an estimate stands with its interval and grade", _CFO, "reader", figures.check_interval),
    Rule("shown-alike", "a number shown twice is shown alike", _CFO, "reader", figures.check_alike),
    Rule("length", "a main story has 12 slides at most", _MINTO, "reader", figures.check_length),
    Rule("bars-from-zero", "bars and areas start at zero", _IBCS_CHECK, "reader", charts.check_zero),
    Rule("no-3d", "no chart has a third dimension", _IBCS_CHECK, "reader", charts.check_flat),
    Rule("pie-parts", "a pie has three parts at most", "IBCS SUCCESS, EXPRESS", "reader", charts.check_pies),
    Rule("one-axis", "a chart has one value axis", _IBCS_CHECK, "reader", charts.check_one_axis),
    Rule("one-scale", "charts side by side share a unit's scale", _IBCS_CHECK, "reader", charts.check_one_scale),
    Rule("waterfall", "a waterfall adds up to its total as displayed", _CFO, "reader", charts.check_waterfall),
)
"""What a machine can decide of a finished deck, ours or anybody's."""


def lint_deck(path: Path) -> list[Finding]:
    """Return what fails on a deck, by slide, then in the rules' order; slide 0 is the file as a whole.

    Parameters
    ----------
    path
        A .pptx file, made by this package or by anybody.

    Raises
    ------
    TemplateError
        When the file cannot be trusted or read: encrypted, an old .ppt, damaged, a zip bomb, with XML entities.
    DeckError
        When PowerPoint's parts in it do not hold together: open and save it in PowerPoint.
    """
    seen = _read(path)
    found = [Finding(rule.name, number, shape, what) for rule in RULES for number, shape, what in rule.check(seen)]
    return sorted(found, key=lambda each: each.slide)


def check_deck(path: Path) -> list[Problem]:
    """Return everything that is structurally wrong with a deck: the rules on file and page, not those for its reader.

    A file that cannot be read any further is told by its parts alone.

    Raises
    ------
    DeckError
        When the file is missing or is no zip: there is nothing to check.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            names = [info.filename for info in package.infolist()]
            held = {name: package.read(name) for name in set(names)}
    except (OSError, zipfile.BadZipFile) as error:
        raise DeckError("the deck cannot be read", where=path.name, do="check the path, or build it again") from error
    found = [Problem(0, name, what) for name, what in parts.package_problems(names, held)]
    if any(each.what.startswith(("broken", "no part", "two entries")) for each in found):
        return found
    seen = _seen(path, names, held)
    checks = [rule.check for rule in RULES if rule.scope != "reader"]
    return [Problem(*each) for check in checks for each in check(seen)]


def _read(path: Path) -> SeenDeck:
    held = read_parts(path)
    broken = [each for each in parts.package_problems(list(held), held) if each[1].startswith(("broken", "no part"))]
    if broken:
        name, what = broken[0]
        raise DeckError(
            f"the deck is damaged: {what}", where=f"{path.name}, {name}", do="open and save it in PowerPoint"
        )
    return _seen(path, list(held), held)


def _seen(path: Path, names: Sequence[str], held: Mapping[str, bytes]) -> SeenDeck:
    from valuestory.deck.template.open import open_deck

    deck = open_deck(dict(held), path)
    size = Box(0, 0, (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU)
    return SeenDeck(tuple(names), held, deck, read_slides(deck, size), _evidence(path), size)


def _evidence(path: Path) -> Evidence | None:
    """Return the evidence in a deck; None in others' decks."""
    try:
        return read_evidence(path)
    except DeckError:
        return None
