"""Functions from results to Altair charts, in the theme of the open story's template.

Each takes the long results table and returns a chart, or None where the results do not hold what it shows: the slide is
then left out or does without. Rows are aggregated, and each carries the id of the fact it shows.

Examples
--------
>>> company = open_company("sample", period="2026Q2")
>>> story = open_story(company)
>>> funnel = charts.answer_funnel(company.metrics())
>>> sorted({row["label"] for row in funnel.data.to_dict("records")})
['Accepted', 'Delivered', 'Reached']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from valuestory.metrics import metric
from valuestory.metrics.periods import Period
from valuestory.slides.facts import WHOLE, Fact
from valuestory.slides.locale_words import with_percent
from valuestory.slides.number_words import NO_BREAK
from valuestory.story.chart_forms.layers import layered
from valuestory.story.chart_forms.paired_bars import paired_bars
from valuestory.story.exhibits.chart_rows import ROWS, fact_in, over_time, parts_adding_up, row_of
from valuestory.story.look import LABEL, STRONG, TICK, Look, current_look
from valuestory.story.wording.periods import axis_label, period_label


def answer_funnel(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return paired bars: answers reached, delivered and accepted, this period above the same period a year ago.

    Behind its figure stands which part of the step before each of them is, with last year's beneath.
    """
    steps = {"answers_reached": "Reached", "answers_delivered": "Delivered", "answers_accepted": "Accepted"}
    rates = {"answers_delivered": "delivery_rate", "answers_accepted": "acceptance_rate"}
    return parts(results, steps, rates=rates)


def parts(
    results: pd.DataFrame, names: Mapping[str, str], *, add_up: bool = False, rates: Mapping[str, str] | None = None
) -> alt.LayerChart | None:
    """Return paired bars of metrics in one unit, such as parts and their sum: this period above the year before.

    Parameters
    ----------
    results
        From `Company.metrics`.
    names
        The metrics with their labels, in order. All must have a figure in the story's period.
    add_up
        Whether the first is the sum of the others: these are then rounded so that they add up to it as it is shown.
        Where the exact ones do not, as where some rows have no value for a part, each is shown as it is.
    rates
        By a metric of `names` that is a step, the metric that says which part of the step before it is.
    """
    look = current_look()
    names = look.named(names)
    pairs = [(period, period_label(period, look.writer.numbers)) for period in (look.period, look.period.year_ago)]
    found = {series: [fact_in(results, name, period, look) for name in names] for period, series in pairs}
    if add_up:
        found = {series: parts_adding_up(facts, look) for series, facts in found.items()}
    rows = [
        row_of(fact, label, series, look)
        for at, label in enumerate(names.values())
        for series, facts in found.items()
        if (fact := facts[at]) is not None
    ]
    frame = pd.DataFrame(rows, columns=ROWS)
    if frame.empty or set(names.values()) - set(frame.loc[frame["series"] == pairs[0][1], "label"]):
        return None
    frame = _with_rates(frame, results, names, rates, dict(pairs), look) if rates else frame
    return paired_bars(frame, list(names.values()), [series for _, series in pairs], look)


def _with_rates(
    frame: pd.DataFrame,
    results: pd.DataFrame,
    names: Mapping[str, str],
    rates: Mapping[str, str],
    series: Mapping[Period, str],
    look: Look,
) -> pd.DataFrame:
    """Return the rows with which part of the step before each is, and the fact of that, where it has a figure."""
    before = dict(zip([*names][1:], names, strict=False))
    found = [
        (names[step], said, _of_the_step(fact, before[step], period, look), fact.id)
        for step, rate in rates.items()
        for period, said in series.items()
        if (fact := fact_in(results, rate, period, look)) is not None
    ]
    return frame.merge(pd.DataFrame(found, columns=["label", "series", "rate", "fact_rate"]), how="left")


def _of_the_step(rate: Fact, before: str, period: Period, look: Look) -> str:
    share, _ = look.writer.show(rate, form="label")
    name = f"answers.of_{before}" if period == look.period else "answers.year_ago"
    return look.narrative.phrase(name, share=share)


def accepted_answers(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return stacked columns: accepted answers of each period, without a case and through one."""
    look = current_look()
    names = look.named({"answers_without_case": "Without a case", "answers_with_case": "Through a case"})
    frame = over_time(results, names, look)
    if frame.empty or frame["series"].nunique() < len(names):
        return None
    frame["rank_in_stack"] = frame["series"].map({series: place for place, series in enumerate(names.values())})
    accent, tint = look.theme.accents[0], look.theme.accents[2]
    order, last = list(names.values()), axis_label(look.period, look.writer.numbers)
    base = alt.Chart(frame).encode(
        x=alt.X("label:N", sort=list(frame["label"].unique()), axis=alt.Axis(labelFontSize=TICK)),
        order=alt.Order("rank_in_stack:Q"),
        detail="fact:N",
    )
    columns = base.mark_bar().encode(
        y=alt.Y("value:Q", axis=None, stack="zero"),
        color=alt.Color("series:N", scale=alt.Scale(domain=order, range=[accent, tint])),
    )
    on_accent = alt.condition(alt.datum.series == order[0], alt.value(look.theme.ground), alt.value(look.theme.ink))
    labels = base.transform_filter(alt.datum.label == last).mark_text(fontSize=TICK, fontWeight="bold")
    labels = labels.encode(y=alt.Y("value:Q", stack="zero", bandPosition=0.5), text="text:N", color=on_accent)
    return layered(columns, labels)


def time_to_smile(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return one line: mean hours from interruption to a happy customer, by period, the last point labelled."""
    look = current_look()
    names = look.named({"time_to_smile": "Time to smile"})
    frame = over_time(results, names, look)
    if len(frame) < 2:
        return None
    title = _in_larger_units(frame, look)
    return _lines(frame, list(names.values()), look, title=title, zero=True)


def retention(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return up to three lines, by period: net and gross revenue and customers kept over twelve months."""
    look = current_look()
    names = look.named(
        {
            "annual_net_revenue_retention": "Net revenue",
            "annual_gross_revenue_retention": "Gross revenue",
            "annual_logo_retention": "Customers",
        }
    )
    frame = over_time(results, names, look)
    if frame["label"].nunique() < 2:
        return None
    shown = [label for label in names.values() if label in set(frame["series"])]
    return _lines(frame, shown, look, title=None, zero=False, named=True)


def cost_share(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return columns: what Support cost as a share of recurring revenue, by period, this one in the accent."""
    look = current_look()
    frame = over_time(results, {"cost_share_of_revenue": "Cost"}, look)
    if frame.empty:
        return None
    current = axis_label(look.period, look.writer.numbers)
    accent, pale, outline = look.theme.accents[0], look.theme.accents[5], look.theme.accents[1]
    now = alt.datum.label == current
    x = alt.X("label:N", sort=list(frame["label"]), axis=alt.Axis(labelFontSize=TICK))
    base = alt.Chart(frame).encode(x=x, y=alt.Y("value:Q", axis=None), detail="fact:N")
    columns = base.mark_bar(strokeWidth=0.75).encode(
        color=alt.condition(now, alt.value(accent), alt.value(pale)),
        stroke=alt.condition(now, alt.value(accent), alt.value(outline)),
    )
    labels = base.mark_text(dy=-8, baseline="bottom").encode(text="text:N")
    return layered(columns, labels)


def trend(results: pd.DataFrame, name: str, part_of: str = WHOLE) -> alt.LayerChart | None:
    """Return one line of any metric, by period, the last point labelled; durations in hours or days.

    Parameters
    ----------
    results
        From `Company.metrics`.
    name
        The metric; the scale of a share does not start at zero, which the slide's header says.
    part_of
        The slice, such as ``life_event=onboarding``; the whole company by default.
    """
    look = current_look()
    names = look.named({name: metric(name).label})
    frame = over_time(results, names, look, part_of)
    if len(frame) < 2:
        return None
    title = _in_larger_units(frame, look)
    return _lines(frame, list(names.values()), look, title=title, zero=metric(name).unit not in ("share", "points"))


def by_member(results: pd.DataFrame, name: str, column: str, *, most: int = 8) -> alt.LayerChart | None:
    """Return bars of a metric by the members of a slice, this period, the largest first.

    Parameters
    ----------
    results
        From `Company.metrics` with `slices` that hold the column.
    name
        The metric.
    column
        Such as ``segment`` or ``channel``; members that too few accounts stand behind are not shown.
    most
        So many members, those with the largest values.
    """
    look = current_look()
    members = [each for each in dict.fromkeys(results["slice"]) if each.startswith(f"{column}=")]
    rows = [
        row_of(fact, member.partition("=")[2], metric(name).label, look)
        for member in members
        if (fact := fact_in(results, name, look.period, look, member)) is not None
    ]
    frame = pd.DataFrame(rows, columns=ROWS).sort_values("value", ascending=False).head(most)
    if len(frame) < 2:
        return None
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", sort=list(frame["label"]), scale=alt.Scale(paddingInner=0.35, paddingOuter=0.1)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, float(frame["value"].max()) * _room(frame["text"])])),
        detail="fact:N",
    )
    labels = base.mark_text(align="left", dx=6, fontWeight="bold", fontSize=STRONG)
    return layered(base.mark_bar(color=look.theme.accents[0]), labels.encode(text="text:N"))


def _room(texts: pd.Series) -> float:
    """Return how much longer than the longest bar a scale is, so that the longest label has room beside it."""
    return 1 + max(0.25, 0.035 * float(texts.str.len().max()))


def _in_larger_units(frame: pd.DataFrame, look: Look) -> str | None:
    """Bring a frame of minutes to the unit that the label at its end is in, and return that unit's name."""
    if not (frame["unit"] == "minutes").all():
        return "days" if (frame["unit"] == "days").all() else None
    shown = look.writer.numbers.precision(float(frame["value"].iloc[-1]), "duration", "minutes").unit
    size = {"day": 24 * 60, "hour": 60}.get(shown, 1)
    frame["value"] /= size
    return {"day": "days", "hour": "hours"}.get(shown, "minutes")


def _shares(look: Look) -> alt.Axis:
    """Return an axis of shares, its percent sign where the language has it: "50%", "50 %"."""
    _, _, sign = with_percent("0", look.writer.numbers.locale).partition("0")
    own = alt.Undefined if sign in ("", "%") else f"replace(datum.label, '%', '{sign}')"
    return alt.Axis(title=None, format="%", labelExpr=own)


def _lines(
    frame: pd.DataFrame, order: Sequence[str], look: Look, *, title: str | None, zero: bool, named: bool = False
) -> alt.LayerChart:
    colors = [look.theme.accents[0], look.theme.second, look.theme.accents[1]][: len(order)]
    frame["shown"] = (frame["series"] + " " + frame["text"] if named else frame["text"]).str.replace(" ", NO_BREAK)
    frame["end"] = frame.groupby("series")["rank"].transform("max") == frame["rank"]
    share = bool((frame["unit"] == "share").all())
    base = alt.Chart(frame).encode(
        x=alt.X(
            "label:O",
            sort=list(frame["label"].unique()),
            scale=alt.Scale(padding=0.3),
            axis=alt.Axis(labelFontSize=TICK),
        ),
        y=alt.Y(
            "value:Q",
            axis=_shares(look) if share else alt.Axis(title=title, format=",.0f"),
            scale=alt.Scale(zero=zero, nice=True),
        ),
        color=alt.Color("series:N", scale=alt.Scale(domain=list(order), range=colors), legend=None),
    )
    end = base.transform_filter(alt.datum.end)
    label = end.mark_text(align="left", dx=10, fontWeight="bold").encode(text="shown:N")
    lines = layered(base.mark_line(), end.mark_point(filled=True, size=80, opacity=1), label)
    return lines.properties(padding={"left": 0, "top": 0, "bottom": 0, "right": 2 * LABEL})
