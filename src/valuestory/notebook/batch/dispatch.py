"""Decks handed to workers, wherever these are, and what came of each; no worker that dies stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor, as_completed
from typing import Final

from valuestory import __version__
from valuestory.errors import ClusterError
from valuestory.notebook.batch.away.executor import Away, brought_home
from valuestory.notebook.batch.away.parcel import pack
from valuestory.notebook.batch.order import Order, Outcome, failed
from valuestory.notebook.batch.worker.making import Step, Watch, make_deck

Tell = Callable[[Outcome], None]
_MEMORY: Final = "often the machine ran out of memory: let a worker have fewer threads"
_AGAIN: Final = "see that the workers run, and give the same command again"


def make_all(
    orders: Sequence[Order], *, jobs: int, executor: Executor | Away | None, step: Step | None, tell: Tell
) -> int:
    """Make decks, and tell what came of each; return how many were made here because the executor broke.

    Parameters
    ----------
    orders
        The decks.
    jobs
        How many are made at a time where this process makes them.
    executor
        Where decks are made; threads of this process, each with a process for its deck, where there is none. One that
        breaks is given no more: what it has not finished is made by this process.
    step
        Takes each step of each deck that threads of this process make.
    tell
        Takes what came of a deck as soon as it is known.

    Raises
    ------
    ParameterError, ClusterError
        When what decks are made of cannot travel to where they are to be made.
    """
    if executor is None or not orders:
        _make_here(orders, jobs, step, tell)
        return 0
    left = _hand_out(orders, executor, step, tell)
    _make_here(left, jobs, step, tell)
    return len(left)


def _make_here(orders: Sequence[Order], jobs: int, step: Step | None, tell: Tell) -> None:
    if orders:
        with ThreadPoolExecutor(jobs, thread_name_prefix="deck") as threads:
            _hand_out(orders, threads, step, tell)


def _hand_out(orders: Sequence[Order], executor: Executor | Away, step: Step | None, tell: Tell) -> list[Order]:
    """Let an executor make decks; return those that it could not, since it broke.

    Where the batch is stopped, no further deck is begun, and threads of this process end those that they are at.
    """
    watch = Watch(step)
    submit = _submit(executor, orders, watch)
    futures: dict[Future[Outcome], Order] = {}
    left: list[Order] = []
    suspects: list[Order] = []
    try:
        for order in orders:
            try:
                futures[submit(order)] = order
            except BrokenExecutor:
                left.append(order)
        for future in as_completed(list(futures)):
            order = futures.pop(future)  # and with it what the deck brought along
            error = _error(future)
            if isinstance(error, BrokenExecutor):
                left.append(order)
            elif _is_killed(error):
                suspects.append(order)
            else:
                tell(_outcome(order, future, error))
        for order in suspects:  # one of them killed its workers: each again, with no other beside it
            future = submit(order)
            futures[future] = order
            tell(_outcome(order, future, _error(future)))
    except BaseException:
        watch.stopped.set()
        for each in futures:
            each.cancel()
        raise
    return left


def _submit(executor: Executor | Away, orders: Sequence[Order], watch: Watch) -> Callable[[Order], Future[Outcome]]:
    """Return what hands a deck to a worker."""
    if isinstance(executor, Away):
        return executor.submitting(pack(orders))
    if isinstance(executor, ThreadPoolExecutor):
        return lambda order: executor.submit(make_deck, order, watch)
    return lambda order: executor.submit(make_deck, order)


def _error(future: Future[Outcome]) -> BaseException | None:
    """Wait for a deck, and return the error by which its worker lost it, if it did."""
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _is_killed(error: BaseException | None) -> bool:
    """Tell whether Dask gave a deck up, for several workers died that had it, at work or in their queue."""
    return type(error).__name__ == "KilledWorker"


def _outcome(order: Order, future: Future[Outcome], error: BaseException | None) -> Outcome:
    """Return what came of a deck, with its files in place."""
    if error is None:
        return brought_home(order, future.result())
    if not isinstance(error, Exception):
        raise error
    return failed(order.name, _lost(error), 0.0)


def _lost(error: Exception) -> Exception:
    """Return in words how a deck was lost by its worker; an error that says nothing of workers as it is."""
    if isinstance(error, CancelledError):
        return ClusterError("its workers are gone, or ended what they were at", do=_AGAIN)
    if _is_killed(error):
        return ClusterError("each worker that began it died, one after the other", do=f"{_MEMORY}; {_AGAIN}")
    if isinstance(error, ImportError | AttributeError):  # what it was to call is not there
        return ClusterError(
            f"a worker cannot read what it is given: {error}", do=f"install valuestory {__version__} on every worker"
        )
    return error
