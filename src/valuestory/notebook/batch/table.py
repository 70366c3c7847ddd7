"""What came of a batch, as one table: `batch.csv` for programs, `batch.html` with a slide of each deck for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from glob import escape as escaped
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from valuestory.notebook.batch.order import Order, Outcome
from valuestory.notebook.scrub import scrub_values
from valuestory.project import find_root, template_path
from valuestory.slides.html.document import document
from valuestory.slides.theme import read_theme

KEPT: Final = ".batch"
"""The folder, within a batch's, of what it keeps for the next one."""
_TOLD: Final = ("slides", "to mend", "lint", "numbers")
_COUNTED: Final = {"to mend": "to mend", "lint": "found by lint"}
_LINKED: Final = {"deck.pptx": "deck", "deck.pdf": "PDF", "report.html": "report", "results.xlsx": "results"}
_WORDS: Final[Mapping[str, str]] = {"made": "made", "kept": "whole before", "failed": "failed"}


@dataclass(frozen=True)
class Previews:
    """A slide of each deck as HTML, kept for the next batch's page."""

    folder: Path

    def of(self, name: str) -> str:
        """Return a deck's, or nothing."""
        try:
            return str(json.loads(self._file(name).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return ""

    def keep(self, outcome: Outcome) -> None:
        """Keep what a deck that was just made shows; on a full disk the next page is without it."""
        with suppress(OSError):
            _write(self._file(outcome.name), json.dumps(outcome.preview))

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.preview.json"


def write_table(out: Path, orders: Sequence[Order], outcomes: Sequence[Outcome], previews: Previews) -> None:
    """Write `batch.csv` and `batch.html` into a batch's folder, each whole or not at all.

    Parameters
    ----------
    out
        The folder.
    orders, outcomes
        A deck each, in the plan's order.
    previews
        What whole decks show.
    """
    pairs = list(zip(orders, outcomes, strict=True))
    rows = [_row(order, outcome) for order, outcome in pairs]
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _write(out / "batch.csv", text.getvalue())
    _write(out / "batch.html", _page(out, pairs, previews))


def _row(order: Order, outcome: Outcome) -> dict[str, Any]:
    deck = f"{order.name}/deck.pptx" if outcome.is_whole else ""
    told = {name: outcome.told.get(name, "") for name in _TOLD}
    given: dict[str, Any] = scrub_values(dict(order.parameters), root=find_root())
    return {
        "name": order.name,
        "outcome": outcome.state,
        "deck": deck,
        "attempts": outcome.attempts,
        "seconds": outcome.seconds,
        **told,
        "exit code": outcome.exit_code,
        "error": outcome.error,
        "where it failed": outcome.where,
        "do": outcome.do,
        **{f"parameter {name}": value for name, value in given.items()},
    }


def _page(out: Path, pairs: Sequence[tuple[Order, Outcome]], previews: Previews) -> str:
    bad = sum(not outcome.is_whole for _, outcome in pairs)
    said = f"{len(pairs) - bad:,} of {len(pairs):,} decks are whole."
    if bad:
        said += f" {bad:,} failed: each says why. The same command makes those, and no other."
    first = sorted(pairs, key=lambda pair: pair[1].is_whole)  # what is to be mended stands first
    cards = "".join(_card(out, order, outcome, previews) for order, outcome in first)
    head = f'<header><h1>{escape(out.resolve().name)}</h1><p class="standfirst">{escape(said)}</p></header>'
    theme = read_theme(template_path("valuestory"))
    return document(
        f"{out.resolve().name}: decks", f'{head}<main id="batch">{cards}</main>', theme, sheets=("batch.css",)
    )


def _card(out: Path, order: Order, outcome: Outcome, previews: Previews) -> str:
    picture = (outcome.preview or previews.of(order.name)) if outcome.is_whole else ""
    links = " ".join(
        f'<a href="{quote(order.name)}/{file}">{word}</a>'
        for file, word in _LINKED.items()
        if outcome.is_whole and file in outcome.told.get("files", ())
    )
    kept = f"{order.name}.failed.ipynb"
    if not outcome.is_whole and (out / kept).is_file():
        links = f'<a href="{quote(kept)}">the notebook as it ran</a>'
    told = [f"{outcome.told[name]} {words}" for name, words in _COUNTED.items() if outcome.told.get(name)]
    counts = ", ".join([_WORDS[outcome.state], *told, f"{outcome.seconds:,.0f} s", *_tries(outcome)])
    error = "".join(f"<p>{escape(part)}</p>" for part in (outcome.error, outcome.where, outcome.do) if part)
    return (
        f'<section class="{outcome.state}"><div class="slide">{picture}</div>'
        f"<h2>{escape(order.name)}</h2><p>{escape(str(outcome.told.get('answer', '')))}</p>{error}"
        f'<p class="counts">{escape(counts)}</p><p>{links}</p></section>'
    )


def _tries(outcome: Outcome) -> list[str]:
    return [f"{outcome.attempts} attempts"] if outcome.attempts > 1 else []


def _write(path: Path, text: str) -> None:
    """Write a file aside and rename it; what a killed batch left aside goes, since the folder is this batch's alone."""
    for left in path.parent.glob(f".{escaped(path.name)}-{'[0-9a-f]' * 8}"):
        left.unlink(missing_ok=True)
    aside = path.with_name(f".{path.name}-{uuid4().hex[:8]}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
