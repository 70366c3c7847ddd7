"""Faults, tried for real: a disk that fills up or turns read-only, two batches at once, a clock that jumps."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.unit.notebook.batch import decks
from tests.unit.notebook.batch.test_faults import state_of

from valuestory.errors import BusyError, OutputError
from valuestory.notebook.batch.batch import Batch, run_batch
from valuestory.notebook.batch.plan import PlannedDeck
from valuestory.project import template_path

DECKS: Final = 12
SMALL, LARGE = "400k", "8m"


def asked(notebooks: Path, out: Path, number: int = 0) -> Batch:
    """A batch whose decks are others for another number."""
    planned = tuple(PlannedDeck(f"deck {each}", {"customers": each + number}) for each in range(DECKS))
    return Batch(str(notebooks / "three_slides.ipynb"), out, planned, jobs=3, attempts=1)


def states(out: Path) -> Counter[str]:
    """How many decks are absent, whole or half-written."""
    return Counter(state_of(out / f"deck {number}") for number in range(DECKS))


def outcomes(batch: Batch) -> Counter[str]:
    """What came of the decks of a batch; of all of them one refusal, where not even the table could be written."""
    try:
        return Counter(each.state for each in run_batch(batch, make=decks.whole_or_failed).outcomes)
    except OutputError:
        return Counter({"the batch was refused": 1})


class Disk:
    """A small file system of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def mount(self, *options: str) -> None:
        """Mount it, or mount it again with other options."""
        subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "none", self.place], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk with room for a few decks."""
    place = tmp_path / "disk"
    place.mkdir()
    made = Disk(place)
    try:
        made.mount(f"size={SMALL}")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a file system may not be mounted here: run the tests as root")
    yield made
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_disk_that_fills_up_or_turns_read_only_half_writes_nothing_and_the_same_command_completes(
    disk: Disk, notebooks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Full: some are whole, the others failed. Read-only: all stay as they are. With room again: all are whole."""
    out, told = disk.place / "out", {}
    told["full"] = (outcomes(asked(notebooks, out)), states(out))
    disk.mount("remount", f"size={LARGE}", "ro")
    told["read-only"] = (outcomes(asked(notebooks, out)), states(out))
    disk.mount("remount", f"size={LARGE}", "rw")
    told["room again"] = (outcomes(asked(notebooks, out)), states(out))
    with capsys.disabled():
        print(*("", *(f"{name}: {dict(came)}, then {dict(there)}" for name, (came, there) in told.items())), sep="\n")
    full, read_only, again = (there for _, there in told.values())
    assert full["whole"]
    assert full["absent"]
    assert not full["half-written"]
    assert told["read-only"][0] == {"the batch was refused": 1}
    assert read_only == full
    assert told["room again"][0] == {"kept": full["whole"], "made": full["absent"]}
    assert again == {"whole": DECKS}
    assert not [each for each in disk.place.iterdir() if each != out], "nothing is left aside"


def run_there(batch: Batch, both: Any, heard: Any) -> None:
    """A whole batch in a process of its own, begun when both are there, which says what came of it."""
    both.wait()
    try:
        heard.send(Counter(each.state for each in run_batch(batch, make=decks.whole).outcomes))
    except BusyError:
        heard.send(Counter({"refused": 1}))


def test_of_two_batches_at_once_one_is_refused_and_the_other_is_whole(
    notebooks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Begun at the same moment in two processes, on the same folder: whoever comes second writes nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["valuestory.notebook.batch.batch", "tests.unit.notebook.batch.decks"])
    out, ends = tmp_path / "out", [context.Pipe(duplex=False) for _ in range(2)]
    both = context.Barrier(2)
    running = [
        context.Process(target=run_there, args=(asked(notebooks, out, number * 100), both, theirs))
        for number, (_, theirs) in enumerate(ends)
    ]
    for each in running:
        each.start()
    came = [ours.recv() for ours, _ in ends]
    for each in running:
        each.join()
    with capsys.disabled():
        print(f"\ntwo at once: {[dict(each) for each in came]}, then {dict(states(out))}")
    assert Counter({"refused": 1}) in came
    assert Counter({"made": DECKS}) in came
    assert states(out) == {"whole": DECKS}


def test_a_clock_that_jumps_ends_no_deck_and_makes_no_deck_anew(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A day to and fro at every look, and files from tomorrow and last year: time is counted, contents are compared."""
    looks = iter(range(10**9))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400 * (-1) ** next(looks))
    batch = asked(notebooks, tmp_path / "out")
    made = run_batch(Batch(**{**vars(batch), "seconds": 60.0}), make=decks.whole)
    stamped = [each for each in (tmp_path / "out").rglob("*") if each.is_file()]
    for number, each in enumerate(stamped):
        os.utime(each, (real() + (86_400, -86_400 * 365)[number % 2],) * 2)
    kept = run_batch(batch, make=decks.whole)
    with capsys.disabled():
        looked = next(looks)
        print(f"\nclock: {looked} looks, {len(stamped)} files of other days, then {dict(states(tmp_path / 'out'))}")
    assert {each.state for each in made.outcomes} == {"made"}
    assert all(0 <= each.seconds < 60 for each in made.outcomes)
    assert {each.state for each in kept.outcomes} == {"kept"}


def test_what_is_replaced_midway_is_said_and_made_anew_by_the_same_command(
    notebooks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Template and data change under the batch: its decks are of one state of the data, and the next one makes all."""
    data, template = tmp_path / "exports", tmp_path / "ours.pptx"
    data.mkdir()
    (data / "accounts.csv").write_text("account_id,start_at\nA1,2024-01-01\n")
    (data / "cases.csv").write_text("case_id,account_id,opened_at\n" + "C1,A1,2026-05-01\n")
    template.write_bytes(template_path("valuestory").read_bytes())
    planned = tuple(PlannedDeck(f"deck {each}", {"data": str(data)}) for each in range(DECKS))
    batch = Batch(str(notebooks / "one_part.ipynb"), tmp_path / "out", planned, template=str(template), jobs=3)
    results = [run_batch(batch, make=decks.whole_while_all_changes)]
    results += [run_batch(batch, make=decks.whole) for _ in range(2)]
    came = [Counter(each.state for each in result.outcomes) for result in results]
    with capsys.disabled():
        print(f"\nreplaced midway: {[dict(each) for each in came]}, then {dict(states(tmp_path / 'out'))}")
    assert came == [{"made": DECKS}, {"made": DECKS}, {"kept": DECKS}]
    assert states(tmp_path / "out") == {"whole": DECKS}
    assert "a template was replaced meanwhile: the same command makes 12 decks anew" in results[0].remarks
    assert any(each.startswith("the data changed meanwhile") for each in results[0].remarks)
    assert results[1].remarks == results[2].remarks == ()
