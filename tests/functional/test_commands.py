"""The commands as a user types them, in a folder of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
import pytest
from tests.validation import assert_nothing_to_mend

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "tests" / "unit" / "notebook" / "notebooks"
FILES = ["deck.pptx", "report.html", "results.parquet", "results.xlsx", "run.json", "story.ipynb"]

ACCOUNTS = "account_id,name,segment,start_at\n" + "".join(f"A{n},Company {n},SMB,2024-0{n}-01\n" for n in range(1, 9))
CASES = "case_id,account_id,opened_at,resolved_at\n" + "".join(
    f"C{n},A{1 + n % 8},2026-0{4 + n % 3}-{1 + 3 * (n % 10):02d} 10:00,2026-0{4 + n % 3}-{1 + 3 * (n % 10):02d} 18:00\n"
    for n in range(60)
)


@dataclass(frozen=True)
class User:
    """Someone with a home folder and a project in it, who types commands there."""

    project: Path

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.project.parent

    def types(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """`valuestory ARGUMENTS`, in the project, not on a terminal."""
        return self.python("-m", "valuestory", *arguments)

    def python(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """`python ARGUMENTS`, in the project."""
        env = {**os.environ, "HOME": str(self.home), "USERPROFILE": str(self.home)}
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, cwd=self.project, env=env, capture_output=True, text=True, timeout=300)


def new_user(folder: Path) -> User:
    """A user with a project that has settings and a small company's tables."""
    project = folder / "joanna" / "acme"
    (project / "exports").mkdir(parents=True)
    (project / "valuestory.toml").write_text('[company]\nname = "Acme"\n')
    (project / "exports" / "accounts.csv").write_text(ACCOUNTS)
    (project / "exports" / "cases.csv").write_text(CASES)
    return User(project)


def with_another_pythons_kernel(user: User) -> User:
    """Give the user's home a kernel named python3 that does not start, as an old installation leaves one behind."""
    for place in (".local/share/jupyter", "Library/Jupyter", "AppData/Roaming/jupyter"):
        folder = user.home / place / "kernels" / "python3"
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(
            json.dumps({"argv": ["no-such-python"], "display_name": "Old", "language": "python"})
        )
    return user


@pytest.fixture
def user(tmp_path: Path) -> User:
    """A user of one test's own."""
    return new_user(tmp_path)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[User, subprocess.CompletedProcess[str]]:
    """A user who has run a notebook of three slides into reports/three, whatever kernels lie in the home folder."""
    user = with_another_pythons_kernel(new_user(tmp_path_factory.mktemp("ran")))
    return user, user.types("run", NOTEBOOKS / "three_slides.ipynb", "-p", "customers=1300", "--out", "reports/three")


def contents(file: Path) -> dict[str, bytes]:
    """The parts of a zipped file, or the file itself."""
    if file.suffix not in (".pptx", ".xlsx"):
        return {"": file.read_bytes()}
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_run_ends_with_the_story_in_its_titles_and_paths_that_can_be_copied(
    ran: tuple[User, subprocess.CompletedProcess[str]],
) -> None:
    """Whose deck it is, the main story's titles in order, what is not shown, what has no source, each file."""
    user, done = ran
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    assert lines[0] == "Acme, 2026Q2"
    assert lines[1] == "1. Support answered 50% of questions for 1,300 customers"
    assert lines[2] == "not shown: cost (cost is not measured yet: costs would show it)"
    checked = [line for line in lines[3:] if line.startswith(("lint: ", "audit: ", "numbers: "))]
    assert "audit: slide 3, vs:chart: 0.5, 0.5: unsourced" in checked, checked
    assert checked[-1].startswith("numbers: Of ")
    assert sorted(set(lines[3:]) - set(checked)) == [str(Path("reports", "three", name)) for name in FILES]
    assert sorted(each.name for each in (user.project / "reports" / "three").iterdir()) == FILES


def test_without_a_terminal_progress_is_plain_lines(ran: tuple[User, subprocess.CompletedProcess[str]]) -> None:
    """A log of a nightly job holds a line a cell, no moving bar and no warning of a library."""
    lines = ran[1].stderr.splitlines()
    assert lines[0].split() == ["three_slides", "1/9", "parameters"]
    assert lines[-1].split() == ["three_slides", "9/9", "results"]
    assert len(lines) == 9
    assert "\x1b" not in ran[1].stderr


def test_the_three_routes_give_the_same_parts(ran: tuple[User, subprocess.CompletedProcess[str]]) -> None:
    """`valuestory run`, `valuestory export` and `jupyter nbconvert --to PowerPoint`: part for part the same deck."""
    user, _ = ran
    out = user.project / "reports" / "three"
    exported = user.types("export", "reports/three/story.ipynb", "--out", "exported.pptx")
    assert exported.stdout.strip() == "exported.pptx", exported.stderr
    converted = user.python(
        "-m",
        "nbconvert",
        "--to",
        "PowerPoint",
        out / "story.ipynb",
        "--output-dir",
        user.project,
        "--output",
        "converted",
    )
    assert converted.returncode == 0, converted.stderr
    deck = contents(out / "deck.pptx")
    assert contents(user.project / "exported.pptx") == deck
    assert contents(user.project / "converted.pptx") == deck
    assert any(name.startswith("ppt/slides/slide") for name in deck)


def test_plain_papermill_gives_the_same_deck(
    ran: tuple[User, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Who schedules papermill by other means and exports later gets what `valuestory run` makes."""
    user, _ = ran
    story = tmp_path / "story.ipynb"
    papermill.execute_notebook(
        NOTEBOOKS / "three_slides.ipynb", story, {"customers": 1300}, kernel_name="python3", progress_bar=False
    )
    assert user.types("export", story).returncode == 0
    assert contents(tmp_path / "story.pptx") == contents(user.project / "reports" / "three" / "deck.pptx")


def test_nothing_in_the_folder_names_the_machine_or_its_user(
    ran: tuple[User, subprocess.CompletedProcess[str]],
) -> None:
    """No home folder, no temporary folder, no place of the Python installation, in any part of any file."""
    user, _ = ran
    for file in (user.project / "reports" / "three").iterdir():
        for part, data in contents(file).items():
            for secret in (user.home.name, str(user.home.parent), sys.prefix):
                assert secret.encode() not in data, f"{file.name} {part} names {secret}"


def test_a_failing_cell_leaves_the_last_run_and_names_the_kept_notebook(
    ran: tuple[User, subprocess.CompletedProcess[str]],
) -> None:
    """Exit code 11; the folder as it was; the failed notebook beside it opens and shows the error."""
    user, _ = ran
    out = user.project / "reports" / "three"
    before = {each.name: each.read_bytes() for each in out.iterdir()}
    failed = user.types("run", NOTEBOOKS / "division_by_zero.ipynb", "--out", "reports/three")
    assert failed.returncode == 11
    assert "error: cell [4] failed: ZeroDivisionError: division by zero" in failed.stderr
    assert "open reports/three.failed.ipynb" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert {each.name: each.read_bytes() for each in out.iterdir()} == before
    nbformat.validate(nbformat.read(out.with_name("three.failed.ipynb"), as_version=4))
    assert user.home.name not in out.with_name("three.failed.ipynb").read_text(encoding="utf-8")


def test_a_template_is_handed_to_notebook_and_deck(user: User) -> None:
    """A path from the project's root; the record names the file without its folders."""
    brand = user.project / "brand" / "acme.pptx"
    brand.parent.mkdir()
    brand.write_bytes((ROOT / "templates" / "valuestory.pptx").read_bytes())
    done = user.types("run", NOTEBOOKS / "three_slides.ipynb", "-t", "brand/acme.pptx", "--out", "out")
    assert done.returncode == 0, done.stderr
    record = json.loads((user.project / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["template"] == "brand/acme.pptx"
    assert record["template"]["name"] == "acme.pptx"


@pytest.mark.usefixtures("soffice")
def test_a_pdf_is_made_on_request(user: User) -> None:
    """One page a slide, beside the deck."""
    from pypdf import PdfReader

    done = user.types("run", NOTEBOOKS / "three_slides.ipynb", "--pdf", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert str(Path("out", "deck.pdf")) in done.stdout
    assert len(PdfReader(user.project / "out" / "deck.pdf").pages) == 3


def test_check_says_what_is_wrong_and_what_is_missing(user: User) -> None:
    """As JSON: rows that add up, faults with their members, metrics and gaps that share no name."""
    with (user.project / "exports" / "cases.csv").open("a") as file:
        file.write("C1,A1,2026-05-05 10:00,2026-05-05 12:00\n")
    done = user.types("check", "exports", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {"faults", "rows", "metrics", "gaps"} <= set(found)
    rows = {each["table"]: each for each in found["rows"]}
    assert [rows["cases"][each] for each in ("read", "used", "set_aside")] == [61, 60, 1]
    assert all(each["read"] == each["used"] + each["set_aside"] for each in found["rows"])
    assert {"table", "column", "count", "share", "examples", "action"} <= set(found["faults"][0])
    repeated = next(each for each in found["faults"] if each["column"] == "case_id")
    assert repeated["count"] == 1
    assert "C1" in repeated["examples"][0]
    gaps = {each["metric"] for each in found["gaps"]}
    assert "nps" in gaps
    assert "cases" in found["metrics"]
    assert not gaps & set(found["metrics"])


def test_check_is_readable_too(user: User) -> None:
    """For people: what can be computed, rows, and what would bring the rest."""
    done = user.types("check", "exports")
    assert done.returncode == 0, done.stderr
    assert "Acme" in done.stdout or "exports" in done.stdout
    assert "set aside" in done.stdout
    assert "WHAT WOULD BRING THE REST" in done.stdout


def test_metrics_are_computed_on_request(user: User) -> None:
    """Sixty cases in the second quarter of 2026, as `cases.csv` has them."""
    done = user.types("metrics", "cases", "--data", "exports", "--period", "2026Q2", "--json")
    assert done.returncode == 0, done.stderr
    whole = [each for each in json.loads(done.stdout) if each["slice"] == "all"]
    assert [(each["metric"], each["value"]) for each in whole][-1] == ("cases", 60)
    table = user.types("metrics", "--data", "exports", "--period", "2026Q2")
    assert table.returncode == 0, table.stderr
    assert "60" in table.stdout


@pytest.mark.slow
def test_plain_papermill_runs_a_shipped_story(user: User) -> None:
    """Without any command of ours, with parameters as papermill gives them; what it leaves exports on any template."""
    story = user.project / "story.ipynb"
    papermill.execute_notebook(
        ROOT / "notebooks" / "time_to_value.ipynb", story, {"period": "2026Q1"}, progress_bar=False
    )
    assert user.types("export", "story.ipynb").returncode == 0
    deck = contents(user.project / "story.pptx")
    assert len([name for name in deck if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]) >= 7
    assert_nothing_to_mend(story, user.project)


@pytest.mark.skipif(os.name != "posix", reason="a signal as from Ctrl-C can be sent on POSIX only")
def test_a_run_that_is_stopped_ends_its_kernel_and_writes_nothing(user: User) -> None:
    """Ctrl-C in the middle of a cell: exit code 130, no folder, no process left behind."""
    command = [sys.executable, "-m", "valuestory", "run", str(NOTEBOOKS / "sleeps.ipynb"), "--out", "out"]
    process = subprocess.Popen(command, cwd=user.project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    running = user.project / "running"
    for _ in range(3_000):
        assert process.poll() is None, process.communicate()
        if running.exists() and running.read_text():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "stopped: nothing was written" in said
    assert sorted(each.name for each in user.project.iterdir()) == ["exports", "running", "valuestory.toml"]
    with pytest.raises(ProcessLookupError):
        os.kill(int(running.read_text()), 0)
