"""Decks made by whatever executor there is: what holds for a batch holds by each of them, also where one breaks."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notebook.batch import decks
from tests.unit.notebook.batch.light_worker import lighten
from tests.unit.notebook.batch.test_batch import batch, clean, table
from tests.unit.notebook.batch.test_faults import state_of

from valuestory.errors import ClusterError, ParameterError
from valuestory.notebook.batch.away import Away, executor as away_executor, parcel
from valuestory.notebook.batch.batch import Batch, run_batch
from valuestory.notebook.batch.each import Each
from valuestory.notebook.batch.order import Outcome

FATES = {"first": 0, "wrong": 10, "fails": 11, "unforeseen": 1, "dies": 1, "last": 0}


@pytest.mark.parametrize("is_away", [False, True], ids=["folders seen", "folders not seen"])
def test_every_fate_is_the_same_by_an_executor(is_away: bool, notebooks: Path, tmp_path: Path) -> None:
    """Failed, dead or whole, as by the batch itself; what may pass is tried again, and what lacks made by the next."""
    out, steps = tmp_path / "out", list[Any]()
    asked = batch(notebooks, out, *FATES)
    with ThreadPoolExecutor(4) as pool:
        executor = Away(pool) if is_away else pool
        result = run_batch(asked, executor=executor, step=lambda *told: steps.append(told), make=decks.by_name)
        again = run_batch(asked, executor=executor, make=decks.whole)
        kept = run_batch(asked, executor=executor, make=decks.whole)
    assert {each.name: each.exit_code for each in result.outcomes} == FATES
    assert {each.name: each.attempts for each in result.outcomes} == {
        name: 2 if code in (1, 11) else 1 for name, code in FATES.items()
    }
    assert {each.name: each.state for each in again.outcomes} == {
        name: "made" if code else "kept" for name, code in FATES.items()
    }
    assert {each.state for each in kept.outcomes} == {"kept"}
    assert {state_of(out / name) for name in FATES} == {"whole"}
    assert bool(steps) != is_away, "steps are told by threads of the batch's own process"


def test_a_deck_that_hangs_where_it_is_made_is_ended_there(notebooks: Path, tmp_path: Path) -> None:
    """The worker counts the time, and nothing of the deck is left on its machine."""
    asked = batch(notebooks, tmp_path / "out", "hangs", seconds=1.0, attempts=1)
    left = set(Path(tempfile.gettempdir()).glob("vs-????????????"))
    with ThreadPoolExecutor(1) as pool:
        (found,) = run_batch(asked, executor=Away(pool), make=decks.by_name).outcomes
    assert (found.exit_code, found.do) == (124, "give more --timeout")
    assert not set(Path(tempfile.gettempdir()).glob("vs-????????????")) - left


def test_an_executor_that_breaks_stops_no_deck(notebooks: Path, tmp_path: Path) -> None:
    """A pool of processes is of no use any more once a worker was killed: the batch makes what is left by itself."""
    asked = batch(notebooks, tmp_path / "out", *(f"deck {number}" for number in range(4)))
    with ProcessPoolExecutor(1, mp_context=clean(), initializer=lighten) as pool:
        (worker,) = {pool.submit(os.getpid).result()}

        def kill(outcome: Outcome, done: int, total: int) -> None:
            if done == 1:
                os.kill(worker, signal.SIGKILL)

        result = run_batch(asked, executor=pool, ended=kill, make=decks.whole)
    assert result.is_whole
    (remark,) = result.remarks
    assert remark.startswith("a worker died, and its executor took no more decks")
    assert {state_of(tmp_path / "out" / each.name) for each in result.outcomes} == {"whole"}


KilledWorker = type("KilledWorker", (Exception,), {})
"""What Dask raises for a deck whose workers died, by its name."""


class _Cluster(Executor):
    """A cluster whose workers die of one deck, and whose scheduler suspects those that waited beside it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit(self, job: Any, /, *given: Any, **named: Any) -> Future[Any]:
        order, future = given[0], Future[Any]()
        is_first = order.name not in self.asked
        self.asked.append(order.name)
        if order.name == "guilty" or (order.name == "beside" and is_first):
            future.set_exception(KilledWorker())
        else:
            future.set_result(decks.whole(order, lambda _: None))
        return future


def test_a_deck_that_kills_its_workers_is_failed_and_not_the_one_that_waited_beside_it(
    notebooks: Path, tmp_path: Path
) -> None:
    """Each suspect is made once more, alone."""
    executor = _Cluster()
    result = run_batch(
        batch(notebooks, tmp_path / "out", "guilty", "beside", "last"), executor=executor, make=decks.whole
    )
    assert {each.name: each.exit_code for each in result.outcomes} == {"guilty": 15, "beside": 0, "last": 0}
    assert executor.asked[:3] == ["guilty", "beside", "last"]
    assert sorted(executor.asked[3:]) == ["beside", "guilty"]
    assert "each worker that began it died" in table(tmp_path / "out")["guilty"]["error"]


def test_a_batch_that_is_stopped_leaves_no_deck_in_an_executor(notebooks: Path, tmp_path: Path) -> None:
    """What has not begun is taken back; what a thread is at is ended."""
    pool = ThreadPoolExecutor(1)

    def stop(outcome: Outcome, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(
            batch(notebooks, tmp_path / "out", "first", "hangs", "last"), executor=pool, ended=stop, make=decks.by_name
        )
    pool.shutdown()  # would wait ten minutes for the one that hangs
    assert not (tmp_path / "out" / "last").exists()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two regions, a template of its own, its notebook, and an earlier run."""
    root = tmp_path / "acme"
    (root / "exports").mkdir(parents=True)
    (root / "valuestory.toml").write_text('[company]\nname = "Acme"\n')
    (root / "exports" / "accounts.csv").write_text("account_id,region,start_at\nA,EMEA,2024-01-01\nB,AMER,2024-01-01\n")
    rows = "".join(f"C{n},{'AAB'[n % 3]},2026-04-{1 + n:02d} 10:00\n" for n in range(12))
    (root / "exports" / "cases.csv").write_text(f"case_id,account_id,opened_at\n{rows}")
    monkeypatch.chdir(root)
    return root


def test_what_decks_are_made_of_travels_and_the_tables_as_they_were_prepared(project: Path, notebooks: Path) -> None:
    """Cases counted by hand: two of three are EMEA's. The worker sees settings, notebook and prepared tables alone."""
    asked = Batch(str(notebooks / "one_part.ipynb"), Path("reports/2026Q2"), each=Each("region"))
    with ThreadPoolExecutor(1) as pool:
        result = run_batch(asked, executor=Away(pool), make=decks.counted)
    assert {each.name: each.told.get("cases") for each in result.outcomes} == {"AMER": 4, "EMEA": 8}, result.outcomes
    there = [name for name in result.outcomes[0].told["there"] if not name.startswith(".shared/")]
    assert there == ["one_part.ipynb", "valuestory.toml"]
    assert {each.name for each in project.iterdir()} == {"exports", "reports", "valuestory.toml"}
    assert (project / "reports" / "2026Q2" / "EMEA" / "deck.pptx").is_file()


def test_what_lies_outside_of_the_project_and_what_is_too_much_is_refused_before_anything_is_made(
    project: Path, notebooks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers are sent the project; the message says what to move, or where else tables belong."""
    template = project.parent / "other.pptx"
    template.write_bytes(b"")
    asked = batch(notebooks, Path("out"), "one", template=str(template))
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(ParameterError, match="template lies outside of the project") as caught:
            run_batch(asked, executor=Away(pool), make=decks.whole)
        assert caught.value.do == "put it into the project's folder (acme), and name it from there"
        monkeypatch.setattr(parcel, "_MOST", 100)
        with pytest.raises(ClusterError, match="too much to be sent"):
            run_batch(replace(asked, template=None), executor=Away(pool), make=decks.whole)
    assert not (project / "out" / "one").exists()


def test_a_deck_takes_what_the_run_before_it_told(project: Path, notebooks: Path) -> None:
    """The run that a deck would find here, beside the batch or named, lies at the same place for the worker."""
    run = Path("reports/2026Q1/EMEA")
    run.mkdir(parents=True)
    (run / "story.ipynb").write_text("{}")
    values = {"data": "exports", "period": "2026Q2", "where": "region = 'EMEA'", "previous": ""}
    before = {**values, "period": "2026Q1"}
    told = {"outcome": "whole", "notebook": "one_part", "period": "2026Q1", "parameters": before}
    (run / "run.json").write_text(json.dumps(told))
    order = decks.order(notebooks / "one_part.ipynb", Path("reports/2026Q2"), "EMEA", values)
    expected = {f"reports/2026Q1/EMEA/{name}" for name in ("run.json", "story.ipynb")}
    assert set(parcel.own_files(order)) == expected
    assert set(parcel.own_files(replace(order, values={**values, "previous": str(run)}))) == expected
    assert set(parcel.own_files(replace(order, values=values | {"where": "region = 'AMER'"}))) == set()


def test_a_worker_with_another_version_refuses(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version might make another deck of the same: it says both, and what to do."""
    monkeypatch.setattr(away_executor, "__version__", "0.0.9")
    with ThreadPoolExecutor(1) as pool:
        (found,) = run_batch(batch(notebooks, tmp_path / "out", "one"), executor=Away(pool), make=decks.whole).outcomes
    assert (found.exit_code, found.do) == (15, "install the same version on both")
    assert "the worker has valuestory 0.0.9, and the batch" in found.error
