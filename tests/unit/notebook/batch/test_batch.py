"""A batch: each deck whole or clearly failed, none stops another, and what is whole is not made again."""

from __future__ import annotations

import csv
import json
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notebook.batch import decks
from tests.unit.notebook.batch.light_worker import lighten

from valuestory.errors import BusyError, NotebookError, OutputError, ParameterError
from valuestory.notebook.batch.batch import Batch, BatchResult, run_batch
from valuestory.notebook.batch.order import Outcome
from valuestory.notebook.batch.plan import PlannedDeck
from valuestory.notebook.publish import held

NAMES = ("first", "wrong", "nobody", "fails", "unforeseen", "dies", "second", "last")


def batch(notebooks: Path, out: Path, *names: str, **settings: Any) -> Batch:
    """A batch of `three_slides`, with a number of customers for each deck."""
    planned = tuple(PlannedDeck(name, {"customers": 1000 + number}) for number, name in enumerate(names))
    return Batch(str(notebooks / "three_slides.ipynb"), out, planned, **{"pause": 0.01, "jobs": 4} | settings)


def table(out: Path) -> dict[str, dict[str, str]]:
    """The rows of a batch's table, by name."""
    with (out / "batch.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def mixed(notebooks: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[BatchResult, list[Any], list[Any]]:
    """A batch of decks of every fate, the steps that were told, and the decks as they ended."""
    out = tmp_path_factory.mktemp("mixed") / "out"
    steps: list[Any] = []
    ended: list[Any] = []
    result = run_batch(
        batch(notebooks, out, *NAMES),
        step=lambda *told: steps.append(told),
        ended=lambda *told: ended.append(told),
        make=decks.by_name,
    )
    return result, steps, ended


def test_one_bad_deck_never_stops_the_rest(mixed: tuple[BatchResult, list[Any], list[Any]]) -> None:
    """One fails, one dies, one raises what nobody foresaw: each has its exit code, and the others are whole."""
    result, _, _ = mixed
    found = {each.name: (each.state, each.exit_code) for each in result.outcomes}
    assert found == {
        "first": ("made", 0),
        "wrong": ("failed", 10),
        "nobody": ("failed", 11),
        "fails": ("failed", 11),
        "unforeseen": ("failed", 1),
        "dies": ("failed", 1),
        "second": ("made", 0),
        "last": ("made", 0),
    }
    assert not result.is_whole


def test_a_deck_that_hangs_is_ended_after_its_time(notebooks: Path, tmp_path: Path) -> None:
    """With the exit code that `timeout` gives, and what to do."""
    (found,) = run_batch(
        batch(notebooks, tmp_path / "out", "hangs", seconds=1.0, attempts=1), make=decks.by_name
    ).outcomes
    assert (found.state, found.exit_code, found.do) == ("failed", 124, "give more --timeout")
    assert "not ready after 1 s" in found.error


def test_what_may_pass_is_tried_again_and_what_was_asked_wrongly_is_not(
    mixed: tuple[BatchResult, list[Any], list[Any]],
) -> None:
    """Two attempts at most: a busy warehouse passes, a mistyped parameter does not, nor a cell that no account fits."""
    result, _, _ = mixed
    tries = {name: len((result.folder / f"{name}.tries").read_text()) for name in NAMES}
    assert tries == {name: 1 if name in ("first", "wrong", "nobody", "last") else 2 for name in NAMES}
    assert {each.name: each.attempts for each in result.outcomes} == tries


def test_progress_is_told_deck_by_deck_and_step_by_step(mixed: tuple[BatchResult, list[Any], list[Any]]) -> None:
    """Every step names its deck; the number of decks that are done rises to that of all."""
    _, steps, ended = mixed
    assert [each for each in steps if each[0] == "first"] == [("first", step, 3, f"step {step}") for step in range(3)]
    assert [(done, total) for _, done, total in ended] == [(done, 8) for done in range(1, 9)]


def test_the_table_says_what_came_of_each_deck(mixed: tuple[BatchResult, list[Any], list[Any]]) -> None:
    """In the plan's order, with its parameters; the page shows what failed first and links what is whole."""
    result, _, _ = mixed
    rows = table(result.folder)
    assert tuple(rows) == NAMES
    assert rows["first"]["deck"] == "first/deck.pptx"
    assert (result.folder / rows["first"]["deck"]).is_file()
    assert (rows["fails"]["error"], rows["fails"]["exit code"], rows["fails"]["deck"]) == ("cell [3] failed", "11", "")
    assert rows["last"]["parameter customers"] == "1007"
    page = (result.folder / "batch.html").read_text(encoding="utf-8")
    assert "3 of 8 decks are whole. 5 failed" in page
    assert page.index("<h2>wrong</h2>") < page.index("<h2>first</h2>")
    assert 'href="first/deck.pptx"' in page
    assert 'href="fails/deck.pptx"' not in page


def test_the_same_command_makes_what_lacks_and_what_changed_and_nothing_else(notebooks: Path, tmp_path: Path) -> None:
    """Kept: what is whole and made of the same, edited by hand or not. Made again: another parameter, a lost file."""
    out = tmp_path / "out"
    asked = batch(notebooks, out, "same", "edited", "changed", "lost")
    assert run_batch(asked, make=decks.whole).is_whole
    before = {name: (out / name / "run.json").stat().st_mtime_ns for name in ("same", "edited", "changed", "lost")}
    (out / "edited" / "deck.pptx").write_text("a person's last touch")
    (out / "lost" / "deck.pptx").unlink()
    others = [replace(each, parameters={"customers": 5}) if each.name == "changed" else each for each in asked.decks]
    again = run_batch(replace(asked, decks=(*others, PlannedDeck("new"))), make=decks.whole)
    states = {each.name: each.state for each in again.outcomes}
    assert states == {"same": "kept", "edited": "kept", "changed": "made", "lost": "made", "new": "made"}
    after = {name: (out / name / "run.json").stat().st_mtime_ns for name in before}
    assert {name for name in before if before[name] != after[name]} == {"changed", "lost"}
    assert (out / "edited" / "deck.pptx").read_text() == "a person's last touch"


def test_another_template_or_notebook_makes_every_deck_anew(notebooks: Path, tmp_path: Path) -> None:
    """What a deck looks like and what it tells are part of what is asked."""
    out = tmp_path / "out"
    asked = batch(notebooks, out, "one")
    run_batch(asked, make=decks.whole)
    (dark,) = run_batch(replace(asked, template="valuestory-dark"), make=decks.whole).outcomes
    notebook = json.loads((notebooks / "three_slides.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "# What Support is worth, once more"
    (tmp_path / "other.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    other = replace(asked, template="valuestory-dark", notebook=str(tmp_path / "other.ipynb"))
    (retold,) = run_batch(other, make=decks.whole).outcomes
    assert (dark.state, retold.state) == ("made", "made")


def test_two_batches_never_write_one_folder(notebooks: Path, tmp_path: Path) -> None:
    """The second is refused at once, before anything is made."""
    with held(tmp_path / "out"), pytest.raises(BusyError):
        run_batch(batch(notebooks, tmp_path / "out", "one"), make=decks.whole)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_and_a_plan_that_does_not_fit_are_refused(notebooks: Path, tmp_path: Path) -> None:
    """Nobody's documents get a batch put among them; a place that is a file is said to be none."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "thesis.txt").write_text("years")
    with pytest.raises(NotebookError, match="holds other things"):
        run_batch(batch(notebooks, tmp_path / "documents", "one"), make=decks.whole)
    with pytest.raises(OutputError, match="nothing can be written there"):
        run_batch(batch(notebooks, tmp_path / "documents" / "thesis.txt" / "out", "one"), make=decks.whole)
    with pytest.raises(ParameterError, match="perod"):
        run_batch(batch(notebooks, tmp_path / "out", "one", given={"perod": "2026"}), make=decks.whole)
    assert not (tmp_path / "out").exists()


def test_a_batch_that_is_stopped_leaves_what_is_whole_and_says_what_is_not(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C once the first deck is there: the one that hangs is ended, and the table names it."""
    out = tmp_path / "out"

    def stop(outcome: Outcome, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(batch(notebooks, out, "first", "hangs", jobs=2), ended=stop, make=decks.by_name)
    assert (out / "first" / "deck.pptx").is_file()
    assert {name: row["outcome"] for name, row in table(out).items()} == {"first": "made", "hangs": "failed"}
    assert not [each for each in threading.enumerate() if each.name.startswith("deck")]


def test_any_executor_makes_the_decks(notebooks: Path, tmp_path: Path) -> None:
    """Orders travel to another process, as to another machine, and outcomes come back."""
    out = tmp_path / "out"
    with ProcessPoolExecutor(1, mp_context=clean(), initializer=lighten) as pool:
        result = run_batch(batch(notebooks, out, "first", "fails", attempts=1), executor=pool, make=decks.by_name)
    assert [each.state for each in result.outcomes] == ["made", "failed"]


def clean() -> Any:
    """How the workers of a pool begin: clean, as those of a cluster do."""
    import multiprocessing

    return multiprocessing.get_context("spawn")
