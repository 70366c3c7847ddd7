"""Means that add up, as stacked bars: this period in strong colours above the year before in pale ones."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from valuestory.slides.number_words import NO_BREAK
from valuestory.story.chart_forms.layers import layered
from valuestory.story.look import LABEL, STRONG, Look, current_look

STACK_COLUMNS: Final = ("label", "series", "value", "text", "fact")
_HEADS: Final = " "
"""The row over the bars that holds the names of the parts: pieces that are not drawn."""
_LETTER: Final = 0.5
"""A letter's width as a share of its size, about."""
_INSIDE: Final = 4.0
"""Points that a figure leaves free within its bar."""
_APART: Final = 12.0
"""Points from a name to the next."""
_TRIES: Final = 40
_WIDER: Final = 1.08
"""By how much more a point stands for where names, bars and totals have no room."""
_WIDE: Final = 480.0
"""Points of the plot beside a takeaway and the names of periods."""


def stacked_bars(rows: pd.DataFrame, totals: pd.DataFrame) -> alt.LayerChart | None:
    """Return a stacked bar a period, the parts named over the first, each bar's total at its end.

    What is below zero is stacked to the left of zero: the total is what the parts sum to, not how far a bar reaches. A
    name stands where its part begins, or as far outward as the names before it need. A part of the first bar that is
    too thin for its figure has it beside its name; in other bars it goes without.

    Parameters
    ----------
    rows
        `STACK_COLUMNS`: a row a period and part, the story's period and the first part first.
    totals
        `label`, `text` and `fact` of each bar's sum.

    Returns
    -------
    altair.LayerChart or None
        None where there is no period, or a part is missing in one.
    """
    periods, parts = list(dict.fromkeys(rows["label"])), list(dict.fromkeys(rows["series"]))
    if not periods or len(rows) != len(periods) * len(parts):
        return None
    look = current_look()
    unit, span = _scale(rows, totals)
    thin = rows["value"].abs() < unit * (_width(rows["text"]) + _INSIDE)
    written = rows.assign(text=rows["text"].where(~thin, ""))
    frame = pd.concat([_heads(rows, thin, periods[0], unit), written], ignore_index=True)
    frame["rank"] = frame["series"].map({part: place for place, part in enumerate(parts)})
    frame["text"] = frame["text"].str.replace(" ", NO_BREAK)
    ends = totals.assign(end=totals["label"].map(_reach(rows, 1)))
    y = alt.Y(
        "label:N",
        sort=[_HEADS, *periods],
        scale=alt.Scale(paddingInner=0.4, paddingOuter=0.1),
        axis=alt.Axis(domain=False),
        title=None,
    )
    base = alt.Chart(frame).encode(y=y, order=alt.Order("rank:Q"), detail=["fact:N", "fact_named:N"])
    return layered(
        _bars(base, parts, periods[0], span, look),
        *_texts(base, periods[0], span, look),
        _ends(ends, y, span),
        _zero(look),
    )


def _heads(rows: pd.DataFrame, thin: pd.Series, now: str, unit: float) -> pd.DataFrame:
    """Return the row of names: pieces as long as the first bar's, and where a name is longer, as long as that."""
    named = rows[rows["label"] == now]
    texts = named["series"].where(~thin[named.index], named["series"] + " " + named["text"])
    longest = (_width(texts) + _APART).mul(unit).combine(named["value"].abs(), max)
    # Such a piece is no value: what its name tells of the fact is a label.
    pieces = {"value": longest.where(named["value"] >= 0, -longest), "fact": None, "fact_named": named["fact"]}
    return named.assign(label=_HEADS, text=texts, **pieces)


def _width(texts: pd.Series) -> pd.Series:
    """Return about how many points texts take as labels."""
    found: pd.Series = texts.str.len() * LABEL * _LETTER
    return found


def _reach(rows: pd.DataFrame, sign: int) -> pd.Series:
    """Return how far each bar reaches to the right (1) or to the left (-1) of zero."""
    found: pd.Series = (rows["value"] * sign).clip(lower=0.0).groupby(rows["label"]).sum()
    return found


def _scale(rows: pd.DataFrame, totals: pd.DataFrame) -> tuple[float, alt.Scale]:
    """Return how many days a point of the plot is, and the scale: with room for every bar, name and total."""
    total = STRONG * _LETTER * float(totals["text"].str.len().max()) + 16
    least, most = float(_reach(rows, -1).max()), float(_reach(rows, 1).max())
    now = rows["label"].iloc[0]
    unit = (least + most or 1.0) / _WIDE
    for _ in range(_TRIES):
        thin = rows["value"].abs() < unit * (_width(rows["text"]) + _INSIDE)
        heads = _heads(rows, thin, now, unit)
        left, right = (float(_reach(heads, sign).sum()) for sign in (-1, 1))
        left, right = max(left, least), max(right, most + total * unit)
        if left + right <= _WIDE * unit:
            break
        unit *= _WIDER
    return unit, alt.Scale(domain=[-left, right], nice=False)


def _bars(base: alt.Chart, parts: list[str], now: str, span: alt.Scale, look: Look) -> alt.Chart:
    colors = [look.theme.accents[at] for at in ((1, 0, 2) if len(parts) == 3 else (0, 2, 1))][: len(parts)]
    scale = alt.Scale(domain=parts, range=colors)
    apart = [
        {"test": f"datum.label === {_HEADS!r}", "value": "transparent"},
        {"test": f"datum.label !== {now!r}", "value": look.theme.accents[5]},
    ]
    drawn = alt.condition(alt.datum.label == _HEADS, alt.value("transparent"), alt.value(look.theme.accents[1]))
    bars: alt.Chart = base.mark_bar(strokeWidth=0.75).encode(
        x=alt.X("value:Q", axis=None, scale=span, stack="zero"),
        fill=alt.Fill("series:N", scale=scale, legend=None, condition=apart),
        stroke=drawn,
    )
    return bars


def _texts(base: alt.Chart, now: str, span: alt.Scale, look: Look) -> list[alt.Chart]:
    is_head, is_written = alt.datum.label == _HEADS, (alt.datum.label != _HEADS) & (alt.datum.text != "")
    heads, drawn = (base.transform_filter(test) for test in (is_head, is_written))
    first, middle = (alt.X("value:Q", bandPosition=place, scale=span, axis=None, stack="zero") for place in (0, 0.5))
    above, below = heads.transform_filter("datum.value >= 0"), heads.transform_filter("datum.value < 0")
    names = [
        above.mark_text(align="left", dx=4, fontSize=LABEL, color=look.theme.second),
        below.mark_text(align="right", dx=-4, fontSize=LABEL, color=look.theme.second),
    ]
    strong = (alt.datum.label == now) & (alt.datum.rank == 1)
    color = alt.condition(strong, alt.value(look.theme.ground), alt.value(look.theme.ink))
    figures = drawn.mark_text(fontSize=LABEL).encode(x=middle, text="text:N", color=color)
    return [*(each.encode(x=first, text="text:N") for each in names), figures]


def _ends(ends: pd.DataFrame, y: alt.Y, span: alt.Scale) -> alt.Chart:
    shown = ends.assign(text=ends["text"].str.replace(" ", NO_BREAK))
    base = alt.Chart(shown).encode(y=y, x=alt.X("end:Q", scale=span, axis=None), text="text:N", detail="fact:N")
    found: alt.Chart = base.mark_text(align="left", dx=8, fontSize=STRONG, fontWeight="bold")
    return found


def _zero(look: Look) -> alt.Chart:
    line: alt.Chart = (
        alt.Chart(pd.DataFrame({"zero": [0.0]}))
        .encode(x=alt.datum(0))
        .mark_rule(color=look.theme.second, strokeWidth=1.25)
    )
    return line
