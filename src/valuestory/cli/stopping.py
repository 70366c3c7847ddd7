"""A command that is stopped, by Ctrl-C or by whoever started it, ends what it started and says what is there."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import typer

_TERMINATED: Final = 143
"""What a shell gives for a process that was asked to end: 128 and the number of the signal."""


@contextmanager
def stoppable(left: str) -> Iterator[None]:
    """Let Ctrl-C (exit code 130) and a request to end (143) undo what is begun, and say what is `left`."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(_TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        typer.echo(f"stopped: {left}", err=True)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
