"""Every rule in order: what it asks, where that comes from, and the function that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from valuestory.deck.lint import (
    alignment,
    boxes,
    chart_names,
    charts,
    contrast,
    figures,
    fullness,
    looks,
    owners,
    parts,
    precision,
    shapes,
    signs,
    sizes,
    titles,
    wraps,
)
from valuestory.deck.lint.rule import Rule

_ALLEY: Final = "Alley, The Craft of Scientific Presentations: assertion and evidence"
_IBCS: Final = "IBCS SUCCESS, CONDENSE: nothing hides what is said"
_IBCS_CHECK: Final = "IBCS SUCCESS, CHECK: integrity"
_MINTO: Final = "Minto, The Pyramid Principle"
_WCAG: Final = "WCAG 2.2"
_OPC: Final = "ECMA-376 part 2, open packaging"
_PML: Final = "ECMA-376 part 1, PresentationML"
_GRID: Final = "Mueller-Brockmann, Grid Systems in Graphic Design"
_TUFTE: Final = "Tufte, The Visual Display of Quantitative Information"
_BUTTERICK: Final = "Butterick, Practical Typography"
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
    Rule("type-drift", "7 sizes and 2 fonts at most, each of a part", _GRID, "reader", sizes.check_drift),
    Rule(
        "text-contrast", "text: 4.5 with what lies behind, 3 if large", f"{_WCAG}, 1.4.3", "reader", contrast.check_text
    ),
    Rule("series-contrast", "marks: 3 with their ground", f"{_WCAG}, 1.4.11", "reader", contrast.check_series),
    Rule("not-colour-alone", "more than colour tells series apart", f"{_WCAG}, 1.4.1", "reader", contrast.check_alone),
    Rule("signed", "good and bad bear a sign, not a colour alone", f"{_WCAG}, 1.4.1", "reader", signs.check_sign),
    Rule("title", "every slide has a title", f"{_WCAG}, 2.4.2", "reader", titles.check_there),
    Rule("title-sentence", "a title is a sentence, not a topic", _ALLEY, "reader", titles.check_sentence),
    Rule("title-lines", "a title has two lines at most", _ALLEY, "reader", titles.check_lines),
    Rule(
        "title-length",
        "a title has 16 words at most, 110 characters or what its layout says",
        _ALLEY,
        "reader",
        titles.check_length,
    ),
    Rule("title-orphan", "a title's last line is no word alone", _BUTTERICK, "reader", wraps.check_orphan),
    Rule(
        "title-place", "titles stand in one place on slides of a layout", _GRID, "reader", alignment.check_title_place
    ),
    Rule("title-question", "a title answers and does not ask", _MINTO, "reader", titles.check_question),
    Rule("title-number", "the title of an evidence slide holds a number", _ALLEY, "reader", titles.check_number),
    Rule("titles-differ", "every title is its own", f"{_WCAG}, 2.4.2", "reader", titles.check_differ),
    Rule("one-exhibit", "one chart or table, or two alike side by side", _ALLEY, "reader", figures.check_one_exhibit),
    Rule("source", "an evidence slide says its source, date and n", _CFO, "reader", figures.check_source),
    Rule("interval", "an estimate stands with its interval and grade", _CFO, "reader", figures.check_interval),
    Rule("shown-alike", "a number shown twice is shown alike", _CFO, "reader", figures.check_alike),
    Rule("precision", "no more digits than anybody can use", _CFO, "reader", precision.check_precision),
    Rule("number-unit", "no line parts a number from its unit", _BUTTERICK, "reader", wraps.check_units),
    Rule("named", "a decision has an owner and a day", _MINTO, "reader", owners.check_named),
    Rule("length", "a main story has 12 slides at most", _MINTO, "reader", figures.check_length),
    Rule(
        "words", "90 words a slide at most, 120 with a table, 40 in large type", _ALLEY, "reader", fullness.check_words
    ),
    Rule("covered", "an exhibit takes 35 to 95 % of the body", _IBCS, "reader", fullness.check_cover),
    Rule("aligned", "edges meet or stand clearly apart", _GRID, "reader", alignment.check_aligned),
    Rule("default-look", "no shadow, no line style of the theme", _TUFTE, "reader", looks.check_default_look),
    Rule("legend", "up to 3 series are named where they stand", _TUFTE, "reader", looks.check_legend),
    Rule("few-colours", "two colours a chart at most, greys and judgement aside", _TUFTE, "reader", looks.check_hues),
    Rule("bars-from-zero", "bars and areas start at zero", _IBCS_CHECK, "reader", charts.check_zero),
    Rule("no-3d", "no chart has a third dimension", _IBCS_CHECK, "reader", charts.check_flat),
    Rule("pie-parts", "a pie has three parts at most", "IBCS SUCCESS, EXPRESS", "reader", charts.check_pies),
    Rule("one-axis", "a chart has one value axis", _IBCS_CHECK, "reader", charts.check_one_axis),
    Rule("one-scale", "charts side by side share a unit's scale", _IBCS_CHECK, "reader", charts.check_one_scale),
    Rule("category-names", "names on an axis have room", _IBCS, "reader", chart_names.check_names),
    Rule("waterfall", "a waterfall adds up to its total as displayed", _CFO, "reader", charts.check_waterfall),
)
"""What a machine can decide of a finished deck, ours or anybody's."""
