"""The command `refresh`: another period's numbers in a deck that people have edited."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from valuestory.audit.refresh.changes import Change
    from valuestory.audit.refresh.refreshing import Refreshed


def refresh(
    deck: Annotated[
        Path, typer.Argument(metavar="DECK", help="A .pptx file that valuestory made, edited since or not.")
    ],
    parameters: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="period=2026Q3, and any other of the notebook's."),
    ] = None,
    data: Annotated[
        str | None, typer.Option("--data", metavar="D", help="The company's data [default: as the deck was made].")
    ] = None,
    notebook: Annotated[
        str | None, typer.Option("--notebook", metavar="NB", help="The notebook [default: the one that made the deck].")
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option("--run", metavar="DIR", help="A finished run for the new period, in place of running it now."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The deck to write [default: DECK-PERIOD.pptx].")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write over DECK itself.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="List the places with new numbers too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="PATH", help="Write it as one page too, with slide pictures.")
    ] = None,
) -> None:
    """Put another period's numbers into a deck that people have edited, and keep their edits.

    The notebook that made the deck is run for the new period. Numbers, charts, tables and notes with evidence get its
    values; words, order, looks, own slides and shapes stay. Where a sentence was rewritten by hand and the story's own
    words have changed since, a comment on the slide quotes them. Ends with 8 where something is left to look at.
    """
    from valuestory.audit.refresh.changes import LEFT
    from valuestory.audit.refresh.refreshing import refresh_deck
    from valuestory.audit.refresh.stories import read_fresh
    from valuestory.audit.rerun import files_of
    from valuestory.cli.rerun import check_run, rerun
    from valuestory.deck.file.evidence import read_evidence
    from valuestory.errors import DeckError
    from valuestory.notebook.parameters import split_assignments

    given = split_assignments(parameters or [])
    made = read_evidence(deck)
    target = _target(deck, given.get("period", ""), out, in_place, run)
    folder = run or rerun(made, deck, {**given, **({"data": data} if data else {})}, notebook, None)
    check_run(made, folder, deck)
    done = refresh_deck(deck, read_fresh(*files_of(folder)), target)
    _print(done, folder, everything, as_json)
    if html is not None:
        _write_page(done, html)
        typer.echo(f"page: {html}", err=as_json)
    if any(each.status in LEFT for each in done.changes):
        raise typer.Exit(DeckError.exit_code)


def _target(deck: Path, period: str, out: Path | None, in_place: bool, run: Path | None) -> Path:
    """Return the file to write; one that is there is written over only where that was asked for."""
    from valuestory.errors import DeckError, ParameterError

    if not period and run is None:
        raise ParameterError("no period is given", where="-p", do="write for example -p period=2026Q3")
    if in_place:
        return deck
    if out is not None and out.resolve() == deck.resolve():
        raise DeckError("that is the deck itself", where=out.name, do="add --in-place, or give another --out")
    target = out or deck.with_name(f"{deck.stem}-{(period or run.name if run else period).replace('/', '-')}.pptx")
    if out is None and target.exists():
        raise DeckError("there is such a file already", where=target.name, do="give --out, or move it away")
    return target


def _print(done: Refreshed, folder: Path, everything: bool, as_json: bool) -> None:
    from valuestory.audit.auditing import findings
    from valuestory.audit.finding import verdict as audited
    from valuestory.audit.refresh.changes import MEANING, verdict
    from valuestory.cli.words import print_json, print_table, shown_path

    numbers = audited(findings(done.path))
    if as_json:
        told = {"deck": done.path.name, "period": done.period, "run": shown_path(folder), "audit": numbers}
        counts = dict(Counter(each.status for each in done.changes))
        return print_json({**told, "counts": counts, "changes": [asdict(each) for each in done.changes]})
    order = list(MEANING)
    listed = [each for each in done.changes if everything or each.status != "refreshed"]
    listed.sort(key=lambda each: (each.slide, order.index(each.status)))
    if listed:
        print_table(("slide", "where", "status", "before", "now", "the story says"), [_row(each) for each in listed])
    typer.echo(f"{shown_path(done.path)}: {verdict(done.changes, done.period)}")
    typer.echo(f"numbers: {numbers}")
    typer.echo(f"the story for {done.period}: {shown_path(folder)}")
    return None


def _row(each: Change) -> tuple[object, ...]:
    where = each.shape if each.where == "text" else f"{each.shape}, {each.where}" if each.shape else each.where
    story = "; ".join(part for part in (each.story if each.story != each.now else "", each.why) if part)
    return each.slide or "none", where, each.status, each.was, each.now if each.now != each.was else "", story


def _write_page(done: Refreshed, out: Path) -> None:
    from valuestory.audit.refresh.page import refresh_page
    from valuestory.cli.audit import pictures_of
    from valuestory.deck.file.package import write_file
    from valuestory.deck.reading.deck import read_slides
    from valuestory.slides.theme import read_theme

    deck = done.path
    page = refresh_page(deck.name, done.period, done.changes, read_slides(deck), read_theme(deck), pictures_of(deck))
    write_file(page.encode(), out, what="the page")
