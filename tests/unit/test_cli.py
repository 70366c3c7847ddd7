"""The command line: quick help, documented commands, and errors that say what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from valuestory.cli import app, main
from valuestory.cli.reference import commands_page

HEAVY = {"altair", "duckdb", "ibis", "IPython", "jupyter_client", "nbconvert", "numpy", "pandas", "papermill", "pptx"}
HEAVY |= {"pyarrow", "scipy", "sklearn", "sqlglot", "statsmodels", "vl_convert"}
COMMANDS = ("demo", "init", "run", "batch", "export", "check", "metrics", "lint", "audit", "refresh", "why", "diff")
ROOT = Path(__file__).parents[2]
NOTEBOOKS = Path(__file__).parent / "notebook" / "notebooks"

Command = Callable[..., int]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command line in this process, as `valuestory ARGUMENTS`, and give its exit code."""

    def run(*arguments: str | Path) -> int:
        monkeypatch.setattr(sys, "argv", ["valuestory", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        return int(caught.value.code or 0)

    return run


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    """docs/commands.md cannot go stale: `python -m valuestory.cli.reference > docs/commands.md` makes it."""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == commands_page()


def test_the_commands_are_those_of_the_design_and_no_stubs() -> None:
    """What is listed works."""
    listed = [each.name or (each.callback and each.callback.__name__) for each in app.registered_commands]
    assert tuple(listed) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    """`valuestory NAME --help` and `-h` say what it does and show it done."""
    for option in ("--help", "-h"):
        result = CliRunner().invoke(app, [name, option])
        assert result.exit_code == 0
        assert "Example" in result.output
        assert f"valuestory {name}" in result.output


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("metrics", "--help"), ("--version",)])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """To say what a command does, none of the libraries that do it is loaded: help answers at once."""
    command = [sys.executable, "-X", "importtime", "-m", "valuestory", *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines()}
    assert {"typer", "valuestory"} <= loaded
    assert not loaded & HEAVY


def test_the_version_is_that_of_the_package(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """`valuestory --version`."""
    from valuestory import __version__

    assert command("--version") == 0
    assert capsys.readouterr().out == f"valuestory {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu"], "Did you mean 'run'"),
        (["run", "--temlate", "x"], "--template"),
        (["metrics", "a", "b"], "extra argument"),
    ],
)
def test_a_mistyped_command_or_option_is_answered_with_the_nearest(
    arguments: list[str], said: str, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line's own faults end with 2."""
    assert command(*arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["run", "value_of_suport"], 9, 'did you mean "value_of_support"?'),
        (["run", NOTEBOOKS / "not_json.ipynb"], 9, "it is not valid JSON"),
        (["run", NOTEBOOKS / "company_data.ipynb", "-p", "perod=2026Q1"], 10, 'did you mean "period"?'),
        (["run", NOTEBOOKS / "company_data.ipynb", "-p", "period"], 10, "is not NAME=VALUE"),
        (["run", NOTEBOOKS / "company_data.ipynb", "-p", "period=Q2"], 5, '"Q2" is not a period'),
        (["run", NOTEBOOKS / "company_data.ipynb", "-p", "data=nowhere"], 3, 'no folder or file "nowhere"'),
        (["run", NOTEBOOKS / "company_data.ipynb", "--template", "brand.pptx"], 3, 'no template "brand.pptx"'),
        (["run", NOTEBOOKS / "company_data.ipynb", "-t", "a.pptx", "-p", "template=b.pptx"], 10, "two templates"),
        (["run", NOTEBOOKS / "no_slides.ipynb", "-p", "a=1"], 10, 'no parameter "a"'),
        (["export", "nowhere.ipynb"], 9, "no such notebook"),
        (["export", NOTEBOOKS / "no_slides.ipynb"], 9, "holds no slides"),
        (["check", "nowhere"], 3, 'no folder or file "nowhere"'),
        (["metrics", "npps"], 5, 'did you mean "nps"?'),
    ],
)
def test_what_cannot_be_done_is_said_in_three_parts_with_its_own_exit_code(
    arguments: list[str | Path],
    code: int,
    said: str,
    command: Command,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is wrong and what to do, on the standard error, without a traceback, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert command(*arguments) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.err.startswith("error: ")
    assert "  do:" in shown.err
    assert "Traceback" not in shown.err + shown.out
    assert list(tmp_path.iterdir()) == []


def test_a_broken_template_is_refused_before_anything_runs(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that only ends in .pptx is no template."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brand.pptx").write_text("no zip")
    assert command("run", NOTEBOOKS / "company_data.ipynb", "--template", "brand.pptx") == 7
    assert "not a PowerPoint template" in capsys.readouterr().err


def test_no_libreoffice_is_said_before_anything_runs(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--pdf` on a machine without it: the run does not even begin."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert command("run", NOTEBOOKS / "three_slides.ipynb", "--pdf") == 8
    assert "needs LibreOffice" in capsys.readouterr().err


def test_debug_shows_the_traceback_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--debug` the error itself comes through."""
    from valuestory.errors import NotebookError

    for arguments in (["--debug", "run", "nothing"], ["run", "nothing", "--debug"]):
        monkeypatch.setattr(sys, "argv", ["valuestory", *arguments])
        with pytest.raises(NotebookError):
            main()


def test_a_fault_of_ours_is_told_without_a_traceback(
    command: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even what nobody foresaw says what to do next."""

    def breaks(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("valuestory.notebook.run.run_notebook", breaks)
    assert command("run", "x") == 1
    shown = capsys.readouterr().err
    assert "KeyError: 'x'" in shown
    assert "--debug" in shown
    assert "Traceback" not in shown


def test_help_with_a_notebook_shows_its_parameters(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Name, what it takes, default and help of each; nothing is executed (its second cell would fail)."""
    assert command("run", "--help", NOTEBOOKS / "company_data.ipynb") == 0
    shown = capsys.readouterr().out
    assert "Parameters of company_data.ipynb" in shown
    for words in ("data", "sample", "the company", "period", "2026Q2", "text"):
        assert words in shown


def test_choices_of_a_parameter_are_listed(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped story says which audiences there are."""
    assert command("run", "--help", "value_of_support") == 0
    assert "one of ceo, cfo, coo" in capsys.readouterr().out


def test_the_catalogue_as_json_has_every_member_of_the_design(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """One object a metric."""
    assert command("metrics", "--json") == 0
    records = json.loads(capsys.readouterr().out)
    members = ["name", "label", "definition", "formula", "unit", "direction", "needs", "evidence"]
    members += ["frameworks", "source", "traps"]
    assert len(records) >= 9
    assert all(list(each) == members for each in records)
    assert command("metrics", "nps", "--json") == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == ["nps"]


def test_one_metric_is_explained_in_full(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Definition, formula and traps, as text for a reader."""
    assert command("metrics", "nps") == 0
    shown = capsys.readouterr().out
    assert all(f"{member}:" in shown for member in ("definition", "formula", "needs", "traps"))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's deck: a slide without a title, two texts over one another."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for _ in range(2):
        slide.shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1)).text_frame.text = "The same place"
    path = tmp_path_factory.mktemp("lint") / "theirs.pptx"
    deck.save(str(path))
    return path


def test_lint_names_slide_shape_and_rule_and_ends_with_8(
    command: Command, crowded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a person a table, for a program JSON with the same findings."""
    assert command("lint", crowded) == 8
    told = capsys.readouterr().out
    assert "2 things to mend" in told
    assert command("lint", crowded, "--json") == 8
    found = json.loads(capsys.readouterr().out)
    assert {(each["rule"], each["slide"], each["shape"]) for each in found["findings"]} == {
        ("title", 1, "title"),
        ("text-apart", 1, "TextBox 2"),
    }
    assert all(each["rule"] in told and each["shape"] in told for each in found["findings"])


def test_lint_says_so_where_nothing_is_to_mend_and_lists_its_rules(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ends with 0; `--rules` needs no deck, and no deck at all is a fault of the command line."""
    assert command("lint", ROOT / "templates" / "valuestory.pptx") == 0
    assert "nothing to mend" in capsys.readouterr().out
    assert command("lint", "--rules", "--json") == 0
    assert {"name", "asks", "source"} == set(json.loads(capsys.readouterr().out)[0])
    assert command("lint") == 2
