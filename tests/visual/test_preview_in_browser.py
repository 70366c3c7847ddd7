"""Preview and report in a real browser: what stands where, what overlaps, what is fetched, what is printed."""

from __future__ import annotations

import io
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from nbformat.sign import NotebookNotary, SQLiteSignatureStore
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader
from tests.unit.slides import gallery

from valuestory.slides.html import preview_html, report_html
from valuestory.slides.slide import Slide
from valuestory.slides.theme import Theme

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
THEMES = [gallery.LIGHT, gallery.DARK, gallery.NARROW, gallery.SMALL]

# Each line of text as the browser set it, with the box that it belongs to.
LINES = """() => {
  const slide = document.querySelector('section'), out = [], boxes = new Map();
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  const whole = slide.getBoundingClientRect();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.textContent.trim()) continue;
    const box = node.parentElement.closest('td, th, li, p, h3, [style*="position:absolute"]');
    if (!boxes.has(box)) boxes.set(box, boxes.size);
    const range = document.createRange(); range.selectNodeContents(node);
    for (const r of range.getClientRects()) if (r.width > 1)
      out.push({text: node.textContent, box: boxes.get(box), left: r.left - whole.left, top: r.top - whole.top,
                right: r.right - whole.left, bottom: r.bottom - whole.top});
  }
  return {lines: out, width: whole.width, height: whole.height};
}"""


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of 1000 x 700 pixels that fails the test when it asks for anything or complains."""
    opened = browser.new_page(viewport={"width": 1000, "height": 700})
    troubles: list[str] = []
    opened.on("request", lambda request: troubles.append(request.url) if request.url.startswith("http") else None)
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    opened.close()
    assert troubles == []


def show(page: Page, slide: Slide, theme: Theme) -> None:
    """Put one preview on a page."""
    page.set_content(f'<body style="margin:8px">{preview_html(slide, theme, number=8)}</body>')


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_stands_on_the_slide_and_on_nothing_else(page: Page, theme: Theme) -> None:
    """In every kind of slide each line lies within the slide, above its foot, and over no line of another box."""
    for slide in gallery.GALLERY:
        show(page, slide, theme)
        found = page.evaluate(LINES)
        lines = found["lines"]
        for line in lines:
            assert 0 < line["left"] < line["right"] < found["width"], (slide.key, line)
            assert line["bottom"] < found["height"] * 7.26 / 7.5, (slide.key, line)
        for index, one in enumerate(lines):
            for other in lines[index + 1 :]:
                wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
                high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                # Lines of a large size reach into each other's leading by a few pixels: that is no collision.
                assert one["box"] == other["box"] or wide <= 1 or high <= 5, (slide.key, one, other)


def test_slide_stands_on_the_grid(page: Page) -> None:
    """960 x 540 px for 13.333 x 7.5 inches: title at 0.767, exhibit 7.80 x 4.50 at 2.05, takeaway at 9.067."""
    show(page, gallery.ANSWERS, gallery.LIGHT)
    boxes = page.evaluate(
        """() => ['section', 'h3', 'img'].concat(['What it means', 'Source:', '8']).map(name => {
          const o = document.querySelector('section').getBoundingClientRect();
          const all = [...document.querySelectorAll('section p, section h3')];
          const found = document.querySelector(/^[a-z0-9]+$/.test(name) && name !== '8' ? name : 'nothing')
            || all.find(each => each.textContent.startsWith(name) && (name !== '8' || each.textContent === '8'));
          const r = found.getBoundingClientRect(); return [r.left - o.left, r.top - o.top, r.right - o.left, r.height];
        })"""
    )
    slide, title, chart, takeaway, source, number = boxes
    assert slide[2:] == pytest.approx([960, 540], abs=0.6)
    assert title[:2] == pytest.approx([0.767 * 72, 0.50 * 72], abs=1)
    assert chart == pytest.approx([0.767 * 72, 2.05 * 72, 8.567 * 72, 324], abs=1.5)
    assert takeaway[:2] == pytest.approx([9.067 * 72, 1.65 * 72], abs=1)
    assert source[:2] == pytest.approx([0.767 * 72, 6.88 * 72], abs=1)
    assert number[2] == pytest.approx(12.567 * 72, abs=1)


def test_preview_scales_with_the_output(page: Page) -> None:
    """In a narrow output the same slide is smaller, line for line: nothing wraps anew, nothing has to be scrolled."""
    show(page, gallery.ANSWER, gallery.LIGHT)
    large = page.evaluate(LINES)
    page.set_viewport_size({"width": 496, "height": 700})
    small = page.evaluate(LINES)
    assert small["width"] == pytest.approx(480, abs=0.6)
    assert [line["text"] for line in small["lines"]] == [line["text"] for line in large["lines"]]
    for one, other in zip(small["lines"], large["lines"], strict=True):
        assert one["left"] == pytest.approx(other["left"] / 2, abs=2)
        assert one["top"] == pytest.approx(other["top"] / 2, abs=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 496


def test_charts_are_drawn_and_titles_balanced(page: Page) -> None:
    """Every chart's picture loads; a title of two lines leaves no single word on the second."""
    for slide in gallery.GALLERY:
        show(page, slide, gallery.LIGHT)
        loaded = page.evaluate("[...document.images].map(each => each.complete && each.naturalWidth > 100)")
        assert loaded == [True] * sum(chart is not None for chart in (slide.chart, slide.chart2))
        widths = page.evaluate(
            """() => { const tops = new Map(), range = document.createRange();
              range.selectNodeContents(document.querySelector('h3'));
              for (const r of range.getClientRects()) tops.set(Math.round(r.top), (tops.get(Math.round(r.top)) || 0) +
              r.width);
              return [...tops.values()]; }"""
        )
        assert len(widths) <= 2
        assert widths[-1] >= 0.5 * widths[0]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report of the whole gallery."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(gallery.GALLERY, gallery.RECORD, gallery.LIGHT, title="The value"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_report_fits_every_width(page: Page, report: str, width: int) -> None:
    """From phone to desktop the page never scrolls sideways, also with all evidence open."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(report)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_figure_leads_to_its_evidence(page: Page, report: str) -> None:
    """A click on a number in a sentence opens "How we know" and shows the row that proves it."""
    page.goto(report)
    page.locator("#answer a.figure", has_text="18%").first.click()
    assert page.evaluate("document.querySelector('#answer details').open")
    assert page.evaluate("document.querySelector(':target').textContent.includes('18.00%')")
    box = page.locator(":target").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 700


def test_report_prints_one_statement_a_page_with_its_evidence(page: Page, report: str) -> None:
    """On paper each statement begins a page, and what was folded up is printed."""
    page.goto(report)
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    for slide in (gallery.ANSWER, gallery.ANSWERS, gallery.COST, gallery.LIMITS, gallery.DECISION):
        start = " ".join(slide.title.text.replace("\u00a0", " ").split()[:4])
        starts = [sheet for sheet in pages[1:] if start in " ".join(sheet.replace("\u00a0", " ").split())[:160]]
        assert len(starts) == 1, slide.key
    assert "effect × accounts helped × margin" in "".join(pages)


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab and Notebook 7 by one server, its address, and the folder it shows: one notebook of trust, one not."""
    folder = tmp_path_factory.mktemp("lab")
    home = tmp_path_factory.mktemp("lab-home")
    write_notebooks(folder, home / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    settings = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    options = [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.port_retries=0",
        *options,
    ]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log)
        try:
            yield wait_for(f"http://127.0.0.1:{port}", token), folder
        finally:
            server.terminate()
            try:  # it ends its kernels first, which can take long on a busy machine
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def write_notebooks(folder: Path, data: Path) -> None:
    """Write a notebook with two previews twice, and sign one of them as if its reader had run it."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for slide in (gallery.ANSWERS, gallery.DECISION):
        html = preview_html(slide, gallery.LIGHT, problems=["A number has no source."])
        output = nbformat.v4.new_output("execute_result", data={"text/html": html}, execution_count=1)
        notebook.cells.append(nbformat.v4.new_code_cell("slide", outputs=[output], execution_count=1))
    text = json.dumps(notebook)
    (folder / "stranger.ipynb").write_text(text)
    # A notebook that differs in nothing would have the same signature.
    notebook.metadata["mine"] = True
    (folder / "mine.ipynb").write_text(json.dumps(notebook))
    data.mkdir()
    store = SQLiteSignatureStore(db_file=str(data / "nbsignatures.db"))
    notary = NotebookNotary(data_dir=str(data), store_factory=lambda: store)
    notary.sign(nbformat.reads(json.dumps(notebook), as_version=4))
    store.close()


def wait_for(address: str, token: str) -> str:
    """Return where the server is, once it answers."""
    for _ in range(600):  # a busy machine imports for a minute
        try:
            urlopen(f"{address}/api?token={token}", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return f"{address}/PLACE/NAME?reset&token={token}"
    pytest.fail("JupyterLab did not start")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "name", "trusted"),
    [
        pytest.param("lab/tree", "stranger.ipynb", False, id="JupyterLab-stranger"),
        pytest.param("lab/tree", "mine.ipynb", True, id="JupyterLab-mine"),
        pytest.param("notebooks", "mine.ipynb", True, id="Notebook7-mine"),
    ],
)
def test_preview_lives_in_jupyter(
    browser: Browser, jupyter: tuple[str, Path], place: str, name: str, trusted: bool
) -> None:
    """The slide keeps its shape, chart, type, plain rows and problems, whether the notebook is trusted or not."""
    lab = browser.new_page(viewport={"width": 1000, "height": 1400})
    lab.set_default_timeout(120_000)
    lab.goto(jupyter[0].replace("PLACE", place).replace("NAME", name))
    lab.wait_for_selector(".jp-OutputArea-output section")
    lab.locator(".jp-OutputArea-output tbody tr").nth(1).hover()
    found = lab.evaluate(
        """() => { const slide = document.querySelectorAll('.jp-OutputArea-output section'), style = getComputedStyle;
          const r = slide[0].getBoundingClientRect(), out = slide[0].closest('.jp-OutputArea-output');
          const image = slide[0].querySelector('img'), picture = image.getBoundingClientRect();
          const rows = [...slide[1].querySelectorAll('tr')].map(each => style(each).backgroundColor);
          return {width: r.width, shape: r.width / r.height, room: out.clientWidth, loaded: image.naturalWidth,
                  chart: picture.width / r.width, kept: style(slide[0].parentElement).containerType,
                  title: parseFloat(style(slide[0].querySelector('h3')).fontSize) / r.width,
                  align: style(slide[1].querySelector('td')).textAlign, rows: [...new Set(rows)]}; }"""
    )
    assert lab.locator(".jp-OutputArea-output li", has_text="A number has no source.").count() == 2
    assert lab.locator("body").get_attribute("data-notebook") == ("notebooks" if place == "notebooks" else None)
    lab.close()
    assert found["kept"] == ("inline-size" if trusted else "normal"), "else this is not the case that is meant"
    assert found["width"] == pytest.approx(min(found["room"], 960) if trusted else 960, abs=24)
    assert found["shape"] == pytest.approx(16 / 9, abs=0.01)
    assert found["chart"] == pytest.approx(562 / 960, abs=0.005)
    assert found["title"] == pytest.approx(26 / 960, abs=0.0005)
    assert found["loaded"] == 562
    assert found["align"] == "left"
    assert found["rows"] == ["rgba(0, 0, 0, 0)"]
