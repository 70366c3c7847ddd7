"""A newcomer's way in a real browser: an empty folder, `valuestory init`, JupyterLab, a title changed, a deck.

With `VALUESTORY_RECORD=1` the pictures of `docs/first-deck.md` are taken anew.
"""

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
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
    # on a busy machine a save of its own meets ours, and it asks whose is to stay
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False, "lastModifiedCheckMargin": 60_000},
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
            try:  # it ends its kernels first, which can take long on a busy machine
                server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    for _ in range(1_200):  # a busy machine imports for a minute
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
            browser.set_default_timeout(120_000)
            yield browser.pages[0]
        finally:
            browser.close()


def exported(page: Any, deck: Path, picture_of_menu: Callable[[], None] = lambda: None) -> list[str]:
    """Choose PowerPoint from the menu for the notebook on the page; return the titles of the deck that comes down."""
    page.locator(".jp-NotebookPanel-toolbar").wait_for()
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
    entry.hover()
    picture_of_menu()
    entry.click()
    for _ in range(240):
        if downloads:
            break
        page.wait_for_timeout(500)
    assert downloads, "the menu brought no file"
    downloads[0].save_as(deck)
    return titles_of(deck)


def titles_of(deck: Path) -> list[str]:
    """Return the titles of a deck's slides, in order; of one without a title, nothing."""
    slides = Presentation(str(deck)).slides
    return [slide.shapes.title.text_frame.text if slide.shapes.title else "" for slide in slides]


def slide_cells() -> dict[int, str]:
    """The code cells of the story that make slides: their number among all cells, and the slide's key.

    That on an earlier run makes none where there is none.
    """
    cells = json.loads(STORY.read_text(encoding="utf-8"))["cells"]
    found = ((number, re.search(r'\.slide\(\s*"(\w+)"', "".join(cell["source"]))) for number, cell in enumerate(cells))
    return {number: match[1] for number, match in found if match and match[1] != "since"}


def picture(page: Any, name: str, tmp_path: Path) -> None:
    """Take a picture of the page, and keep it for the documentation where pictures are recorded."""
    page.screenshot(path=tmp_path / f"{name}.png")
    if os.environ.get("VALUESTORY_RECORD"):
        with Image.open(tmp_path / f"{name}.png") as taken:
            taken.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(IMAGES / f"{name}.png", optimize=True)


def run_all(page: Any) -> None:
    """Choose Run All Cells from the menu, and wait for the last slide; no cell may fail or warn."""
    page.locator(".jp-NotebookPanel-toolbar").wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    errors = page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    last = page.locator(".jp-Notebook-cell").nth(max(slide_cells())).locator(SLIDE)
    last.or_(errors).first.wait_for(timeout=900_000)
    assert errors.all_inner_texts() == []
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').all_inner_texts() == []


def shows_every_slide(page: Any) -> None:
    """Each cell that makes a slide shows exactly one, as wide to high as the slide; none shows raw JSON."""
    for number, key in slide_cells().items():
        cell = page.locator(".jp-Notebook-cell").nth(number)
        slide = cell.locator(SLIDE)
        assert slide.count() == 1, key
        slide.scroll_into_view_if_needed()
        box = slide.bounding_box()
        assert box["width"] > 600, key
        assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01), key
        assert slide.inner_text().strip(), key
        assert "vnd.valuestory" not in cell.locator(".jp-OutputArea").inner_text(), key


def change_title(page: Any, number: int, title: str) -> None:
    """Give a slide's cell a title of one's own, and run the cell."""
    editor = page.locator(".jp-Notebook-cell").nth(number).locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")  # before the bracket that closes the call
    page.keyboard.insert_text(f', title="{title}"')
    page.keyboard.press("Shift+Enter")


def saved(page: Any, notebook: Path, text: str) -> None:
    """Save the notebook, and wait until it holds a text: the menu exports what is on the disk."""
    page.keyboard.press("Control+s")
    for _ in range(120):
        if text in notebook.read_text(encoding="utf-8"):
            return
        page.wait_for_timeout(500)
    pytest.fail("the notebook was not saved")


def test_a_newcomer_has_a_deck_with_a_title_of_their_own(page: Any, tmp_path: Path, request: Any) -> None:
    """From an empty folder: init, Run All Cells, see each slide, change a title, export by the menu, open the deck.

    Then the menu makes a deck of a notebook that has never heard of this package, with the picture that lies beside it.
    """
    work = tmp_path / "work"
    work.mkdir()
    subprocess.run([sys.executable, "-m", "valuestory", "init", "our-support"], cwd=work, check=True)
    project = work / "our-support"
    shutil.copytree(PLAIN.parent / "pictures", project / "pictures")
    shutil.copy(PLAIN, project)
    with jupyterlab(project) as address:
        page.goto(f"{address}/lab/tree/notebooks/{STORY.name}?reset")
        run_all(page)
        shows_every_slide(page)
        changed = next(number for number, key in slide_cells().items() if key == "answers")
        slide = page.locator(".jp-Notebook-cell").nth(changed).locator(SLIDE)
        slide.scroll_into_view_if_needed()
        picture(page, "first-deck-slide", tmp_path)
        change_title(page, changed, "Readers settled {{ answers_accepted | count }} questions")
        page.locator(f'{SLIDE}[aria-label*="Readers settled"]').wait_for()
        slide.scroll_into_view_if_needed()
        page.locator(".jp-Notebook-cell").nth(changed).locator(".cm-content").scroll_into_view_if_needed()
        picture(page, "first-deck-title", tmp_path)
        saved(page, project / "notebooks" / STORY.name, "Slide: Readers settled")
        titles = exported(
            page, tmp_path / "story.pptx", picture_of_menu=lambda: picture(page, "first-deck-menu", tmp_path)
        )
        assert len(titles) >= len(slide_cells()) - 1
        assert [each for each in titles if re.fullmatch(r"Readers settled \d+,\d{3} questions", each)]
        page.goto(f"{address}/lab/tree/{PLAIN.name}?reset")
        titles = exported(page, tmp_path / "plain.pptx")
        assert titles[:2] == ["How the bakeries grew", "What we found"]
        assert "The new depot" in titles
    if os.environ.get("VALUESTORY_RECORD"):
        slides = request.getfixturevalue("render")(tmp_path / "story.pptx")
        shutil.copy(
            slides[next(at for at, each in enumerate(titles_of(tmp_path / "story.pptx")) if "settled" in each)],
            IMAGES / "first-deck-deck.png",
        )
