"""The outputs of code cells: the best form of each that a slide can show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bs4 import BeautifulSoup, Tag

from valuestory.errors import NotebookError
from valuestory.notebook.plain.formulas import readable
from valuestory.notebook.plain.html_tables import tables_in
from valuestory.notebook.plain.images import Images, NoPictureError, in_bundle
from valuestory.notebook.plain.markdown import Markdown
from valuestory.notebook.plain.parts import Exhibit, Fill, LeftOut, Part, Words, lines
from valuestory.notebook.source import joined
from valuestory.slides.slide import Chart, Paragraph, Run

_VEGA_LITE: Final = re.compile(r"application/vnd\.vegalite\.v\d+(\.\d+)*\+?\.?json\Z")
_EMBEDDED: Final = re.compile(r"\}\)\((?=\{)")
_PICTURES: Final = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
_PLOTLY: Final = "application/vnd.plotly.v1+json"
_RUNS: Final = ("script", "iframe", "object", "embed", "video", "audio", "canvas")
_ANSI: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_OBJECT: Final = re.compile(r"\[?<.*>\]?\Z|Text\(|\(?array\(|\{'whiskers'|\[\[?<", re.DOTALL)
"""What plots leave as text beside the plot."""
_UNFOLDS: Final = re.compile(r"""<details|type=["']?checkbox""")
"""What HTML that opens at a click is known by, such as an estimator of scikit-learn: its text says it in a line."""
_LATEX_TABLE: Final = r"\begin{tabular"
_BLOCKS: Final = ("p", "div", "li", "pre", "blockquote", "section", "article", *(f"h{level}" for level in range(1, 7)))
_MOST_LINES: Final = 15
_LONGEST_LINE: Final = 100
_MOST_CHARACTERS: Final = 1200


def output_parts(output: Mapping[str, Any], cell: int, images: Images, fill: Fill | None) -> Iterator[Part]:
    """Yield what one output shows.

    Raises
    ------
    NotebookError
        When it is a plotly chart without a picture, which no reader of a deck could see.
    """
    kind = output.get("output_type")
    if kind == "stream":
        yield from _stream(output, cell)
    elif kind in ("display_data", "execute_result"):
        yield from _bundle(output, cell, images, fill)


def html_parts(text: str, cell: int, images: Images) -> Iterator[Part]:
    """Yield what a piece of HTML shows: tables, pictures, else its words; what only a browser runs is left out."""
    if (spec := _embedded_chart(text)) is not None:
        yield Exhibit(Chart(spec))
        return
    soup = BeautifulSoup(text, "lxml")
    tables = list(tables_in(soup))
    pictures = [_pictured(each, cell, images) for each in soup.find_all("img")]
    yield from (*tables, *pictures)
    if tables or pictures:
        return
    if soup.find(_RUNS) is not None:
        yield LeftOut(cell, "an interactive output", "it needs a browser")
        return
    for tag in soup.find_all([*_BLOCKS, "br"]):
        tag.insert_before("\n")
        tag.insert_after("\n")
    words = [" ".join(each.split()) for each in soup.get_text().splitlines()]
    shown = [each for each in words if each]
    if sum(map(len, shown)) > _MOST_CHARACTERS:
        yield LeftOut(cell, "a page of HTML", "it is too long for a slide")
    elif shown:
        yield Words(tuple(Paragraph((Run(each),)) for each in shown))


def _bundle(output: Mapping[str, Any], cell: int, images: Images, fill: Fill | None) -> Iterator[Part]:
    data: Mapping[str, Any] = output.get("data", {})
    chart = next((each for name, each in data.items() if _VEGA_LITE.match(name)), None)
    image = next((name for name in _PICTURES if name in data), None)
    if chart is not None:
        yield Exhibit(Chart(chart if isinstance(chart, Mapping) else json.loads(joined(chart))))
    elif image is not None:
        yield _picture(data, image, output, cell)
    elif _PLOTLY in data:
        raise NotebookError(
            "the plotly chart has no picture, and a deck runs no plotly",
            where=f"cell {cell}",
            do='write plotly.io.renderers.default = "svg" (or "png") before it and run the notebook again,'
            " or give the cell the slide type Skip",
        )
    elif "text/markdown" in data:
        html = lambda text: html_parts(text, cell, images)  # noqa: E731
        yield from Markdown(cell, images, fill, html).parts(joined(data["text/markdown"]))
    elif "text/latex" in data and not ("text/html" in data and _LATEX_TABLE in joined(data["text/latex"])):
        yield Words(tuple(Paragraph((Run(each, italic=True),)) for each in readable(joined(data["text/latex"]))))
    elif any(
        name.startswith("application/vnd.jupyter.widget") or "bokeh" in name or "holoviews" in name for name in data
    ):
        yield LeftOut(cell, "an interactive output", "it needs a browser")
    elif "text/html" in data and not ("text/plain" in data and _UNFOLDS.search(joined(data["text/html"]))):
        yield from html_parts(joined(data["text/html"]), cell, images)
    elif "application/json" in data:
        yield LeftOut(cell, "an output of JSON", "a slide cannot show it")
    elif "text/plain" in data:
        yield from _plain(joined(data["text/plain"]), cell)
    elif data:
        yield LeftOut(cell, f"an output of type {next(iter(data))}", "a slide cannot show it")


def _picture(data: Mapping[str, Any], name: str, output: Mapping[str, Any], cell: int) -> Part:
    about = output.get("metadata", {}).get(name, {})
    alt = str(about.get("alt", "")) if isinstance(about, Mapping) else ""
    layout = data[_PLOTLY].get("layout", {}) if isinstance(data.get(_PLOTLY), Mapping) else {}
    title = layout.get("title", "")
    alt = alt or str(title.get("text", "") if isinstance(title, Mapping) else title)
    try:
        return Exhibit(in_bundle(data[name], alt))
    except NoPictureError as error:
        return LeftOut(cell, "a picture", str(error))


def _pictured(tag: Tag, cell: int, images: Images) -> Part:
    alt = str(tag.get("alt", ""))
    try:
        return Exhibit(images.named(str(tag.get("src", "")), alt))
    except NoPictureError as error:
        return LeftOut(cell, f'the picture "{alt or "without a name"}"', str(error))


def _embedded_chart(text: str) -> Mapping[str, Any] | None:
    """Return the Vega-Lite dictionary in the page that Altair makes for plain Jupyter: the browser would draw it."""
    found = list(_EMBEDDED.finditer(text)) if "vegaEmbed" in text else []
    if not found:
        return None
    try:
        spec, _ = json.JSONDecoder().raw_decode(text, found[-1].end())
    except ValueError:
        return None
    return spec if isinstance(spec, dict) and "vega-lite" in str(spec.get("$schema", "")) else None


def _stream(output: Mapping[str, Any], cell: int) -> Iterator[Part]:
    text = _ANSI.sub("", joined(output.get("text", "")))
    if output.get("name") == "stderr":
        yield LeftOut(cell, "what was written to the error stream", "it is for whoever runs the notebook")
    elif text.strip():
        yield _text(text, cell)


def _plain(text: str, cell: int) -> Iterator[Part]:
    """Yield text as it stands; what Python calls an object is nothing to read."""
    shown = _ANSI.sub("", text).strip()
    if shown and shown not in ("None",) and not _OBJECT.match(shown):
        yield _text(text, cell)


def _text(text: str, cell: int) -> Part:
    shown = [each.rpartition("\r")[2] for each in text.rstrip("\r\n").split("\n")]
    if len(shown) > _MOST_LINES or max(map(len, shown)) > _LONGEST_LINE:
        return LeftOut(cell, f"text of {len(shown):,} lines", "it is too long for a slide")
    return lines("\n".join(shown))
