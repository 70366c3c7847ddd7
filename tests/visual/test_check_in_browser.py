"""The page of `valuestory check` in a real browser: it fits a phone and a desk, is light on a dark desk, and prints."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from valuestory.cli.inspection_page import inspection_page
from valuestory.metrics.inspection.inspecting import inspect_company
from valuestory.project import template_path
from valuestory.slides.contrast import READABLE, contrast
from valuestory.slides.theme import read_theme

FILES = {
    "accounts": "account_id,name,segment,start_at\nA1,Alpha,SMB,2024-01-01\nA2,Beta,smb,2024-02-01\n",
    "cases": "case_id,account_id,opened_at,resolved_at\n1,A1,2025-01-03,2025-01-02\n2,A9,2025-06-28,2025-06-29\n",
    "a_very_long_name_of_an_export_that_nobody_shortened_in_time_2025_06_30_final_final": "a,b\n1,2\n",
    "surveys": "survey_id,instrument,scor,answered_at,account_id\n1,nps,9,2025-01-01,A1\n",
}
# Each text with the colour that it has and the one behind it.
COLORS = """() => [...document.querySelectorAll('h1, h2, h3, p, td, th, code, small, span')]
  .filter(each => each.innerText && each.innerText.trim())
  .map(each => {
    let ground = each;
    while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
    return [each.innerText.slice(0, 40), getComputedStyle(each).color, getComputedStyle(ground).backgroundColor];
  })"""


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a company with faults of every kind and a long name."""
    folder = tmp_path_factory.mktemp("company")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return inspection_page(inspect_company(str(folder)), read_theme(template_path("valuestory")))


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, html: str) -> Iterator[Page]:
    """The page on a dark desk."""
    opened = browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="dark")
    opened.set_content(html)
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [360, 390, 768, 1200])
def test_the_page_fits_every_width(page: Page, width: int) -> None:
    """Nothing has to be scrolled sideways, on a phone either."""
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ends = page.evaluate("[...document.querySelectorAll('main *')].map(each => each.getBoundingClientRect().right)")
    assert max(ends) <= width


def test_every_text_can_be_read_on_its_ground_even_on_a_dark_desk(page: Page) -> None:
    """A contrast of 4.5 or more, by the colours that the browser computes."""
    found = page.evaluate(COLORS)
    assert len(found) > 50
    for text, ink, ground in found:
        assert contrast(hexed(ink), hexed(ground)) >= READABLE == 4.5, (text, ink, ground)


def hexed(color: str) -> str:
    """A colour of the browser's, `rgb(1, 2, 3)`, as `#010203`."""
    return "#" + "".join(f"{int(part):02X}" for part in color.partition("(")[2].strip(")").split(",")[:3])


def test_the_page_prints_on_a_few_sheets_of_a4(page: Page) -> None:
    """The verdict on the first sheet, every section on one of them, and no sheet left empty."""
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert 1 < len(sheets) <= 6  # a third of them list 127 metrics
    assert [round(float(each)) for each in sheets[0].mediabox[2:]] == [595, 842]
    texts = [" ".join(each.extract_text().split()) for each in sheets]
    assert "1 fault stops surveys" in texts[0]
    assert all(len(each) > 100 for each in texts)
    for heading in ("What stops", "What this data can show", "What would bring the rest", "Where it comes from"):
        assert any(heading in each for each in texts), heading
