"""The commands `audit`, `why` and `diff`: numbers held against their evidence, one explained, two decks compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from valuestory.audit.finding import Finding


def audit(
    deck: Annotated[Path, typer.Argument(metavar="DECK", help="A .pptx file, as it was made or after editing.")],
    data: Annotated[
        str | None,
        typer.Option("--data", metavar="D", help="Compute every number again from this company's tables."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--rerun", help="Run the deck's notebook too: what it works out is computed again as well.")
    ] = False,
    notebook: Annotated[
        str | None, typer.Option("--notebook", metavar="NB", help="The notebook for --rerun [default: the deck's].")
    ] = None,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="DIR", help="A finished run, in place of running it now.")
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="What is a name although it holds digits; repeat it for more."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="List the sourced numbers too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="PATH", help="Write it as one page too, with slide pictures.")
    ] = None,
) -> None:
    """Say where every number of a deck comes from: sourced, altered since, or unsourced.

    Titles, bodies, tables, charts with their workbooks, labels, notes and alt texts are read; dates, page numbers and
    names are no figures. With --data each sourced number is computed again: it matches, differs (and why), or cannot be
    computed from the data alone; --rerun runs the notebook for those. Ends with 8 unless every number is sourced, and
    matches where it was computed again. The deck is never changed.
    """
    from valuestory.audit.auditing import findings
    from valuestory.audit.finding import NOT_RELIED_ON
    from valuestory.errors import DeckError

    with _told_again(deck, data, again or notebook is not None, notebook, run) as folder, _masked(deck, data):
        found = findings(deck, data, run=folder, names=names or ())
    _print(deck, found, everything, as_json)
    if html is not None:
        _write_page(deck, found, html)
        typer.echo(f"page: {html}", err=as_json)
    if any(each.status in NOT_RELIED_ON for each in found):
        raise typer.Exit(DeckError.exit_code)


@contextmanager
def _told_again(
    deck: Path, data: str | None, again: bool, notebook: str | None, run: Path | None
) -> Iterator[Path | None]:
    """Yield the folder of a finished run to hold the deck against: what is given, one made for the while, or none."""
    if run is not None or not again:
        yield run
        return
    from valuestory.cli.rerun import rerun
    from valuestory.deck.file.evidence import read_evidence

    with TemporaryDirectory(prefix="valuestory-") as folder:
        yield rerun(read_evidence(deck), deck, {"data": data} if data else {}, notebook, Path(folder) / "run")


@contextmanager
def _masked(deck: Path, data: str | None) -> Iterator[None]:
    """Open data within as they were opened for a deck."""
    if data is None:
        yield
        return
    from valuestory.cli.rerun import as_masked
    from valuestory.deck.file.evidence import read_evidence

    with as_masked(read_evidence(deck), deck):
        yield


def _print(deck: Path, found: Sequence[Finding], everything: bool, as_json: bool) -> None:
    from valuestory.audit.finding import SOUND, verdict
    from valuestory.cli.words import print_json, print_table

    if as_json:
        counts = Counter(each.status for each in found)
        return print_json({"deck": deck.name, "counts": dict(counts), "findings": [asdict(each) for each in found]})
    listed = [each for each in found if everything or each.status not in SOUND]
    if listed:
        print_table(("slide", "where", "shown", "status", "why", "fact"), [_row(each) for each in listed])
    typer.echo(f"{deck.name}: {verdict(found)}")
    return None


def _row(each: Finding) -> tuple[object, ...]:
    where = each.shape if each.where == "text" else f"{each.shape}, {each.where}" if each.shape else each.where
    was = f"it was {each.was}" if each.was and each.was != each.shown else ""
    now = f"now {each.now:,.10g}" if isinstance(each.now, int | float) and each.status == "differs" else ""
    why = "; ".join(part for part in (was, now, each.why) if part)
    return each.slide or "none", where, each.shown, each.status, why, each.fact


def _write_page(deck: Path, found: Sequence[Finding], out: Path) -> None:
    from valuestory.audit.page import audit_page
    from valuestory.deck.file.package import write_file
    from valuestory.deck.reading.deck import read_slides
    from valuestory.slides.theme import read_theme

    page = audit_page(deck.name, found, read_slides(deck), read_theme(deck), pictures_of(deck))
    write_file(page.encode(), out, what="the page")


def pictures_of(deck: Path) -> list[bytes]:
    """Return a PNG a slide that is shown, none where LibreOffice is missing or cannot: the page says all but looks."""
    from valuestory.deck.rendering import can_draw, slide_pictures
    from valuestory.errors import DeckError

    try:
        return slide_pictures(deck) if can_draw() else []
    except DeckError as error:
        typer.echo(f"without pictures: {error.what}", err=True)
        return []


def why(
    deck: Annotated[Path, typer.Argument(metavar="DECK", help="A .pptx file.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="As it stands on a slide, or a fact's name.")],
    data: Annotated[
        str | None, typer.Option("--data", metavar="D", help="Say which files of this company its tables come from.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
) -> None:
    """Say where one number of a deck comes from: definition, formula, interval, n, period, source, query, cell.

    Where several facts read alike, each is told. The query is SQL over the canonical tables. Nothing but the deck is
    read; with --data the company's settings are, for the files behind the tables.
    """
    from valuestory.audit.reasons import reasons
    from valuestory.cli.words import print_json, print_table

    found = reasons(deck, text, data)
    if as_json:
        return print_json([asdict(each) for each in found])
    for each in found:
        told = [("stands on", "; ".join(each.places)), ("status", each.status), *each.told]
        print_table(("", each.fact.id), [pair for pair in told if pair[1]])
    return None


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Last quarter's deck, say.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="This quarter's.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
) -> None:
    """Say what changed between two decks: restated numbers and why, decisions asked and kept, slides, titles, news.

    The decks' own evidence is compared; what people have typed over it since, `valuestory audit` tells.
    """
    from valuestory.audit.differences import differences
    from valuestory.cli.words import print_json, print_table

    found = differences(old, new)
    if as_json:
        return print_json([asdict(each) for each in found])
    if not found:
        typer.echo("nothing changed")
        return None
    print_table(("", "what", "was", "now", "why"), [tuple(asdict(each).values()) for each in found])
    return None
