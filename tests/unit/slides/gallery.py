"""Slides of every kind as a real story has them, for tests that draw, write or read slides.

The words are those of the design's specimens and the figures are invented. Every number is a fact with its evidence,
written by the same `Writer` that the story uses; charts are Vega-Lite dictionaries whose rows carry their facts.
"""

from __future__ import annotations

from typing import Any

from valuestory.slides.facts import Change, Evidence, Fact, Facts
from valuestory.slides.slide import (
    BigNumber,
    Chart,
    Column,
    Flow,
    FlowArrow,
    FlowStep,
    Paragraph,
    ParagraphStyle,
    Run,
    Slide,
    StoryRecord,
    Table,
    TemplateName,
)
from valuestory.slides.text import Writer
from valuestory.slides.theme import Theme

INK, SECOND, ACCENT, COMPARISON, TINT, RULE = "#17232E", "#4A5763", "#0B5E8E", "#828D98", "#9CC3DC", "#D5DBE0"

_COLORS = {
    "dk1": INK,
    "lt1": "#FFFFFF",
    "dk2": SECOND,
    "lt2": "#F3F5F7",
    "accent1": ACCENT,
    "accent2": COMPARISON,
    "accent3": TINT,
    "accent4": "#1D7A4C",
    "accent5": "#B5401B",
    "accent6": RULE,
    "hlink": ACCENT,
}
_DARK = {
    "dk1": "#0F1E2B",
    "lt1": "#F4F7F9",
    "dk2": "#182B3B",
    "lt2": "#C3CED7",
    "accent1": "#62B5E5",
    "accent2": "#8796A3",
    "accent3": "#2F6C92",
    "accent4": "#5CC08B",
    "accent5": "#F0895B",
    "accent6": "#34485A",
    "hlink": "#62B5E5",
}
_ON_LIGHT = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_ON_DARK = {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}
LIGHT = Theme("valuestory", _COLORS, _ON_LIGHT, "Arial", "Arial", 13.333, 7.5, "0" * 64)
DARK = Theme("valuestory-dark", _DARK, _ON_DARK, "Arial", "Arial", 13.333, 7.5, "1" * 64)
NARROW = Theme("valuestory-4x3", _COLORS, _ON_LIGHT, "Arial", "Arial", 10, 7.5, "2" * 64)
SMALL = Theme("small", _COLORS, _ON_LIGHT, "Georgia", "Georgia", 10, 5.625, "3" * 64)
"""A corporate template of 10 x 5.625 inches, in a serif."""

_HELP_CENTRE = "help centre, case system; extracted 14 Jan 2026"
_LEDGER = "value ledger, general ledger; extracted 14 Jan 2026"
_BILLING = "billing, case system; extracted 14 Jan 2026"


def _fact(name: str, value: float | str, label: str, unit: str = "count", **more: Any) -> Fact:
    year = more.pop("year", 2025)
    dates = {"period": str(year), "period_start": f"{year}-01-01", "period_end": f"{year + 1}-01-01"}
    return Fact(name, value, unit, label, **(dates | more))


def _answers(name: str, label: str, now: int, before: int, rule: str) -> list[Fact]:
    evidence = Evidence("counted", rule, f"count of article sessions where {name}", _HELP_CENTRE, ("article_sessions",))
    change = {"previous": Change("2024", now - before)}
    return [
        _fact(f"answers_{name}", now, label, n=2430, evidence=evidence, changes=change),
        _fact(f"answers_{name}", before, label, year=2024, n=2210, evidence=evidence),
    ]


def _worth(name: str, label: str, value: float, low: float, high: float, grade: str) -> Fact:
    rule = "Value that would be missing without Support, after costs that would have arisen anyway"
    evidence = Evidence("estimated", rule, "effect × accounts helped × margin", _LEDGER, ("ledger",), grade)
    return _fact(name, value, label, "money", low=low, high=high, n=2430, evidence=evidence)


def _cost(year: int, value: float, before: float | None = None) -> Fact:
    evidence = Evidence(
        "counted",
        "Fully loaded cost of Support (labour, tools, facility, overhead) over recognised revenue",
        "support_cost / revenue",
        "general ledger, extracted 14 Jan 2026",
        ("costs", "revenue"),
    )
    changes = {} if before is None else {"previous": Change(str(year - 1), value - before)}
    return _fact(
        "cost_share", value, "Cost of Support in revenue", "share", year=year, n=12, evidence=evidence, changes=changes
    )


def _effect(name: str, label: str, value: float, low: float, high: float, part: str = "all") -> Fact:
    rule = (
        "Share of renewable revenue kept, helped minus comparable accounts, matched on segment, size, tenure and usage"
    )
    formula = "mean(kept | helped) − mean(kept | comparable)"
    evidence = Evidence("estimated", rule, formula, _BILLING, ("renewals", "cases"), "B")
    return _fact(name, value, label, "points", low=low, high=high, n=1939, slice=part, evidence=evidence)


EFFECTS = [
    _effect("retention_effect", "Retained revenue", 3.4, 0.9, 5.9),
    _effect("renewal_effect", "Accounts renewed", 2.9, 1.1, 4.7),
    _effect("expansion_effect", "Expansion revenue", 0.7, -1.9, 3.3),
    _effect("retention_effect", "Retained revenue", 3.0, 1.0, 5.0, "segment=Small business"),
    _effect("retention_effect", "Retained revenue", 4.1, 0.8, 7.4, "segment=Mid-market"),
    _effect("retention_effect", "Retained revenue", 1.2, -3.1, 5.5, "segment=Enterprise"),
    _effect("check_effect", "Renewals before we helped", 0.2, -1.6, 2.0),
]
_SMILE = Evidence(
    "counted", "Mean minutes from opening a case to the customer's yes", "sum(minutes) / cases", _HELP_CENTRE
)
FACTS = Facts(
    [
        *_answers("reached", "Answers reached", 412_000, 365_000, "An article was opened from a search or a link"),
        *_answers("delivered", "Answers delivered", 256_000, 203_000, "Read for 30 seconds, or used in a case"),
        *_answers(
            "accepted", "Answers accepted", 141_000, 98_000, "Confirmed, or case closed and not reopened in 14 days"
        ),
        _worth("value_total", "Value we can defend", 4_012_345, 1_904_000, 6_098_000, "C"),
        _worth("value_margin", "Margin retained", 2_612_000, 702_000, 4_512_000, "B"),
        _worth("value_avoided", "Cost avoided, not cash", 1_400_345, 902_000, 1_912_000, "C"),
        _fact("support_cost", 3_904_000, "Cost of Support", "money", evidence=Evidence("counted", source=_LEDGER)),
        *EFFECTS,
        *(
            _cost(year, value, before)
            for year, value, before in ((2023, 0.052, None), (2024, 0.05, 0.052), (2025, 0.046, 0.05))
        ),
        _fact("smile", 203.5, "Time to smile", "minutes", low=196.2, high=210.9, n=41_832, evidence=_SMILE),
        _fact("nps", 31.4, "Net promoter score", "points", low=27.9, high=34.9, n=1_204, evidence=Evidence("survey")),
        _fact("yield", 0.67, "Margin a dollar of effort", "money", low=0.18, high=1.15, evidence=Evidence("estimated")),
        _fact("fix_share", 0.18, "Cases behind two causes", "share", n=41_832, evidence=Evidence("counted")),
    ],
    period="2025",
    relative={"previous": "2024"},
)
WRITER = Writer(FACTS)


def words(text: str, style: ParagraphStyle = "text") -> Paragraph:
    """Return one paragraph; the text may hold `{{ facts }}` and `**bold**`."""
    return WRITER.paragraph(text, style=style)


def effect(before: str, name: str, part: str, after: str) -> Paragraph:
    """Return a sentence around an effect in percentage points, with one decimal."""
    fact = FACTS[f"{name}@2025"]
    shown = f"{fact.part(part):.1f}".replace("-", "−") + "\u00a0points"
    return Paragraph((Run(before), Run(shown, fact.id, part, "points"), Run(after)))


def _facts(*names: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in FACTS.values() if fact.name in names)


def takeaway(lead: str, *rest: str) -> tuple[Paragraph, ...]:
    """Return a takeaway column."""
    return (words("What it means", "label"), words(lead, "lead"), *(words(each) for each in rest))


CONFIG: dict[str, Any] = {
    "font": "Arial",
    "background": None,
    "padding": 0,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 14,
        "labelColor": INK,
        "title": None,
        "grid": False,
        "ticks": False,
        "domainColor": SECOND,
        "domainWidth": 1.25,
        "labelPadding": 6,
    },
    "text": {"fontSize": 14, "color": SECOND},
}
_HIDDEN = {"axis": None}


def _spec(rows: list[dict[str, Any]], *layer: dict[str, Any], **more: Any) -> dict[str, Any]:
    base = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": {"values": rows}, "config": CONFIG}
    return base | {"layer": list(layer)} | more


def paired_bars() -> Chart:
    """Answers in process order: this year in the accent above last year in pale grey, values labelled."""
    rows = [
        {
            "step": step.capitalize(),
            "year": scenario,
            "value": fact.value,
            "label": f"{fact.value / 1000:.0f}",
            "fact": fact.id,
        }
        for step in ("reached", "delivered", "accepted")
        for scenario, fact in (("AC", FACTS[f"answers_{step}@2025"]), ("PY", FACTS[f"answers_{step}@2024"]))
    ]
    for row, year in zip(rows[:2], (" FY2025", " FY2024"), strict=True):
        row["label"] += f" {year}"
    place = {
        "y": {"field": "step", "type": "ordinal", "sort": None, "scale": {"paddingInner": 0.28, "paddingOuter": 0.14}},
        "yOffset": {"field": "year", "sort": ["AC", "PY"]},
        "x": {"field": "value", "type": "quantitative", "scale": {"domain": [0, 500_000]}, **_HIDDEN},
    }
    current = {"test": "datum.year == 'AC'"}
    fills = {
        "color": {"condition": {**current, "value": ACCENT}, "value": RULE},
        "stroke": {"condition": {**current, "value": ACCENT}, "value": COMPARISON},
        "strokeWidth": {"value": 0.75},
    }
    strong = {"color": {"condition": {**current, "value": INK}, "value": SECOND}}
    text = {"type": "text", "align": "left", "dx": 4}
    bold = {"mark": {**text, "fontWeight": "bold"}, "transform": [{"filter": "datum.year == 'AC'"}]}
    pale = {"mark": text, "transform": [{"filter": "datum.year == 'PY'"}]}
    labels = {"text": {"field": "label"}, **strong}
    return Chart(
        _spec(
            rows,
            {"mark": "bar", "encoding": fills},
            {**bold, "encoding": labels},
            {**pale, "encoding": labels},
            encoding=place,
        ),
        "Paired bars, this year above last year: answers reached 412 and 365 thousand, delivered 256 and 203, "
        "accepted 141 and 98.",
    )


def stacked_bars() -> Chart:
    """Time to value in three stages that add up, this year above last year."""
    stages = ("Before sale", "After sale", "Interruptions")
    days = {"2025": (31, 44, 12), "2024": (34, 58, 17)}
    rows = [
        {"year": year, "stage": stage, "order": index, "days": value, "label": str(value)}
        for year, values in days.items()
        for index, (stage, value) in enumerate(zip(stages, values, strict=True))
    ]
    for row in rows[:3]:
        row["label"] = f"{row['stage']} {row['label']}" if row["days"] > 20 else row["label"]
    color = {"field": "stage", "scale": {"domain": list(stages), "range": [ACCENT, TINT, RULE]}, "legend": None}
    place = {
        "y": {
            "field": "year",
            "type": "ordinal",
            "sort": ["2025", "2024"],
            "scale": {"paddingInner": 0.5, "paddingOuter": 0.25},
        },
        "x": {"field": "days", "type": "quantitative", "stack": "zero", **_HIDDEN},
        "order": {"field": "order"},
    }
    white = {"condition": {"test": "datum.order == 0", "value": "#FFFFFF"}, "value": INK}
    text = {"text": {"field": "label"}, "color": white, "x": {**place["x"], "bandPosition": 0.5}}
    return Chart(
        _spec(rows, {"mark": "bar", "encoding": {"color": color}}, {"mark": "text", "encoding": text}, encoding=place),
        "Stacked bars of days to value: 87 days in 2025, 109 in 2024; the time after the sale fell most.",
    )


def lines(width: int | None = None) -> Chart:
    """Cases on fixed issues against comparable ones, base 100, with the month of shipping marked."""
    fixed, other = [100, 102, 101, 99, 84, 71, 66, 62], [100, 99, 101, 98, 97, 95, 96, 94]
    quarters = ["Q1 24", "Q2", "Q3", "Q4", "Q1 25", "Q2 ", "Q3 ", "Q4 "]
    rows = [
        {"quarter": quarter, "issues": name, "index": value, "end": f"{name} {value}" if index == 7 else ""}
        for name, values in (("Fixed", fixed), ("Comparable", other))
        for index, (quarter, value) in enumerate(zip(quarters, values, strict=True))
    ]
    color = {
        "field": "issues",
        "scale": {"domain": ["Fixed", "Comparable"], "range": [ACCENT, COMPARISON]},
        "legend": None,
    }
    place = {
        "x": {"field": "quarter", "type": "ordinal", "sort": None, "axis": {"labelFontSize": 12, "labelAngle": 0}},
        "y": {"field": "index", "type": "quantitative", "scale": {"domain": [0, 110]}, **_HIDDEN},
        "color": color,
    }
    last = [{"filter": "datum.end != ''"}]
    more = {} if width is None else {"width": width, "height": 324}
    return Chart(
        _spec(
            rows,
            {"mark": {"type": "line", "strokeWidth": 2.5}},
            {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "transform": last},
            {
                "mark": {"type": "text", "align": "right", "dy": -14, "dx": 8, "fontWeight": "bold"},
                "transform": last,
                "encoding": {"text": {"field": "end"}},
            },
            encoding=place,
            **more,
        ),
        "Two lines, base 100: cases on fixed issues fell to 62, on comparable issues to 94.",
    )


def columns() -> Chart:
    """Cost of Support as a share of revenue: earlier years, this year, plan and forecast."""
    rows = [
        {
            "year": f"FY{fact.period}",
            "kind": "AC" if fact.period == "2025" else "PY",
            "value": 100 * float(fact.value or 0),
        }
        | {"label": f"{100 * float(fact.value or 0):.1f}", "fact": fact.id}
        for fact in _facts("cost_share")
    ]
    rows += [
        {"year": "FY2026 PL", "kind": "PL", "value": 4.4, "label": "4.4"},
        {"year": "FY2026 FC", "kind": "FC", "value": 4.5, "label": "4.5"},
    ]
    scale = {"domain": ["AC", "PY", "PL", "FC"], "range": [ACCENT, RULE, "#FFFFFF", "#DCEAF2"]}
    place = {
        "x": {
            "field": "year",
            "type": "ordinal",
            "sort": None,
            "scale": {"paddingInner": 0.38},
            "axis": {"labelAngle": 0},
        },
        "y": {"field": "value", "type": "quantitative", "scale": {"domain": [0, 6]}, **_HIDDEN},
    }
    fill = {"field": "kind", "scale": scale, "legend": None}
    stroke = {"field": "kind", "scale": {**scale, "range": [ACCENT, COMPARISON, INK, ACCENT]}, "legend": None}
    return Chart(
        _spec(
            rows,
            {"mark": {"type": "bar", "strokeWidth": 1}, "encoding": {"fill": fill, "stroke": stroke}},
            {
                "mark": {"type": "text", "dy": -10, "fontSize": 16, "color": INK},
                "encoding": {"text": {"field": "label"}},
            },
            encoding=place,
        ),
        "Columns of the cost of Support in % of revenue: 5.2, 5.0 and 4.6 from 2023 to 2025; plan 4.4 and "
        "forecast 4.5 for 2026.",
    )


def forest() -> Chart:
    """Effects with their intervals; grey where the interval includes zero."""
    rows = [
        {"row": fact.label if fact.slice == "all" else fact.slice.partition("=")[2], "low": fact.low, "high": fact.high}
        | {"value": fact.value, "shown": f"{fact.value:+.1f}  ({fact.low:+.1f} to {fact.high:+.1f})".replace("-", "−")}
        | {"clear": bool(fact.low and fact.low > 0), "fact": fact.id}
        for fact in EFFECTS
    ]
    color = {"condition": {"test": "datum.clear", "value": ACCENT}, "value": COMPARISON}
    row = {
        "field": "row",
        "type": "ordinal",
        "sort": None,
        "axis": {"domain": False, "labelAlign": "left", "labelPadding": 190, "labelLimit": 0},
    }
    axis = {
        "values": [-4, -2, 0, 2, 4, 6, 8],
        "labelExpr": "(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + abs(datum.value)",
        "domain": False,
        "labelFontSize": 12,
        "labelColor": SECOND,
    }
    scale = {"domain": [-4, 14]}
    return Chart(
        _spec(
            rows,
            {
                "mark": {"type": "rule", "color": SECOND, "strokeWidth": 1.25},
                "encoding": {"x": {"datum": 0}, "y": {"value": 0}},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {
                    "x": {"field": "low", "type": "quantitative", "axis": axis, "scale": scale},
                    "x2": {"field": "high"},
                    "y": row,
                    "color": color,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": {"x": {"field": "value", "type": "quantitative"}, "y": row, "color": color},
            },
            {
                "mark": {"type": "text", "align": "right"},
                "encoding": {"x": {"value": "width"}, "y": row, "text": {"field": "shown"}},
            },
        ),
        "Forest plot: retained revenue +3.4 points (0.9 to 5.9), renewals +2.9, expansion +0.7 not established; "
        "the check is near zero.",
    )


def _table(columns: list[tuple[str, str, float]], rows: list[list[str]], alt: str) -> Table:
    heads = tuple(
        Column(words(label), "right" if align == "right" else "left", width) for label, align, width in columns
    )
    return Table(heads, tuple(tuple(words(cell) for cell in row) for row in rows), alt)


def _tile(label: str, name: str, range_words: str, mark: str = "") -> BigNumber:
    fact = FACTS[f"{name}@2025"]
    figure = WRITER.paragraph(f"{{{{ {name} }}}}", form="label")
    cost = FACTS["support_cost@2025"].value
    return BigNumber(
        label=words(label),
        figure=figure,
        range=WRITER.paragraph(range_words, form="label"),
        value=float(fact.value or 0),
        low=fact.low,
        high=fact.high,
        scale_end=7_000_000,
        mark=float(cost or 0) if mark else None,
        mark_label=WRITER.paragraph(mark, form="label") if mark else None,
    )


COVER = Slide(
    "cover",
    "title",
    words("The value of Support in 2025"),
    header=words("What it returns, how sure we are, and what we ask"),
    body=(words("Executive committee, 22 January 2026   |   Example company"),),
)
SECTION = Slide(
    "evidence",
    "section",
    words("The evidence, one effect at a time"),
    header=words("What was compared, with whom, and what it may mean"),
)
STATEMENT = Slide(
    "statement",
    "statement",
    words("Value appears outside Support, so it must be measured across functions"),
    notes=(words("Pause here. This is the one thought to take away."),),
)
BULLETS = Slide(
    "situation",
    "bullets",
    words("We report nine measures of Support; none shows what customers gained"),
    body=(
        words("Activity is measured today: cases, backlog, first answers, cost a case."),
        words("Three kinds of value are not:", "lead"),
        words("**Answers accepted** without a case, {{ answers_accepted }} last year", "bullet"),
        words("**Revenue kept** by those who were helped", "bullet"),
        words("**Causes removed** from the product: two of them stand behind {{ fix_share }} of cases", "bullet"),
    ),
    source=words("Source: management report December 2025; case system, extracted 14 Jan 2026."),
    facts=_facts("fix_share"),
)
ANSWER = Slide(
    "answer",
    "kpi",
    words(
        "Support cost {{ support_cost }} and returned at least {{ value_total.low }}; our best estimate is "
        "{{ value_total }}"
    ),
    numbers=(
        _tile(
            "**Value we can defend**",
            "value_total",
            "**{{ value_total.low }} to {{ value_total.high }}**   grade B, C",
            "cost {{ support_cost }}",
        ),
        _tile(
            "of which: **Margin retained**",
            "value_margin",
            "**{{ value_margin.low }} to {{ value_margin.high }}**   grade B",
        ),
        _tile(
            "of which: **Cost avoided, not cash**",
            "value_avoided",
            "**{{ value_avoided.low }} to {{ value_avoided.high }}**   grade B, C",
        ),
    ),
    body=(
        words("What we ask today", "label"),
        words("Judge Support by the value it returns, beside what it costs.", "lead"),
        words("Report three new measures with Finance from the first quarter", "number"),
        words("Run one holdout, April to September, to narrow the range", "number"),
        words("Fund the two product fixes behind {{ fix_share }} of cases", "number"),
    ),
    notes=(
        words(
            "**Say:** Support costs {{ support_cost }}. What we can defend, line by line, starts at "
            "{{ value_total.low }}."
        ),
        words("**If asked, is this in the P&L?** Revenue partly; avoided cost is not cash."),
    ),
    source=words(
        "Source: case system, billing, general ledger; extracted 14 Jan 2026. FY2025; {{ value_total.n }} "
        "accounts, 41,800 cases. "
        "Ranges are 95% intervals on one scale. Grades: B matched comparison, C adjusted for known differences."
    ),
    facts=_facts("value_total", "value_margin", "value_avoided", "support_cost", "fix_share"),
)
ANSWERS = Slide(
    "answers",
    "chart+takeaway",
    words(
        "Customers accepted {{ answers_accepted }} answers, {{ answers_accepted.rise | share }} more than last "
        "year; reach grew only {{ answers_reached.rise | share }}"
    ),
    header=words("**Answers reached, delivered and accepted**, thousand"),
    chart=paired_bars(),
    body=takeaway(
        "Two of three accepted answers needed no case.",
        "Accepted answers without a case: 96,000; with a case: 45,000.",
        "Confirmed by the customer: 38%; the rest inferred from no further contact.",
    ),
    notes=(
        words(
            "**Say:** reach is not value. What counts is the answer that a customer took and did not come back about."
        ),
    ),
    source=words(
        "Source: help centre, case system; extracted 14 Jan 2026. FY2025 and FY2024; {{ answers_accepted.n }} "
        "accounts. Delivered: read for "
        "30 seconds or used in a case. Accepted: confirmed, or case closed and not reopened in 14 days."
    ),
    facts=_facts("answers_reached", "answers_delivered", "answers_accepted"),
)
RETENTION = Slide(
    "retention",
    "chart+takeaway",
    effect(
        "Helped customers kept ",
        "retention_effect",
        "value",
        " more revenue than comparable ones; expansion is not established",
    ),
    header=words("**Difference, helped minus comparable customers**, percentage points"),
    chart=forest(),
    body=takeaway(
        "Worth {{ value_margin.low }} to {{ value_margin.high }} of margin, unless something unmeasured explains it.",
        "Matched on segment, size, tenure, usage and health before we helped.",
        "Before we helped, both groups renewed alike: nothing speaks against the comparison.",
        "Expansion: 3.7 points or more would probably have shown.",
    ),
    source=words(
        "Source: billing, case system; extracted 14 Jan 2026. Helped Jul–Dec 2024, outcome Jan–Dec 2025. 812 "
        "helped, 1,127 compared "
        "accounts; 94% of helped revenue has a match. 95% intervals, grade B."
    ),
    facts=_facts("retention_effect", "renewal_effect", "expansion_effect", "check_effect", "value_margin"),
)
COST = Slide(
    "cost",
    "chart+takeaway",
    words("Support costs {{ cost_share }} of revenue, {{ cost_share.fall }} less than last year"),
    header=words("**Cost of Support**, % of revenue"),
    chart=columns(),
    body=(
        *takeaway("Volume grew 9%, while cost grew 3%.", "Cost of an accepted answer: $28, down from $39."),
        words("$ M\t95% interval\tGrade"),
        words("Margin retained\t**0.7 to 4.5**\tB"),
        words("Contacts avoided\t**0.6 to 1.2**\tC"),
    ),
    source=words(
        "Source: general ledger, extracted 14 Jan 2026. Fully loaded: labour, tools, facility, overhead. n = 12 "
        "cost lines."
    ),
    facts=_facts("cost_share"),
)
VALUE_TIME = Slide(
    "ttcv",
    "chart",
    words("Customers reach value in 87 days, 22 days sooner than last year"),
    header=words("**From signature to first value**, mean days"),
    chart=stacked_bars(),
    source=words("Source: product log, extracted 14 Jan 2026. 614 new customers in 2025, 580 in 2024."),
)
TWO = Slide(
    "product",
    "two",
    words("After six fixes, cases on those issues fell 32 points more than on comparable issues"),
    header=words("**Cases on fixed and comparable issues**, Q1 2024 = 100"),
    header2=words("**Cost of Support**, % of revenue"),
    chart=lines(),
    chart2=columns(),
    source=words("Source: case system, product backlog; extracted 14 Jan 2026. 6 fixed and 41 comparable issues."),
    facts=_facts("cost_share"),
)
MEASURES = Slide(
    "measures",
    "table",
    words("Three measures moved the right way, one did not"),
    header=words("**The measures of 2025**, with their 95% intervals"),
    table=_table(
        [
            ("Measure", "left", 4),
            ("Value", "right", 1.4),
            ("Low", "right", 1.2),
            ("High", "right", 1.2),
            ("n", "right", 1.2),
        ],
        [
            ["Time to smile", "{{ smile }}", "{{ smile.low }}", "{{ smile.high }}", "{{ smile.n }}"],
            ["Net promoter score", "{{ nps }}", "{{ nps.low }}", "{{ nps.high }}", "{{ nps.n }}"],
            ["Cost of Support in revenue", "{{ cost_share }}", "", "", "{{ cost_share.n }}"],
            ["Answers accepted", "{{ answers_accepted }}", "", "", "{{ answers_accepted.n }}"],
        ],
        "Four measures with value, interval and number",
    ),
    source=words("Source: case system, survey, billing, general ledger; extracted 14 Jan 2026."),
    facts=_facts("smile", "nps", "cost_share", "answers_accepted"),
)
LIMITS = Slide(
    "limits",
    "table",
    words("Four things remain open; one holdout and one data feed would settle them"),
    header=words("**What this does not show**, FY2025"),
    table=_table(
        [
            ("Open question", "left", 2.4),
            ("What we know today", "left", 3.8),
            ("Why it is open", "left", 3.2),
            ("What would settle it", "left", 2.5),
        ],
        [
            [
                "Expansion",
                "+0.7 points (−1.9 to +3.3), not established",
                "1,939 accounts can show 3.7 points or more",
                "Two more quarters, or the holdout",
            ],
            [
                "Large customers",
                "+1.2 points (−3.1 to +5.5), not established",
                "138 accounts, few without help",
                "Holdout by timing, not by refusal",
            ],
            [
                "Something unmeasured",
                "A factor tied 1.3 times to help and renewal would explain it",
                "Champion changes and price are not recorded",
                "Holdout",
            ],
            ["Time to value", "Not measured", "No milestone dates", "Milestone dates from the product log"],
        ],
        "Four open questions, what is known, why each is open and what would settle it",
    ),
    source=words(
        "Source: value ledger FY2025 and data coverage report, extracted 14 Jan 2026; n and methods in the appendix."
    ),
    facts=_facts("expansion_effect"),
)
DECISION = Slide(
    "decision",
    "table",
    words("Approve three measures, one holdout and two fixes; each has an owner and a date"),
    header=words("**Decision asked of the executive committee**, 22 January 2026"),
    table=_table(
        [
            ("Decision", "left", 5),
            ("Owner", "left", 1),
            ("By", "left", 1.6),
            ("What it costs", "left", 1.8),
            ("How we will know", "left", 2.4),
        ],
        [
            [
                "Report defended value, answers accepted and time to value beside cost",
                "CFO",
                "31 Mar",
                "0.3 FTE analyst",
                "First joint report signed by Finance",
            ],
            [
                "Run a holdout in the mid-market: half offered guided onboarding, half as today",
                "COO",
                "1 Apr – 30 Sep",
                "$60 k",
                "Interval of ± 2 points on retention (now ± 2.5)",
            ],
            [
                "Fix the two causes behind {{ fix_share }} of cases",
                "CPO",
                "30 Jun",
                "2 squads, 1 quarter",
                "Cases per account in both clusters",
            ],
        ],
        "Three decisions with owner, date, cost and how we will know",
    ),
    body=(
        words("If we decide nothing:", "label"),
        words("Support stays budgeted by case volume, and next year’s review shows the same wide range."),
    ),
    source=words(
        "Source: value ledger FY2025; power calculation in the appendix. Cost of the holdout: estimate, Support "
        "operations, 12 Jan 2026."
    ),
    facts=_facts("fix_share"),
)
SCORES = Slide(
    "scores",
    "kpi",
    words("Customers wait less, and say so"),
    numbers=(
        BigNumber(
            words("Time to smile"),
            WRITER.paragraph("{{ smile }}", form="label"),
            words("{{ smile.low }} to {{ smile.high }}"),
        ),
        BigNumber(
            words("Net promoter score"),
            WRITER.paragraph("{{ nps }}", form="label"),
            words("{{ nps.low }} to {{ nps.high }}"),
        ),
        BigNumber(words("Answers accepted"), words("{{ answers_accepted }}"), words("counted")),
        BigNumber(words("Cost in revenue"), words("{{ cost_share }}"), words("counted")),
    ),
    chart=lines(),
    facts=_facts("smile", "nps", "cost_share", "answers_accepted"),
    source=words("Source: case system, survey, general ledger; extracted 14 Jan 2026."),
)
CHAIN = Slide(
    "chain",
    "canvas",
    words("Each dollar of Support effort returned {{ yield }} of margin; the link to milestones is not established"),
    header=words("**From effort to business value**, FY2025"),
    flow=Flow(
        (
            FlowStep(words("Effort"), WRITER.paragraph("{{ support_cost }}", form="label"), (words("fully loaded"),)),
            FlowStep(words("Impact"), words("{{ answers_accepted }}"), (words("accepted answers"),)),
            FlowStep(
                words("Customer value"),
                words("+310"),
                (words("milestones"), words("−40 to +660")),
                established=False,
            ),
            FlowStep(
                words("Business value"),
                WRITER.paragraph("{{ value_margin }}", form="label"),
                (WRITER.paragraph("{{ value_margin.low }} to {{ value_margin.high }}", form="label"), words("grade B")),
                lead=True,
            ),
        ),
        (
            FlowArrow(words("36 answers per $1,000")),
            FlowArrow(words("link not established"), established=False),
            FlowArrow(words("link not established"), established=False),
        ),
    ),
    body=(words("**End to end:** $0.67 per dollar (0.18 to 1.15); 3.4 % of the renewals at stake."),),
    source=words("Source: value ledger, case system, billing; extracted 14 Jan 2026."),
    facts=_facts("support_cost", "answers_accepted", "value_margin", "yield"),
)
LOOP = Slide(
    "loop",
    "canvas",
    words("The loop: each solved case helps more customers"),
    header=words("**How an answer is used again**, FY2025"),
    flow=Flow(
        tuple(
            FlowStep(words(label), words(figure), (words(line),), lead=label == "Reused")
            for label, figure, line in (
                ("Solved", "41,800", "cases"),
                ("Captured", "9,600", "articles written or mended"),
                ("Reused", "{{ answers_accepted }}", "answers accepted"),
                ("Fixed", "12", "causes removed from the product"),
            )
        ),
        (FlowArrow(words("23 % captured")), FlowArrow(), FlowArrow(words("9 of 12 from reuse"))),
        FlowArrow(words("What is fixed is not asked again")),
    ),
    body=(words("Solve, capture, reuse, fix."),),
    facts=_facts("answers_accepted"),
)
CLOSING = Slide("closing", "closing", words("Thank you"), header=words("Questions and the appendix follow"))

GALLERY: tuple[Slide, ...] = (
    COVER,
    ANSWER,
    BULLETS,
    ANSWERS,
    VALUE_TIME,
    SECTION,
    RETENTION,
    COST,
    STATEMENT,
    LIMITS,
    DECISION,
    TWO,
    MEASURES,
    SCORES,
    CHAIN,
    LOOP,
    CLOSING,
)
RECORD = StoryRecord(
    company="Example company",
    period="2025",
    audience="ceo",
    locale="en_US",
    currency="USD",
    template=TemplateName("valuestory"),
    relative={"previous": "2024"},
    storyline=(
        "answer",
        "situation",
        "answers",
        "ttcv",
        "evidence",
        "retention",
        "cost",
        "statement",
        "limits",
        "decision",
    ),
    facts=tuple(FACTS.values()),
    missing={
        "people": "needs a table of employees (people): hire date, proficiency date, engagement",
        "holdout": "needs two more quarters of renewals",
    },
)
