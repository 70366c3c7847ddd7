"""A forked kernel as its owner sees it: what `subprocess.Popen` is for one that was started."""

from __future__ import annotations

import os
import signal
import socket
from typing import Final

_START: Final = 30
"""Seconds that a fork may take on a busy machine."""


class ForkedProcess:
    """A kernel that lives as long as its connection to the server; its exit code comes over it.

    Parameters
    ----------
    connection
        Over which the kernel was asked for.

    Raises
    ------
    ConnectionError
        When the server refused it.
    """

    stdin = stdout = stderr = None  # the owner has them already

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._told = b""
        self.returncode: int | None = None
        connection.settimeout(_START)
        first = self._line()
        if first is None:
            connection.close()
            raise ConnectionRefusedError("the server refused to fork")
        self.pid = int(first)

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, and None while the kernel runs."""
        if self.returncode is None:
            self._connection.settimeout(0)
            self._hear()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when the kernel has ended.

        Raises
        ------
        TimeoutError
            When it has not ended in so many seconds.
        """
        while self.returncode is None:
            self._connection.settimeout(timeout)
            self._hear(blocking=True)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def _hear(self, *, blocking: bool = False) -> None:
        """Take in the exit code, where it was told; a server that is gone took its kernels with it."""
        try:
            told = self._line()
        except BlockingIOError:
            return
        except TimeoutError:
            if blocking:
                raise
            return
        except ConnectionError:
            told = None
        self.returncode = -signal.SIGKILL if told is None else int(told)
        self._connection.close()

    def _line(self) -> bytes | None:
        while b"\n" not in self._told:
            more = self._connection.recv(64)
            if not more:
                return None
            self._told += more
        line, _, self._told = self._told.partition(b"\n")
        return line
