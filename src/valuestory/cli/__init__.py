"""The command `valuestory`: each command a few lines around one call of another room.

Nothing is computed here. Whatever is heavy is imported inside a command, so that every `--help` answers at once.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from valuestory import __version__
from valuestory.cli.audit import audit, diff, why
from valuestory.cli.batch import batch
from valuestory.cli.lint import lint
from valuestory.cli.look import check, metrics
from valuestory.cli.make import demo, export, run
from valuestory.cli.refresh import refresh
from valuestory.cli.start import init
from valuestory.cli.template import check as check_template
from valuestory.errors import ValueStoryError
from valuestory.sparing import collecting_seldom

_DEBUG = "--debug"
_HELP = """What is Support worth to the company? A notebook computes it, a deck tells it, and every number is traceable.

Begin with: valuestory demo"""

app = typer.Typer(
    name="valuestory",
    help=_HELP,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: rich would cost half of the time that --help may take
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _example(*lines: str) -> str:
    """Return an epilog that click does not wrap."""
    return "\n".join(["\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)])


app.command(epilog=_example("valuestory demo"))(demo)
app.command(epilog=_example("valuestory init our-support", "valuestory init our-support --from zendesk"))(init)
app.command(
    add_help_option=False,
    epilog=_example(
        "valuestory run -p period=2026Q1 -p audience=cfo",
        "valuestory run my_story.ipynb --template brand/acme.pptx --out reports/acme",
        "valuestory run --help value_of_support",
    ),
)(run)
app.command(
    epilog=_example(
        "valuestory batch --each region -p period=2026Q2",
        "valuestory batch --each account_id --where \"segment = 'Enterprise'\" --notebook my_review.ipynb",
        "valuestory batch decks.csv --jobs 4 --timeout 600 --out reports/2026Q2",
    )
)(batch)
app.command(epilog=_example("valuestory export reports/demo/story.ipynb --template brand/acme.pptx --out acme.pptx"))(
    export
)
app.command(epilog=_example("valuestory check exports --html check.html", "valuestory check sample --json"))(check)
app.command(
    epilog=_example("valuestory metrics", "valuestory metrics nps", "valuestory metrics --data sample --period 2026Q1")
)(metrics)
app.command(epilog=_example("valuestory lint reports/demo/deck.pptx", "valuestory lint --rules"))(lint)
app.command(
    epilog=_example("valuestory audit reports/demo/deck.pptx", "valuestory audit board.pptx --html audit.html --all")
)(audit)
app.command(
    epilog=_example(
        "valuestory refresh board.pptx -p period=2026Q3",
        "valuestory refresh board.pptx -p period=2026Q3 --out board-q3.pptx --html refresh.html",
    )
)(refresh)
app.command(epilog=_example('valuestory why reports/demo/deck.pptx "11,329"', "valuestory why board.pptx csat"))(why)
app.command(epilog=_example("valuestory diff reports/2026Q1/deck.pptx reports/2026Q2/deck.pptx"))(diff)
template = typer.Typer(help="What a PowerPoint template offers.", no_args_is_help=True, rich_markup_mode=None)
template.command(
    "check",
    epilog=_example("valuestory template check brand/acme.potx", "valuestory template check valuestory --out looks"),
)(check_template)
app.add_typer(template, name="template")


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"valuestory {__version__}")
        raise typer.Exit


@app.callback()
def _everywhere(
    version: Annotated[
        bool, typer.Option("--version", help="Say the version and stop.", callback=_say_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option(_DEBUG, help="Show the whole traceback of an error; works anywhere on the line.")
    ] = False,
) -> None:
    """Options of every command."""


def main() -> None:
    """Run the command line; errors are said in three parts on the standard error, and their number is the exit code."""
    arguments = sys.argv[1:]
    debug = _DEBUG in arguments
    try:
        with collecting_seldom():
            app([each for each in arguments if each != _DEBUG], prog_name="valuestory")
    except Exception as error:
        if debug:
            raise
        sys.exit(_tell(error))


def _tell(error: Exception) -> int:
    from valuestory.cli.words import print_error

    if isinstance(error, ValueStoryError):
        print_error(error)
        return error.exit_code
    told = ValueStoryError(
        f"this is a fault in valuestory, or something it did not foresee: {type(error).__name__}: {error}",
        do="run the same again with --debug and report what it prints",
    )
    print_error(told)
    return told.exit_code
