"""Decks made where no folder of this machine is seen: what they are made of goes there, and their files come back.

The worker writes into a folder of its own that is gone when the deck has ended, also where the worker is killed; only
the batch writes its output. So nothing is half-written, whoever dies.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from valuestory import __version__
from valuestory.errors import ClusterError, ValueStoryError
from valuestory.notebook.batch.away.parcel import Parcel, own_files
from valuestory.notebook.batch.order import Order, Outcome, failed
from valuestory.notebook.batch.worker.making import Watch, make_deck
from valuestory.notebook.checks import Plan
from valuestory.notebook.publish import check_out, held, written_aside, written_to


@dataclass(frozen=True)
class Away:
    """An executor whose workers see no folder of this machine.

    Attributes
    ----------
    executor
        Any of `concurrent.futures`' kind.
    make
        What a worker calls: `make_away`, or a function of its arguments that calls it.
    hand
        What is given to each call in the place of the parcel, such as a promise of it that a cluster keeps; without it
        the parcel goes with each deck.
    options
        What the executor's own `submit` takes besides.
    """

    executor: Executor
    make: Callable[..., Outcome] | None = None
    hand: Callable[[Parcel], Any] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def submitting(self, parcel: Parcel) -> Callable[[Order], Future[Outcome]]:
        """Return what hands a deck to a worker."""
        handed = self.hand(parcel) if self.hand is not None else parcel
        make: Callable[..., Outcome] = self.make or make_away
        return lambda order: self.executor.submit(make, order, handed, own_files(order), **self.options)


def make_away(order: Order, parcel: Parcel, own: Mapping[str, bytes], watch: Watch | None = None) -> Outcome:
    """Return what came of a deck that is made of a parcel, with its files; any executor may call this.

    Parameters
    ----------
    order
        The deck, as the batch knows it: its paths mean nothing here.
    parcel
        What all decks of the batch are made of.
    own
        What is this deck's own, by path from the project's root.
    watch
        As `make_deck` takes it.
    """
    if parcel.version != __version__:
        what = f"the worker has valuestory {__version__}, and the batch {parcel.version}"
        return failed(order.name, ClusterError(what, do="install the same version on both"), 0.0)
    place = Path(tempfile.gettempdir(), f"vs-{uuid4().hex[:12]}")
    make = partial(make_laid_out, parcel=parcel, own=own, make=order.make)
    try:
        return make_deck(replace(order, make=make, out=place), watch)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def make_laid_out(
    order: Order,
    send: Callable[[Any], None],
    *,
    parcel: Parcel,
    own: Mapping[str, bytes],
    make: Callable[..., Outcome],
) -> Outcome:
    """Return what comes of a deck in this very process, which then works where the parcel is laid out.

    Parameters
    ----------
    order
        The deck; its output is the folder to lay the parcel out in.
    send
        Takes each step.
    parcel, own
        As `make_away` takes them.
    make
        What makes a deck, such as `make_here`.
    """
    place = order.out
    try:
        parcel.lay_out(place, own)
        os.chdir(place)
        notebook, out = Path(parcel.notebook), Path(parcel.out)
        there = replace(order, notebook=notebook, out=out, shared=parcel.shared(place))
        outcome = make(there, send)
        return replace(outcome, files=dict(_files(there)))
    finally:  # its worker may be gone, and would not do it
        os.chdir(tempfile.gettempdir())
        shutil.rmtree(place, ignore_errors=True)


def brought_home(order: Order, outcome: Outcome) -> Outcome:
    """Return what came of a deck, after putting the files that it brought along where they belong.

    A whole deck is published as a run publishes it, whole or not at all; of a failed one, what it left is kept beside.
    """
    if not outcome.files:
        return outcome
    folder = order.folder
    try:
        with held(folder), written_to(order.out):
            if outcome.is_whole:
                check_out(folder)
                with written_aside(folder) as aside:
                    for name, content in _below(outcome, f"{order.name}/"):
                        (aside / name).write_bytes(content)
                for left in (Plan.failed_file(folder), Plan.failed_record(folder)):
                    left.unlink(missing_ok=True)
            else:
                for left in (Plan.failed_file(folder), Plan.failed_record(folder)):
                    if left.name in outcome.files:
                        left.write_bytes(outcome.files[left.name])
    except ValueStoryError as error:
        return replace(failed(order.name, error, outcome.seconds), attempts=outcome.attempts)
    return replace(outcome, files={})


def _files(order: Order) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a deck, and what a failed one left, by path from the batch's folder."""
    for each in sorted(order.folder.glob("*")):
        yield f"{order.name}/{each.name}", each.read_bytes()
    for each in (Plan.failed_file(order.folder), Plan.failed_record(order.folder)):
        if each.is_file():
            yield each.name, each.read_bytes()


def _below(outcome: Outcome, folder: str) -> Iterator[tuple[str, bytes]]:
    for name, content in outcome.files.items():
        if name.startswith(folder):
            yield Path(name).name, content
