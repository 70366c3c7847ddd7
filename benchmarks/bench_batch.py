"""Measure a batch against plain papermill: `make bench-batch`. Linux only.

The same notebook, a deck for each of some accounts, two at a time, each way: by `papermill` and `jupyter nbconvert`, as
a user would run them one account after the other, and by `valuestory batch`, whose decks also get their report, their
workbook, lint, audit and record. Every part of every deck has to be the same. Then a batch of 400 decks, in which
whatever process lives through all of it has to hold no more memory at its end.

Seconds by the clock are the answer that is promised on two cores which nobody else uses; the processor's seconds are
those of every process that was started, and tell the same on a busy machine. Exits with 1 where outputs differ or a
limit does not hold.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, linear_regression
from typing import Final

import psutil

LEAST_RATIO: Final = 5.0
MOST_GROWTH: Final = 0.02
"""Megabytes a deck: 8 over 400 decks, where one kernel holds 300."""
MOST_RISE: Final = 1.05
"""What a process holds at the end, of what it held after the first tenth."""
_BIN: Final = Path(sys.executable).parent
_SUBREAPER: Final = 36
_EVERY: Final = 2.0
_ALIVE: Final = 0.8


@dataclass(frozen=True)
class Cost:
    """What a way of making decks cost, in seconds by the clock and of the processor."""

    decks: int
    clock: float
    processor: float

    def __str__(self) -> str:
        """Say it by the deck."""
        return (
            f"{self.decks} decks in {self.clock:,.0f} s: {60 * self.decks / self.clock:.2f} a minute, "
            f"{self.processor / self.decks:.1f} s of the processor a deck"
        )


@dataclass
class Memory:
    """What the processes of a batch held, by the number of decks that were done: megabytes, by process."""

    names: dict[int, str] = field(default_factory=dict)
    held: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    looks: int = 0

    def look(self, batch: psutil.Process, done: int) -> None:
        """Take one look."""
        self.looks += 1
        for each in [batch, *batch.children(recursive=True)]:
            try:
                self.names.setdefault(each.pid, _named(each, batch.pid))
                self.held.setdefault(each.pid, []).append((done, each.memory_info().rss / 1e6))
            except psutil.NoSuchProcess:
                continue

    def lasting(self) -> Iterator[tuple[str, float, float, float]]:
        """Yield each process that lived through the batch: what it held after a tenth, at the end, and MB a deck."""
        for pid, held in self.held.items():
            if len(held) < _ALIVE * self.looks:
                continue
            after = held[max(1, len(held) // 10) :]
            tenth = max(1, len(after) // 10)
            first, last = (fmean(mb for _, mb in part) for part in (after[:tenth], after[-tenth:]))
            done = [float(decks) for decks, _ in after]
            slope = linear_regression(done, [mb for _, mb in after]).slope if len(set(done)) > 1 else 0.0
            yield self.names[pid], first, last, slope


def _named(process: psutil.Process, batch: int) -> str:
    if process.pid == batch:
        return "the batch"
    command = " ".join(process.cmdline())
    if "kernels.server" in command:
        return "server of kernels" if process.ppid() == batch else "a kernel"
    if "forkserver" in command:
        return "server of deck processes" if process.ppid() == batch else "process that draws"
    return process.name()


@contextmanager
def costing(decks: int) -> Iterator[Callable[[], Cost]]:
    """Yield what says the cost of all that is started inside, whoever was its parent: all are waited for."""
    clock, processor = time.monotonic(), _of_children()
    yield lambda: Cost(decks, at_end[0] - clock, at_end[1] - processor)
    clock_end = time.monotonic()
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    at_end = (clock_end, _of_children())


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def plain(notebook: Path, data: str, accounts: Sequence[str], folder: Path, jobs: int) -> Cost:
    """Make the decks as papermill and nbconvert do: a kernel, a company opened and folded, for each of them."""
    folder.mkdir()

    def make(account: str) -> None:
        given = ["-p", "data", data, "-p", "account_id", account]
        _run([_BIN / "papermill", notebook, f"{account}.ipynb", *given, "-k", "python3", "--no-progress-bar"], folder)
        _run([_BIN / "jupyter", "nbconvert", "--to", "PowerPoint", f"{account}.ipynb"], folder)

    with costing(len(accounts)) as cost, ThreadPoolExecutor(jobs) as pool:
        list(pool.map(make, accounts))
    return cost()


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")


def batch(
    notebook: Path, data: str, accounts: Sequence[str], folder: Path, jobs: int, memory: Memory | None = None
) -> Cost:
    """Make the decks by `valuestory batch`; take looks at its memory where they are asked for."""
    plan = folder.with_suffix(".csv")
    with plan.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("name", "account_id"), *((each, each) for each in accounts)])
    command = [sys.executable, "-m", "valuestory", "batch", plan, "--notebook", notebook, "-p", f"data={data}"]
    with costing(len(accounts)) as cost, (folder.parent / "batch.log").open("w") as log:
        running = subprocess.Popen(
            [*command, "--out", folder, "--jobs", str(jobs)], cwd=folder.parent, stdout=log, stderr=log
        )
        looking = threading.Thread(target=_look, args=(running, folder, memory))
        looking.start()
        failed = running.wait()
        looking.join()
    if failed:
        sys.exit(f"valuestory batch failed:\n{(folder.parent / 'batch.log').read_text()[-2000:]}")
    return cost()


def _look(running: subprocess.Popen[bytes], folder: Path, memory: Memory | None) -> None:
    while memory is not None and running.poll() is None:
        done = len(list(folder.glob("*/run.json")))
        if done:
            memory.look(psutil.Process(running.pid), done)
        time.sleep(_EVERY)


def differences(accounts: Sequence[str], ours: Path, theirs: Path) -> list[str]:
    """Return every part of a deck that is not the same both ways."""
    found = []
    for account in accounts:
        one, other = _parts(ours / account / "deck.pptx"), _parts(theirs / f"{account}.pptx")
        found += [f"{account}: {name}" for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
    return found


def _parts(deck: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(deck) as package:
        return {name: package.read(name) for name in package.namelist()}


def accounts_of(data: str, number: int) -> list[str]:
    """Return so many of a company's accounts, from all over the list."""
    from valuestory.data import open_tables
    from valuestory.data.parts import parts_by

    every = [str(each) for each in parts_by(open_tables(data), "account_id").values]
    return every[:: max(1, len(every) // number)][:number]


def main() -> None:
    """Measure, print what was found, and exit with 1 where it is not what is promised."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--decks", type=int, default=24, help="made each way; 0 for none")
    options.add_argument("--flat", type=int, default=400, help="made by a batch whose memory is looked at; 0 for none")
    options.add_argument("--jobs", type=int, default=2, help="how many are made at a time, each way")
    options.add_argument("--data", default="sample")
    options.add_argument("--notebook", type=Path, default=Path(__file__).parents[1] / "notebooks/account_review.ipynb")
    asked = options.parse_args()
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)  # what outlives its parent is waited for here, and so counted
    notebook = asked.notebook.resolve()
    with tempfile.TemporaryDirectory(prefix="vs-bench-") as folder:
        held = [_compared(notebook, asked, Path(folder))] if asked.decks else []
        held += [_flat(notebook, asked, Path(folder))] if asked.flat else []
    sys.exit(not all(held))


def _compared(notebook: Path, asked: argparse.Namespace, folder: Path) -> bool:
    accounts = accounts_of(asked.data, asked.decks)
    ours = batch(notebook, asked.data, accounts, folder / "ours", asked.jobs)
    print(f"valuestory batch: {ours}", flush=True)
    theirs = plain(notebook, asked.data, accounts, folder / "theirs", asked.jobs)
    print(f"plain papermill:  {theirs}", flush=True)
    ratio = theirs.clock / ours.clock
    print(f"decks a minute: {ratio:.2f} times as many (least {LEAST_RATIO:g})")
    print(f"processor: {theirs.processor / ours.processor:.2f} times less a deck")
    wrong = differences(accounts, folder / "ours", folder / "theirs")
    print(f"parts that differ: {len(wrong)}", *wrong[:20], sep="\n  ", flush=True)
    return not wrong and ratio >= LEAST_RATIO


def _flat(notebook: Path, asked: argparse.Namespace, folder: Path) -> bool:
    accounts, memory = accounts_of(asked.data, asked.flat), Memory()
    print(f"valuestory batch: {batch(notebook, asked.data, accounts, folder / 'flat', asked.jobs, memory)}")
    flat = True
    for name, first, last, slope in memory.lasting():
        is_flat = slope <= MOST_GROWTH or last <= first * MOST_RISE
        flat = flat and is_flat
        said = "flat" if is_flat else "NOT FLAT"
        print(f"  {name}: {first:.0f} MB after a tenth, {last:.0f} MB at the end, {slope:+.4f} MB a deck: {said}")
    print(f"  bound: {MOST_GROWTH} MB a deck, or {MOST_RISE:.0%} of what it held after a tenth", flush=True)
    return flat


if __name__ == "__main__":
    main()
