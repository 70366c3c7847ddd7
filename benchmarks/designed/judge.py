"""What a tool made of the designed file: places filled, looks kept, chart data and formats, orphans."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from python_calamine import CalamineWorkbook
from template import CATEGORIES, COLORS, FORMAT, PLACES, SERIES

_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass
class Verdict:
    """Shares from 0 to 1 over all slides of what came out right, and how many parts nothing reaches.

    `filled` is by place; `look` whether the split tag took the look of its first character and left no empty run;
    `data` the chart's names, categories and values, `book` the same in its workbook, with "=Jan" as a text; `design`
    its number format and colours.
    """

    filled: dict[str, float]
    look: float
    data: float
    book: float
    design: float
    orphans: int


def judge(path: Path, slides: int) -> Verdict:
    """Return what is right in a filled file that ought to have so many slides."""
    found = list(Presentation(str(path)).slides)

    def share(check: Callable[[Any], bool]) -> float:
        return sum(_holds(check, each) for each in found) / slides

    texts = {place: share(lambda slide, place=place: _text(slide, place) == PLACES[place]) for place in PLACES}
    return Verdict(texts, share(_look), share(_data), share(_book), share(_design), len(orphans(path)))


def _holds(check: Callable[[Any], bool], slide: Any) -> bool:
    try:
        return check(slide)
    except (KeyError, AttributeError, IndexError, ValueError, StopIteration):
        return False  # a place that is not there is not right


def _shape(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


def _text(slide: Any, place: str) -> str:
    if place == "title":
        return str(slide.shapes.title.text_frame.text)
    if place == "split":
        return str(_shape(slide, "split").text_frame.text)
    if place == "table":
        return str(_shape(slide, "Growth").table.cell(1, 1).text_frame.text)
    if place == "group":
        return str(next(each for each in slide.shapes if hasattr(each, "shapes")).shapes[0].text_frame.text)
    if place == "chart title":
        return str(_shape(slide, "vs:trend").chart.chart_title.text_frame.text)
    return str(slide.notes_slide.notes_text_frame.text)


def _look(slide: Any) -> bool:
    runs = _shape(slide, "split").text_frame.paragraphs[0].runs
    first, last = runs[0], runs[-1]
    kept = (first.font.size.pt, first.font.bold, last.font.size.pt) == (20, True, 17)
    return kept and first.text.endswith("$4.0 million") and all(run.text for run in runs)


def _data(slide: Any) -> bool:
    plot = _shape(slide, "vs:trend").chart.plots[0]
    values = {each.name: tuple(each.values) for each in plot.series}
    return list(plot.categories) == list(CATEGORIES) and values == SERIES


def _book(slide: Any) -> bool:
    book = _shape(slide, "vs:trend").chart.part.chart_workbook.xlsx_part.blob
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    wanted = [[name, *(values[at] for values in SERIES.values())] for at, name in enumerate(CATEGORIES)]
    return rows[0][1:] == list(SERIES) and rows[1:] == wanted


def _design(slide: Any) -> bool:
    series = list(_shape(slide, "vs:trend").chart.plots[0].series)
    formats = {each._element.findtext(".//{*}val//{*}formatCode") for each in series}
    colors = {each.name: str(each.format.fill.fore_color.rgb) for each in series}
    return formats == {FORMAT} and colors == COLORS


def orphans(path: Path) -> set[str]:
    """Return the parts of a file that no relation leads to."""
    with zipfile.ZipFile(path) as package:
        names = {each for each in package.namelist() if not each.endswith("/")}
        reached, waiting = set(), [""]
        while waiting:
            source = waiting.pop()
            folder, _, name = source.rpartition("/")
            rels = posixpath.join(folder, "_rels", f"{name}.rels")
            for each in etree.fromstring(package.read(rels)).iter(_RELATIONS) if rels in names else ():
                target = each.get("Target", "")
                inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if each.get("TargetMode") != "External" and inside not in reached:
                    reached.add(inside)
                    waiting.append(inside)
    return {each for each in names if not each.endswith(".rels") and each != "[Content_Types].xml"} - reached
