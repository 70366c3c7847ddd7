"""Faults, tried: a batch that is killed at any moment leaves nothing half-written; the same command completes it."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pytest
from tests.unit.notebook.batch import decks

from valuestory.notebook.batch.batch import Batch, run_batch
from valuestory.notebook.batch.plan import PlannedDeck

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is sent on POSIX only")

KILLS: Final = 50
DECKS: Final = 12


def asked(notebooks: Path, out: Path, round_: int) -> Batch:
    """A batch whose decks change from round to round, so that there is always something to make and to replace."""
    planned = tuple(PlannedDeck(f"deck {number}", {"customers": number + round_}) for number in range(DECKS))
    return Batch(str(notebooks / "three_slides.ipynb"), out, planned, jobs=3, pause=0.01)


def run_here(batch: Batch, begun: Any) -> None:
    """The whole batch in a process of its own, forked, so that fifty of them cost little."""
    begun.send("begun")
    run_batch(batch, executor=_Here(), make=decks.whole)


class _Here:
    """An executor whose worker is the batch's own process: what kills the batch kills the deck in the making."""

    def submit(self, job: Any, order: Any) -> Any:
        from concurrent.futures import Future

        future: Future[Any] = Future()
        future.set_result(decks.whole(order, lambda _: None))
        return future


def state_of(folder: Path) -> str:
    """Whether a deck's folder is absent, whole by the fingerprints in its record, or something in between."""
    if not folder.exists():
        return "absent"
    try:
        record = json.loads((folder / "run.json").read_text())
        files = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.iterdir()}
    except (OSError, ValueError):
        return "half-written"
    files.pop("run.json")
    return "whole" if files == record["files"] else "half-written"


def _begun(server: Any, batch: Batch) -> Any:
    ours, theirs = server.Pipe(duplex=False)
    process = server.Process(target=run_here, args=(batch, theirs))
    process.start()
    ours.recv()
    return process


def _whole_batch(server: Any, batch: Batch) -> float:
    """The seconds that a batch takes on this machine when nobody kills it."""
    process, begin = _begun(server, batch), perf_counter()
    process.join()
    return perf_counter() - begin


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Processes forked from a server that has imported what a batch needs.

    There is one server in a process, and it imports what the first that asks names: another one takes its place here.
    """
    context = multiprocessing.get_context("forkserver")
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    context.set_forkserver_preload(["valuestory.notebook.batch.batch", "tests.unit.notebook.batch.decks"])
    yield context
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    context.set_forkserver_preload(["tests.unit.notebook.batch.decks"])


def test_a_batch_that_is_killed_fifty_times_loses_nothing_and_is_completed_by_the_same_command(
    server: Any, notebooks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At random moments, by a seed: after each kill every deck is absent or whole, and at the end all are."""
    out, moments, seen = tmp_path / "out", random.Random(7), Counter[str]()
    as_long = _whole_batch(server, asked(notebooks, out, 0))
    for kill in range(KILLS):
        process, begin = _begun(server, asked(notebooks, out, 1 + kill // 3)), perf_counter()
        process.join(moments.uniform(0, as_long))
        has_ended = not process.is_alive()
        seen["had ended" if has_ended else "killed"] += 1
        if has_ended:  # the machine has more time for it than it had
            as_long = min(as_long, perf_counter() - begin)
        process.kill()
        process.join()
        states = Counter(state_of(out / f"deck {number}") for number in range(DECKS))
        seen.update(states)
        seen["left aside"] += sum(each.name.startswith(".deck") and each.is_dir() for each in out.iterdir())
        assert not states["half-written"]
    (out / ".batch.csv-70824950").write_text("of a batch that was killed while it wrote its table")
    result = run_batch(asked(notebooks, out, 2 + KILLS // 3), executor=_Here(), make=decks.whole)
    seen["kept by the last"] = sum(each.state == "kept" for each in result.outcomes)
    with capsys.disabled():
        print(f"\nkill -9: {dict(seen)}")
    assert result.is_whole
    assert seen["killed"] >= KILLS // 2, "most moments must lie within a batch"
    assert seen["left aside"], "some must lie within the writing of a deck"
    assert {state_of(out / f"deck {number}") for number in range(DECKS)} == {"whole"}
    names = {each.name for each in out.iterdir()}
    assert names == {".batch", "batch.csv", "batch.html", *(f"deck {number}" for number in range(DECKS))}
    assert not list(tmp_path.glob(".*"))
