"""The process that forks kernels: one for a user and an environment, alive as long as the one that started it.

A kernel lives as long as its connection: where the process that asked for it is gone, so is the kernel, with all of
its process group. One that dies, hangs beyond its time or fills its memory is ended alone. The server ends with its
starter, when the last kernel of others has ended.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from valuestory.notebook.kernels.launch import (
    Launch,
    become,
    leave,
    receive_launch,
    restore_signals,
    run_kernel,
)
from valuestory.notebook.kernels.preload import preload, running_threads
from valuestory.notebook.kernels.settings import OUT_OF_TIME

_TICK: Final = 0.5
"""Seconds between two looks at the starter and at the kernels' time."""
_PATIENCE: Final = 5
"""Seconds that a request may take to come in whole."""
_WAITING: Final = 64


@dataclass
class _Kernel:
    connection: socket.socket
    ends_at: float
    stderr: int


class Server:
    """Forks a kernel for each request on a Unix socket.

    Parameters
    ----------
    address
        The path of the socket; nobody but its owner may use it.
    starter
        The process with which the server ends.
    """

    def __init__(self, address: Path, starter: int) -> None:
        self._address, self._starter = address, starter
        self._kernels: dict[int, _Kernel] = {}
        self._ending = False
        self._listener = socket.socket(socket.AF_UNIX)
        self._woken, self._waker = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._listen()

    def serve(self) -> Launch | None:
        """Return None when the server has ended, and in a process forked off it the kernel that this is to become."""
        while self._kernels or not self._ending:
            for key, _ in self._selector.select(_TICK):
                if key.fileobj is self._listener:
                    launch = self._accept()
                    if launch is not None:
                        return launch
                elif key.fileobj is self._woken:
                    self._woken.recv(4096)
                elif key.data in self._kernels:
                    self._hung_up(key.data)
            self._look_after()
        self._close()
        return None

    def end(self, *_: object) -> None:
        """Take no more requests, and end with the last kernel."""
        self._ending = True

    def _listen(self) -> None:
        self._address.unlink(missing_ok=True)
        before = os.umask(0o177)  # the socket is made 0600, not changed to it
        try:
            self._listener.bind(str(self._address))
        finally:
            os.umask(before)
        self._listener.listen(_WAITING)
        self._waker.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self.end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _accept(self) -> Launch | None:
        connection, _ = self._listener.accept()
        connection.settimeout(_PATIENCE)
        try:
            launch, streams = receive_launch(connection)
        except (OSError, ValueError):
            connection.close()
            return None
        pid = _fork()
        if pid == 0:
            connection.close()
            self._leave()
            become(launch, streams)
            return launch
        self._launched(pid, connection, launch, streams)
        return None

    def _launched(self, pid: int, connection: socket.socket, launch: Launch, streams: list[int]) -> None:
        """Keep what belongs to a kernel, and say that it is there."""
        stdin, stdout, stderr = streams
        os.close(stdin)
        os.close(stdout)
        if pid < 0:
            os.close(stderr)
            connection.close()
            return
        ends_at = time.monotonic() + launch.seconds if launch.seconds else float("inf")
        self._kernels[pid] = _Kernel(connection, ends_at, stderr)
        self._selector.register(connection, selectors.EVENT_READ, data=pid)
        _say(connection, pid)

    def _hung_up(self, pid: int) -> None:
        """End a kernel whose owner is gone: nothing else is ever sent."""
        self._selector.unregister(self._kernels[pid].connection)
        _end_group(pid)

    def _look_after(self) -> None:
        """Take leave of kernels that have ended, and end those whose time is up; end with the starter."""
        for pid, kernel in list(self._kernels.items()):
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is not None:
                self._ended(pid, kernel)
            elif time.monotonic() >= kernel.ends_at:
                kernel.ends_at = float("inf")
                with contextlib.suppress(OSError):  # nobody may read it any more
                    os.write(kernel.stderr, f"{OUT_OF_TIME}\n".encode())
                _end_group(pid)
        if not self._ending and os.getppid() != self._starter:
            self._ending = True
        if self._ending and self._listener.fileno() >= 0:
            self._close_door()

    def _ended(self, pid: int, kernel: _Kernel) -> None:
        _end_group(pid)  # what it left behind, while its number is still its own
        _, status = os.waitpid(pid, 0)
        _say(kernel.connection, os.waitstatus_to_exitcode(status))
        with contextlib.suppress(KeyError):
            self._selector.unregister(kernel.connection)
        kernel.connection.close()
        os.close(kernel.stderr)
        del self._kernels[pid]

    def _close_door(self) -> None:
        self._selector.unregister(self._listener)
        self._listener.close()
        self._address.unlink(missing_ok=True)

    def _leave(self) -> None:
        """Close, in a process forked off it, what is the server's."""
        os.setsid()
        restore_signals()
        self._close()
        self._listener.close()
        for kernel in self._kernels.values():
            kernel.connection.close()
            os.close(kernel.stderr)

    def _close(self) -> None:
        self._selector.close()
        self._woken.close()
        self._waker.close()


def _fork() -> int:
    """Return what `os.fork` does, and -1 where there is none to be had: the kernel then starts the stock way."""
    try:
        return os.fork() if running_threads() == 1 else -1
    except OSError:  # no process or no memory left
        return -1


def _say(connection: socket.socket, number: int) -> None:
    """Tell the owner a number on a line: first the kernel's process, at the end its exit code."""
    with contextlib.suppress(OSError):
        connection.sendall(b"%d\n" % number)


def _end_group(pid: int) -> None:
    """Kill a kernel and what it started; its number is its own as long as the server has not taken leave of it."""
    for kill in (os.killpg, os.kill):  # no group yet, where it was forked this very moment
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def main(address: str, starter: str, *modules: str) -> None:
    """Serve kernels on a socket until the starter is gone; in a forked process, be the kernel."""
    try:
        preload(modules)
    except Exception as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)  # whatever thread a library left running
    server = Server(Path(address), int(starter))
    gc.collect()
    gc.freeze()  # what is shared with the kernels stays shared: their collector does not touch it
    print("ready", flush=True)
    launch = server.serve()
    if launch is not None:
        run_kernel(launch.arguments)
        leave()
