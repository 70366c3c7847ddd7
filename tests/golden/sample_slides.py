"""A sample deck of every slide kind, with figures that are invented: what the tests build, render and look at."""

from __future__ import annotations

from dataclasses import replace
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
    Slide,
    StoryRecord,
    TemplateName,
)
from valuestory.slides.text import Writer

PERIOD = "2025"
_DIFFERENCES = ("retained_difference@2025", "expansion_difference@2025")
_SYSTEMS = "case system, billing and general ledger, extracted 14 Jan 2026"


def _fact(
    name: str, value: float, unit: str, label: str, *, low: float | None = None, high: float | None = None, **more: Any
) -> Fact:
    evidence = Evidence(
        kind="estimated", definition=more.pop("definition", ""), source=_SYSTEMS, grade=more.pop("grade", "")
    )
    return Fact(
        name,
        value,
        unit,
        label,
        PERIOD,
        "2025-01-01",
        "2026-01-01",
        low=low,
        high=high,
        n=more.pop("n", 2430),
        evidence=evidence,
        **more,
    )


FACTS = Facts(
    [
        _fact(
            "value_defended",
            4.0e6,
            "money",
            "Value we can defend",
            low=1.9e6,
            high=6.1e6,
            grade="B",
            definition="Margin retained and cost avoided.",
        ),
        _fact("margin_retained", 2.6e6, "money", "Margin retained", low=0.7e6, high=4.5e6, grade="B"),
        _fact("cost_avoided", 1.4e6, "money", "Cost avoided, not cash", low=0.9e6, high=1.9e6, grade="C"),
        _fact("support_cost", 3.9e6, "money", "Cost of Support, fully loaded"),
        _fact("answers_reached", 412_000, "count", "Answers reached"),
        _fact("answers_delivered", 256_000, "count", "Answers delivered"),
        _fact(
            "answers_accepted",
            141_000,
            "count",
            "Answers accepted",
            changes={"previous": Change("2024", 43_000)},
            definition="Confirmed, or case closed and not reopened in 14 days.",
        ),
        _fact(
            "retained_difference",
            3.4,
            "points",
            "Retained revenue, helped minus comparable",
            low=0.9,
            high=5.9,
            n=1939,
            grade="B",
        ),
        _fact(
            "expansion_difference",
            0.7,
            "points",
            "Expansion, helped minus comparable",
            low=-1.9,
            high=3.3,
            n=1939,
            grade="B",
        ),
        _fact("accepted_alone", 96_000, "count", "Accepted answers without a case"),
        _fact(
            "cost_share",
            0.046,
            "share",
            "Cost of Support, share of revenue",
            n=12,
            changes={"previous": Change("2024", -0.004)},
        ),
    ],
    period=PERIOD,
    relative={"previous": "2024"},
)
WRITER = Writer(FACTS)


def say(text: str, style: str = "text", form: str = "text") -> Paragraph:
    """Return a paragraph in the sample company's words."""
    paragraph = WRITER.paragraph(text, style=style, form=form)  # type: ignore[arg-type]
    # Differences in points carry one decimal on these slides, whatever scores do.
    runs = tuple(
        replace(run, text=f"{FACTS[run.fact].value}\u00a0points") if run.fact in _DIFFERENCES else run
        for run in paragraph.runs
    )
    return replace(paragraph, runs=runs)


def _bars(rows: list[dict[str, Any]], *, horizontal: bool = True, unit: str = "") -> Chart:
    axis = {
        "title": None,
        "labelAngle": 0,
        "labelFontSize": 14,
        "labelColor": "#17232E",
        "ticks": False,
        "domainColor": "#4A5763",
    }
    category: dict[str, Any] = {"field": "step", "type": "ordinal", "sort": None, "axis": axis}
    value: dict[str, Any] = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    channels = {"y": category, "x": value} if horizontal else {"x": category, "y": value}
    label = {"align": "left", "dx": 4} if horizontal else {"align": "center", "dy": -10}
    bars = {"mark": {"type": "bar", "color": "#0B5E8E"}}
    labels = {
        "mark": {"type": "text", "fontSize": 16, "fontWeight": "bold", "baseline": "middle", "color": "#17232E"} | label
    }
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rows},
        "encoding": channels,
        "layer": [bars, labels | {"encoding": {"text": {"field": "value", "type": "quantitative"}}}],
        "config": {"font": "Arial", "view": {"stroke": None}, "scale": {"bandPaddingInner": 0.45}},
    }
    words = ", ".join(f"{row['step']} {row['value']}{unit}" for row in rows)
    return Chart(spec, f"Bar chart: {words}.")


_FUNNEL = _bars(
    [
        {"step": "Reached", "value": 412, "fact": "answers_reached@2025"},
        {"step": "Delivered", "value": 256, "fact": "answers_delivered@2025"},
        {"step": "Accepted", "value": 141, "fact": "answers_accepted@2025"},
    ],
    unit=" thousand",
)
_COST = _bars(
    [
        {"step": "FY2023", "value": 5.2},
        {"step": "FY2024", "value": 5.0},
        {"step": "FY2025", "value": 4.6, "fact": "cost_share@2025"},
    ],
    horizontal=False,
    unit=" %",
)
_SOURCE = "Source: case system, billing, general ledger; extracted 14 Jan 2026. FY2025; 2,430 accounts, 41,800 cases."


def _tile(name: str, label: str, grade: str, *, mark: bool = False) -> BigNumber:
    fact = FACTS[f"{name}@2025"]
    assert isinstance(fact.value, float)
    return BigNumber(
        label=say(label),
        figure=say(f"{{{{ {name} }}}}", form="label"),
        range=say(f"{{{{ {name}.low }}}} to {{{{ {name}.high }}}}   grade {grade}", form="label"),
        value=fact.value,
        low=fact.low,
        high=fact.high,
        scale_end=7.0e6,
        mark=3.9e6 if mark else None,
        mark_label=say("cost {{ support_cost }}", form="label") if mark else None,
    )


def _table(columns: list[tuple[str, str, float]], rows: list[list[str]]) -> Any:
    from valuestory.slides.slide import Table

    heads = tuple(Column(say(label), align, width) for label, align, width in columns)  # type: ignore[arg-type]
    return Table(heads, tuple(tuple(say(cell) for cell in row) for row in rows))


TILES = (
    _tile("value_defended", "Value we can defend", "B, C", mark=True),
    _tile("margin_retained", "of which: **Margin retained**", "B"),
    _tile("cost_avoided", "of which: **Cost avoided, not cash**", "B, C"),
)
ASK = (
    say("What we ask today", "label"),
    say("Judge Support by the value it returns, beside what it costs.", "lead"),
    say("Report three new measures with Finance from the first quarter", "number"),
    say("Run one holdout, April to September, to narrow the range", "number"),
    say("Fund the two product fixes behind 18\u00a0% of cases", "number"),
)
TAKEAWAY = (
    say("What it means", "label"),
    say("Two of three accepted answers needed no case.", "lead"),
    say("Accepted answers without a case: {{ accepted_alone }}; with a case: 45,000."),
    say("Confirmed by the customer: 38\u00a0%; the rest inferred from no further contact."),
)
DECISIONS = _table(
    [
        ("Decision", "left", 5.0),
        ("Owner", "left", 1.0),
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
            "Fix the two causes behind 18\u00a0% of cases",
            "CPO",
            "30 Jun",
            "2 squads, 1 quarter",
            "Cases per account in both clusters against unfixed ones",
        ],
    ],
)
LIMITS = _table(
    [
        ("Open question", "left", 2.3),
        ("What we know today", "left", 3.8),
        ("Why it is open", "left", 3.2),
        ("What would settle it", "left", 2.5),
    ],
    [
        [
            "Expansion",
            "+{{ expansion_difference | points }} (−1.9 to +3.3), not established",
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
)
FIGURES = _table(
    [
        ("Metric", "left", 4.0),
        ("2024", "right", 1.5),
        ("2025", "right", 1.5),
        ("Change", "right", 1.5),
        ("n", "right", 1.0),
    ],
    [
        [
            "Answers accepted",
            "98,000",
            "{{ answers_accepted }}",
            "{{ answers_accepted.change }}",
            "{{ answers_accepted.n }}",
        ],
        [
            "Cost of Support, share of revenue",
            "5.0%",
            "{{ cost_share }}",
            "{{ cost_share.change }}",
            "{{ cost_share.n }}",
        ],
        [
            "Retained revenue, helped minus comparable",
            "not measured",
            "{{ retained_difference | points }}",
            "",
            "1,939",
        ],
    ],
)

SLIDES = (
    Slide(
        "cover",
        "title",
        say("The value of Support in 2025"),
        body=(
            say("What it returns, how sure we are, and what we ask"),
            say("Executive committee, 22 January 2026   |   Example company"),
        ),
    ),
    Slide(
        "answer",
        "kpi",
        say(
            "Support cost {{ support_cost }} and returned at least {{ value_defended.low }}; our best "
            "estimate is {{ value_defended }}"
        ),
        numbers=TILES,
        body=ASK,
        source=say(
            _SOURCE + " Ranges are 95\u00a0% intervals on one scale."
            " Grades: B matched comparison, C adjusted for known differences."
        ),
        notes=(
            say("We judge Support by what it returns. The range is wide, and the holdout would narrow it."),
            say("If asked: the cost stays in the deck on purpose."),
        ),
    ),
    Slide(
        "part",
        "section",
        say("What customers gained"),
        header=say("Answers, time and loyalty, each beside what it cost"),
    ),
    Slide(
        "answers",
        "chart+takeaway",
        say(
            "Customers accepted {{ answers_accepted }} answers, 44\u00a0% more than last year; reach grew "
            "only 13\u00a0%"
        ),
        header=say("**Answers reached, delivered and accepted**, thousand"),
        body=TAKEAWAY,
        chart=_FUNNEL,
        source=say(
            "Source: help centre, case system; extracted 14 Jan 2026. FY2025 and FY2024; 2,430 accounts. "
            "Delivered: read for 30 seconds or used in a case. Accepted: confirmed, or case closed and not "
            "reopened in 14 days."
        ),
    ),
    Slide(
        "cost",
        "chart",
        say("Support costs {{ cost_share }} of revenue, {{ cost_share.fall }} less than last year"),
        header=say("Cost of Support, % of revenue"),
        chart=_COST,
        source=say(_SOURCE),
    ),
    Slide(
        "pair",
        "two",
        say("Answers grew while the share of revenue that Support costs fell by {{ cost_share.fall }}"),
        header=say("Answers by step, thousand"),
        chart=_FUNNEL,
        header2=say("Cost of Support, % of revenue"),
        chart2=_COST,
        source=say(_SOURCE),
    ),
    Slide(
        "figures",
        "table",
        say("Answers accepted rose by {{ answers_accepted.rise }}; the cost share fell"),
        header=say("Main figures, 2024 and 2025"),
        table=FIGURES,
        source=say(_SOURCE),
    ),
    Slide(
        "limits",
        "table",
        say("Four things remain open; one holdout and one data feed would settle them"),
        header=say("What this does not show, FY2025"),
        table=LIMITS,
        source=say(
            "Source: value ledger FY2025 and data coverage report, extracted 14 Jan 2026; n and methods in "
            "appendix A3 to A6."
        ),
    ),
    Slide(
        "decision",
        "table",
        say("Approve three measures, one holdout and two fixes; each has an owner and a date"),
        header=say("Decision asked of the executive committee, 22 January 2026"),
        table=DECISIONS,
        body=(
            say(
                "If we decide nothing: Support stays budgeted by case volume, and next year’s review shows "
                "the same wide range."
            ),
        ),
        source=say(
            "Source: value ledger FY2025; power calculation in appendix A4. Cost of the holdout: estimate, "
            "Support operations, 12 Jan 2026."
        ),
    ),
    Slide(
        "statement",
        "statement",
        say("Value appears outside Support, so it must be measured across functions"),
        source=say(_SOURCE),
    ),
    Slide(
        "method",
        "bullets",
        say("We compare helped customers with comparable ones, and say what that cannot show"),
        body=tuple(
            WRITER.paragraphs(
                "- Helped first, outcome after: help from July to December, renewals in the year that follows\n"
                "- Matched on segment, size, tenure, usage and health before we helped\n"
                "  - 94\u00a0% of helped revenue has a match\n"
                "  - Before help, both groups renewed alike\n"
                "- An unmeasured factor tied 1.3 times to help and to renewal would explain the difference\n"
                "- Every figure on these slides carries its source, its n and its range in the notes"
            )
        ),
        source=say(_SOURCE),
    ),
    Slide(
        "pulse",
        "kpi",
        say("Customers kept {{ retained_difference | points }} more revenue; answers and cost moved the right way"),
        numbers=(
            *TILES[1:],
            BigNumber(
                say("Answers accepted"),
                say("{{ answers_accepted }}", form="label"),
                say("**44\u00a0% more** than in 2024"),
            ),
            BigNumber(
                say("Cost, share of revenue"),
                say("{{ cost_share }}", form="label"),
                say("**{{ cost_share.change }}** since 2024"),
            ),
        ),
        chart=_COST,
        source=say(_SOURCE),
    ),
    Slide(
        "chain",
        "canvas",
        say("Effort became answers; that answers became margin is not established"),
        header=say("From effort to business value, FY2025"),
        flow=Flow(
            (
                FlowStep(say("Effort"), say("{{ support_cost }}", form="label"), (say("fully loaded cost"),)),
                FlowStep(say("Impact"), say("141 k"), (say("accepted answers"),)),
                FlowStep(
                    say("Customer value"), say("+310"), (say("milestones"), say("−40 to +660")), established=False
                ),
                FlowStep(
                    say("Business value"),
                    say("{{ margin_retained }}", form="label"),
                    (say("{{ margin_retained.low }} to {{ margin_retained.high }}", form="label"), say("grade B")),
                    lead=True,
                ),
            ),
            (
                FlowArrow(say("36 answers per $1,000")),
                FlowArrow(say("link not established"), established=False),
                FlowArrow(say("link not established"), established=False),
            ),
        ),
        body=(say("End to end: $0.67 of margin for each dollar (0.18 to 1.15)."),),
        source=say(_SOURCE),
    ),
    Slide(
        "loop",
        "canvas",
        say("Each solved case now helps 2.9 customers more, up from 2.1"),
        header=say("How an answer is used again, FY2025"),
        flow=Flow(
            tuple(
                FlowStep(say(label), say(figure), (say(line),), lead=label == "Reused")
                for label, figure, line in (
                    ("Solved", "41,800", "cases"),
                    ("Captured", "9,600", "articles written or mended"),
                    ("Reused", "{{ answers_accepted }}", "answers accepted"),
                    ("Fixed", "12", "causes removed from the product"),
                )
            ),
            (FlowArrow(say("23\u00a0% captured")), FlowArrow(), FlowArrow(say("9 of 12 from reuse"))),
            FlowArrow(say("What is fixed is not asked again")),
        ),
        body=(say("What it means: The value is in what we learn, not in the reply."),),
        source=say(_SOURCE),
    ),
    Slide("canvas", "canvas", say("Most answers are reached without a person"), chart=_FUNNEL, source=say(_SOURCE)),
    Slide("end", "closing", say("Thank you"), header=say("Questions, and the appendix, follow")),
)

RECORD = StoryRecord(
    company="Example company",
    period=PERIOD,
    audience="ceo",
    locale="en_US",
    currency="USD",
    template=TemplateName("valuestory"),
    relative={"previous": "2024"},
    storyline=("cover", "answer", "part", "answers", "cost", "pair", "figures", "limits", "decision", "product"),
    facts=tuple(FACTS.values()),
    missing={"product": "needs the table improvements"},
    extracted_on="2026-01-14",
)


def slides() -> tuple[Slide, ...]:
    """Return the sample slides, each with the facts that it shows."""
    return tuple(replace(slide, facts=_facts(slide)) for slide in SLIDES)


def _facts(slide: Slide) -> tuple[Fact, ...]:
    used = {run.fact for paragraph in slide.paragraphs() for run in paragraph.runs if run.fact}
    used |= {
        row["fact"]
        for chart in (slide.chart, slide.chart2)
        if chart
        for row in chart.spec["data"]["values"]
        if "fact" in row
    }
    return tuple(fact for fact_id, fact in FACTS.items() if fact_id in used)
