"""Processes that a batch starts: each with one job, each to be ended without the others.

A process ends with whoever started it, and, when it is asked to, undoes what it has begun.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any, Final

_GRACE: Final = 10.0
"""So many seconds a process that is asked to end has, to end its kernel and to take away what it wrote aside."""
_AT_MOST: Final = 2.0
"""So many seconds one that has sent its last word has."""
_PRELOADED: Final = ("valuestory.notebook.batch.worker.preloaded",)


def start(name: str, job: Callable[..., Any], *given: Any) -> tuple[BaseProcess, Connection[Any, Any]]:
    """Return a process that has begun, and the end of a pipe on which ``job(*given, send)`` is heard.

    The first one waits for the server that all are forked from: its imports are no deck's time.

    Parameters
    ----------
    name
        Of the process.
    job
        A function of a module; its last argument takes whatever is to be sent, and what it returns is sent at last.
    given
        Its other arguments.
    """
    context = _context()
    multiprocessing.current_process().daemon = False  # a worker of Dask or of a pool; ours end with it by themselves
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(job, given, theirs, dict(os.environ)), name=name)
    process.start()
    theirs.close()
    with suppress(EOFError):  # it died at once: whoever listens will hear that
        ours.recv()
    return process, ours


def end(process: BaseProcess) -> None:
    """End a process and whatever it started: it is asked first."""
    import psutil

    process.join(_AT_MOST)
    if process.is_alive():
        process.terminate()
        process.join(_GRACE)
    if process.is_alive() and process.pid is not None:
        try:
            started = psutil.Process(process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            started = []
        process.kill()
        for each in started:
            try:
                each.kill()
            except psutil.NoSuchProcess:
                continue
        process.join()


def _context() -> Any:
    """Return how processes begin: forked from a server that has imported what they need, where there is fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context


def _run(
    job: Callable[..., Any], given: tuple[Any, ...], theirs: Connection[Any, Any], environment: dict[str, str]
) -> None:
    os.environ.clear()
    os.environ.update(environment)  # the server that processes are forked from has that of the first of them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's business, which then ends this process
    signal.signal(signal.SIGTERM, _asked_to_end)
    threading.Thread(target=_end_with_the_batch, daemon=True).start()
    say_that_nobody_watches()
    theirs.send("begun")
    theirs.send(job(*given, theirs.send))
    theirs.close()


def say_that_nobody_watches() -> None:
    """Let DuckDB know, before it is imported, that no user is before this process: else it draws bars of its own."""
    vars(sys.modules["__main__"]).setdefault("__file__", __file__)


def _asked_to_end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _end_with_the_batch() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
