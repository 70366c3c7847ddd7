"""What one variant costs, in a process of its own, and what is promised of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent
GIGABYTE: Final = 1e9


class Cost(NamedTuple):
    """What folding one size one way cost: the processor's and the clock's seconds, the peak of memory in bytes.

    Where it was not done when it met its limit of memory, that is what it had cost by then: the whole costs more.
    """

    cpu: float
    wall: float
    memory: float
    done: bool


class Limit(NamedTuple):
    """What is promised, what was measured, and the bound that it must not exceed."""

    promise: str
    measured: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the promise was kept in this run."""
        return self.measured <= self.bound


def run_variant(variant: str, folder: Path, out: Path, most: float) -> Cost:
    """Return what one variant cost on the files of a folder, within `most` GB, having written its result to `out`."""
    command = [sys.executable, str(HERE / "variants.py"), variant, str(folder), str(out), str(int(most * GIGABYTE))]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{variant} broke off ({done.returncode}): {done.stderr.strip()[-300:]}")
    return Cost(**json.loads(done.stdout))
