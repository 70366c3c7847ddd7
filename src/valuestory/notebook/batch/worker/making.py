"""A deck made by a worker: in a process that can be ended, within its time, and again where that may help."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Final

from valuestory.notebook.batch.order import STOPPED, TIMED_OUT, Order, Outcome
from valuestory.notebook.batch.worker.processes import end, start
from valuestory.notebook.batch.worker.warm import drawing, warm_kernel

Step = Callable[[str, int, int, str], None]
"""Called with a deck's name, the steps done, their number, and what comes next."""

_LOOK: Final = 0.5
"""So many seconds a worker listens to a deck before it looks whether the batch goes on."""
_LONGEST_PAUSE: Final = 60.0


@dataclass(frozen=True)
class Watch:
    """How a batch and a worker hear of each other: each step of a deck, and whether it is still asked for."""

    step: Step | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    wanted: Callable[[], bool] = lambda: True

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for the deck any more."""
        return self.stopped.is_set() or not self.wanted()


def make_deck(order: Order, watch: Watch | None = None) -> Outcome:
    """Return what came of a deck; any executor may call this, and nothing that goes wrong with the deck is raised.

    Parameters
    ----------
    order
        The deck. A failure that may pass is tried again, up to its number of attempts, after pauses that double.
    watch
        Takes each step, and says when to stop; where there is none, nobody is told and nothing stops it.
    """
    from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_random_exponential

    watch = watch or Watch()

    def again(outcome: Outcome) -> bool:
        return outcome.may_pass and not watch.is_over

    def pause(seconds: float) -> None:
        watch.stopped.wait(seconds)

    def last(state: RetryCallState) -> Outcome:
        outcome: Outcome = state.outcome.result()  # type: ignore[union-attr]  # there is one after an attempt
        return outcome

    attempts = Retrying(
        stop=stop_after_attempt(order.attempts),
        wait=wait_random_exponential(multiplier=order.pause, max=_LONGEST_PAUSE),
        retry=retry_if_result(again),
        retry_error_callback=last,
        sleep=pause,
    )
    outcome: Outcome = attempts(_attempt, _warmed(order), watch)
    return replace(outcome, attempts=int(attempts.statistics.get("attempt_number", 1)))


def _warmed(order: Order) -> Order:
    """Return an order that knows what forks kernels and draws charts, started by this process unless they run."""
    return replace(order, kernel=warm_kernel(), vega=drawing()) if order.warm else order


def _attempt(order: Order, watch: Watch) -> Outcome:
    begin = monotonic()
    try:
        process, heard = start(f"deck {order.name}", order.make, order)
    except OSError as error:  # no process or no memory left, or what forks them died
        why = f"its process could not be started: {error.strerror or error}"
        do = "give fewer --jobs, or look what fills the machine"
        return Outcome(order.name, "failed", error=why, do=do, exit_code=1, may_pass=True)
    try:
        found = _outcome(order, heard, watch, begin)
    finally:
        heard.close()
        end(process)
    seconds = round(monotonic() - begin, 1)
    if found is None:
        why = f"its process ended without a word (exit code {process.exitcode})"
        do = "often the machine ran out of memory: give fewer --jobs"
        return Outcome(order.name, "failed", seconds, error=why, do=do, exit_code=1, may_pass=True)
    return replace(found, seconds=seconds)


def _outcome(order: Order, heard: Connection[Any, Any], watch: Watch, begin: float) -> Outcome | None:
    """Return the outcome that a process sends, or that of its time being over; None where it died."""
    while not watch.is_over:
        left = _LOOK if order.seconds is None else min(_LOOK, order.seconds - (monotonic() - begin))
        if left <= 0:
            what = f"it was not ready after {order.seconds:g} s, and was ended"
            do = "give more --timeout"
            return Outcome(order.name, "failed", error=what, do=do, exit_code=TIMED_OUT, may_pass=True)
        if not heard.poll(left):
            continue
        try:
            told = heard.recv()
        except (EOFError, OSError):
            return None
        if isinstance(told, Outcome):
            return told
        if watch.step is not None:
            watch.step(order.name, *told)
    return Outcome(order.name, "failed", error="the batch was stopped", do="run the same again", exit_code=STOPPED)
