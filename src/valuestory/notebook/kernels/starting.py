"""Getting a kernel from the server, which is started where there is none."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from valuestory.notebook.kernels.address import address
from valuestory.notebook.kernels.launch import Launch, send_launch
from valuestory.notebook.kernels.preload import MODULES, SINGLE_THREADED
from valuestory.notebook.kernels.process import ForkedProcess

_SERVER: Final = """
import sys
sys.path = [each for each in sys.path if each]  # what is imported does not depend on the folder; kernels add theirs
from valuestory.notebook.kernels.server import main
main(*sys.argv[1:])
"""
_START: Final = 180
"""Seconds that the imports of a server may take, on a busy machine too."""
_LEAVE: Final = 5
"""Seconds that a server may take to end when it is told to."""


class ServerError(Exception):
    """No kernel can be had from a server: it starts the stock way instead."""


def fork_kernel(launch: Launch, streams: tuple[int, int, int]) -> ForkedProcess:
    """Return a kernel that was forked off the server of its environment.

    Raises
    ------
    ServerError
        When there is no server and none can be started, or when it refuses.
    """
    try:
        connection = _connect(dict(launch.environment))
        send_launch(connection, launch, streams)
        return ForkedProcess(connection)
    except OSError as error:
        raise ServerError(f"no kernel could be forked: {error}") from error


def start_server(environment: dict[str, str] | None = None, modules: Sequence[str] | None = None) -> None:
    """Start the server of an environment (by default this process's) unless it runs; it ends with this process.

    A batch calls it before its first deck, and in the process that outlives the others.

    Parameters
    ----------
    environment
        In which the kernels will run.
    modules
        What the server imports; what notebooks need by default.

    Raises
    ------
    ServerError
        When it does not start: the message says why.
    """
    try:
        _connect(dict(os.environ if environment is None else environment), modules).close()
    except OSError as error:
        raise ServerError(f"no server of kernels can be started: {error}") from error


def stop_servers() -> None:
    """End the servers that this process has started; kernels of others go on until they end."""
    with _guard:
        running = list(_started)
        _started.clear()
    for each in running:
        each.terminate()
    for each in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            each.wait(_LEAVE)


_guard: Final = threading.Lock()
_started: Final[list[subprocess.Popen[bytes]]] = []
atexit.register(stop_servers)


def _connect(environment: dict[str, str], modules: Sequence[str] | None = None) -> socket.socket:
    where = address(environment)
    with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
        return _connected(where)
    with _guard, where.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one starts it, the others wait for it
        with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
            return _connected(where)
        new = _start(where, environment, modules)
        for each in _started:  # of an environment that has changed since: it ends with its last kernel
            each.terminate()
        _started.append(new)
        return _connected(where)


def _connected(where: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(where))
    except OSError:
        connection.close()
        raise
    return connection


def _start(where: Path, environment: dict[str, str], modules: Sequence[str] | None) -> subprocess.Popen[bytes]:
    """Start a server and wait until it has imported everything."""
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(where), str(os.getpid()), *(MODULES if modules is None else modules)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment | SINGLE_THREADED,
            cwd="/",
            start_new_session=True,  # the terminal's Ctrl-C is for the notebook
        )
        assert server.stdout is not None
        with server.stdout:
            heard, _, _ = select.select([server.stdout], [], [], _START)
            ready = server.stdout.readline() if heard else b""
        if ready.strip() == b"ready":
            return server
        server.kill()
        server.wait()
        log.seek(0)
        last = log.read().decode(errors="replace").strip().rpartition("\n")[2]
    raise ServerError(f"the server of kernels did not start: {last or 'it said nothing'}")
