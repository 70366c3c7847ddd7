"""A small story told for one quarter after another, and a deck of it edited as people edit decks."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches

from valuestory.deck import build_deck
from valuestory.slides.facts import Change, Evidence, Fact, Facts
from valuestory.slides.slide import BigNumber, Chart, Column, Slide, StoryRecord, Table, TemplateName
from valuestory.slides.text import Writer

QUARTERS = ("2026Q1", "2026Q2", "2026Q3")
CASES = {"2025Q1": 900, "2025Q2": 1200, "2025Q3": 1100, "2026Q1": 1000, "2026Q2": 1111, "2026Q3": 1300}
"""Up by 100 on the year in the first quarter, down by 89 in the second, up by 200 in the third."""
COST = {"2026Q1": 104.2, "2026Q2": 97.8, "2026Q3": 95.1}
CSAT = {"2026Q1": 0.853, "2026Q2": 0.861, "2026Q3": 0.847}
REGIONS = {
    "2026Q1": {"EMEA": 600, "Americas": 400},
    "2026Q2": {"Americas": 561, "EMEA": 350, "Asia": 200},
    "2026Q3": {"EMEA": 700, "Americas": 500, "Asia": 100},
}
_BOUNDS = {"1": ("01-01", "04-01"), "2": ("04-01", "07-01"), "3": ("07-01", "10-01")}


def _fact(name: str, value: float, unit: str, quarter: str, part: str = "all", **more: Any) -> Fact:
    start, end = (f"{quarter[:4]}-{day}" for day in _BOUNDS[quarter[-1]])
    evidence = Evidence(definition=f"What {name} is.", source="case system")
    return Fact(name, value, unit, name.capitalize(), quarter, start, end, part, evidence=evidence, **more)


def _facts(quarter: str) -> list[Fact]:
    before = f"2025{quarter[4:]}"
    changes = {"year_ago": Change(before, CASES[quarter] - CASES[before])}
    rows = [_fact("cases", count, "count", quarter, f"region={name}") for name, count in REGIONS[quarter].items()]
    csat = CSAT[quarter]
    return [
        _fact("cases", CASES[quarter], "count", quarter, changes=changes),
        _fact("cases", CASES[before], "count", before),
        _fact("cost", COST[quarter], "money", quarter),
        _fact("csat", csat, "share", quarter, low=csat - 0.01, high=csat + 0.01, n=4000 + CASES[quarter]),
        *rows,
    ]


def _bars(facts: list[Fact], quarter: str) -> Chart:
    rows = [
        {"region": each.slice.partition("=")[2], "cases": each.value, "fact": each.id}
        for each in facts
        if each.slice != "all"
    ]
    encoding = {
        "x": {"field": "region", "type": "nominal", "sort": None},
        "y": {"field": "cases", "type": "quantitative", "title": f"Cases, Q{quarter[-1]} {quarter[:4]}"},
    }
    return Chart({"data": {"values": rows}, "mark": "bar", "encoding": encoding}, f"Cases in {quarter}")


def tell(quarter: str, folder: Path, *, without: tuple[str, ...] = (), tiles: int = 1, lost: int = 0) -> Path:
    """Write the story's deck of one quarter into a folder, and return its path; so many tiles, so many people lost."""
    facts = _facts(quarter)
    facts += [_fact("lost", lost, "count", quarter)] if lost else []
    before = f"2025{quarter[4:]}"
    writer = Writer(Facts(facts, period=quarter, relative={"year_ago": before}))
    say, lines = writer.paragraph, writer.paragraphs
    label = f"Q{quarter[-1]}\u00a0{quarter[:4]}"
    rose = CASES[quarter] > CASES[before]
    way = "rose by {{ cases.rise@year_ago }}" if rose else "fell by {{ cases.fall@year_ago }}"
    names = list(REGIONS[quarter])
    rows = tuple((say(name), say(f"{{{{ cases[region={name}] }}}}")) for name in names)
    number = BigNumber(
        say("Satisfied"),
        say("{{ csat }}"),
        say("{{ csat.low }} to {{ csat.high }}"),
        CSAT[quarter],
        CSAT[quarter] - 0.01,
        CSAT[quarter] + 0.01,
        1.0,
    )
    costly = BigNumber(say("Cost of a case"), say("{{ cost }}"))
    said = "\n- Last quarter we lost {{ lost }} people" if lost else ""
    slides = [
        Slide("answer", "kpi", say(f"Cases {way} in {label}"), numbers=(number, costly)[:tiles], facts=tuple(facts)),
        Slide(
            "cost",
            "bullets",
            say("A case costs {{ cost }}"),
            body=tuple(lines(f"- {{{{ cases }}}} cases in {label}\n- {{{{ csat }}}} of customers are satisfied{said}")),
            notes=(say("Say that {{ cost }} is the full cost."),),
            facts=tuple(facts),
        ),
        Slide(
            "regions",
            "chart",
            say(f"Cases {way} against a year ago"),
            header=say(f"Cases by region, {label}"),
            chart=_bars(facts, quarter),
            facts=tuple(facts),
        ),
        Slide(
            "table",
            "table",
            say("{{ cases }} cases came from every region"),
            table=Table((Column(say("Region")), Column(say("Cases"), "right")), rows),
            facts=tuple(facts),
        ),
        Slide("more", "statement", say("At {{ cost }} a case, {{ cases }} cases are dear"), facts=tuple(facts)),
    ]
    record = StoryRecord("Acme", quarter, "ceo", "en_US", "USD", TemplateName("valuestory"), facts=tuple(facts))
    folder.mkdir(parents=True, exist_ok=True)
    kept = [each for each in slides if each.key not in without]
    return build_deck(kept, "valuestory", folder / f"{quarter}.pptx", record=record).path


def slide_titled(deck: Any, words: str) -> Any:
    """Return the slide whose title holds these words."""
    return next(each for each in deck.slides if each.shapes.title and words in each.shapes.title.text_frame.text)


def shape_named(slide: Any, *names: str) -> Any:
    """Return the first shape of one of these names."""
    return next(each for each in slide.shapes if each.name in names)


def edit(path: Path, out: Path) -> Path:
    """Write a copy of the first quarter's deck with ten kinds of edits, as people make them."""
    deck = Presentation(str(path))
    answer, cost, regions, table, more = deck.slides
    # 1: words around a number; 2: a look
    for run in answer.shapes.title.text_frame.paragraphs[0].runs:
        run.text = run.text.replace("Cases rose by", "Our workload rose by")
        run.font.italic = True
    # 3: bullets in another order; 4: a number typed over a fact
    body = shape_named(cost, "vs:text").text_frame._txBody
    first, second = body.findall("{*}p")
    body.remove(first)
    second.addnext(first)
    for run in cost.shapes.title.text_frame.paragraphs[0].runs:
        run.text = run.text.replace("$104", "$110")
    # 5: a chart retitled, recoloured and moved
    frame = shape_named(regions, "vs:chart")
    frame.left = frame.left + 90_000
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "Where our cases come from"
    fill = frame.chart.plots[0].series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0xCC, 0x00, 0xCC)
    # 6: a row of one's own in a table, above the others
    rows = shape_named(table, "vs:table").table._tbl.findall("{*}tr")
    added = copy.deepcopy(rows[1])
    rows[1].addprevious(added)
    for text, word in zip(added.iter("{*}t"), ("Antarctica", "none"), strict=True):
        text.text = word
    # 7: a box with a number and a period of one's own
    box = more.shapes.add_textbox(Inches(1), Inches(6), Inches(5), Inches(0.5))
    box.name, box.text_frame.text = "Own box", "We hired 7 people in Q1 2026"
    # 8: a talking point above the notes; 9: slides in another order
    notes = cost.notes_slide.notes_text_frame._txBody
    spoken = copy.deepcopy(notes.find("{*}p"))
    notes.find("{*}p").addprevious(spoken)
    cost.notes_slide.notes_text_frame.paragraphs[0].text = "Thank the team"
    order = deck.slides._sldIdLst
    order.insert(0, order[3])
    # 10: a slide of one's own
    own = deck.slides.add_slide(more.slide_layout)
    own.shapes.title.text = "What we learnt"
    deck.save(str(out))
    return out
