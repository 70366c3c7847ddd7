"""The examples of schedules run as they stand: cron's line in cron's bare environment, the others by their commands."""

from __future__ import annotations

import ast
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml

from valuestory.cli import app
from valuestory.notebook.parameter_cell import read_parameters
from valuestory.notebook.source import find_notebook, read_notebook

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
NOTEBOOK = ROOT / "tests" / "unit" / "notebook" / "notebooks" / "three_slides.ipynb"
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def _asks_what_exists(command: str) -> None:
    """Let the command line take a command apart, and execute nothing."""
    name, *arguments = shlex.split(command)[1:]
    typer.main.get_command(app).commands[name].make_context(name, arguments)  # type: ignore[attr-defined]


def _is_a_time(fields: list[str]) -> bool:
    return len(fields) == 5 and all(
        field == "*" or all(low <= int(each) <= high for each in field.split(","))
        for field, (low, high) in zip(fields, RANGES, strict=True)
    )


@pytest.mark.slow
def test_crons_line_makes_the_deck_and_copies_it_in_crons_bare_environment(tmp_path: Path) -> None:
    """Cron gives no more than the lines above it; its paths are exchanged for those of this machine."""
    lines = [each for each in (EXAMPLES / "crontab").read_text().splitlines() if each and not each.startswith("#")]
    *settings, entry = lines
    assert _is_a_time(entry.split()[:5])
    board = tmp_path / "board"
    command = entry.split(maxsplit=5)[5].replace("/srv/acme", str(tmp_path)).replace("/mnt/board", str(board))
    (tmp_path / "reports").mkdir()
    environment = dict(each.split("=", 1) for each in settings)
    environment["PATH"] = environment["PATH"].replace("/srv/acme/.venv/bin", str(Path(sys.executable).parent))
    environment |= {"NOTEBOOK": str(NOTEBOOK), "HOME": str(tmp_path)}
    done = subprocess.run([environment["SHELL"], "-c", command], env=environment, cwd="/", check=False)
    assert done.returncode == 0, (tmp_path / "reports" / "cron.log").read_text()
    assert {"deck.pptx", "run.json"} <= {each.name for each in (board / "quarter").iterdir()}
    assert "copied: " in (tmp_path / "reports" / "cron.log").read_text()


def test_the_workflow_calls_what_exists_on_a_day_that_exists() -> None:
    """Its secrets come from the repository's settings, and word goes out where it fails."""
    workflow = yaml.safe_load((EXAMPLES / "quarterly-decks.yml").read_text(encoding="utf-8"))
    [when] = workflow[True]["schedule"]  # YAML reads "on" as true
    assert _is_a_time(when["cron"].split())
    job = workflow["jobs"]["decks"]
    [step] = [each for each in job["steps"] if each.get("name") == "Decks"]
    assert all(value.startswith("${{ secrets.") for value in step["env"].values())
    for name, value in job["env"].items():
        step["run"] = step["run"].replace(f"${name}", value)
    _asks_what_exists(step["run"].strip())
    find_notebook(job["env"]["NOTEBOOK"])


def test_the_dag_gives_the_notebook_parameters_that_it_has() -> None:
    """Airflow is not installed here: the operator's arguments are read, and its commands are taken apart."""
    tree = ast.parse((EXAMPLES / "airflow_quarterly.py").read_text(encoding="utf-8"))
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls = {node.func.id: node for node in called if isinstance(node.func, ast.Name)}
    given = {each.arg: each.value for each in calls["PapermillOperator"].keywords}
    assert {"task_id", "input_nb", "output_nb", "parameters", "kernel_name"} == set(given)
    source = Path(ast.literal_eval(given["input_nb"])).name
    known = {each.name for each in read_parameters(read_notebook(find_notebook(source)))}
    assert set(ast.literal_eval(given["parameters"])) <= known
    times = {each.arg: each.value for each in calls["DAG"].keywords}
    assert _is_a_time(ast.literal_eval(times["schedule"]).split())
    [command] = [each.value for each in calls["BashOperator"].keywords if each.arg == "bash_command"]
    assert isinstance(command, ast.JoinedStr)
    _asks_what_exists(f"{command.values[0].value}story.ipynb")  # type: ignore[attr-defined]
