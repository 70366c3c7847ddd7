"""A batch: what all decks share is made once, then each deck for itself; what is whole already is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from valuestory.data.masked.pseudonyms import fingerprint, is_masked, mask_key
from valuestory.data.shared import SUFFIXES
from valuestory.data.sources.sources import find_project
from valuestory.errors import NotebookError, ParameterError, ValueStoryError
from valuestory.notebook.batch.away import Away
from valuestory.notebook.batch.deck_process import make_here, told_of
from valuestory.notebook.batch.dispatch import make_all
from valuestory.notebook.batch.each import Each, given_as, plan_each
from valuestory.notebook.batch.finished import asked_of, whole_record
from valuestory.notebook.batch.making import Step
from valuestory.notebook.batch.order import Order, Outcome
from valuestory.notebook.batch.plan import PlannedDeck, check_names
from valuestory.notebook.batch.prepared import Prepared, prepare
from valuestory.notebook.batch.remarks import remarks_on
from valuestory.notebook.batch.table import KEPT, Previews, write_table
from valuestory.notebook.batch.unnamed import mark_mask, masked_decks
from valuestory.notebook.batch.warm import begin_to_warm_up
from valuestory.notebook.checks import content_sha256
from valuestory.notebook.masking import masked_values, masking
from valuestory.notebook.parameter_cell import read_parameters
from valuestory.notebook.parameters import Parameter, Value, check_parameters
from valuestory.notebook.publish import held, written_to
from valuestory.notebook.source import find_notebook, read_notebook
from valuestory.project import MASKS, find_root, template_path

_FROM: Final = 2
"""So many decks and more are worth the imports of a server of kernels."""

Ended = Callable[[Outcome, int, int], None]
"""Called with what came of a deck, the number of decks that are done, and the number of all."""


@dataclass(frozen=True)
class Batch:
    """Decks to be made of one notebook.

    Attributes
    ----------
    notebook
        A name or a path, as `source.find_notebook` takes it.
    decks
        From a plan file; none where `each` says what there is a deck for.
    each
        A column of accounts, with a deck for each of its values.
    out
        The folder: a folder in it for each deck, and `batch.csv` and `batch.html` about all of them.
    given
        What every deck is given that its row does not give.
    template, pdf
        As `run_notebook` takes them.
    jobs, attempts, seconds, pause
        How many are made at a time, how often each is tried, how long an attempt may take (None: as long as it needs),
        and about how many seconds lie between the first two.
    mask
        As `run_notebook` takes it: accounts have the same pseudonyms in all decks, and decks of accounts are named by
        theirs.
    """

    notebook: str
    out: Path
    decks: tuple[PlannedDeck, ...] = ()
    each: Each | None = None
    given: Mapping[str, Value] = field(default_factory=dict)
    template: str | None = None
    pdf: bool = False
    jobs: int = 1
    attempts: int = 2
    seconds: float | None = None
    pause: float = 1.0
    mask: str = ""


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
    batch, key = _masked(batch, parameters)
    with held(batch.out):
        kept = batch.out / KEPT
        with written_to(batch.out):
            kept.mkdir(parents=True, exist_ok=True, mode=0o700)
            mark_mask(batch.out, kept, is_masked=bool(key))
        decks = [replace(each, parameters={**batch.given, **each.parameters}) for each in batch.decks]
        wanted = decks or [PlannedDeck("", batch.given)]
        many = (batch.each is not None or len(decks) >= _FROM) and executor is None and make is make_here
        shared = _prepared(wanted, parameters, kept, batch.each, begin_to_warm_up if many else None)
        if batch.each:
            decks = list(plan_each(batch.each, name, _parts(shared), batch.given))
        mask = fingerprint(key) if key else ""

        def ordered() -> list[Order]:
            sha256 = content_sha256(notebook)
            return [_order(batch, each, path, parameters, sha256, shared, kept, make, mask) for each in decks]

        orders = ordered()
        outcomes, here = _made(batch, orders, Previews(kept), executor, step, ended)
        if all(each.is_whole for each in outcomes):
            _forget(kept)
        remarks = tuple(remarks_on(batch.each, shared, orders, ordered(), here))
        return BatchResult(batch.out, tuple(outcomes), remarks)


def _masked(batch: Batch, parameters: tuple[Parameter, ...]) -> tuple[Batch, bytes]:
    """Return a batch that names no account, and the mask's key; as it is, and no key, where nothing is masked."""
    have = {each.name: each.default for each in parameters} | dict(batch.given)
    project = None
    with suppress(ValueStoryError):  # whoever opens it says what is wrong
        project = find_project(str(have["data"])) if "data" in have else None
    if not is_masked(project):
        return batch, b""
    key = mask_key()
    each = batch.each and Each(batch.each.column, str(masked_values({"where": batch.each.where}, key)["where"]))
    return replace(
        batch,
        each=each,
        given=masked_values(batch.given, key),
        decks=masked_decks(batch.decks, have, key),
        mask=batch.mask or MASKS[0],
    ), key


def _prepared(
    decks: list[PlannedDeck],
    parameters: tuple[Parameter, ...],
    kept: Path,
    each: Each | None,
    meanwhile: Callable[[], None] | None,
) -> dict[str, Prepared]:
    """Return every company that decks are about, prepared for the periods that they are about."""
    defaults = {parameter.name: parameter.default for parameter in parameters}
    if "data" not in defaults:
        if each:
            what = "the notebook has no parameter data, so there are no accounts to make a deck for each of"
            raise ParameterError(what, where="--each", do="give a plan file")
        return {}
    periods: dict[str, list[str]] = {}
    for deck in decks:
        values = {**defaults, **deck.parameters}
        periods.setdefault(str(values["data"]), []).append(str(values.get("period", "")))
    return {data: prepare(data, kept, of_data, each, meanwhile) for data, of_data in periods.items()}


def _order(
    batch: Batch,
    deck: PlannedDeck,
    path: Path,
    parameters: tuple[Parameter, ...],
    notebook: str,
    shared: Mapping[str, Prepared],
    kept: Path,
    make: Callable[..., Outcome],
    mask: str,
) -> Order:
    values: dict[str, Value] = {each.name: each.default for each in parameters}
    with suppress(ParameterError):  # its own run says what does not fit
        values |= check_parameters(parameters, deck.parameters)
    data = str(values.get("data", ""))
    inputs = shared[data].fingerprints if data in shared else {}
    look = _template(batch, values, data)
    asked = asked_of(notebook, values, template=look, pdf=batch.pdf, inputs=inputs, mask=mask)
    return Order(
        deck.name,
        deck.parameters,
        path,
        batch.out,
        make,
        template=batch.template,
        pdf=batch.pdf,
        asked=asked,
        shared=kept.resolve() if shared else None,
        seconds=batch.seconds,
        attempts=batch.attempts,
        pause=batch.pause,
        mask=batch.mask,
        values=values,
        look=look,
    )


def _template(batch: Batch, values: Mapping[str, Value], data: str) -> Path | None:
    name = batch.template or str(values.get("template", ""))
    with suppress(ValueStoryError):  # its own run says what is wrong with it
        project = find_project(data) if data and not name else None
        name = name or (project.company.template if project else "")
        return template_path(name, root=project.root if project else find_root()) if name else None
    return None


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


def _parts(shared: Mapping[str, Prepared]) -> Any:
    (prepared,) = shared.values()
    return prepared.parts
