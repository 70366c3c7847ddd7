"""From a batch to orders: companies prepared for all decks, and for each deck everything that its worker is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from valuestory.data.sources.sources import find_project
from valuestory.errors import ParameterError, ValueStoryError
from valuestory.notebook.batch.asked import Batch
from valuestory.notebook.batch.each import Each
from valuestory.notebook.batch.finished import asked_of
from valuestory.notebook.batch.order import Order, Outcome
from valuestory.notebook.batch.plan import PlannedDeck
from valuestory.notebook.batch.prepared import Prepared, prepare
from valuestory.notebook.checks import content_sha256
from valuestory.notebook.parameters import Parameter, Value, check_parameters
from valuestory.notebook.source import Notebook
from valuestory.project import find_root, template_path


@dataclass(frozen=True)
class Shared:
    """What the decks of a batch have in common.

    Attributes
    ----------
    path, notebook, parameters
        The notebook's file, what it holds, and its parameters.
    companies
        What was prepared of each company, by what a deck opens it by.
    kept
        The folder in which that lies.
    make
        The function that makes a deck in its process.
    mask
        What tells the key of the mask from any other, where accounts are masked.
    """

    path: Path
    notebook: Notebook
    parameters: Sequence[Parameter]
    companies: Mapping[str, Prepared]
    kept: Path
    make: Callable[..., Outcome]
    mask: str = ""


def prepare_companies(
    decks: Sequence[PlannedDeck],
    parameters: Sequence[Parameter],
    kept: Path,
    each: Each | None,
    meanwhile: Callable[[], None] | None,
) -> dict[str, Prepared]:
    """Return every company that decks are about, prepared for the periods that they are about.

    Parameters
    ----------
    decks
        With all that they are given.
    parameters
        Of their notebook.
    kept, each, meanwhile
        As `prepare` takes them.

    Raises
    ------
    ParameterError
        When there is to be a deck for each value of a column, and the notebook opens no company.
    ProjectError, DataError, MetricError
        When a company cannot be opened.
    """
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


def orders_of(batch: Batch, decks: Sequence[PlannedDeck], shared: Shared) -> list[Order]:
    """Return an order a deck, of what the files that it is made of hold now.

    Parameters
    ----------
    batch
        How decks are to be made.
    decks
        Which, with all that they are given.
    shared
        What they have in common.
    """
    sha256 = content_sha256(shared.notebook)
    return [_order(batch, each, shared, sha256) for each in decks]


def _order(batch: Batch, deck: PlannedDeck, shared: Shared, notebook: str) -> Order:
    values: dict[str, Value] = {each.name: each.default for each in shared.parameters}
    with suppress(ParameterError):  # its own run says what does not fit
        values |= check_parameters(tuple(shared.parameters), deck.parameters)
    data = str(values.get("data", ""))
    inputs = shared.companies[data].fingerprints if data in shared.companies else {}
    look = _template(batch, values, data)
    asked = asked_of(notebook, values, template=look, pdf=batch.pdf, inputs=inputs, mask=shared.mask)
    return Order(
        deck.name,
        deck.parameters,
        shared.path,
        batch.out,
        shared.make,
        template=batch.template,
        pdf=batch.pdf,
        asked=asked,
        shared=shared.kept.resolve() if shared.companies else None,
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
