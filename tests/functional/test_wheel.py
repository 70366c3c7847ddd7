"""The package works outside its checkout: as a wheel, in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from tests.functional.test_commands import FILES, contents

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command as a user would, without this process's paths, and give what it printed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "VIRTUAL_ENV"))}
    done = subprocess.run([str(each) for each in command], cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as for a release."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment that holds the wheel, and sees the libraries of this one."""
    home = tmp_path_factory.mktemp("user") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    scheme = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    # A path in a .pth file is searched, but the .pth files there are not read: the editable install stays unseen.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    scripts = Path(sysconfig.get_path("scripts", "venv", vars=scheme))
    python = scripts / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=home)
    return scripts


def test_the_wheel_carries_the_sample_the_notebooks_and_the_templates_but_not_what_makes_them(wheel: Path) -> None:
    """A user gets the tables, the notebook and the template; the scripts that make them stay in the repository."""
    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
    shipped = [name.removeprefix("valuestory/shipped/") for name in names if "/shipped/" in name]
    templates = {f"templates/valuestory{each}.pptx" for each in ("", "-dark", "-4x3", "-boardroom")}
    assert {"notebooks/value_of_support.ipynb", *templates} <= set(shipped)
    assert {"data/sample/valuestory.toml", "data/sample/cases.parquet"} <= set(shipped)
    assert not [name for name in shipped if name.endswith(".py")]
    assert {name.split("/")[0] for name in names} == {"valuestory", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}


@pytest.mark.slow
def test_the_demo_of_an_installed_wheel_tells_the_sample_companys_story(commands: Path, tmp_path: Path) -> None:
    """`pip install valuestory-*.whl && valuestory demo` works in an empty folder, where no checkout is near.

    Every file of the design, the answer in one sentence, and no problem to mend. Nothing in it names the machine, and
    the notebook exports to the same deck, part for part.
    """
    where = run(commands / "python", "-c", "import valuestory; print(valuestory.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(commands.parent), "the checkout answered, not the wheel"
    printed = run(commands / "valuestory", "demo", cwd=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports"]
    out = tmp_path / "reports" / "demo"
    assert sorted(each.name for each in out.iterdir()) == FILES
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (record["problems"], record["missing"], record["lint"]) == ([], {}, [])
    assert len(record["slides"]) >= 18
    assert next(each["title"] for each in record["slides"] if each["key"] == "answer") in printed
    assert all(str(Path("reports", "demo", name)) in printed for name in FILES)
    assert (out / "story.ipynb").stat().st_size < 3_000_000
    for file in out.iterdir():
        for part, data in contents(file).items():
            for secret in (str(tmp_path), str(commands.parent), str(ROOT), sys.prefix):
                assert secret.encode() not in data, f"{file.name} {part} names {secret}"
    run(commands / "valuestory", "export", out / "story.ipynb", "--out", "again.pptx", cwd=tmp_path)
    assert contents(tmp_path / "again.pptx") == contents(out / "deck.pptx")
