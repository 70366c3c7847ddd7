"""A sample slide of every kind, to see how a template takes them: invented figures, and words that say so."""

from __future__ import annotations

from typing import Any, Final

from valuestory.slides.slide import (
    BigNumber,
    Chart,
    Column,
    Flow,
    FlowArrow,
    FlowStep,
    Kind,
    Paragraph,
    Run,
    Slide,
    Table,
)
from valuestory.slides.theme import Theme

NAMES: Final = {
    "title": "title",
    "section": "section",
    "statement": "statement",
    "kpi": "big numbers",
    "kpi+text": "big numbers and an ask",
    "bullets": "bullets",
    "chart": "chart",
    "chart+takeaway": "chart with takeaway",
    "two": "two charts",
    "table": "table",
    "table+text": "table with a line of text",
    "closing": "closing",
    "canvas": "drawn freely",
}
"""Every kind of slide that a template is looked at for, as people call it; ``+text`` with text beside it."""
_YEARS: Final = (("2023", 52.0), ("2024", 61.0), ("2025", 74.0))
_STEPS: Final = (("Asked", 412.0), ("Answered", 256.0), ("Solved", 141.0))
_SOURCE: Final = "Source: sample figures, made up to show this template."


def sample_slides(theme: Theme, accent: str = "") -> dict[str, Slide]:
    """Return a sample slide for each name in `NAMES`, its charts in a theme's colours.

    Parameters
    ----------
    theme
        Colours and fonts.
    accent
        The theme's slot for bars; the first accent without it.
    """
    color = theme.color(accent or "accent1")
    years, steps = _bars(_YEARS, theme, color, horizontal=False), _bars(_STEPS, theme, color, horizontal=True)
    header, header2, source = _say("**Index**, 2023 to 2025"), _say("**Cases by step**, thousand"), _say(_SOURCE)
    numbers, table, lines = _numbers(), _table(), _lines()
    takeaway = (_say("What it means", "label"), _say("One sentence to remember.", "lead"), *lines[:2])
    ask = (
        _say("What we ask today", "label"),
        _say("Decide on three things.", "lead"),
        *(_say(f"The {each} thing that is asked, with its date", "number") for each in ("first", "second", "third")),
    )
    strip = (_say("**If we decide nothing:** the figures stay as they are."),)
    byline = (_say("What it shows, in one line"), _say("Executive committee, January 2026"))
    title = _say("A title is a sentence that says what the slide shows, in two lines at most")

    def slide(key: str, kind: Kind, words: Paragraph = title, **parts: Any) -> Slide:
        return Slide(key.replace("+", "_"), kind, words, **parts)

    found = (
        slide("title", "title", _say("The title of a story"), body=byline),
        slide("section", "section", _say("A new part begins"), body=byline[:1]),
        slide("statement", "statement", _say("One sentence that everybody is to remember stands alone")),
        slide("kpi", "kpi", numbers=numbers, source=source),
        slide("kpi+text", "kpi", numbers=numbers, body=ask, source=source),
        slide("bullets", "bullets", body=lines, source=source),
        slide("chart", "chart", header=header, chart=years, source=source),
        slide("chart+takeaway", "chart+takeaway", header=header, chart=steps, body=takeaway, source=source),
        slide("two", "two", header=header, chart=years, header2=header2, chart2=steps, source=source),
        slide("table", "table", header=_say("**Main figures**, 2025"), table=table, source=source),
        slide("table+text", "table", header=_say("**Main figures**, 2025"), table=table, body=strip, source=source),
        slide("closing", "closing", _say("Thank you"), body=(_say("Questions, and the appendix, follow"),)),
        slide("canvas", "canvas", header=header2, flow=_flow(), body=strip, source=source),
    )
    return dict(zip(NAMES, found, strict=True))


def _say(text: str, style: Any = "text", level: int = 0) -> Paragraph:
    """Return a paragraph; what stands between two stars is bold."""
    parts = text.split("**")
    runs = tuple(Run(part, bold=at % 2 == 1) for at, part in enumerate(parts) if part)
    return Paragraph(runs, style, level)


def _lines() -> tuple[Paragraph, ...]:
    return (
        _say("A first point, long enough to show how a line breaks where the template lets it break", "bullet"),
        _say("A second point", "bullet"),
        _say("with a detail under it", "bullet", 1),
        _say("and another", "bullet", 1),
        _say("A third point", "bullet"),
    )


def _numbers() -> tuple[BigNumber, ...]:
    return (
        BigNumber(_say("What we defend"), _say("$4.0 M"), _say("**$1.9 M to $6.1 M**"), 4.0, 1.9, 6.1, scale_end=7.0),
        BigNumber(_say("of which: **kept**"), _say("$2.6 M"), _say("**$0.7 M to $4.5 M**"), 2.6, 0.7, 4.5, 7.0),
        BigNumber(_say("of which: **avoided**"), _say("$1.4 M"), _say("**$0.9 M to $1.9 M**"), 1.4, 0.9, 1.9, 7.0),
    )


def _flow() -> Flow:
    def step(label: str, figure: str, line: str, **more: bool) -> FlowStep:
        return FlowStep(_say(label), _say(figure), (_say(line),), **more)

    steps = (
        step("Asked", "412 k", "cases"),
        step("Answered", "256 k", "answers"),
        step("Kept", "+310", "−40 to +660", established=False),
        step("Worth", "$2.6 M", "$0.7 M to $4.5 M", lead=True),
    )
    open_link = FlowArrow(_say("link not established"), established=False)
    return Flow(steps, (FlowArrow(_say("62 of 100 are answered")), open_link, open_link))


def _table() -> Table:
    columns = (Column(_say("Metric"), "left", 3.0), *(Column(_say(each), "right") for each in ("2024", "2025", "n")))
    rows = [("Cases solved", "98,000", "141,000", "2,430"), ("Cost, share of revenue", "5.0%", "4.6%", "12")]
    rows += [("Revenue kept", "91.2%", "94.6%", "1,939"), ("Time to an answer", "9 hours", "7 hours", "2,430")]
    return Table(columns, tuple(tuple(_say(cell) for cell in row) for row in rows), alt="A table of made-up figures.")


def _bars(rows: tuple[tuple[str, float], ...], theme: Theme, color: str, *, horizontal: bool) -> Chart:
    axis = {"title": None, "labelAngle": 0, "ticks": False, "labelColor": theme.ink, "domainColor": theme.second}
    category = {"field": "step", "type": "ordinal", "sort": None, "axis": axis | {"labelFontSize": 14}}
    value = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    label = {"align": "left", "dx": 4} if horizontal else {"align": "center", "dy": -10}
    text = {"type": "text", "fontSize": 16, "fontWeight": "bold", "baseline": "middle", "color": theme.ink} | label
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"step": step, "value": each} for step, each in rows]},
        "encoding": {"y": category, "x": value} if horizontal else {"x": category, "y": value},
        "layer": [
            {"mark": {"type": "bar", "color": color}},
            {"mark": text, "encoding": {"text": {"field": "value", "type": "quantitative"}}},
        ],
        "config": {"font": theme.body_font, "view": {"stroke": None}, "scale": {"bandPaddingInner": 0.45}},
    }
    words = ", ".join(f"{step} {value:.0f}" for step, value in rows)
    return Chart(spec, f"Bar chart of made-up figures: {words}.")
