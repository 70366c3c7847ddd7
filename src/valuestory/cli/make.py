"""The commands that make something: `demo`, `run`, `export`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from valuestory.cli.delivering import Notify, To, delivering

if TYPE_CHECKING:
    from valuestory.cli.progress import Progress
    from valuestory.notebook.run import RunResult

STORY: Final = "value_of_support"
_FIRST: Final = ("deck.pptx", "report.html", "story.ipynb", "results.xlsx", "run.json")
Mask = Annotated[
    str,
    typer.Option(
        "--mask", metavar="WHAT", help="accounts: a pseudonym for every account's key and name, in all that is written."
    ),
]
Template = Annotated[str | None, typer.Option("--template", "-t", metavar="T", help="A template's name or .pptx file.")]


def demo() -> None:
    """Run everything on the sample company, into reports/demo."""
    from valuestory.notebook.run import run_notebook
    from valuestory.project import find_root, shipped

    story, out = shipped("notebooks", f"{STORY}.ipynb"), find_root() / "reports" / "demo"
    _say(_watched("demo", lambda progress: run_notebook(story, {}, out, progress=progress)))


def run(
    context: typer.Context,
    notebook: Annotated[
        str | None,
        typer.Argument(metavar="NOTEBOOK", help=f"A notebook's name or file [default: {STORY}]", show_default=False),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter", "-p", metavar="NAME=VALUE", help="A parameter of the notebook; repeat it for more."
        ),
    ] = None,
    template: Template = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="The folder to write [default: reports/NOTEBOOK-PERIOD]; replaced when all is whole.",
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Make deck.pdf too, with LibreOffice.")] = False,
    mask: Mask = "",
    to: To = "",
    notify: Notify = "never",
    explain: Annotated[
        bool, typer.Option("--help", "-h", help="Show this message, and with NOTEBOOK its parameters.")
    ] = False,
) -> None:
    """Run a notebook: one deck, with everything beside it.

    The folder holds deck.pptx, report.html, story.ipynb (the notebook as it ran), results.xlsx, results.parquet and
    run.json.
    """
    if explain:
        return _explain(context.get_help(), notebook)
    from valuestory.notebook.parameters import split_assignments
    from valuestory.notebook.run import run_notebook

    name, given = notebook or STORY, split_assignments(parameters or [])
    with delivering(Path(name).stem, to, notify) as made, keyed():
        result = _watched(
            Path(name).stem,
            lambda progress: run_notebook(name, given, out, template=template, pdf=pdf, mask=mask, progress=progress),
        )
        _say(result)
        made(result.folder, f"{result.title('answer') or ''}\n{result.record['audit']['verdict']}".strip(), True)


@contextmanager
def keyed() -> Iterator[None]:
    """Say so where a key for the mask was made within: it is to be kept."""
    from valuestory.data.masked.pseudonyms import KEY_FILE, has_key

    had = has_key()
    try:
        yield
    finally:
        if not had and has_key():
            typer.echo(f"note: {KEY_FILE.as_posix()} was made: keep it, for pseudonyms are the same only with this key")


def export(
    executed: Annotated[Path, typer.Argument(metavar="EXECUTED", help="A notebook that has run.")],
    template: Template = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The deck to write [default: beside the notebook].")
    ] = None,
) -> None:
    """Make the deck again, from a notebook that has run.

    Nothing is computed: the slides travel in the notebook. So a deck moves to another template in a moment.
    """
    from valuestory.cli.words import shown_path
    from valuestory.notebook.export import export_file

    def note(remark: str) -> None:
        typer.echo(f"note: {remark}", err=True)

    out = export_file(executed, out or executed.with_suffix(".pptx"), template=template, note=note)
    typer.echo(shown_path(out))


def _watched(name: str, run: Callable[[Progress], RunResult]) -> RunResult:
    from valuestory.cli.progress import shown_progress
    from valuestory.cli.stopping import stoppable

    with stoppable("nothing was written"), shown_progress(name) as progress:
        return run(progress)


def _say(result: RunResult) -> None:
    """Say whose deck it is, the story in its titles, what is not shown and why, and where everything is."""
    from valuestory.cli.words import shown_path

    if "company" in result.record:
        typer.echo(f"{result.record['company']}, {result.record['period']}")
    if result.titles:
        typer.echo("\n" + "\n".join(f"{number:>3}. {title}" for number, title in enumerate(result.titles, 1)) + "\n")
    for key, reason in result.record.get("missing", {}).items():
        typer.echo(f"not shown: {key.replace('_', ' ')} ({reason})")
    for remark in result.record["template"].get("remarks", ()):
        typer.echo(f"note: {remark}")
    for problem in result.record["problems"]:
        typer.echo(f"to mend: slide {problem['slide']}, {problem['shape']}: {problem['what']}")
    for found in result.record["lint"]:
        where = f"slide {found['slide']}" if found["slide"] else "the file"
        typer.echo(f"lint: {where}, {found['shape']}: {found['what']} ({found['rule']})")
    for line in _audited(result.record["audit"]["numbers"]):
        typer.echo(line)
    typer.echo(f"numbers: {result.record['audit']['verdict']}")
    names = {each.name: each for each in result.files}
    for name in [*(each for each in _FIRST if each in names), *sorted(set(names) - set(_FIRST))]:
        typer.echo(f"  {shown_path(names[name])}")


def _audited(numbers: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Yield one line a shape that holds numbers without a source."""
    places = groupby(numbers, key=lambda each: (each["slide"], each["shape"], each["status"]))
    for (slide, shape, status), found in places:
        yield f"audit: slide {slide}, {shape}: {', '.join(str(each['shown']) for each in found)}: {status}"


def _explain(help_text: str, notebook: str | None) -> None:
    """Print the command's help, and the parameters of a notebook where one is named; nothing is executed."""
    typer.echo(help_text)
    if notebook is None:
        return
    from valuestory.cli.words import print_table
    from valuestory.notebook.parameter_cell import read_parameters
    from valuestory.notebook.source import find_notebook, read_notebook

    path = find_notebook(notebook)
    found = read_parameters(read_notebook(path), name=path.name)
    rows = [(each.name, each.kind, each.default if each.default != "" else '""', each.help) for each in found]
    typer.echo("")
    print_table(("-p", "takes", "default", "what it is"), rows, title=f"Parameters of {path.name}")
