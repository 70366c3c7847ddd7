"""A request for a kernel, and the forked process that becomes it."""

from __future__ import annotations

import atexit
import json
import os
import random
import resource
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final, NoReturn

from valuestory.notebook.kernels.preload import use_threads

_LENGTH: Final = struct.Struct("!I")
_STREAMS: Final = 3


@dataclass(frozen=True)
class Launch:
    """A kernel to start.

    Parameters
    ----------
    arguments
        Of `ipykernel_launcher`.
    environment, folder
        As the kernel's process has them.
    memory_bytes
        What it may write to at most, 0 for no bound; beyond it Python raises ``MemoryError`` in the cell.
    seconds
        How long it may live, 0 for no bound.
    """

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: str
    memory_bytes: int = 0
    seconds: float = 0


def send_launch(connection: socket.socket, launch: Launch, streams: tuple[int, int, int]) -> None:
    """Ask for a kernel: the request, with its standard streams beside it."""
    content = json.dumps(asdict(launch)).encode()
    socket.send_fds(connection, [_LENGTH.pack(len(content))], streams)
    connection.sendall(content)


def receive_launch(connection: socket.socket) -> tuple[Launch, list[int]]:
    """Return what is asked for and the standard streams of the kernel, which the caller closes.

    Raises
    ------
    OSError, ValueError
        When what came is no whole request: there is nothing to start then.
    """
    head, streams, _, _ = socket.recv_fds(connection, _LENGTH.size, _STREAMS)
    try:
        if len(head) < _LENGTH.size or len(streams) < _STREAMS:
            raise ValueError("a request is cut off")
        with connection.makefile("rb") as file:
            content = file.read(_LENGTH.unpack(head)[0])
        told: dict[str, Any] = json.loads(content)
        return Launch(**told | {"arguments": tuple(told["arguments"])}), streams
    except (ValueError, TypeError, KeyError) as error:
        for each in streams:
            os.close(each)
        raise ValueError(f"a request cannot be read: {error}") from error


def become(launch: Launch, streams: list[int]) -> None:
    """Make this forked process the kernel's: its group, streams, folder, environment, bounds and seeds.

    Raises
    ------
    OSError
        When the folder is gone.
    """
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(launch.folder)
    os.environ.clear()
    os.environ.update(launch.environment, JPY_PARENT_PID=str(os.getppid()))
    time.tzset()
    _bound(launch.memory_bytes)
    _sow()
    use_threads(launch.environment)


def run_kernel(arguments: tuple[str, ...]) -> None:
    """Run the kernel until it is told to end, as ``python -m ipykernel_launcher`` does."""
    import ipykernel_launcher  # type: ignore[import-untyped]
    from ipykernel.kernelapp import launch_new_instance

    # the class read JPY_PARENT_PID when it was imported, by the server
    arguments = (*arguments, f"--IPKernelApp.parent_handle={os.getppid()}")
    sys.argv = [ipykernel_launcher.__file__, *arguments]
    launch_new_instance(list(arguments))


def leave() -> NoReturn:
    """End this process as Python ends, but for taking the interpreter apart: a quarter of a second of each kernel.

    Threads that work are waited for, and whatever asked to be called at the end is.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # as Python itself begins to end
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # closed, or nobody reads it any more
            stream.flush()
    os._exit(0)


def restore_signals() -> None:
    """Undo what the server had set for itself."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _bound(memory_bytes: int) -> None:
    """Bound what the process may write to: addresses that are only reserved, as Vega's engine does, cost nothing."""
    if memory_bytes:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        bound = memory_bytes if most == resource.RLIM_INFINITY else min(memory_bytes, most)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _sow() -> None:
    """Give each kernel random numbers of its own: forked ones would all draw the same."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # the legacy generator, which notebooks may still use
