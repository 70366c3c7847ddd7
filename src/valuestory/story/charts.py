"""Functions from results to Altair charts, in the theme of the open story's template.

Each takes the long results table and returns a chart, or None where the results do not hold what it shows: the slide is
then left out or does without. Rows are aggregated, and each carries the id of the fact it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from valuestory.metrics import metric
from valuestory.metrics.periods import Period
from valuestory.slides.facts import WHOLE, Fact
from valuestory.slides.number_words import NO_BREAK
from valuestory.story.look import LABEL, STRONG, TICK, Look, current_look
from valuestory.story.period_words import axis_label, period_label

RECENT: Final = 9
"""How many periods a chart over time shows: two years of quarters and the one they end in."""
_ROWS: Final = ["label", "series", "value", "text", "fact"]


def answer_funnel(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return paired bars: answers reached, delivered and accepted, this period above the same period a year ago."""
    look = current_look()
    steps = {"answers_reached": "Reached", "answers_delivered": "Delivered", "answers_accepted": "Accepted"}
    pairs = [(period, period_label(period, look.writer.numbers)) for period in (look.period, look.period.year_ago)]
    rows = [
        _row(fact, label, series, look)
        for name, label in steps.items()
        for period, series in pairs
        if (fact := _fact(results, name, period, look)) is not None
    ]
    frame = pd.DataFrame(rows, columns=_ROWS)
    if frame.empty or set(steps.values()) - set(frame.loc[frame["series"] == pairs[0][1], "label"]):
        return None
    return _paired_bars(frame, list(steps.values()), [series for _, series in pairs], look)


def accepted_answers(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return stacked columns: accepted answers of each period, without a case and through one."""
    look = current_look()
    names = {"answers_without_case": "Without a case", "answers_with_case": "Through a case"}
    frame = _over_time(results, names, look)
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
    return _layered(columns, labels)


def time_to_smile(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return one line: mean hours from interruption to a happy customer, by period, the last point labelled."""
    look = current_look()
    frame = _over_time(results, {"time_to_smile": "Time to smile"}, look)
    if len(frame) < 2:
        return None
    last = float(frame["value"].iloc[-1])
    hours = look.writer.numbers.precision(last, "duration", "minutes").unit != "day"  # as the label at its end says it
    frame["value"] /= 60 if hours else 24 * 60
    return _lines(frame, ["Time to smile"], look, title="hours" if hours else "days", zero=True)


def retention(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return up to three lines, by period: net and gross revenue and customers kept over twelve months."""
    look = current_look()
    names = {
        "annual_net_revenue_retention": "Net revenue",
        "annual_gross_revenue_retention": "Gross revenue",
        "annual_logo_retention": "Customers",
    }
    frame = _over_time(results, names, look)
    if frame["label"].nunique() < 2:
        return None
    shown = [label for label in names.values() if label in set(frame["series"])]
    return _lines(frame, shown, look, title=None, zero=False, named=True)


def cost_share(results: pd.DataFrame) -> alt.LayerChart | None:
    """Return columns: what Support cost as a share of recurring revenue, by period, this one in the accent."""
    look = current_look()
    frame = _over_time(results, {"cost_share_of_revenue": "Cost"}, look)
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
    return _layered(columns, labels)


def _paired_bars(frame: pd.DataFrame, steps: Sequence[str], series: Sequence[str], look: Look) -> alt.LayerChart:
    accent, pale, outline = look.theme.accents[0], look.theme.accents[5], look.theme.accents[1]
    current = alt.datum.series == series[0]
    named = frame["text"] + "  " + frame["series"]
    frame["shown"] = frame["text"].where(frame["label"] != steps[0], named).str.replace(" ", NO_BREAK)
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", sort=list(steps), scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1)),
        yOffset=alt.YOffset("series:N", sort=list(series)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, float(frame["value"].max()) * 1.4])),
        detail="fact:N",
    )
    bars = base.mark_bar(strokeWidth=0.75).encode(
        color=alt.Color("series:N", scale=alt.Scale(domain=list(series), range=[accent, pale]), legend=None),
        stroke=alt.condition(current, alt.value(accent), alt.value(outline)),
    )
    strong = base.transform_filter(current).mark_text(align="left", dx=6, fontWeight="bold", fontSize=STRONG)
    quiet = base.transform_filter(alt.datum.series != series[0]).mark_text(
        align="left", dx=6, fontSize=LABEL, color=look.theme.second
    )
    return _layered(bars, strong.encode(text="shown:N"), quiet.encode(text="shown:N"))


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
            axis=alt.Axis(title=title, format="%" if share else ",.0f"),
            scale=alt.Scale(zero=zero, nice=True),
        ),
        color=alt.Color("series:N", scale=alt.Scale(domain=list(order), range=colors), legend=None),
    )
    end = base.transform_filter(alt.datum.end)
    label = end.mark_text(align="left", dx=10, fontWeight="bold").encode(text="shown:N")
    lines = _layered(base.mark_line(), end.mark_point(filled=True, size=80, opacity=1), label)
    return lines.properties(padding={"left": 0, "top": 0, "bottom": 0, "right": 2 * LABEL})


def _layered(*layers: alt.Chart) -> alt.LayerChart:
    layered = alt.layer(*layers)
    assert isinstance(layered, alt.LayerChart), "no layer is faceted"
    return layered


def _over_time(results: pd.DataFrame, names: dict[str, str], look: Look) -> pd.DataFrame:
    """Return rows of the last periods, oldest first, a row a metric and period."""
    periods = [look.period.plus(step) for step in range(1 - RECENT, 1)]
    rows = [
        _row(fact, axis_label(period, look.writer.numbers), series, look) | {"rank": rank, "unit": fact.unit}
        for rank, period in enumerate(periods)
        for name, series in names.items()
        if (fact := _fact(results, name, period, look)) is not None
    ]
    return pd.DataFrame(rows, columns=[*_ROWS, "rank", "unit"])


def _fact(results: pd.DataFrame, name: str, period: Period, look: Look, part_of: str = WHOLE) -> Fact | None:
    """Return the fact that a row of the results became, none where it is in doubt; or one made of the row itself."""
    row = results[
        (results["metric"] == name)
        & (results["period_start"] == pd.Timestamp(period.start))
        & (results["slice"] == part_of)
    ]
    if row.empty or pd.isna(row.iloc[0]["value"]):
        return None
    known = look.writer.facts.get(Fact(name, None, period=period.name, slice=part_of).id)
    if known is not None:
        return None if known.evidence.doubt else known
    return Fact(name, float(row.iloc[0]["value"]), metric(name).unit, period=period.name, slice=part_of)


def _row(fact: Fact, label: str, series: str, look: Look) -> dict[str, Any]:
    shown, _ = look.writer.show(fact, form="label")
    return {"label": label, "series": series, "value": fact.value, "text": shown, "fact": fact.id}
