"""The story in JupyterLab, seen in a real browser: Run All, and each slide shows itself as it will look."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STORY = ROOT / "notebooks" / "value_of_support.ipynb"
PLAIN = ROOT / "tests" / "unit" / "notebook" / "notebooks" / "bakeries.ipynb"
BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SETTINGS = {
    # no question whether to fetch news, and every cell in the page, on screen or not
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
}
SLIDE = 'section[aria-label^="Slide: "]'

pytestmark = pytest.mark.slow


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """JupyterLab on a free port over a folder, with settings and runtime files of its own; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = folder.parent / "jupyter"
    for name, values in SETTINGS.items():
        file = home / "settings" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    places |= {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    env = os.environ | {name: str(home / place) for name, place in places.items()}
    options = [f"--port={port}", "--IdentityProvider.token=", "--no-browser", "--allow-root"]
    options.append(f"--ServerApp.root_dir={folder}")
    with (folder.parent / "jupyter.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options],
            cwd=folder,
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            answers(f"{address}/api/status", server, folder.parent / "jupyter.log")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    for _ in range(240):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"JupyterLab did not answer: {log.read_text()}")


@pytest.fixture
def page(chromium: Path, tmp_path: Path) -> Iterator[Any]:
    """A page of a browser that knows nobody and talks to nobody but this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            tmp_path / "browser",
            executable_path=str(chromium),
            args=list(BROWSER),
            viewport={"width": 1400, "height": 1000},
        )
        try:
            yield browser.pages[0]
        finally:
            browser.close()


def exported(page: Any, deck: Path) -> list[str]:
    """Choose PowerPoint from the menu for the notebook on the page; return the titles of the deck that comes down."""
    from pptx import Presentation

    page.locator(".jp-NotebookPanel-toolbar").wait_for(timeout=90_000)
    entry = page.get_by_role("menuitem", name="PowerPoint", exact=True)
    for _ in range(40):  # the entries come once the server has told its exporters
        page.get_by_role("menuitem", name="File", exact=True).click()
        page.get_by_text("Save and Export Notebook As", exact=True).click()
        page.wait_for_timeout(1_000)
        if entry.is_visible():
            break
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    downloads: list[Any] = []
    page.context.on("page", lambda opened: opened.on("download", lambda each: downloads.append(each)))
    page.on("download", lambda each: downloads.append(each))
    entry.click()
    for _ in range(240):
        if downloads:
            break
        page.wait_for_timeout(500)
    assert downloads, "the menu brought no file"
    downloads[0].save_as(deck)
    return [slide.shapes.title.text_frame.text for slide in Presentation(str(deck)).slides if slide.shapes.title]


def slide_cells() -> dict[int, str]:
    """The code cells of the story that make slides: their number among all cells, and the slide's key."""
    cells = json.loads(STORY.read_text(encoding="utf-8"))["cells"]
    found = ((number, re.search(r'\.slide\(\s*"(\w+)"', "".join(cell["source"]))) for number, cell in enumerate(cells))
    return {number: match[1] for number, match in found if match}


def test_run_all_shows_each_slide_as_a_preview_of_sixteen_to_nine(page: Any, tmp_path: Path) -> None:
    """An analyst opens the story, chooses Run All Cells from the menu, and sees the deck while reading.

    Each cell that makes a slide shows exactly one, as wide to high as the slide; none shows an error or raw JSON. A
    picture of the page with the third slide is left in the test's folder. Then the menu makes decks: of this story, and
    of a notebook that has never heard of this package, with the picture that lies beside it.
    """
    work = tmp_path / "work"
    shutil.copytree(PLAIN.parent / "pictures", work / "pictures")
    shutil.copy(PLAIN, work)
    shutil.copy(STORY, work / "story.ipynb")
    with jupyterlab(work) as address:
        page.goto(f"{address}/lab/tree/story.ipynb?reset")
        page.locator(".jp-NotebookPanel-toolbar").wait_for(timeout=90_000)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        cells = page.locator(".jp-Notebook-cell")
        errors = page.locator('[data-mime-type="application/vnd.jupyter.error"]')
        last = cells.nth(max(slide_cells())).locator(SLIDE)
        last.or_(errors).first.wait_for(timeout=240_000)
        assert errors.all_inner_texts() == []
        assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').all_inner_texts() == []
        for number, key in slide_cells().items():
            slide = cells.nth(number).locator(SLIDE)
            assert slide.count() == 1, key
            slide.scroll_into_view_if_needed()
            box = slide.bounding_box()
            assert box["width"] > 600, key
            assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01), key
            assert slide.inner_text().strip(), key
            assert "vnd.valuestory" not in cells.nth(number).locator(".jp-OutputArea").inner_text(), key
            slide.screenshot(path=tmp_path / f"{number:02d}-{key}.png")
        cells.nth(sorted(slide_cells())[2]).locator(SLIDE).scroll_into_view_if_needed()
        page.screenshot(path=tmp_path / "jupyterlab.png")
        page.keyboard.press("Control+s")
        for _ in range(120):  # the menu exports what is on the disk
            if '"application/vnd.valuestory.slide.v1+json"' in (work / "story.ipynb").read_text(encoding="utf-8"):
                break
            page.wait_for_timeout(500)
        titles = exported(page, tmp_path / "story.pptx")
        assert len(titles) >= len(slide_cells()) - 1
        page.goto(f"{address}/lab/tree/{PLAIN.name}?reset")
        titles = exported(page, tmp_path / "plain.pptx")
        assert titles[:2] == ["How the bakeries grew", "What we found"]
        assert "The new depot" in titles
    assert (tmp_path / "jupyterlab.png").stat().st_size > 20_000
