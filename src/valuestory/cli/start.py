"""The command that starts a project: `init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; made where it does not exist.")],
    vendor: Annotated[
        str,
        typer.Option("--from", metavar="VENDOR", help="Whose exports there will be: zendesk, jira, salesforce ..."),
    ] = "",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The company's name [default: DIR's].")] = "",
    profile: Annotated[
        str,
        typer.Option(
            "--profile", metavar="PROFILE", help="commercial, internal (an IT or HR desk) or public (citizens)."
        ),
    ] = "commercial",
) -> None:
    """Start a company's own project: settings, notebooks, a template, and where its exports go.

    It runs at once, on the invented sample company, and on the company's own exports as soon as they lie in data/.
    Nothing is overwritten.
    """
    from valuestory.cli.words import shown_path
    from valuestory.notebook.new_project.start import start_project

    made = start_project(folder, vendor=vendor, name=name, profile=profile)
    for each in made.files:
        typer.echo(f"  {shown_path(made.folder / each)}")
    typer.echo(
        f"\nNext:\n  cd {shown_path(made.folder)}\n  valuestory run          # a deck at once, of the sample company"
    )
    typer.echo(
        "  jupyter lab notebooks/value_of_support.ipynb\nThen put exports into data/ (data/README.md says which) and:"
    )
    typer.echo("  valuestory check .")
