"""The command `batch`: many decks of one notebook."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valuestory.cli.delivering import Notify, To, When, delivering
from valuestory.cli.make import STORY, Mask, Template, keyed

if TYPE_CHECKING:
    from valuestory.notebook.batch.away import Away
    from valuestory.notebook.batch.batch import Batch, BatchResult
    from valuestory.notebook.batch.worker.making import Step


def batch(
    plan: Annotated[
        Path | None,
        typer.Argument(
            metavar="PLAN", help="A CSV or TOML file: a row a deck, its name and parameters.", show_default=False
        ),
    ] = None,
    notebook: Annotated[str, typer.Option("--notebook", metavar="NOTEBOOK", help="A notebook's name or file.")] = STORY,
    each: Annotated[
        str | None,
        typer.Option("--each", metavar="COLUMN", help="A deck for each value of a column of accounts, without a PLAN."),
    ] = None,
    where: Annotated[
        str, typer.Option("--where", metavar="CONDITION", help="With --each: of accounts that fit this condition only.")
    ] = "",
    parameters: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="A parameter of every deck; repeat it for more."),
    ] = None,
    template: Template = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The folder to write [default: reports/NOTEBOOK-PLAN]."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Make deck.pdf too, with LibreOffice.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="How many decks are made at a time.")] = 2,
    retries: Annotated[int, typer.Option("--retries", min=0, help="How often what failed is tried again.")] = 1,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=1, help="How long a deck may take.")
    ] = None,
    mask: Mask = "",
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help='Make them on a Dask cluster: tcp://HOST:PORT, tls://HOST:PORT, a scheduler file, or "environment".',
        ),
    ] = "",
    to: To = "",
    notify: Notify = "never",
) -> None:
    """Make many decks: one a row of a plan, or one for each part of the company.

    What is whole already and made of the same is kept, so the same command takes up a batch that was stopped. The
    folder holds a folder a deck, batch.csv and batch.html. The exit code is 0 only when every deck is whole.
    """
    from valuestory.notebook.batch.batch import Batch
    from valuestory.notebook.batch.each import Each
    from valuestory.notebook.batch.plan import read_plan
    from valuestory.notebook.parameters import split_assignments
    from valuestory.project import find_root

    if (plan is None) == (each is None):
        raise typer.BadParameter("give a PLAN or --each COLUMN, one of them")
    if where and each is None:
        raise typer.BadParameter("--where goes with --each; a PLAN says it in a column")
    named = plan.stem if plan is not None else f"each-{each}"
    _make(
        Batch(
            notebook,
            out or find_root() / "reports" / f"{Path(notebook).stem}-{named}{'-masked' if mask else ''}",
            read_plan(plan) if plan is not None else (),
            Each(each, where) if each is not None else None,
            split_assignments(parameters or []),
            template,
            pdf,
            jobs,
            retries + 1,
            timeout,
            mask=mask,
        ),
        cluster,
        to,
        notify,
    )


def _make(asked: Batch, cluster: str, to: str, notify: When) -> None:
    from valuestory.cli.progress import shown_batch
    from valuestory.cli.stopping import stoppable
    from valuestory.notebook.batch.batch import run_batch

    with delivering(asked.out.name, to, notify) as made, keyed():
        with (
            stoppable("decks that are whole stay; the same command makes the rest"),
            shown_batch(len(asked.decks) or None) as shown,
            _workers(cluster, shown.step) as executor,
        ):
            result = run_batch(asked, executor=executor, step=shown.step, ended=shown.ended)
        said = _say(result)
        if any(each.is_whole for each in result.outcomes):
            made(result.folder, said, all(each.is_whole for each in result.outcomes))
        _refuse(result)


def _workers(address: str, step: Step) -> AbstractContextManager[Away | None]:
    """Return where decks are made: a cluster, or None for this process."""
    if not address:
        return nullcontext()
    from valuestory.notebook.batch.away.cluster import cluster

    return cluster(address, step)


def _say(result: BatchResult) -> str:
    """Say what came of the batch; return it in one sentence."""
    from valuestory.cli.words import shown_path

    for remark in result.remarks:
        typer.echo(f"note: {remark}")
    bad = [each for each in result.outcomes if not each.is_whole]
    kept = sum(each.state == "kept" for each in result.outcomes)
    before = f", {kept:,} of them before" if kept else ""
    said = f"{len(result.outcomes) - len(bad):,} of {len(result.outcomes):,} decks are whole{before}"
    typer.echo(said)
    for name in ("batch.html", "batch.csv"):
        typer.echo(f"  {shown_path(result.folder / name)}")
    return said


def _refuse(result: BatchResult) -> None:
    """Say which decks are not whole, where there are any."""
    from valuestory.cli.words import shown_path
    from valuestory.errors import BatchError

    bad = [each for each in result.outcomes if not each.is_whole]
    if bad:
        raise BatchError(
            f"{len(bad):,} of {len(result.outcomes):,} decks failed: {', '.join(each.name for each in bad[:10])}"
            + (" ..." if len(bad) > 10 else ""),
            where=shown_path(result.folder / "batch.html"),
            do="mend what it says, and give the same command again: it makes those alone",
        )
