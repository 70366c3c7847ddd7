"""An inspection as one self-contained HTML page: what an analyst forwards to whoever owns the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from valuestory.data import Fault
from valuestory.errors import ProjectError
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.gaps.gaps import Wanted
from valuestory.metrics.inspection.inspection import Inspection, SlideShown, State
from valuestory.metrics.inspection.words import (
    STATE_WORDS,
    Group,
    groups,
    labels_of,
    lacking,
    place_of,
    rows_said,
    sentence_of,
    sources_of,
    waits_for,
)
from valuestory.project import template_path
from valuestory.slides.html.document import document
from valuestory.slides.theme import Theme, read_theme

_CLASSES: Final[dict[State, str]] = {"shown": "shown", "in part": "half", "once mended": "mended", "not yet": "lack"}
_ABOUT: Final = (
    "Examples are keys and values of single rows. This page holds nothing else of the data, loads nothing and runs "
    "nothing."
)


def inspection_page(inspection: Inspection, theme: Theme) -> str:
    """Return the page.

    Parameters
    ----------
    inspection
        From `inspect_company`.
    theme
        The template's colours and fonts.
    """
    title = f"{inspection.company}: data check"
    faults = list(map(_faults, groups(inspection)))
    first = 1 if inspection.stopping else 0  # what stops comes before what would be shown
    parts = [_tiles(inspection), *faults[:first], _shown(inspection), *faults[first:]]
    parts += [_wanted(inspection), _tables(inspection), _files(inspection)]
    foot = f"<footer><p>{escape(_ABOUT)}</p></footer>"
    skip = '<a class="skip" href="#check">Skip to the check</a>'
    body = f'{skip}{_header(title, inspection)}<main id="check">{"".join(parts)}</main>{foot}'
    return document(title, body, theme, sheets=("check.css",))


def write_page(inspection: Inspection, out: Path) -> None:
    """Write the page whole or not at all: aside, then renamed.

    Raises
    ------
    ProjectError
        When it cannot be written there: give another path.
    """
    page = inspection_page(inspection, read_theme(template_path("valuestory")))
    aside = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(page, encoding="utf-8", newline="\n")
        aside.replace(out)
    except OSError as error:
        aside.unlink(missing_ok=True)
        what = f"the page cannot be written: {error.strerror}"
        raise ProjectError(what, where=out.name, do="give another path after --html") from None


def _header(title: str, inspection: Inspection) -> str:
    told = [f"Period {inspection.period}"] if inspection.period else []
    told += [f"Looked at on {inspection.inspected_on}", f"valuestory {inspection.valuestory}"]
    about = "".join(f"<span>{escape(each)}</span>" for each in told)
    verdict = f'<p class="standfirst">{escape(inspection.verdict)}</p>'
    return f'<header><h1>{escape(title)}</h1>{verdict}<p class="about">{about}</p></header>'


def _tiles(inspection: Inspection) -> str:
    carried = sum(each.state in ("shown", "in part") for each in inspection.slides)
    rows = [sum(getattr(each, name) for each in inspection.rows) for name in ("read", "set_aside")]
    tiles = (
        ("Slides that can be shown", f"{carried}", f"of {len(inspection.slides)}"),
        ("Metrics that can be computed", f"{len(inspection.metrics)}", f"of {len(METRICS)}"),
        ("Faults that stop", f"{len(inspection.stopping)}", ""),
        ("Rows set aside", f"{rows[1]:,}", f"of {rows[0]:,}"),
    )
    return f'<div class="tiles">{"".join(_tile(*each) for each in tiles)}</div>'


def _tile(label: str, number: str, of: str) -> str:
    small = f" <small>{escape(of)}</small>" if of else ""
    return f'<div class="tile"><p>{escape(label)}</p><p class="number">{number}{small}</p></div>'


def _shown(inspection: Inspection) -> str:
    rows = [(_CLASSES[each.state], _slide(each)) for each in inspection.slides]
    head = (("Slide", 40), ("Now", 18), ("What it waits for", 42))
    later = labels_of(inspection.once_mended, inspection.labels)
    told = f"<p>Metrics carried: {escape(labels_of(inspection.metrics, inspection.labels) or 'none')}.</p>"
    told += f"<p>Once what stops is mended, also: {escape(later)}.</p>" if later else ""
    return _section("shown", "What this data can show", "", _table("Slides", head, rows) + told)


def _slide(slide: SlideShown) -> list[str]:
    state = f'<span class="state">{escape(STATE_WORDS[slide.state])}</span>'
    return [escape(slide.label), state, escape(_capital(waits_for(slide)))]


def _faults(group: Group) -> str:
    has_rows = any(each.count for each in group.faults)
    head = (("Where", 20), *((("Rows", 13),) if has_rows else ()), ("What was found", 37), ("How to mend it", 30))
    rows = [("", _fault(each, has_rows=has_rows)) for each in group.faults]
    return _section(group.name, group.heading, group.done, _table(group.heading, head, rows))


def _fault(fault: Fault, *, has_rows: bool) -> list[str]:
    examples = "; ".join(map(str, fault.examples))
    shown = f"<p><small>such as {escape(examples)}</small></p>" if examples else ""
    rows = [escape(rows_said(fault))] if has_rows else []
    return [_code(place_of(fault)), *rows, f"<p>{escape(sentence_of(fault))}</p>{shown}", escape(_capital(fault.do))]


def _wanted(inspection: Inspection) -> str:
    if not inspection.wanted:
        return ""
    head = (("Missing", 22), ("What waits for it", 36), ("What to do", 42))
    rows = [("", _way(each, inspection)) for each in inspection.wanted]
    done = "Each table or column that this data lacks, what it would show, and the export that brings it."
    return _section("wanted", "What would bring the rest", done, _table("What is missing", head, rows))


def _way(wanted: Wanted, inspection: Inspection) -> list[str]:
    exports = "".join(
        f'<p class="how">{escape(f"{vendor}: {how}" if how else f"Exports that bring it: {vendor}")}</p>'
        for vendor, how in sources_of(wanted, inspection)
    )
    return [
        _code(lacking(wanted, inspection)),
        escape(labels_of(wanted.metrics, inspection.labels)),
        f"<p>{escape(_capital(wanted.do))}</p>{exports}",
    ]


def _tables(inspection: Inspection) -> str:
    has_folded = any(each.folded for each in inspection.rows)
    folded = (("Folded", 11),) if has_folded else ()
    head = (("Table", 21), ("Read", 11), ("Used", 11), ("Set aside", 11), *folded, ("Read from", 35))
    rows = []
    for each in inspection.rows:
        counts = [each.read, each.used, each.set_aside, *([each.folded] if has_folded else [])]
        source = f"<p>{escape(each.source)}</p>"
        source += f'<p class="how">{escape(each.vendor)}, known by its headers</p>' if each.vendor else ""
        source += "<p>Stopped: not used</p>" if each.is_stopped else ""
        rows.append(("", [_code(each.table), *(f"{count:,}" for count in counts), source]))
    done = "Rows read are rows used and rows set aside, always."
    done += " Folded rows are used: several of theirs are one of ours." if has_folded else ""
    right = range(1, len(head) - 1)
    return _section("tables", "What was read", done, _table("Rows of each table", head, rows, right))


def _files(inspection: Inspection) -> str:
    head = (("File", 28), ("Feeds", 26), ("SHA-256", 46))
    rows = [
        ("", [escape(each.name), escape(", ".join(each.tables)), f'<code class="hash">{escape(each.sha256)}</code>'])
        for each in inspection.files
    ]
    unread = escape(", ".join(inspection.unread))
    told = f'<h3>Not read</h3><p class="names">{unread}</p>' if unread else ""
    done = "The very files that were looked at: any of them that is exported anew has another number."
    return _section("files", "Where it comes from", done, _table("Files", head, rows) + told)


def _section(name: str, heading: str, done: str, inside: str) -> str:
    told = f"<p>{escape(done)}</p>" if done else ""
    head = f'<h2 id="{name}-title">{escape(heading)}</h2>'
    return f'<section id="{name}" aria-labelledby="{name}-title">{head}{told}{inside}</section>'


def _code(name: str) -> str:
    """Return names of tables and columns, which may break behind a point or an underscore."""
    return f"<code>{escape(name).replace('.', '.<wbr>').replace('_', '_<wbr>')}</code>"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(
    caption: str, head: Sequence[tuple[str, int]], rows: Iterable[tuple[str, Sequence[str]]], right: Iterable[int] = ()
) -> str:
    """Return a table that becomes cards on a phone; `head` has the width of each column in percent."""
    at_right = {*right}
    widths = "".join(f'<col style="width:{width}%">' for _, width in head)
    heads = "".join(
        f'<th scope="col" role="columnheader"{_side(at, at_right)}>{escape(label)}</th>'
        for at, (label, _) in enumerate(head)
    )
    body = "".join(_row(kind, cells, [label for label, _ in head], at_right) for kind, cells in rows)
    return (
        f'<table role="table" class="cards"><caption>{escape(caption)}</caption><colgroup>{widths}</colgroup>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(kind: str, cells: Sequence[str], labels: Sequence[str], right: set[int]) -> str:
    of_kind = f' class="{kind}"' if kind else ""
    return f'<tr role="row"{of_kind}>{"".join(_cells(cells, labels, right))}</tr>'


def _cells(cells: Sequence[str], labels: Sequence[str], right: set[int]) -> Iterator[str]:
    yield f'<th scope="row" role="rowheader">{cells[0]}</th>'
    for at, cell in enumerate(cells[1:], start=1):
        yield f'<td role="cell" data-label="{escape(labels[at])}"{_side(at, right)}>{cell}</td>'


def _side(at: int, right: set[int]) -> str:
    return ' class="right"' if at in right else ""
