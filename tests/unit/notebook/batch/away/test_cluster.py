"""Decks on a Dask cluster: a real scheduler and two workers on loopback, one of them killed midway."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notebook.batch import decks
from tests.unit.notebook.batch.test_batch import batch, table
from tests.unit.notebook.batch.test_faults import state_of

from valuestory.errors import ClusterError, ParameterError
from valuestory.notebook.batch.away import cluster as module
from valuestory.notebook.batch.away.cluster import ENVIRONMENT, _check_versions, cluster
from valuestory.notebook.batch.batch import run_batch
from valuestory.notebook.batch.order import Outcome
from valuestory.notebook.batch.plan import PlannedDeck
from valuestory.notebook.batch.worker.deck_process import make_here
from valuestory.notebook.run import RunResult

ROOT = Path(__file__).parents[5]


@dataclass(frozen=True)
class Dask:
    """A running cluster: its scheduler's file, and its workers by whether a nanny starts them again."""

    file: Path
    places: Path
    scheduler: subprocess.Popen[bytes]
    alone: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A scheduler and two workers of a thread each, as people start them: one with a nanny, one without."""
    folder = tmp_path_factory.mktemp("dask")
    (folder / "tmp").mkdir()
    file = folder / "scheduler.json"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}
    env |= {"TMPDIR": str(folder / "tmp"), "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "false"}

    def start(name: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", "--scheduler-file", str(file), *options]
        with (folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, env=env, cwd=folder, stderr=log)

    common = ("--no-dashboard", "--nthreads", "1", "--preload", "tests.unit.notebook.batch.light_worker")
    started = [
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"),
        start("worker", *common),
        start("worker", *common, "--no-nanny"),
    ]
    try:
        ends = time.monotonic() + 300
        while not (file.is_file() and file.read_text().endswith("}")) and time.monotonic() < ends:
            time.sleep(0.1)
        yield Dask(file, folder / "tmp", started[0], started[-1])
    finally:
        for each in reversed(started):
            each.terminate()
        for each in started:
            each.wait(120)


def test_a_worker_that_is_killed_midway_costs_no_deck(dask: Dask, notebooks: Path, tmp_path: Path) -> None:
    """The deck that it was at is made by the other; all are whole, and nothing of the dead one's stays behind."""
    begun, steps, names = tmp_path / "begun.csv", list[Any](), [f"deck {number}" for number in range(5)]
    asked = batch(notebooks, tmp_path / "out", *names, given={"since": str(begun)})
    begun.touch()

    def kill_at_work() -> None:
        while f",{dask.alone.pid}\n" not in begun.read_text():
            time.sleep(0.05)
        os.kill(dask.alone.pid, signal.SIGKILL)

    with cluster(str(dask.file), lambda *told: steps.append(told), seconds=120) as executor:
        executor.executor._client.wait_for_workers(2, timeout=300)  # type: ignore[attr-defined]
        threading.Thread(target=kill_at_work, daemon=True).start()
        result = run_batch(asked, executor=executor, make=decks.at_leisure)
    assert result.is_whole, result.outcomes
    assert dask.alone.wait(120) == -signal.SIGKILL
    assert {state_of(tmp_path / "out" / name) for name in names} == {"whole"}
    by = [line.split(",") for line in begun.read_text().splitlines()]
    lost = {name for name, worker in by if worker == str(dask.alone.pid)}
    assert lost
    assert {name for name, worker in by if worker != str(dask.alone.pid)} == set(names)
    assert {told[0] for told in steps} == set(names), "each step is heard from where the deck is made"
    ends = time.monotonic() + 120
    while list(dask.places.glob("vs-*")) and time.monotonic() < ends:  # it is ending
        time.sleep(0.1)
    assert not list(dask.places.glob("vs-*")), "the dead worker's deck took its folder along"


def test_a_deck_of_the_cluster_is_the_deck_of_this_machine(
    dask: Dask, finished: RunResult, notebooks: Path, tmp_path: Path
) -> None:
    """Byte for byte, with a notebook that runs; only its record knows of other seconds."""
    asked = replace(batch(notebooks, tmp_path / "out"), decks=(PlannedDeck("three", {"customers": 1300}),))
    with cluster(str(dask.file), seconds=120) as executor:
        result = run_batch(asked, executor=executor, make=make_here)
    assert result.is_whole, result.outcomes
    for name in ("deck.pptx", "results.xlsx", "results.parquet", "report.html"):
        assert (tmp_path / "out" / "three" / name).read_bytes() == (finished.folder / name).read_bytes(), name


def test_decks_are_begun_in_the_order_of_the_plan(dask: Dask, notebooks: Path, tmp_path: Path) -> None:
    """By one worker, which is what is left: a plan's first rows are there first."""
    begun, names = tmp_path / "begun.csv", ["delta", "alpha", "echo", "bravo"]
    with cluster(str(dask.file), seconds=120) as executor:
        run_batch(
            batch(notebooks, tmp_path / "out", *names, given={"since": str(begun)}),
            executor=executor,
            make=decks.at_leisure,
        )
    assert [line.split(",")[0] for line in begun.read_text().splitlines()] == names


def test_a_batch_that_is_stopped_ends_its_decks_on_the_cluster(dask: Dask, notebooks: Path, tmp_path: Path) -> None:
    """The deck that would hang for ten minutes is ended on its worker, which is free for the next."""

    def stop(outcome: Outcome, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with cluster(str(dask.file), seconds=120) as executor:
        with pytest.raises(KeyboardInterrupt):
            run_batch(
                batch(notebooks, tmp_path / "out", "first", "hangs"), executor=executor, ended=stop, make=decks.by_name
            )
        result = run_batch(batch(notebooks, tmp_path / "out", "first", "last"), executor=executor, make=decks.by_name)
    assert {each.name: each.state for each in result.outcomes} == {"first": "kept", "last": "made"}
    assert table(tmp_path / "out")["last"]["outcome"] == "made"


def test_a_scheduler_that_dies_midway_leaves_whole_decks_and_the_same_command_makes_the_rest(
    dask: Dask, notebooks: Path, tmp_path: Path
) -> None:
    """What is not there is failed with exit code 15, and says what to do. No test can use this cluster after."""
    names, out = [f"deck {number}" for number in range(4)], tmp_path / "out"
    asked = batch(notebooks, out, *names, given={"since": str(tmp_path / "begun.csv")})

    def kill(outcome: Outcome, done: int, total: int) -> None:
        dask.scheduler.kill()

    with cluster(str(dask.file), seconds=3) as executor:
        result = run_batch(asked, executor=executor, ended=kill, make=decks.at_leisure)
    failed = {each.name: each for each in result.outcomes if not each.is_whole}
    assert 0 < len(failed) < len(names)
    assert {each.exit_code for each in failed.values()} == {15}
    assert {each.do for each in failed.values()} == {"see that the workers run, and give the same command again"}
    assert {name: state_of(out / name) for name in names} == {
        name: "absent" if name in failed else "whole" for name in names
    }
    again = run_batch(asked, make=decks.whole)
    assert {each.name: each.state for each in again.outcomes} == {
        name: "made" if name in failed else "kept" for name in names
    }


class _Told:
    """A client of a cluster, as far as it tells versions."""

    def __init__(self, **theirs: str) -> None:
        ours = {"valuestory": "1.0", "python": "3.11.7.final.0", "dask": "2", "distributed": "2", "pandas": "3"}
        client = {"packages": ours}
        self.versions = {"client": client, "workers": {"tcp://one": client, "tcp://two": {"packages": ours | theirs}}}

    def get_versions(self, packages: list[str]) -> dict[str, Any]:
        """As Dask's client does."""
        assert packages == ["valuestory"]
        return self.versions


def test_workers_of_other_versions_are_refused_before_anything_is_made() -> None:
    """The message names the worker and both versions; the third number of Python's makes no difference."""
    _check_versions(_Told(python="3.11.9.final.0"))  # type: ignore[arg-type]
    with pytest.raises(ClusterError) as caught:
        _check_versions(_Told(valuestory="", pandas="2"))  # type: ignore[arg-type]
    assert caught.value.what == (
        "tcp://two has no valuestory, and this machine valuestory 1.0; "
        "tcp://two has pandas 2, and this machine pandas 3"
    )
    assert "on every worker" in caught.value.do


def test_a_scheduler_that_does_not_answer_and_an_address_that_is_none_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within the time that it may take, with what to do; no address of Dask's own settings either."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with (
            pytest.raises(ClusterError, match="cannot be reached: it does not answer") as caught,
            cluster(address, seconds=1),
        ):
            pass
    assert (caught.value.where, caught.value.exit_code) == (address, 15)
    for wrong in ("ftp://127.0.0.1:1", "tcp://"):
        with pytest.raises(ClusterError), cluster(wrong, seconds=1):
            pass
    with pytest.raises(ParameterError, match="neither the address"), cluster(str(tmp_path / "none.json")):
        pass
    with pytest.raises(ParameterError, match="name no scheduler"), cluster(ENVIRONMENT):
        pass
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(ParameterError, match="needs Dask") as lacking, cluster(address):
        pass
    assert lacking.value.do == 'pip install "valuestory[cluster]"'
