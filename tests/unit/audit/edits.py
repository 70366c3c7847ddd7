"""Edits as people make them to a deck: to one number each, or to words and order alone; and what each ought to bring.

Every edit takes an open presentation and a random generator, changes one place, and says what an auditor must report
there, or that nothing is to be reported.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pptx.util import Inches

from valuestory.deck.file.evidence import Evidence, Shown


@dataclass(frozen=True)
class Edit:
    """What was done, on which slide (as numbered after all edits, by id), and the text or texts that give it away.

    `shape` is where, for a text that may stand elsewhere on the slide too.
    """

    kind: str
    slide_id: int
    telling: tuple[str, ...]
    shape: str = ""


class Bench:
    """A deck to be edited: each place at most once, so that one edit never hides another."""

    def __init__(self, deck: Any, evidence: Evidence, seed: int) -> None:
        self.deck, self.evidence = deck, evidence
        self.random = random.Random(seed)
        self.used: set[Any] = set()
        self.spared: set[int] = set()
        self.copied: set[int] = set()

    def slide(self, slide_id: int) -> Any:
        """Return a slide by its id."""
        return next(each for each in self.deck.slides if each.slide_id == slide_id)

    def run_of(self, shown: Shown) -> Any:
        """Return the run in which a fact stands."""
        slide = self.slide(shown.slide_id)
        notes = shown.shape == "notes"
        tree = (slide.notes_slide if notes else slide).shapes._spTree
        name = "vs:notes" if notes else shown.shape
        [shape] = tree.xpath(f".//p:cNvPr[@name='{name}']/ancestor::*[self::p:sp or self::p:graphicFrame][1]")
        at = shown.cell
        body = shape if at is None else shape.findall(".//{*}tr")[at[0]].findall("{*}tc")[at[1]]
        return body.findall(".//{*}p")[shown.paragraph].findall("{*}r")[shown.run].find("{*}t")

    def places(self) -> list[Shown]:
        """Return the figures that nobody has touched, in an order of chance, never two of one paragraph."""
        known = {each.id for each in self.evidence.facts if each.unit not in ("text", "date")}
        free = [
            each
            for each in self.evidence.shown
            if each.fact in known
            and re.search(r"\d", each.text)
            and (each.slide_id, each.shape, each.cell, each.paragraph) not in self.used
            and each.slide_id not in self.spared
        ]
        self.random.shuffle(free)
        return free

    def figures_of(self, slide: Any) -> list[str]:
        """Return the texts of a slide's facts that stand in text boxes and can be told apart from last year's."""
        boxes = {shape.name for shape in slide.shapes if shape.has_text_frame}
        shown = [each for each in self.evidence.shown if each.slide_id == slide.slide_id and each.shape in boxes]
        untouched = [each for each in shown if re.search(r"[2-8]", each.text) and _place(each) not in self.used]
        return list(dict.fromkeys(each.text for each in untouched if not re.search("[A-Za-z]{3} ", each.text)))

    def evidence_of(self, slide_id: int) -> str:
        """Return the key of a slide that the evidence tells of, else nothing."""
        return next((each.key for each in self.evidence.shown if each.slide_id == slide_id), "")

    def take(self, each: Shown) -> None:
        """Let nobody else edit this paragraph."""
        self.used.add((each.slide_id, each.shape, each.cell, each.paragraph))


def _texted(bench: Bench, kind: str, change: Callable[[str, random.Random], str | None]) -> Edit | None:
    for each in bench.places():
        new = change(each.text, bench.random)
        if new is not None and new != each.text:
            bench.run_of(each).text = new
            bench.take(each)
            return Edit(kind, each.slide_id, (new,))
    return None


def digit_changed(bench: Bench) -> Edit | None:
    """One digit becomes another."""

    def change(text: str, chance: random.Random) -> str:
        at = chance.choice([match.start() for match in re.finditer(r"\d", text)])
        return text[:at] + chance.choice([each for each in "123456789" if each != text[at]]) + text[at + 1 :]

    return _texted(bench, "digit changed", change)


def rounding_changed(bench: Bench) -> Edit | None:
    """A decimal goes, or the last digits become zeros."""

    def change(text: str, chance: random.Random) -> str | None:
        fraction = re.search(r"(\d)\.\d+", text)
        if fraction is not None:
            return text[: fraction.start(0)] + fraction[1] + text[fraction.end() :]
        grouped = re.search(r"(\d[\d,]*,)\d{3}", text)
        return None if grouped is None else text[: grouped.start()] + grouped[1] + "000" + text[grouped.end() :]

    return _texted(bench, "rounding changed", change)


def sign_or_unit_changed(bench: Bench) -> Edit | None:
    """Minus becomes plus, million becomes billion, hours become days."""
    pairs = {"−": "+", "+": "−", "million": "billion", "hours": "days", "thousand": "million", "%": " points"}

    def change(text: str, chance: random.Random) -> str | None:
        found = [(old, new) for old, new in pairs.items() if old in text]
        return text.replace(*chance.choice(found), 1) if found else None

    return _texted(bench, "sign or unit changed", change)


_TYPED = (
    "We expect {} more next year",
    "{}% of the team agrees",
    "Cost down by ${} thousand",
    "{} customers asked for this",
    "Savings: €{} million",
    "{} hours saved",
)


def number_typed(bench: Bench) -> Edit | None:
    """A text box with a number of somebody's own."""
    slide = bench.random.choice([each for each in bench.deck.slides if each.slide_id not in bench.spared])
    number = bench.random.choice(
        [f"{bench.random.randint(513, 989)}", f"{bench.random.randint(2, 9)}.{bench.random.randint(1, 9)}"]
    )
    box = slide.shapes.add_textbox(Inches(1), Inches(6.4), Inches(4), Inches(0.5))
    box.text_frame.text = bench.random.choice(_TYPED).format(number)
    return Edit("number typed", slide.slide_id, (number,))


def small_number_typed(bench: Bench) -> Edit | None:
    """A text box with one of the numbers that stand on every slide anyway."""
    slide = bench.random.choice([each for each in bench.deck.slides if each.slide_id not in bench.spared])
    number = f"{bench.random.randint(3, 20)}"
    box = slide.shapes.add_textbox(Inches(1), Inches(6.4), Inches(4), Inches(0.5))
    box.text_frame.text = f"We had {number} escalations"
    return Edit("small number typed", slide.slide_id, (number,), box.name)


def alt_text_changed(bench: Bench) -> Edit | None:
    """A number that the slide does not show, in the words for those who cannot see a chart."""
    free = [
        (slide, shape)
        for slide in bench.deck.slides
        for shape in slide.shapes
        if getattr(shape, "has_chart", False) and (slide.slide_id, shape.name, "alt") not in bench.used
    ]
    if not free:
        return None
    slide, shape = bench.random.choice(free)
    bench.used.add((slide.slide_id, shape.name, "alt"))
    number = f"{bench.random.randint(513, 989)}"
    shape._element.xpath(".//p:cNvPr")[0].set("descr", f"A chart that climbs to {number}")
    return Edit("alt text changed", slide.slide_id, (number,))


def cell_filled(bench: Bench) -> Edit | None:
    """A number of somebody's own behind the words of a table's cell that holds none."""
    free = [
        (slide, shape, cell)
        for slide in bench.deck.slides
        for shape in slide.shapes
        if getattr(shape, "has_table", False) and slide.slide_id not in bench.spared
        for row in shape.table.rows
        for cell in row.cells
        if cell.text and not re.search(r"\d", cell.text) and cell.text_frame.paragraphs[0].runs
    ]
    if not free:
        return None
    slide, _, cell = bench.random.choice(free)
    number = f"{bench.random.randint(513, 989)}"
    cell.text_frame.paragraphs[0].runs[-1].text += f" of {number}"
    return Edit("cell filled", slide.slide_id, (number,))


def sentence_added(bench: Bench) -> Edit | None:
    """A sentence with a number at the end of a paragraph that holds facts."""
    for each in bench.places():
        if each.cell is None and not each.shape.startswith("vs:kpi"):
            number = f"{bench.random.randint(513, 989)}"
            paragraph = bench.run_of(each).getparent().getparent()
            run = copy.deepcopy(paragraph.findall("{*}r")[-1])
            run.find("{*}t").text = f" That is {number} better than planned."
            paragraph.findall("{*}r")[-1].addnext(run)
            bench.take(each)
            return Edit("sentence added", each.slide_id, (number,))
    return None


def _a_point(bench: Bench) -> tuple[Any, Any, Any] | None:
    """Return a slide, a chart on it that nobody has touched, and one of its drawn values that shows a fact."""
    for slide in bench.random.sample(list(bench.deck.slides), len(bench.deck.slides)):
        known = [float(each.values["value"]) for each in bench.evidence.plotted if each.slide_id == slide.slide_id]
        for shape in slide.shapes:
            if getattr(shape, "has_chart", False) and (slide.slide_id, shape.name) not in bench.used and known:
                points = shape.chart._chartSpace.xpath(".//c:ser/c:val//c:pt")
                points = [each for each in points if any(abs(float(each[0].text) - value) < 1e-9 for value in known)]
                if points and slide.slide_id not in bench.spared:
                    bench.used.add((slide.slide_id, shape.name))
                    return slide, shape, bench.random.choice(points)
    return None


def chart_point_edited(bench: Bench) -> Edit | None:
    """A drawn value is changed; the workbook behind it is not."""
    found = _a_point(bench)
    if found is None:
        return None
    slide, _, point = found
    new = round(float(point[0].text) * 1.1 + 1.0, 3)
    point[0].text = repr(new)
    return Edit("chart point edited", slide.slide_id, (f"{new:.10g}",))


def workbook_edited(bench: Bench) -> Edit | None:
    """A cell of the workbook is changed; the drawn value is not."""
    found = _a_point(bench)
    if found is None:
        return None
    slide, shape, point = found
    area = re.search(r"\$([A-Z]+)\$(\d+)", point.getparent().getparent().findtext("{*}f"))
    assert area is not None
    cell = f"{area[1]}{int(area[2]) + int(point.get('idx'))}"
    book = shape.chart.part.chart_workbook.xlsx_part
    book._blob = _with_cell(book.blob, cell, "987.5")
    return Edit("workbook edited", slide.slide_id, (f"{float(point[0].text):.10g}",))


def _with_cell(book: bytes, cell: str, value: str) -> bytes:
    """Return a workbook with one cell of its first sheet changed, all else as it was."""
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(done, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                pattern = rf'(<c r="{cell}"[^>]*><v>)[^<]*'.encode()
                data, count = re.subn(pattern, rb"\g<1>" + value.encode(), data)
                assert count == 1, cell
            new.writestr(name, data)
    return done.getvalue()


def slide_copied(bench: Bench) -> Edit | None:
    """A slide of last year's deck is pasted behind the others: the same words, other numbers, no evidence."""
    told = [
        each for each in bench.deck.slides if len(bench.figures_of(each)) >= 2 and each.slide_id not in bench.spared
    ]
    source = bench.random.choice(told)
    figures = bench.figures_of(source)
    slide = bench.deck.slides.add_slide(source.slide_layout)
    for shape in list(slide.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in source.shapes:
        if shape.has_text_frame:
            slide.shapes._spTree.append(copy.deepcopy(shape._element))
    older = {text: re.sub(r"[2-8]", lambda digit: str(int(digit[0]) + 1), text) for text in figures}
    for run in slide.shapes._spTree.iter("{*}t"):
        run.text = older.get(run.text, run.text)
    bench.spared.add(slide.slide_id)
    bench.copied.add(source.slide_id)
    return Edit("slide copied", slide.slide_id, tuple(older.values()))


def slide_deleted(bench: Bench) -> Edit | None:
    """A slide is taken out."""
    free = [each for each in bench.deck.slides if not any(each.slide_id == used[0] for used in bench.used)]
    free = [each for each in free if each.slide_id not in bench.spared | bench.copied]
    free = [each for each in free if bench.evidence_of(each.slide_id)]
    if not free:
        return None
    slide_id = bench.random.choice(free).slide_id
    listed = bench.deck.slides._sldIdLst
    entry = next(each for each in listed if int(each.get("id")) == slide_id)
    bench.deck.part.drop_rel(entry.rId)
    listed.remove(entry)
    bench.spared.add(slide_id)
    return Edit("slide deleted", 0, (bench.evidence_of(slide_id),))


_GERMAN = {"the": "der", "of": "von", "and": "und", "to": "bis", "in": "in", "a": "ein", "is": "ist", "was": "war"}


def words_translated(bench: Bench) -> Edit | None:
    """The words around a paragraph's numbers are put into another language; the numbers stay: nothing to report."""
    for each in bench.places():
        if each.cell is None:
            text = bench.run_of(each)
            paragraph = text.getparent().getparent()
            facts = {one.run for one in bench.evidence.shown if _place(one) == _place(each)}
            for at, run in enumerate(paragraph.findall("{*}r")):
                if at not in facts and not re.search(r"\d", run.findtext("{*}t")):
                    run.find("{*}t").text = re.sub(
                        r"[A-Za-z]+",
                        lambda word: _GERMAN.get(word[0], f"{word[0][::-1].lower()}en"),
                        run.findtext("{*}t"),
                    )
            bench.take(each)
            return Edit("words translated", each.slide_id, ())
    return None


def box_moved(bench: Bench) -> Edit | None:
    """A slide goes to another place in the deck, and its shapes get other names: nothing to report."""
    listed = bench.deck.slides._sldIdLst
    entry = bench.random.choice(list(listed))
    listed.remove(entry)
    listed.insert(1, entry)
    slide_id = int(entry.get("id"))
    for at, shape in enumerate(bench.slide(slide_id).shapes):
        if shape.has_text_frame and slide_id not in {used[0] for used in bench.used}:
            shape.name = f"Placeholder {at}"
            bench.spared.add(slide_id)
    return Edit("slide moved, shapes renamed", slide_id, ())


def _place(shown: Shown) -> tuple[Any, ...]:
    return shown.slide_id, shown.shape, shown.cell, shown.paragraph


ALTERATIONS: dict[Callable[[Bench], Edit | None], int] = {
    slide_copied: 2,
    slide_deleted: 1,
    digit_changed: 14,
    small_number_typed: 3,
    alt_text_changed: 2,
    cell_filled: 2,
    rounding_changed: 7,
    sign_or_unit_changed: 6,
    number_typed: 8,
    sentence_added: 6,
    chart_point_edited: 3,
    workbook_edited: 3,
}
"""How many of each go into one deck."""
HARMLESS = (words_translated, words_translated, words_translated, box_moved)
