"""A batch: what all decks share is made once, then each deck for itself; what is whole already is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from valuestory.data.masked.pseudonyms import fingerprint
from valuestory.data.shared import SUFFIXES
from valuestory.errors import NotebookError
from valuestory.notebook.batch.asked import Batch, masked
from valuestory.notebook.batch.away import Away
from valuestory.notebook.batch.dispatch import make_all
from valuestory.notebook.batch.each import given_as, plan_each
from valuestory.notebook.batch.finished import whole_record
from valuestory.notebook.batch.order import Order, Outcome
from valuestory.notebook.batch.ordering import Shared, orders_of, prepare_companies
from valuestory.notebook.batch.plan import PlannedDeck, check_names
from valuestory.notebook.batch.prepared import Prepared
from valuestory.notebook.batch.remarks import remarks_on
from valuestory.notebook.batch.table import KEPT, Previews, write_table
from valuestory.notebook.batch.unnamed import mark_mask
from valuestory.notebook.batch.worker.deck_process import make_here, told_of
from valuestory.notebook.batch.worker.making import Step
from valuestory.notebook.batch.worker.warm import begin_to_warm_up
from valuestory.notebook.masking import masking
from valuestory.notebook.parameter_cell import read_parameters
from valuestory.notebook.publish import held, written_to
from valuestory.notebook.source import find_notebook, read_notebook
from valuestory.project import find_root

__all__ = ["Batch", "BatchResult", "Ended", "run_batch"]

_FROM: Final = 2
"""So many decks and more are worth the imports of a server of kernels."""

Ended = Callable[[Outcome, int, int], None]
"""Called with what came of a deck, the number of decks that are done, and the number of all."""


@dataclass(frozen=True)
class BatchResult:
    """What came of a batch: its folder, an outcome a deck in the plan's order, and remarks."""

    folder: Path
    outcomes: tuple[Outcome, ...]
    remarks: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every deck is."""
        return all(each.is_whole for each in self.outcomes)


def run_batch(
    batch: Batch,
    *,
    executor: Executor | Away | None = None,
    step: Step | None = None,
    ended: Ended | None = None,
    make: Callable[..., Outcome] = make_here,
) -> BatchResult:
    """Make the decks of a batch that are not there yet, and write the table of all; one that fails stops no other.

    Parameters
    ----------
    batch
        What is to be made.
    executor
        Where decks are made: any of `concurrent.futures`' kind whose workers see the batch's folders, or `Away` with
        one whose workers do not. By default threads of this process. Each worker starts a process for its deck.
    step
        Takes each step of each deck, where threads of this process make them.
    ended
        Takes what came of each deck as soon as it is known.
    make
        The function that makes a deck in its process.

    Raises
    ------
    NotebookError, ParameterError, ProjectError, DataError, MetricError
        When no deck could be made: the plan does not fit the notebook, or the company cannot be opened.
    ClusterError
        When what decks are made of cannot be sent to where they are to be made.
    BusyError
        When another batch is writing the same folder.
    OutputError
        When nothing can be written there.
    """
    with masking(batch.mask):
        return _run(batch, executor, step, ended, make)


def _run(
    batch: Batch, executor: Executor | Away | None, step: Step | None, ended: Ended | None, make: Callable[..., Outcome]
) -> BatchResult:
    root = find_root()
    path = find_notebook(batch.notebook, root=root)
    notebook = read_notebook(path)
    parameters = read_parameters(notebook, name=path.name)
    check_names([*batch.decks, PlannedDeck("", batch.given)], [each.name for each in parameters], where=path.name)
    name = given_as(batch.each, parameters) if batch.each else ""
    _check_folder(batch.out)
    batch, key = masked(batch, parameters)
    with held(batch.out):
        kept = batch.out / KEPT
        with written_to(batch.out):
            kept.mkdir(parents=True, exist_ok=True, mode=0o700)
            mark_mask(batch.out, kept, is_masked=bool(key))
        decks = [replace(each, parameters={**batch.given, **each.parameters}) for each in batch.decks]
        wanted = decks or [PlannedDeck("", batch.given)]
        many = (batch.each is not None or len(decks) >= _FROM) and executor is None and make is make_here
        companies = prepare_companies(wanted, parameters, kept, batch.each, begin_to_warm_up if many else None)
        if batch.each:
            decks = list(plan_each(batch.each, name, _parts(companies), batch.given))
        shared = Shared(path, notebook, parameters, companies, kept, make, fingerprint(key) if key else "")
        orders = orders_of(batch, decks, shared)
        outcomes, here = _made(batch, orders, Previews(kept), executor, step, ended)
        if all(each.is_whole for each in outcomes):
            _forget(kept)
        remarks = tuple(remarks_on(batch.each, companies, orders, orders_of(batch, decks, shared), here))
        return BatchResult(batch.out, tuple(outcomes), remarks)


def _made(
    batch: Batch,
    orders: list[Order],
    previews: Previews,
    executor: Executor | Away | None,
    step: Step | None,
    ended: Ended | None,
) -> tuple[list[Outcome], int]:
    """Return an outcome a deck, in order, and how many were made here though an executor was to make them."""
    found = {each.name: _kept(each, previews) for each in orders}
    missing = [each for each in orders if found[each.name] is None]
    if _is_worth_warming(missing):
        missing = [replace(each, warm=True) for each in missing]
    done: dict[str, Outcome] = {name: each for name, each in found.items() if each is not None}

    def tell(outcome: Outcome) -> None:
        done[outcome.name] = outcome
        if outcome.state == "made":
            previews.keep(outcome)
        if ended is not None:
            ended(outcome, len(done), len(orders))

    if ended is not None:
        for number, outcome in enumerate(done.values(), 1):
            ended(outcome, number, len(orders))
    here = 0
    try:
        here = make_all(missing, jobs=batch.jobs, executor=executor, step=step, tell=tell)
    finally:
        outcomes = [done.get(each.name) or _not_made(each) for each in orders]
        with written_to(batch.out):
            write_table(batch.out, orders, outcomes, previews)
    return outcomes, here


def _is_worth_warming(orders: list[Order]) -> bool:
    return len([each for each in orders if each.make is make_here]) >= _FROM


def _kept(order: Order, previews: Previews) -> Outcome | None:
    record = whole_record(order.folder, order.asked)
    if record is None:
        return None
    seconds = float(record["seconds"]["total"])
    return Outcome(order.name, "kept", seconds, told=told_of(record), preview=previews.of(order.name))


def _not_made(order: Order) -> Outcome:
    return Outcome(order.name, "failed", error="the batch was stopped before it", do="run the same again")


def _check_folder(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / KEPT).is_dir():
        raise NotebookError(
            "the output folder holds other things, and no batch", where=str(out), do="give another --out, or empty it"
        )


def _forget(kept: Path) -> None:
    """Take away the tables and sums that decks shared: rows of the company have no business beside its decks."""
    import shutil

    for each in kept.iterdir():
        if each.suffix in SUFFIXES:
            each.unlink()
        elif each.name.startswith("fold-"):
            shutil.rmtree(each)


def _parts(companies: Mapping[str, Prepared]) -> Any:
    (prepared,) = companies.values()
    return prepared.parts
