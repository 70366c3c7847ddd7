"""What `valuestory --help` and its like cost, as a share of the plainest Typer app's own start in the same run."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from typing import Final

PLAINEST: Final = """
import typer
app = typer.Typer()
@app.command()
def one(name: str, flag: bool = False): "One."
@app.command()
def two(): "Two."
app()
"""
COMMANDS: Final = (("--help",), ("run", "--help"), ("metrics", "--help"), ("--version",))


def help_ratio(arguments: tuple[str, ...], pairs: int = 9) -> float:
    """Return the middle of so many pairs, measured in turns: a slow or a busy machine slows both."""
    ours, plainest = ["-m", "valuestory", *arguments], ["-c", PLAINEST, "one", "--help"]
    return statistics.median(_processor_seconds(ours) / _processor_seconds(plainest) for _ in range(pairs))


def _processor_seconds(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
