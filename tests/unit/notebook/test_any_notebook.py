"""A notebook that has never heard of this package becomes a deck: each kind of content as what a slide can show.

`bakeries.ipynb` was run once with Altair, pandas, matplotlib, plotly (its picture drawn by kaleido) and IPython; its
outputs are theirs. What is held against it was read off the notebook.
"""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from tests.validation import assert_valid_deck

from valuestory.errors import NotebookError, UnknownFactError
from valuestory.notebook.export import export_notebook, read_story
from valuestory.notebook.plain.cells import Choices
from valuestory.notebook.plain.formulas import readable
from valuestory.slides.facts import Evidence, Fact
from valuestory.slides.slide import (
    SLIDE_MEDIA_TYPE,
    STORY_MEDIA_TYPE,
    Paragraph,
    Run,
    Slide,
    StoryRecord,
    TemplateName,
    to_json,
)

v4: Any = nbformat.v4
BAKERIES = Path(__file__).parent / "notebooks" / "bakeries.ipynb"
RED = "C0392B"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The deck of all kinds of content, as nbconvert's command makes it, and what the command said."""
    folder = tmp_path_factory.mktemp("bakeries")
    shutil.copy(BAKERIES, folder)
    shutil.copytree(BAKERIES.parent / "pictures", folder / "pictures")
    command = [sys.executable, "-m", "nbconvert", "--to", "PowerPoint", "--PowerPointExporter.template=valuestory"]
    done = subprocess.run([*command, "bakeries.ipynb"], cwd=folder, capture_output=True, text=True, check=True)
    return folder / "bakeries.pptx", done.stderr.splitlines()


@pytest.fixture(scope="module")
def deck(exported: tuple[Path, list[str]]) -> dict[str, Any]:
    """Its slides by title."""
    return {slide.shapes.title.text_frame.text: slide for slide in Presentation(str(exported[0])).slides}


def text(slide: Any) -> str:
    """All text of a slide's shapes but its title's, a line a paragraph."""
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame and shape != slide.shapes.title]
    return "\n".join(paragraph.text for frame in frames for paragraph in frame.paragraphs)


def kinds(slide: Any) -> list[str]:
    """What stands on a slide beside text."""
    shown = {"chart": lambda shape: shape.has_chart, "table": lambda shape: shape.has_table}
    found = [name for shape in slide.shapes for name, test in shown.items() if test(shape)]
    return found + ["picture" for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]


def table(slide: Any) -> list[list[str]]:
    """A slide's table, row by row."""
    found = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in found.rows]


def runs(slide: Any) -> dict[str, Any]:
    """A slide's runs by their text."""
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    return {run.text.strip(): run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs}


def test_the_deck_of_every_kind_of_content_is_sound(exported: tuple[Path, list[str]]) -> None:
    """By the structural checks and by Microsoft's validator; it is made by nbconvert's own command."""
    assert_valid_deck(exported[0])


def test_headings_split_slides_and_the_first_and_the_last_frame_the_deck(deck: dict[str, Any]) -> None:
    """Every heading of the notebook is a title, in order; long content goes on under the same title."""
    cells = nbformat.read(BAKERIES, as_version=4).cells
    sources = [cell.source.splitlines()[0].lstrip("# ") for cell in cells if cell.cell_type == "markdown"]
    titles = [title.partition(" (")[0] for title in deck]
    assert list(dict.fromkeys(titles)) == sources
    assert text(deck["How the bakeries grew"]) == "Three years, two cities, one oven too few"


def test_markdown_is_native_text(deck: dict[str, Any]) -> None:
    """Emphasis, a link, code, lists within lists and numbers are the text's own, not signs in it."""
    slide = deck["What we found"]
    found = runs(slide)
    assert found["both cities"].font.bold
    assert found["mostly"].font.italic
    assert found["new shops"].hyperlink.address == "https://example.org/shops"
    assert found["orders(2025)"].font.name == "Courier New"
    levels = {p.text: p.level for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs}
    assert [levels[each] for each in ("Bread", "rye, up by half", "Cakes")] == [0, 1, 0]
    assert not set("*`[") & set(text(slide))


def test_altair_charts_are_native_however_altair_was_asked_to_show_them(deck: dict[str, Any]) -> None:
    """As JSON of any version, and as the page with scripts that it makes by default; their words stand beside."""
    slide = deck["Both cities grew every year"]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    series = {each.name: tuple(each.values) for each in chart.plots[0].series}
    assert series == {"Bonn": (120, 131, 158), "Köln": (90, 117, 149)}
    assert "Köln began lower and grew faster." in text(slide)
    assert kinds(deck["Köln catches up"]) == ["chart"]


def test_data_frames_and_styled_ones_are_native_tables(deck: dict[str, Any]) -> None:
    """Without the index that only counts; a Styler's formats, grounds and bold letters are kept."""
    assert table(deck["The figures"]) == [["city", "2023", "2024", "2025"], ["Bonn", "120", "131", "158"],
                                          ["Köln", "90", "117", "149"]]  # fmt: skip
    slide = deck["Where the oven is full"]
    assert [row[1] for row in table(slide)] == ["share", "91%", "72%", "98%"]
    cells = next(shape.table for shape in slide.shapes if shape.has_table)
    full = cells.cell(3, 1)
    assert str(full.fill.fore_color.rgb) == RED
    assert full.text_frame.paragraphs[0].runs[0].font.bold
    assert cells.cell(1, 1).fill.type == MSO_FILL.BACKGROUND


def test_a_long_table_shows_its_first_rows_and_says_how_many_there_are(deck: dict[str, Any]) -> None:
    """A DataFrame of a thousand rows shows five at each end: the first five are shown."""
    slide = deck["Every order"]
    assert [row[0] for row in table(slide)] == ["order", "1", "2", "3", "4", "5"]
    assert "the first 5 of 1,000 rows" in text(slide)


def test_plots_are_pictures_with_alt_text_and_keep_their_proportion(deck: dict[str, Any]) -> None:
    """An SVG and a PNG of matplotlib and an SVG of plotly; an SVG comes with a PNG for older programs."""
    for title, vector in (("How orders spread", True), ("The same, as dots", False), ("Sales by city", True)):
        pictures = [shape for shape in deck[title].shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert [each._element.nvPicPr.cNvPr.get("descr") for each in pictures] == [f"Picture: {title}"]
        assert ("svgBlip" in pictures[0]._element.xml) is vector
        wide, high = pictures[0].image.size
        assert pictures[0].width / pictures[0].height == pytest.approx(wide / high, rel=0.01)


def test_pictures_in_markdown_come_from_attachments_and_from_the_notebooks_folder(deck: dict[str, Any]) -> None:
    """With the alt text that markdown gives."""
    for title, alt in (("Where we bake", "The old bakery"), ("The new depot", "The depot from above")):
        shape = next(each for each in deck[title].shapes if each.shape_type == MSO_SHAPE_TYPE.PICTURE)
        assert shape._element.nvPicPr.cNvPr.get("descr") == alt


def test_formulas_are_text_that_a_person_reads(deck: dict[str, Any]) -> None:
    """In a line, on lines of their own and as an output; markdown as an output is markdown."""
    said = text(deck["How we forecast"])
    for formula in ("sₜ = a + b · sₜ₋₁", "b ≤ 1", "1/n ∑", "xᵢ²", "σ ≈ 0.03"):
        assert formula in said
    assert runs(deck["How we forecast"])["3 %"].font.bold


def test_tables_code_and_short_text_of_programs_are_native(deck: dict[str, Any]) -> None:
    """A markdown table keeps its alignment, a fence its indentation; output text stands in a typewriter's font."""
    assert table(deck["What it costs"])[1] == ["Oven", "48,000", "installed"]
    assert "for shop in shops:\n    bake(shop, loaves=120)\nBonn  158\nKöln  149" in text(deck["How it is run"])


def test_long_content_goes_on_further_slides_and_none_is_lost(deck: dict[str, Any]) -> None:
    """Thirty numbered lines and forty sentences: each once, the numbers go on, nothing overflows."""
    parts = [slide for title, slide in deck.items() if title.startswith("The year week by week")]
    said = "\n".join(text(slide) for slide in parts)
    assert len(parts) > 2
    assert all(said.count(f"Week {week}: ") == 1 for week in range(1, 31))
    assert all(said.count(f"In week {week} ") == 1 for week in range(1, 41))
    frames = [s.text_frame for slide in parts for s in slide.shapes if s.has_text_frame]
    starts = [frame.paragraphs[0]._p.xpath(".//a:buAutoNum/@startAt") for frame in frames]
    listed = [frame for frame in frames if frame.text.startswith("Week ")]
    first = [int(frame.text.split()[1].rstrip(":")) for frame in listed]
    assert first[0] == 1
    assert [int(each[0]) for each in starts if each] == first[1:]


def test_what_is_left_out_is_said_with_its_cell_and_noted_for_the_speaker(
    exported: tuple[Path, list[str]], deck: dict[str, Any]
) -> None:
    """A picture on the web is not fetched, two hundred lines are no slide: the log names both."""
    said = "\n".join(exported[1])
    assert 'cell 29: the picture "a badge" is not in the deck: it lies on the web' in said
    assert "cell 28: text of 200 lines is not in the deck" in said
    assert "Left out, cell 28: text of 200 lines" in deck["How it is run"].notes_slide.notes_text_frame.text


def marked(cell: Any, mark: str, **metadata: Any) -> Any:
    """A cell of a slide type, as JupyterLab's property inspector writes it."""
    cell.metadata["slideshow"] = {"slide_type": mark}
    cell.metadata.update(metadata)
    return cell


def markdown(source: str) -> Any:
    """A markdown cell."""
    return v4.new_markdown_cell(source)


def ran(source: str, *outputs: Any, **metadata: Any) -> Any:
    """A code cell that has run."""
    return v4.new_code_cell(source, outputs=list(outputs), execution_count=1, metadata=metadata)


def shown(data: dict[str, Any]) -> Any:
    """An output."""
    return v4.new_output("display_data", data)


def slides_of(*cells: Any, **asked: Any) -> list[Slide]:
    """The slides that cells make."""
    choices = Choices(asked.pop("include_input", False), asked.pop("allow_errors", False))
    folder = asked["folder"]
    nbformat.write(v4.new_notebook(cells=list(cells)), folder / "made.ipynb")
    return list(read_story(folder / "made.ipynb", folder=folder, choices=choices).slides)


def test_slide_metadata_goes_before_headings(tmp_path: Path) -> None:
    """Slide and sub-slide begin one, fragments and the rest go on, notes are spoken, skipped cells are not there."""
    found = slides_of(
        marked(markdown("# Bread\n\nFirst."), "slide"),
        marked(markdown("- Second"), "fragment"),
        marked(markdown("## On the same slide"), "-"),
        marked(markdown("Say it **slowly**."), "notes"),
        marked(markdown("# Never seen"), "skip"),
        marked(markdown("Without a heading"), "subslide"),
        folder=tmp_path,
    )
    assert [slide.title.text for slide in found] == ["Bread", "Bread", "Bread"]
    assert [slide.kind for slide in found] == ["title", "bullets", "bullets"]
    assert [each.text for each in found[1].body] == ["First.", "Second", "On the same slide"]
    assert [each.text for each in found[0].notes] == ["Say it slowly."]
    assert [each.text for each in found[2].body] == ["Without a heading"]


def test_input_code_is_hidden_unless_asked_for_and_tags_hide_more(tmp_path: Path) -> None:
    """Jupyter's tags and JupyterLab's folding count."""
    out = shown({"text/plain": "42"})
    cells = [
        markdown("## Numbers"),
        ran("6 * 7", out),
        ran("secret()", tags=["hide-input"]),
        ran("folded()", jupyter={"source_hidden": True}),
        ran("gone()", shown({"text/plain": "99"}), tags=["remove-output"]),
        ran("away()", shown({"text/plain": "98"}), tags=["remove_cell"]),
    ]
    assert [each.text for each in slides_of(*cells, folder=tmp_path)[0].body] == ["42"]
    with_code = slides_of(*cells, folder=tmp_path, include_input=True)[0].body
    assert [each.text for each in with_code] == ["6 * 7", "42", "gone()"]


def test_a_cell_that_failed_is_refused_unless_it_may_fail(tmp_path: Path) -> None:
    """The message has the cell and the error; a tag of Jupyter's, or the option, lets it pass."""
    error = v4.new_output("error", ename="KeyError", evalue="'rye'", traceback=[])
    heading = markdown("## Bread\n\nIs baked.")
    with pytest.raises(NotebookError, match="failed: KeyError: 'rye'") as caught:
        slides_of(heading, ran("sales['rye']", error), folder=tmp_path)
    assert "cell [1]" in caught.value.where
    allowed = slides_of(heading, ran("sales['rye']", error, tags=["raises-exception"]), folder=tmp_path)
    assert allowed[0].body[-1].text == "KeyError: 'rye'"
    passed = slides_of(heading, ran("sales['rye']", error), folder=tmp_path, allow_errors=True)
    assert passed[0].header == Paragraph((Run("Is baked."),))
    assert "cell 2" in passed[0].notes[0].text


def test_outputs_of_statistics_and_machine_learning_are_shown_as_people_read_them(tmp_path: Path) -> None:
    """A summary of statsmodels is its tables and no LaTeX, an estimator its one line, a sentence in HTML one line.

    JSON, which Jupyter unfolds at a click, is left out and said.
    """
    table = "<table><tr><th>coef</th><th>std err</th></tr><tr><td>-0.53</td><td>0.44</td></tr></table>"
    summary = shown({"text/html": table, "text/latex": r"\begin{center}\begin{tabular}{lc}\toprule a & b"})
    folded = (
        '<style>a{}</style><div class="sk-top-container"><input type="checkbox"><table><tr><td>doc</td></tr></table>'
    )
    estimator = shown({"text/html": folded, "text/plain": "LogisticRegression(C=0.5)"})
    sentence = shown({"text/html": "<b>Bold</b> with a <a href='https://example.org'>link</a><br>and a line"})
    tree = shown({"application/json": {"a": 1}, "text/plain": "<IPython.core.display.JSON object>"})
    cells = [ran("fit.summary()", summary), ran("model", estimator), ran("html", sentence), ran("tree", tree)]
    found = slides_of(markdown("## A model"), *cells, folder=tmp_path)
    assert [slide.table is not None for slide in found].count(True) == 1
    said = [each.text for slide in found for each in slide.body]
    assert said == ["LogisticRegression(C=0.5)", "Bold with a link", "and a line"]
    assert "JSON" in "".join(each.text for slide in found for each in slide.notes)


def test_a_plotly_chart_without_a_picture_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """Nothing here runs plotly: a deck without the chart would look whole."""
    plot = shown({"application/vnd.plotly.v1+json": {"data": [], "layout": {}}})
    with pytest.raises(NotebookError, match="plotly chart has no picture") as caught:
        slides_of(ran("fig", plot), folder=tmp_path)
    assert "renderers.default" in caught.value.do


def test_no_file_outside_the_notebooks_folder_is_opened(tmp_path: Path) -> None:
    """Neither by dots, nor by a full path, nor through a link; each is told."""
    folder = tmp_path / "book"
    folder.mkdir()
    Image.new("RGB", (4, 4)).save(tmp_path / "secret.png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    names = ["../secret.png", str(tmp_path / "secret.png"), "link.png", f"file://{tmp_path}/secret.png", "lost.png"]
    found = slides_of(markdown("## Bread\n\nIs baked. " + " ".join(f"![p]({name})" for name in names)), folder=folder)
    assert [slide.picture for slide in found] == [None]
    assert len(found[0].notes) == len(names)
    assert str(tmp_path) not in "".join(each.text for each in found[0].notes)


def test_pictures_of_rare_kinds_become_png_and_svg_loses_what_runs(tmp_path: Path) -> None:
    """A WebP picture is shown as PNG; a script, a handler and an outside image in an SVG do not reach the deck."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(buffer, "WEBP")
    webp = base64.b64encode(buffer.getvalue()).decode()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">'
        '<script>alert(1)</script><rect width="9" height="9" onclick="alert(2)"/>'
        '<image xlink:href="https://example.org/tracker.png" width="9" height="9"/></svg>'
    )
    cells = [
        markdown(f"## One\n\n![red](data:image/webp;base64,{webp})"),
        ran("svg", shown({"image/svg+xml": svg}), slideshow={}),
    ]
    found = slides_of(*cells, folder=tmp_path)
    assert [each.picture.media_type for each in found if each.picture] == ["image/png", "image/svg+xml"]
    deck = export_notebook(tmp_path / "made.ipynb")
    parts = zip_parts(deck)
    drawn = b"".join(data for name, data in parts.items() if name.endswith(".svg"))
    assert b"rect" in drawn
    assert not any(each in drawn for each in (b"alert", b"tracker"))


def zip_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a deck."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


RECORD = StoryRecord(
    "Bakers", "2026Q2", "ceo", "en_US", "EUR", TemplateName("valuestory"), storyline=("title", "bread"),
    facts=(Fact("loaves", 412_345, "count", "Loaves", period="2026Q2", evidence=Evidence("declared", source="tills")),),
)  # fmt: skip


def story_cells(source: str, **metadata: Any) -> list[Any]:
    """A notebook of a story with one slide of its own, and one in markdown."""
    own = Slide("title", "title", Paragraph((Run("What baking is worth"),)))
    return [
        ran("open_story()", shown({STORY_MEDIA_TYPE: to_json(RECORD)})),
        markdown("## How this is computed\n\nNot a slide: it has no slide type."),
        ran("story.slide()", shown({SLIDE_MEDIA_TYPE: to_json(own)})),
        marked(markdown(source), "slide", **metadata),
    ]


def test_facts_in_markdown_are_filled_and_such_slides_stand_among_the_storys(tmp_path: Path) -> None:
    """The bar before a format ends no table's cell, code keeps its braces, and the evidence goes along.

    Rounded as everywhere: of 412,345 three figures are shown.
    """
    text = (
        "## We baked {{ loaves | count }} loaves\n\n- **{{ loaves }}** in all, by `{{ loaves }}`\n\n"
        "| What | How many |\n|---|--:|\n| Loaves | {{ loaves | count }} |\n"
    )
    found = slides_of(*story_cells(text, valuestory={"key": "bread"}), folder=tmp_path)
    assert [slide.key for slide in found] == ["title", "bread"]
    baked = found[1]
    assert baked.title.text == "We baked 412,000 loaves"
    assert baked.table is not None
    assert baked.table.rows[0][1].text == "412,000"
    assert baked.body[0].text == "412,000 in all, by {{ loaves }}"
    assert [fact.id for fact in baked.facts] == ["loaves@2026Q2"]
    (tmp_path / "out.pptx").write_bytes(export_notebook(tmp_path / "made.ipynb"))
    from valuestory.audit import audit

    assert set(audit(tmp_path / "out.pptx")["status"]) == {"sourced"}


def test_an_unknown_fact_in_markdown_is_an_error_with_cell_and_nearest_name(tmp_path: Path) -> None:
    """As in any title of the story."""
    with pytest.raises(UnknownFactError) as caught:
        slides_of(*story_cells("## We baked {{ loavs }} loaves"), folder=tmp_path)
    assert "cell 4" in caught.value.where
    assert "loaves" in caught.value.do


@pytest.mark.parametrize(
    ("latex", "read"),
    [
        (r"\frac{\text{net}}{n+1}", "net/(n+1)"),
        (r"$E = mc^{2}$", "E = mc²"),
        (r"\sqrt{\alpha_1} \neq \mathbf{x}^T y", "√α₁ ≠ x^T y"),
        (r"\begin{aligned}a &= 1\\b &= 2\end{aligned}", "a = 1|b = 2"),
        (r"\unknown{x}", "unknown x"),
    ],
)
def test_a_formula_keeps_every_sign_that_it_has(latex: str, read: str) -> None:
    """Read by hand; a command that nobody knows keeps its name."""
    assert "|".join(readable(latex)) == read
