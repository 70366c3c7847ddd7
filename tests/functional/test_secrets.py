"""A secret of the environment through a whole run: it opens the data, and no file, message or page has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
SECRET = "hunter2-c0rrect-h0rse"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose tables lie in a database, whose address takes a secret from the environment."""
    folder = tmp_path_factory.mktemp("company")
    with duckdb.connect(str(folder / "support.duckdb")) as database:
        for name in ("accounts.csv", "cases.parquet"):  # of some customers: what opens them is the same for all
            table = name.partition(".")[0]
            database.execute(f"CREATE TABLE {table} AS FROM '{SAMPLE / name}' WHERE account_id < 'A-00200'")
    settings = '[company]\nname = "Acme"\n[warehouse]\nurl = "duckdb://support.duckdb?token=${SUPPORT_TOKEN}"\n'
    (folder / "valuestory.toml").write_text(settings)
    return folder


def types(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`valuestory ARGUMENTS` in the project's folder, with the secret in the environment."""
    env = {**os.environ, "SUPPORT_TOKEN": SECRET, "DB_PASSWORD": SECRET}
    command = [sys.executable, "-m", "valuestory", *arguments]
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, timeout=300)


def parts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and every part of those that are archives."""
    for path in (each for each in folder.rglob("*") if each.is_file()):
        yield path.name, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


def assert_nowhere(project: Path, *said: subprocess.CompletedProcess[str]) -> None:
    """Assert that no file below the project has the secret, nor what was printed."""
    assert [name for name, data in parts(project) if SECRET.encode() in data] == []
    assert not any(SECRET in each.stdout + each.stderr for each in said)


@pytest.mark.slow
def test_a_run_writes_its_secret_nowhere(project: Path) -> None:
    """Deck, report, notebook, results and record of a run whose address holds a secret; and what checking it prints."""
    ran = types(project, "run", "account_review", "-p", "data=valuestory.toml", "-p", "period=2026Q2")
    assert ran.returncode == 0, ran.stderr
    checked = types(project, "check", "valuestory.toml", "--json")
    assert checked.returncode == 0, checked.stderr
    (folder,) = (project / "reports").iterdir()
    assert {"deck.pptx", "report.html", "story.ipynb", "results.xlsx", "run.json"} <= {x.name for x in folder.iterdir()}
    assert_nowhere(project, ran, checked)


def test_a_secret_in_a_parameter_is_refused(project: Path) -> None:
    """It would stand in the run record: nothing runs, and the message says what to write."""
    before = sorted(project.rglob("*"))
    ran = types(project, "run", "-p", f"data=postgresql://ann:{SECRET}@127.0.0.1:1/support", "-p", "period=2026Q2")
    assert ran.returncode == 3
    assert "${SUPPORT_DB_PASSWORD}" in ran.stderr
    assert sorted(project.rglob("*")) == before
    assert_nowhere(project, ran)


def test_a_warehouse_that_does_not_answer_keeps_the_secret(project: Path, tmp_path: Path) -> None:
    """The failed notebook is kept, with its traceback: the secret is not in it, nor in what is printed."""
    shutil.copytree(project, tmp_path / "acme", ignore=shutil.ignore_patterns("reports", "*.duckdb"))
    url = "postgresql://ann:${DB_PASSWORD}@127.0.0.1:1/support?application_name=${SUPPORT_TOKEN}"
    ran = types(tmp_path / "acme", "--debug", "run", "-p", f"data={url}", "-p", "period=2026Q2")
    checked, told = (types(tmp_path / "acme", *debug, "check", url) for debug in ([], ["--debug"]))
    assert ran.returncode != 0
    for each in (ran, checked, told):
        assert "cannot be opened" in each.stderr
    assert_nowhere(tmp_path / "acme", ran, checked, told)
