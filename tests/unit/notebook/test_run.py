"""A run: checked first, then all or nothing, and a record of it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from valuestory.errors import (
    BusyError,
    CellError,
    DataError,
    DeckError,
    NotebookError,
    ParameterError,
    ProjectError,
    TemplateError,
)
from valuestory.notebook import record as records
from valuestory.notebook.publish import held
from valuestory.notebook.record import Clock
from valuestory.notebook.run import RunResult, run_notebook
from valuestory.project import template_path

FILES = ["deck.pptx", "report.html", "results.parquet", "results.xlsx", "run.json", "story.ipynb"]


def story(folder: Path) -> dict[str, Any]:
    """The executed notebook of a run."""
    data: dict[str, Any] = json.loads((folder / "story.ipynb").read_text(encoding="utf-8"))
    return data


def test_a_run_writes_everything_and_knows_its_answer(finished: RunResult) -> None:
    """Deck, report, results, notebook and record, and the title of the slide "answer" with the given number in it."""
    assert [each.name for each in finished.files] == FILES
    assert sorted(each.name for each in finished.folder.iterdir()) == FILES
    assert finished.title("answer") == "Support answered 50% of questions for 1,300 customers"
    assert finished.title("no such slide") == ""


def test_slides_come_in_the_storylines_order(finished: RunResult) -> None:
    """The storyline lists title and answer; the chart that it does not list becomes the appendix."""
    assert [each.key for each in finished.slides] == ["title", "answer", "answers"]


def test_the_executed_notebook_is_valid_and_carries_its_parameters_and_timings(finished: RunResult) -> None:
    """What papermill was given stands behind the notebook's own parameters; each cell says how long it took."""
    executed = nbformat.read(finished.folder / "story.ipynb", as_version=4)
    nbformat.validate(executed)
    injected = next(each for each in executed.cells if "injected-parameters" in each.metadata.get("tags", []))
    assert injected.source.strip() == "# Parameters\ncustomers = 1300"
    assert all("duration" in each.metadata.papermill for each in executed.cells)


def test_the_record_says_what_was_asked_what_was_read_and_what_came_out(finished: RunResult) -> None:
    """Every parameter with its value, the inputs' fingerprints, versions, timings, titles, what is missing and why."""
    record = json.loads((finished.folder / "run.json").read_text(encoding="utf-8"))
    assert record == finished.record
    assert (record["outcome"], record["notebook"], record["company"]) == ("whole", "three_slides", "Acme")
    assert record["parameters"] == {
        "period": "2026Q2",
        "audience": "ceo",
        "customers": 1300,
        "share": 0.5,
        "since": "2026-04-01",
        "draft": False,
        "template": "valuestory",
    }
    assert record["inputs"] == {"accounts": "ab12"}
    assert re.fullmatch(r"[0-9a-f]{64}", record["notebook_sha256"])
    assert record["missing"] == {"cost": "cost is not measured yet: costs would show it"}
    assert [each["title"] for each in record["slides"]] == [each.title.text for each in finished.slides]
    assert all(each["layout"] for each in record["slides"])
    assert re.fullmatch(r"[0-9a-f]{64}", record["template"]["sha256"])
    assert {"valuestory", "python", "pandas", "duckdb", "papermill", "python-pptx"} <= set(record["versions"])
    assert {"check", "notebook", "deck", "report", "results", "total"} == set(record["seconds"])
    assert (
        record["seconds"]["total"] >= record["seconds"]["notebook"] >= sum(each["seconds"] for each in record["cells"])
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["started_at"])
    assert set(record["files"]) == set(FILES) - {"run.json"}


def test_the_results_are_those_that_the_notebook_shows(finished: RunResult) -> None:
    """The kernel is gone; the table travelled in the notebook."""
    results = pd.read_parquet(finished.folder / "results.parquet")
    assert results["metric"].tolist() == ["customers", "answered"]
    assert results["value"].tolist() == [1300, 0.5]


def test_the_same_inputs_give_the_same_parts_and_progress_counts_every_step_to_them(
    notebooks: Path, tmp_path: Path, finished: RunResult
) -> None:
    """A second run's deck, workbook, table and report are the first's, byte for byte; progress rises by one."""
    calls: list[tuple[int, int, str]] = []
    given = {"customers": "1300"}
    run_notebook(notebooks / "three_slides.ipynb", given, tmp_path / "out", progress=lambda *call: calls.append(call))
    for name in set(FILES) - {"run.json", "story.ipynb"}:
        assert (tmp_path / "out" / name).read_bytes() == (finished.folder / name).read_bytes(), name
    assert [done for done, _, _ in calls] == list(range(10))
    assert {total for _, total, _ in calls} == {9}, "five cells, the given parameters, then deck, report and results"
    assert calls[0][2] == "parameters"
    assert [label for _, _, label in calls[-4:]] == ["deck", "report", "results", ""]


@pytest.mark.parametrize(
    ("given", "template", "error"),
    [
        ({"perod": "2026Q2"}, None, ParameterError),
        ({"customers": "many"}, None, ParameterError),
        ({"audience": "cto"}, None, ParameterError),
        ({"template": "nowhere.pptx"}, None, ProjectError),
        ({}, "nowhere.pptx", ProjectError),
        ({}, "broken.pptx", TemplateError),
    ],
)
def test_what_is_wrong_is_said_before_any_kernel_starts(
    given: dict[str, str],
    template: str | None,
    error: type[Exception],
    notebooks: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Parameters, templates: nothing runs, nothing is written."""

    def started(*_: object, **__: object) -> None:
        pytest.fail("a kernel was started")

    monkeypatch.setattr("valuestory.notebook.run.execute", started)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.pptx").write_bytes(b"PK")
    with pytest.raises(error):
        run_notebook(notebooks / "three_slides.ipynb", given, tmp_path / "out", template=template)
    assert [each.name for each in tmp_path.iterdir()] == ["broken.pptx"]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({}, "there are no tables"),
        (
            {"valuestory.toml": '[company]\nname = "Acme"\n[sources.cases]\npath = "tickets.csv"\n'},
            'no file "tickets.csv"',
        ),
    ],
)
def test_a_company_whose_tables_are_not_there_is_refused_before_any_kernel_starts(
    tables: dict[str, str], said: str, notebooks: Path, tmp_path: Path
) -> None:
    """The notebook's own cell, which would fail otherwise, is not reached."""
    (tmp_path / "acme").mkdir()
    for name, text in tables.items():
        (tmp_path / "acme" / name).write_text(text)
    with pytest.raises(Exception, match=said) as caught:
        run_notebook(notebooks / "company_data.ipynb", {"data": str(tmp_path / "acme")}, tmp_path / "out")
    assert not isinstance(caught.value, CellError)
    assert [each.name for each in tmp_path.iterdir()] == ["acme"]


@pytest.mark.parametrize(
    ("name", "what", "do"),
    [
        ("division_by_zero", "ZeroDivisionError: division by zero", ""),
        ("kernel_dies", "DeadKernel: the kernel died", ""),
        ("data_error", "DataError: no column opened_at", "map it in valuestory.toml"),
        ("leaves_early", "SystemExit", ""),
    ],
)
def test_a_failing_cell_is_named_and_its_notebook_kept_and_the_last_run_stays(
    name: str, what: str, do: str, notebooks: Path, tmp_path: Path, finished: RunResult
) -> None:
    """The error's own words, the cell, where the failed notebook is; the folder is as it was before."""
    out = tmp_path / "out"
    shutil.copytree(finished.folder, out)
    before = {each.name: each.read_bytes() for each in out.iterdir()}
    with pytest.raises(CellError) as caught:
        run_notebook(notebooks / f"{name}.ipynb", {}, out)
    assert what in caught.value.what
    assert f"{name}.ipynb, cell" in caught.value.where
    assert "out.failed.ipynb" in caught.value.do
    assert do in caught.value.do
    assert {each.name: each.read_bytes() for each in out.iterdir()} == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "out.failed.ipynb", "out.failed.json"]
    told = json.loads((tmp_path / "out.failed.json").read_text(encoding="utf-8"))
    assert (told["outcome"], told["notebook"]) == ("failed", name)
    assert (told["error"]["kind"], told["error"]["exit_code"]) == ("CellError", 11)
    assert what in told["error"]["what"]
    assert str(tmp_path) not in str(told)
    kept = nbformat.read(tmp_path / "out.failed.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in kept.cells for output in cell.get("outputs", []))


def test_the_next_good_run_takes_the_failed_notebook_away(notebooks: Path, tmp_path: Path) -> None:
    """What is kept is always of the last run."""
    (tmp_path / "out.failed.ipynb").write_text("{}")
    (tmp_path / "out.failed.json").write_text("{}")
    run_notebook(notebooks / "three_slides.ipynb", {}, tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_deck_that_cannot_be_made_keeps_the_notebook_that_ran(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What took an hour to compute is not thrown away because of a slide: it is named, and can be exported again."""

    def fails(*_: object, **__: object) -> None:
        raise DeckError("no room", do="use a larger template")

    monkeypatch.setattr("valuestory.notebook.files.build_story", fails)
    with pytest.raises(DeckError, match="no room") as caught:
        run_notebook(notebooks / "three_slides.ipynb", {}, tmp_path / "out")
    assert "valuestory export" in caught.value.do
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.failed.ipynb", "out.failed.json"]


def test_a_notebook_without_slides_makes_no_deck(notebooks: Path, tmp_path: Path) -> None:
    """Nothing is called whole that is empty."""
    with pytest.raises(NotebookError, match="holds no slides"):
        run_notebook(notebooks / "no_slides.ipynb", {}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_no_path_of_the_machine_gets_into_the_record(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the project's root, the home folder, temporary folders, the Python installation, nor a login."""
    import sys

    home = tmp_path / "home" / "joanna"
    (home / "acme").mkdir(parents=True)
    (home / "acme" / "valuestory.toml").write_text('[company]\nname = "Acme"\n')
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(home / "acme")
    result = run_notebook(notebooks / "prints_paths.ipynb", {}, Path("reports/acme"))
    told = "".join(
        each.read_text(encoding="utf-8") for each in result.files if each.suffix in (".ipynb", ".json", ".html")
    )
    for secret in (str(tmp_path), "joanna", sys.prefix, "analyst", "secret", "ipykernel_"):
        assert secret not in told
    cell = next(each for each in story(result.folder)["cells"] if "gettempdir" in str(each["source"]))
    shown = "".join("".join(output.get("text", "")) for output in cell["outputs"])
    assert ". ~/exports <temporary> <python>" in shown
    assert "postgresql://***@db/support x.csv data/y.csv" in shown
    assert "<cell>:7: UserWarning: look here" in shown


def test_the_default_folder_is_named_for_notebook_and_period(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`reports/<notebook>-<period>` under the project's root, wherever in the project one stands."""
    (tmp_path / "valuestory.toml").write_text('[company]\nname = "Acme"\n')
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    result = run_notebook(notebooks / "three_slides.ipynb", {"period": "2026Q1"})
    assert result.folder == tmp_path / "reports" / "three_slides-2026Q1"


def test_even_a_fault_of_ours_keeps_the_notebook_that_ran(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw in making the deck costs no computing either."""
    monkeypatch.setattr("valuestory.notebook.files.build_story", lambda *_: {}["nothing"])
    with pytest.raises(KeyError):
        run_notebook(notebooks / "three_slides.ipynb", {}, tmp_path / "out")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.failed.ipynb", "out.failed.json"]


def test_a_run_of_an_output_that_another_run_is_writing_is_refused_before_any_kernel_starts(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From cron, where the last run has not ended yet: exit code 13, and nothing of the other is touched."""
    monkeypatch.setattr("valuestory.notebook.run.execute", lambda *_, **__: pytest.fail("a kernel was started"))
    out = tmp_path / "out"
    with held(out), pytest.raises(BusyError):
        run_notebook(notebooks / "three_slides.ipynb", {}, out)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("changed", "error"), [("acme/cases.csv", DataError), ("brand.pptx", TemplateError)])
def test_what_changes_under_a_run_fails_it(
    changed: str,
    error: type[Exception],
    notebooks: Path,
    finished: RunResult,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A table replaced, or a template, while cells ran: a deck of two states would be of neither."""
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "accounts.csv").write_text("account_id,start_at\nA1,2025-01-01\n")
    (tmp_path / "acme" / "cases.csv").write_text("case_id,account_id,opened_at\nC1,A1,2026-05-01 10:00\n")
    shutil.copy(template_path("valuestory"), tmp_path / "brand.pptx")

    def changes(*_: object, **__: object) -> dict[str, Any]:
        with (tmp_path / changed).open("ab") as stream:
            stream.write(b"C2,A1,2026-05-02 10:00\n")
        return story(finished.folder)

    monkeypatch.setattr("valuestory.notebook.run.execute", changes)
    given = {"data": str(tmp_path / "acme"), "template": str(tmp_path / "brand.pptx")}
    with pytest.raises(error, match="changed while the run read it"):
        run_notebook(notebooks / "company_data.ipynb", given, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_clock_that_is_set_during_a_run_moves_no_duration(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar jumps back a day: the run still took as long as it took, and ended after it began."""
    clock = Clock()

    class Yesterday(records.datetime):
        """A clock that was set back."""

        @classmethod
        def now(cls, tz: Any = None) -> records.datetime:
            return clock.started_at - records.timedelta(days=1)

    monkeypatch.setattr(records, "datetime", Yesterday)
    with clock.stage("deck"):
        pass
    times = clock.times
    assert 0 <= times["seconds"]["deck"] <= times["seconds"]["total"] < 60
    assert times["finished_at"] >= times["started_at"]
