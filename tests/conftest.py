"""What tests of every room share: the machine's programs, the sample company, and pictures of a deck.

A test asks for what a machine may lack by fixture: `soffice`, `chromium`, `validator`, `shared`, `engine`. Where
it is absent the test skips and says how to get it; with `VALUESTORY_NO_SKIPS=1`, as in continuous integration, it fails
instead.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from valuestory.sparing import import_schemas

if TYPE_CHECKING:
    from valuestory.metrics import Company

ROOT = Path(__file__).parents[1]
MARKERS = {
    "soffice": "office",
    "render": "office",
    "chromium": "browser",
    "validator": "node",
    "shared": "shared",
    "engine": "engine",
    "postgres": "engine",
    "spark": "engine",
}

Render = Callable[[Path], list[Path]]
Golden = Callable[[str, str], None]

# Two shared cores make a deadline a coin; in continuous integration the same examples run each time.
hypothesis.settings.register_profile("valuestory", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("valuestory")


def pytest_configure() -> None:
    """Import schemas as a run does: what tests import would bring a grammar along, seconds in each process."""
    import_schemas()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the programs that it asks for, so that `-m "not office"` needs no second list.

    What draws slides goes before the units: a whole story in JupyterLab, come last, would let one process wait.
    """
    items.sort(key=lambda item: item.nodeid.startswith("tests/unit/"))
    for item in items:
        for fixture in set(getattr(item, "fixturenames", ())) & set(MARKERS):
            item.add_marker(MARKERS[fixture])


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what is new only, and at more of it at a time.

    Libraries and tests that were collected are there to the end: to go through them again for each of the hundred
    thousand nodes of a query takes a seventh of the whole time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(30_000, 10, 10)


def pytest_unconfigure() -> None:
    """Let the collector have all again: extension modules call what it is kept from a leak, at length."""
    gc.unfreeze()


SHARED_SET_UP = {
    "tests/engines/": "an engine",
    "tests/unit/contribution/": "the sample company",
    "tests/unit/metrics/test_goals.py": "the sample company",
    "tests/unit/metrics/test_sample.py": "the sample company",
    "tests/unit/metrics/test_shared.py": "the sample company",
    "tests/unit/metrics/test_views.py": "the sample company",
    "tests/unit/story/": "the sample company",
    "tests/unit/charts/": "the galleries of charts",
}
"""Tests that are set up with the same costly thing: one process runs them, so that it is made once."""


def set_up_by(nodeid: str) -> str:
    """Return what tests share that have to run in one process: what is above, else their file."""
    shared = next((name for place, name in SHARED_SET_UP.items() if nodeid.startswith(place)), "")
    if shared == "an engine":
        return "Spark" if "spark" in nodeid else "PostgreSQL"
    return shared or nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each process of `--dist loadfile` whole files, and those together that share a set-up."""
    from xdist.scheduler import LoadScopeScheduling

    class BySetUp(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return set_up_by(nodeid)

    return BySetUp(config, log) if config.getoption("dist") == "loadfile" else None


def need(found: str | Path | None, what: str, how: str) -> Path:
    """Return what was found; else skip the test with a reason, or fail it under `VALUESTORY_NO_SKIPS`.

    Parameters
    ----------
    found
        Where it is, or nothing.
    what
        Its name for people.
    how
        How to get it.
    """
    if found is not None:
        return Path(found)
    reason = f"{what} is not here: {how}"
    if os.environ.get("VALUESTORY_NO_SKIPS", "0") not in ("", "0"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _default_altair_theme() -> Iterator[None]:
    """Leave no story's look behind: Altair's theme is one for the whole process."""
    yield
    if altair := sys.modules.get("altair"):
        altair.theme.enable("default")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice's command."""
    return need(_first("soffice", "libreoffice"), "LibreOffice", "apt-get install libreoffice-impress")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium that Playwright can drive by `executable_path`."""
    return need(_first("chromium", "chromium-browser", "google-chrome"), "Chromium", "apt-get install chromium")


@pytest.fixture(scope="session")
def validator() -> Path:
    """The command of Microsoft's Open XML validator: one file in, one JSON object out."""
    command = ROOT / "tests" / "validator" / "node_modules" / ".bin" / "ooxml-validator"
    found = command if command.exists() and _first("node") else None
    return need(found, "the Open XML validator", "npm install --prefix tests/validator --no-save")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data that nobody in this project made: `data` in a folder `shared` beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    return need(folder if folder.is_dir() else None, "../shared/data", "it is not part of the repository")


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample company's tables."""
    return ROOT / "data" / "sample"


@pytest.fixture(scope="session")
def northwind() -> Company:
    """The sample company in the second quarter of 2026, its last whole one; opened once, and not to be changed."""
    from valuestory.metrics import open_company

    return open_company("sample", period="2026Q2")


@pytest.fixture
def render(soffice: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Return a function that draws a deck by LibreOffice: one PNG a slide, in order, 72 pixels an inch."""
    pdftoppm = need(_first("pdftoppm"), "pdftoppm", "apt-get install poppler-utils")
    profile = tmp_path_factory.getbasetemp() / "soffice-profile"  # one a worker: LibreOffice locks its profile

    def draw(deck: Path) -> list[Path]:
        out = tmp_path / f"{deck.stem}-pictures"
        out.mkdir(exist_ok=True)
        convert = ["--headless", "--convert-to", "pdf", "--outdir", str(out), str(deck)]
        _run(str(soffice), f"-env:UserInstallation={profile.as_uri()}", *convert)
        _run(str(pdftoppm), "-r", "72", "-png", str(out / f"{deck.stem}.pdf"), str(out / "slide"))
        return sorted(out.glob("slide-*.png"))

    return draw


@pytest.fixture
def golden() -> Golden:
    """Return a function that holds a text against a file below `tests/golden`; `make golden` records it instead."""

    def hold(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if os.environ.get("VALUESTORY_RECORD"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{name} was never recorded: make golden, then read it"
        assert text == path.read_text(encoding="utf-8"), f"{name} has changed: if it should, make golden"

    return hold


def _first(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, f"{Path(command[0]).name} failed: {done.stderr or done.stdout}"
