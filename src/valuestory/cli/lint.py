"""The command `lint`: a finished deck held against the rules for a slide that leaders read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from valuestory.deck.lint.rule import Finding


def lint(
    deck: Annotated[Path | None, typer.Argument(metavar="DECK", help="A .pptx file, made here or by anybody.")] = None,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules, and where each comes from.")] = False,
    drawn: Annotated[
        bool, typer.Option("--drawn", help="Draw it too, with LibreOffice and Poppler: ink in margins, empty or full.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
) -> None:
    """Check a finished deck: what fails on which slide, at which shape.

    The file's parts, text in its box, sizes, contrast with what really lies behind, titles, alt text, reading order,
    honest charts, sources. A rule that only the evidence inside a deck of ours can decide is left out on others' decks.
    Ends with 8 where something fails. The deck is never changed.
    """
    if rules:
        return _print_rules(as_json)
    if deck is None:
        raise typer.BadParameter("which deck? Give a .pptx file, or --rules")
    from valuestory.deck.lint.linting import lint_deck, lint_drawn
    from valuestory.errors import DeckError

    found = sorted([*lint_deck(deck), *(lint_drawn(deck) if drawn else [])], key=lambda each: each.slide)
    _print_findings(deck, found, as_json)
    if found:
        raise typer.Exit(DeckError.exit_code)


def _print_findings(deck: Path, found: Sequence[Finding], as_json: bool) -> None:
    from valuestory.cli.words import print_json, print_table

    if as_json:
        return print_json({"deck": deck.name, "findings": [asdict(each) for each in found]})
    if not found:
        typer.echo(f"{deck.name}: nothing to mend")
        return None
    rows = [(each.slide or "file", each.shape, each.rule, each.what) for each in found]
    count = f"{len(found)} thing{'s' if len(found) > 1 else ''} to mend"
    print_table(("slide", "shape", "rule", "what is wrong"), rows, title=f"{deck.name}: {count}")
    typer.echo("What each rule asks, and where it comes from: valuestory lint --rules")
    return None


def _print_rules(as_json: bool) -> None:
    from valuestory.cli.words import print_json, print_table
    from valuestory.deck.lint.drawn import DRAWN_RULES
    from valuestory.deck.lint.rules import RULES

    records: list[dict[str, Any]] = [
        {"name": each.name, "asks": each.asks, "source": each.source}
        for rules in (RULES, DRAWN_RULES)
        for each in rules
    ]
    if as_json:
        return print_json(records)
    print_table(("rule", "what it asks", "from"), [tuple(each.values()) for each in records])
    return None
