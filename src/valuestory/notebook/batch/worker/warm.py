"""What the decks of a batch find warm: a server that forks their kernels, and a process that draws their charts.

Both are started once by each process that makes decks, and end with it. Where one cannot be had, decks start their own.
"""

from __future__ import annotations

import atexit
import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from valuestory.notebook.batch.worker.processes import end, start
from valuestory.notebook.kernels.settings import WarmKernel
from valuestory.slides.vega import serve

_guard: Final = threading.Lock()
_drawing: Final[list[tuple[BaseProcess, Path]]] = []


def begin_to_warm_up() -> None:
    """Start both beside what else is done, each by itself; whoever asks for one of them waits for it.

    The imports of the one and the engine of the other are no deck's time then, nor are those of what forks processes.
    """
    for each in (warm_kernel, drawing):
        threading.Thread(target=each, name="warming up", daemon=True).start()


def warm_kernel() -> WarmKernel | None:
    """Return how to fork a kernel off this process's server; None where there is none to be had."""
    try:
        from valuestory.notebook.kernels.starting import ServerError, start_server
    except ImportError:  # a system without fork
        return None
    try:
        start_server()
    except ServerError:
        return None
    return WarmKernel()


def drawing() -> str:
    """Return the socket of the process that draws charts for decks; empty where there is none to be had."""
    if not hasattr(socket, "AF_UNIX"):
        return ""
    with _guard:
        if not _drawing:
            folder = Path(tempfile.mkdtemp(prefix="vs-"))
            process, heard = start("drawing", serve, str(folder / "vega"))
            _drawing.append((process, folder))
            with heard, suppress(EOFError):  # it ended before it could begin
                heard.recv()
        process, folder = _drawing[0]
        return str(folder / "vega") if process.is_alive() else ""


@atexit.register
def stop_drawing() -> None:
    """End the process that draws: decks that are still at work draw for themselves."""
    while _drawing:
        process, folder = _drawing.pop()
        process.terminate()
        end(process)
        shutil.rmtree(folder, ignore_errors=True)
