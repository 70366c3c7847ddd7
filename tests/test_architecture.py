"""The house stands as drawn: imports, public names, documented errors, and what may be committed."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import valuestory
from valuestory import errors, project

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "valuestory"
MODULES = sorted(SOURCE.rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.md")])
HEAVY = (
    *("altair", "babel", "duckdb", "ibis", "IPython", "nbconvert", "nbformat", "numpy", "pandas", "papermill"),
    *("pptx", "pyarrow", "pydantic", "rich", "scipy", "sklearn", "statsmodels", "typer", "vl_convert"),
)
INVENTED_PATHS = (
    "tests/unit/data/test_asking.py",
    "tests/unit/notebook/test_scrub.py",
    "tests/unit/notebook/notebooks/prints_paths.ipynb",
)
"""Tests of what removes people's paths have to name some; nobody's."""
LARGEST = 3 * 1024 * 1024
NOT_A_NAME = {"utils", "util", "helpers", "helper", "manager", "core", "common", "misc"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def committed() -> list[Path]:
    """Every file that is in the repository or would be with the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Name and text of a file, or of each part of an Office file; nothing for other binary files."""
    if path.suffix in (".pptx", ".potx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                if part.endswith((".xml", ".rels")):
                    yield f"{path.relative_to(ROOT)}/{part}", package.read(part).decode("utf-8")
    elif path.suffix not in (".png", ".parquet", ".duckdb"):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def found(pattern: re.Pattern[str]) -> list[str]:
    """Each place in a committed file that a pattern matches, with what it matched."""
    places = ((name, pattern.search(text)) for path in committed() for name, text in texts(path))
    return [f"{name}: {match[0]}" for name, match in places if match]


def test_imports_run_one_way_and_each_library_stays_in_its_rooms() -> None:
    """Every contract of pyproject.toml holds, imports inside functions counted."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_there_are_at_most_fifteen_public_names_and_each_is_really_there() -> None:
    """`from valuestory import *` gives what `__all__` says, no more than a person can keep in mind."""
    assert len(valuestory.__all__) <= 15
    assert sorted(valuestory.__all__) == dir(valuestory)
    missing = [name for name in valuestory.__all__ if not hasattr(valuestory, name)]
    assert not missing


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    """A mistyped name fails as on any module, so that `hasattr` and editors work."""
    with pytest.raises(AttributeError, match="open_compny"):
        _ = valuestory.open_compny


def test_importing_the_package_is_quick_and_loads_nothing_heavy() -> None:
    """`import valuestory` takes under 0.3 s of the processor and no library that a person would wait for."""
    code = (
        "import sys, time; start = time.process_time(); import valuestory;"
        f"print(time.process_time() - start, *(set({HEAVY!r}) & set(sys.modules)))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    assert min(float(run[0]) for run in runs) < 0.3
    assert not runs[0][1:]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_what_its_room_does(path: Path) -> None:
    """Each module has a docstring, and a name that says more than that it helps."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "no docstring"
    assert not NOT_A_NAME & set(path.relative_to(SOURCE).with_suffix("").parts)


def imported(path: Path) -> set[str]:
    """Top-level names of all that a module imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {
        name.partition(".")[0]
        for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    }


def test_every_library_that_is_imported_is_declared() -> None:
    """What the code imports, pyproject.toml asks for by name: nothing is there only because something else needs it."""
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [each for asked in metadata["optional-dependencies"].values() for each in asked]
    declared = {re.split(r"[^\w-]", each)[0].lower() for each in (*metadata["dependencies"], *extras)}
    used = set().union(*(imported(path) for path in MODULES)) - sys.stdlib_module_names - {"valuestory"}
    distributions = importlib.metadata.packages_distributions()
    asked = {name: {each.lower().replace("_", "-") for each in distributions.get(name, [name])} for name in used}
    assert not {name: names for name, names in asked.items() if not names & declared}


def error_names() -> dict[str, set[str]]:
    """Our errors by name, each with the names of what it is a kind of."""
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    return {kind.__name__: {base.__name__ for base in kind.__mro__} & {k.__name__ for k in kinds} for kind in kinds}


def public_functions(tree: ast.AST) -> Iterator[Function]:
    """Functions and methods whose own name and class are public, functions within functions left out."""
    for node in getattr(tree, "body", []):
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)


def raised(function: Function) -> set[str]:
    """Names of the exceptions that a function raises in its own body."""
    calls = (node.exc for node in ast.walk(function) if isinstance(node, ast.Raise))
    return {call.func.id for call in calls if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_raised_error_of_ours_is_listed_in_the_docstring(path: Path) -> None:
    """Who calls a public function reads under Raises what it can raise: that error, or a wider one of ours."""
    kinds = error_names()
    for function in public_functions(ast.parse(path.read_text(encoding="utf-8"))):
        _, _, section = (ast.get_docstring(function) or "").partition("Raises\n------\n")
        listed = set(re.findall(r"^(\w+)$", section, re.MULTILINE))
        unlisted = {name for name in raised(function) & set(kinds) if not kinds[name] & listed}
        assert not unlisted, f"{function.name} (line {function.lineno}) raises {unlisted}, not listed under Raises"


def test_no_committed_file_names_a_path_of_somebodys_machine() -> None:
    """What runs here runs anywhere: no home folder or work folder is written into a file."""
    folders = "|".join(("work", "home", "root", "Users"))
    places = found(re.compile(rf"(?<![\w.>}}*])/(?:{folders})/\w+|[A-Z]:\\\\?Users\\"))
    assert not [place for place in places if not place.startswith(INVENTED_PATHS)]


def test_no_committed_file_names_the_host_of_a_package_registry() -> None:
    """Versions are pinned by hash; where they come from is the reader's setting."""
    hosts = ("pypi|org", "pythonhosted|org", "registry|npmjs", "npmjs|com", "deb|debian", "anaconda|org")
    assert not found(re.compile("|".join(re.escape(host.replace("|", ".")) for host in hosts)))


def test_every_committed_file_is_small() -> None:
    """A clone stays quick: no file over 3 MB."""
    large = {str(path.relative_to(ROOT)): path.stat().st_size for path in committed()}
    assert not {name: size for name, size in large.items() if size > LARGEST}


def test_notebooks_are_committed_without_outputs() -> None:
    """A committed notebook holds what was written, not what a run of it said: what nbstripout leaves of it.

    That numbers the cells too, so that a cell put in by JupyterLab is not told by chance.
    """
    notebooks = [path for path in committed() if path.suffix == ".ipynb" and ROOT / "tests" not in path.parents]
    assert notebooks
    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        ran = [each for each in cells if each.get("outputs") or each.get("execution_count")]
        assert not ran, f"{path.name} holds {len(ran)} cells with outputs"
        ids = [each["id"] for each in cells]
        assert ids == [str(at) for at in range(len(cells))], f"{path.name}: run nbstripout on it"


def test_the_readme_says_where_to_change_what_and_every_file_it_names_exists() -> None:
    """The table "Where to change what" leads to files and folders that are there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Where to change what")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(rows) >= 8
    named = {name for row in rows for name in re.findall(r"`([\w./-]+[/.][\w./-]*)`", row)}
    assert not sorted(name for name in named if not (ROOT / name).exists())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A link or picture within the repository points to a file that is there."""
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    within = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert not [link for link in within if not (page.parent / link).exists()]


def test_what_the_package_announces_can_be_loaded() -> None:
    """The command and the nbconvert exporter of pyproject.toml are there for the tools that look for them."""
    for group, name in (("console_scripts", "valuestory"), ("nbconvert.exporters", "PowerPoint")):
        (entry,) = importlib.metadata.entry_points(group=group, name=name)
        assert entry.value.startswith("valuestory.")
        assert callable(entry.load())


def test_every_setting_is_in_the_page_of_settings() -> None:
    """An error message sends people to docs/settings.md: whatever may be set is found there, and nothing else."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    tables = (
        project.CompanySettings,
        project.DataSettings,
        project.WarehouseSettings,
        project.EngineSettings,
        project.SourceSettings,
        project.Lookup,
        project.Reshape,
        project.ContributionSettings,
        project.Experiment,
        project.ReportedMeasure,
    )
    settings = {name for table in (*tables, project.Assumption) for name in table.model_fields}
    assert not {name for name in settings if f"`{name}`" not in page}
    first_cells = re.findall(r"^\| (`\w+`(?: or `\w+`)*) \|", page, re.MULTILINE)
    assert not {name for cell in first_cells for name in re.findall(r"\w+", cell.replace(" or ", " "))} - settings
