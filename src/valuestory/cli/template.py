"""The command group `template`: what a PowerPoint template offers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from valuestory.deck.contact_sheet import CheckFiles
    from valuestory.deck.template_check import TemplateCheck

_STATES = {
    "written": "which layout each kind takes; edit it and look again",
    "renewed": "written anew",
    "kept": "kept as it was; --renew writes it anew",
    "unchanged": "as before",
}


def check(
    template: Annotated[str, typer.Argument(metavar="T", help="A template's name or .pptx or .potx file.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to write [default: beside the template, where runs look]."),
    ] = None,
    renew: Annotated[
        bool, typer.Option("--renew", help="Write the map anew, whatever somebody has edited in it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs; write nothing.")] = False,
) -> None:
    """Show which layout each kind of slide takes on a template, and why.

    Writes T.map.toml, which a person edits and every run obeys, T.samples.pptx with a slide of every kind, and
    T.sheet.html with a picture of each where LibreOffice can draw them. A map that is there already is obeyed and kept.
    """
    from valuestory.cli.words import print_json
    from valuestory.deck.contact_sheet import write_check
    from valuestory.deck.template_check import check_record, check_template
    from valuestory.project import shipped, template_path

    path = template_path(template)
    checked = check_template(path, renew=renew)
    if as_json:
        return print_json(check_record(checked))
    folder = out or (Path() if path.parent == shipped("templates") else path.parent)
    _print_match(checked)
    _print_files(checked, write_check(checked, folder, renew=renew))
    return None


def _print_match(checked: TemplateCheck) -> None:
    from valuestory.cli.words import print_table
    from valuestory.deck.samples import NAMES

    rows = [
        (
            NAMES[kind],
            choice.signature.address,
            ", ".join(f"{role} {slot.idx}" for role, slot in choice.slots.items()) or "-",
            choice.reason,
        )
        for kind, choice in checked.choices.items()
    ]
    print_table(("kind", "layout", "placeholders", "why"), rows, title=checked.template.name)
    for line in checked.warnings:
        typer.echo(f"to mend: {line}")
    for line in checked.remarks:
        typer.echo(f"note: {line}")


def _print_files(checked: TemplateCheck, files: CheckFiles) -> None:
    from valuestory.cli.words import shown_path

    for line in files.problems:
        typer.echo(f"to mend: {line}")
    if files.state == "kept":
        for line in checked.changes:
            typer.echo(f"--renew would change the map: {line}")
    said = "a picture of each kind" if files.drawn else "without pictures: no LibreOffice and Poppler here"
    typer.echo(f"  {shown_path(files.map)}  ({_STATES[files.state]})")
    typer.echo(f"  {shown_path(files.samples)}  (a slide of every kind)")
    typer.echo(f"  {shown_path(files.sheet)}  ({said})")
