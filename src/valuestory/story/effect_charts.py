"""Charts of estimates: intervals beside zero, before and after a change, value that adds up, and what more would show.

Each takes rows that are made already, since estimates are no metrics of the catalogue. Every chart is made of bars and
lines, so that PowerPoint gets a chart of its own that can be edited.
"""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from valuestory.slides.hatch import hatched
from valuestory.slides.number_words import NO_BREAK
from valuestory.story.chart_forms.connectors import GAP, connectors
from valuestory.story.chart_forms.layers import layered
from valuestory.story.chart_forms.whiskers import whiskers
from valuestory.story.look import LABEL, STRONG, TICK, Look, current_look

FOREST_COLUMNS: Final = ("label", "estimate", "low", "high", "text", "established", "fact")
SHOWN_COLUMNS: Final = ("label", "value", "text", "fact")
BRIDGE_COLUMNS: Final = ("label", "start", "end", "text", "tone", "fact")
TORNADO_COLUMNS: Final = ("label", "at_low", "at_high", "low_text", "high_text", "fact")
CURVE_COLUMNS: Final = ("accounts", "value", "role", "text", "fact", "fact_size")
_TOO_NEAR: Final = 0.06
"""Ends of lines nearer than this share of the axis have one label between them."""
_FEW: Final = 10
_BESIDE: Final = 0.42
"""What the values at a tornado's ends take beside its widest bar, as a share of it: millions in any language."""
_TONES: Final = ["established", "open"]
_MARK: Final = 120
"""The area of an estimate's mark, in square pixels: 11 points across."""


def forest(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return intervals beside zero, an estimate a row: a line from low to high, and a mark at the estimate.

    What is established is the subject's colour with a circle and its words bold; what is not is grey with a diamond.

    Parameters
    ----------
    rows
        `label estimate low high text established fact`, at most nine, all in one unit.
    """
    look = current_look()
    known = rows.dropna(subset=["estimate", "low", "high"]).head(9)
    if known.empty:
        return None
    known = known.assign(tone=known["established"].map({True: "established", False: "open"}))
    least, most = min(0.0, float(known["low"].min())), max(0.0, float(known["high"].max()))
    room = (most - least) or 1.0
    written = most + 0.08 * room
    span = alt.Scale(domain=[least - 0.04 * room, written + 0.01 * room], nice=False)
    tones = [look.theme.accents[0] if each == "established" else look.theme.accents[1] for each in known["tone"]]
    own = alt.Color("label:N", scale=alt.Scale(domain=list(known["label"]), range=tones), legend=None)
    base = alt.Chart(_three_points(known)).encode(
        y=alt.Y("label:N", sort=list(known["label"]), scale=alt.Scale(padding=0.5), title=None, axis=_row_names(known)),
        x=alt.X("value:Q", axis=None, scale=span),
    )
    lines = base.mark_line(strokeWidth=3).encode(color=own, detail="fact:N", order="place:Q")
    marks = base.transform_filter("datum.place == 1").mark_point(filled=True, size=_MARK, opacity=1)
    marks = marks.encode(
        color=own,
        shape=alt.Shape("tone:N", scale=alt.Scale(domain=_TONES, range=["circle", "diamond"]), legend=None),
        detail="fact:N",
    )
    shown = known.assign(shown=_kept_together(known["text"]), value=written)
    return layered(lines, marks, *(_beside(shown, base, tone, look) for tone in _TONES), _zero_line(look))


def _three_points(known: pd.DataFrame) -> pd.DataFrame:
    """Return a row's low end, estimate and high end, which one line joins."""
    ends = ("low", "estimate", "high")
    points = [known.assign(value=known[end].astype(float), place=place) for place, end in enumerate(ends)]
    return pd.concat(points)[["label", "tone", "place", "value", "text", "fact"]]


def _row_names(known: pd.DataFrame) -> alt.Axis:
    """Return the rows' names: bold where the row is established."""
    named = [each.replace("'", "\\'") for each in known.loc[known["tone"] == _TONES[0], "label"]]
    bold = " || ".join(f"datum.value === '{each}'" for each in named) or "false"
    weight = {"condition": {"test": bold, "value": "bold"}, "value": "normal"}
    return alt.Axis(labelFontWeight=weight, ticks=False, domain=False)


def _beside(shown: pd.DataFrame, base: alt.Chart, tone: str, look: Look) -> alt.Chart:
    """Return the words of the rows of one tone, in a column to the right of all intervals."""
    rows = alt.Chart(shown[shown["tone"] == tone]).mark_text(
        align="left",
        fontSize=LABEL,
        fontWeight="bold" if tone == _TONES[0] else "normal",
        color=look.theme.ink if tone == _TONES[0] else look.theme.second,
    )
    texts: alt.Chart = rows.encode(x=base.encoding.x, y=base.encoding.y, text="shown:N", detail="fact:N")
    return texts


def _kept_together(texts: pd.Series) -> pd.Series:
    """Return labels in the company's language, on one line each; what has two lines keeps them."""
    said: pd.Series = texts.map(current_look().writer.vocabulary.said).str.replace(" ", NO_BREAK)
    return said


def _zero_line(look: Look) -> alt.Chart:
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).encode(x=alt.datum(0))
    line: alt.Chart = zero.mark_rule(color=look.theme.second, strokeWidth=1.25)
    return line


def before_after(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return two lines around a change: what was seen, and what comparable ones let expect.

    Parameters
    ----------
    rows
        `label rank series value text fact`: a row a line and period, in order; the first series is the subject.
    """
    if rows["rank"].nunique() < 2:
        return None
    look = current_look()
    series = list(dict.fromkeys(rows["series"]))
    colors = [look.theme.accents[0], look.theme.accents[1]]
    frame = rows.assign(shown=_kept_together(rows["series"]) + NO_BREAK + _kept_together(rows["text"]))
    frame["end"] = frame["rank"] == frame.groupby("series")["rank"].transform("max")
    ends, most = frame[frame["end"]], float(frame["value"].max())
    if ends["value"].max() - ends["value"].min() < _TOO_NEAR * most:  # two labels would lie over one another
        both = ", ".join(ends["shown"])
        frame.loc[frame["end"], "shown"] = [both, *[""] * (len(ends) - 1)]
    base = alt.Chart(frame).encode(
        x=alt.X("label:O", sort=list(dict.fromkeys(frame["label"])), axis=alt.Axis(labelFontSize=TICK)),
        y=alt.Y("value:Q", axis=alt.Axis(format=",.0f" if most >= _FEW else ",.1f"), scale=alt.Scale(zero=True)),
        color=alt.Color("series:N", scale=alt.Scale(domain=series, range=colors), legend=None),
    )
    end = base.transform_filter(alt.datum.end)
    label = end.mark_text(align="left", dx=10, fontWeight="bold").encode(text="shown:N")
    return layered(base.mark_line(), end.mark_point(filled=True, size=80, opacity=1), label)


def would_have_shown(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return bars: the smallest effect of each outcome that this data would have shown, the smallest first.

    Parameters
    ----------
    rows
        `SHOWN_COLUMNS`, in points. With a column `forecast` they are of one outcome, in order of time, and what is
        forecast is hatched.
    """
    if rows.empty:
        return None
    look = current_look()
    accent, ground = look.theme.accents[0], look.theme.ground
    frame = rows if "forecast" in rows else rows.sort_values("value").assign(forecast=False)
    frame = frame.assign(high=frame["value"])
    y = alt.Y("label:N", sort=list(frame["label"]), scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2))
    span = alt.Scale(domain=[0, 1.35 * float(frame["value"].max())], nice=False)
    base = alt.Chart(frame).encode(y=y, x=alt.X("value:Q", axis=None, scale=span), detail="fact:N")
    texts = base.mark_text(align="left", dx=6, fontSize=STRONG, fontWeight="bold").encode(text="text:N")
    bars = base.mark_bar(color=accent)
    if frame["forecast"].any():
        fill = alt.when(alt.datum.forecast).then(alt.value(hatched(accent, ground))).otherwise(alt.value(accent))
        bars = base.mark_bar(stroke=accent, strokeWidth=0.75).encode(fill=fill)
    return layered(bars, texts)


def value_bridge(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return floating columns that add up to the last one, a thin line from each to the next.

    Parameters
    ----------
    rows
        `label start end text tone fact`: `tone` is ``part``, ``loss``, ``total``, or ``beside`` for what stands beside
        the sum and is no part of it; a text may have two lines. `low` and `high`, where given, are the ends of a
        column's interval. None where a column crosses zero.
    """
    crosses = (rows[["start", "end"]].min(axis=1) < 0) & (rows[["start", "end"]].max(axis=1) > 0)
    if rows.empty or crosses.any():
        return None
    look = current_look()
    tones = dict(zip(("total", "loss", "part"), look.theme.accents[:3], strict=True)) | {"beside": look.theme.second}
    tones = {tone: color for tone, color in tones.items() if (rows["tone"] == tone).any()}
    frame = rows.assign(top=rows[["start", "end"]].max(axis=1), shown=_kept_together(rows["text"]))
    ranged = "high" in rows and bool(rows["high"].notna().any())
    if ranged:
        frame["top"] = frame[["top", "high"]].astype(float).max(axis=1)
    two_lines = frame["text"].str.contains("\n").any()
    scale = alt.Scale(
        domain=[min(0.0, float(frame["start"].min())), float(frame["top"].max()) * (1.25 if two_lines else 1.15)],
        nice=False,
    )
    x = alt.X("label:N", sort=list(frame["label"]), scale=alt.Scale(paddingInner=GAP, paddingOuter=GAP / 2))
    base = alt.Chart(frame).encode(x=x, detail="fact:N")
    bars = base.mark_bar().encode(
        y=alt.Y("start:Q", axis=None, scale=scale),
        y2="end:Q",
        color=alt.Color("tone:N", scale=alt.Scale(domain=list(tones), range=list(tones.values())), legend=None),
    )
    split = base.transform_calculate(lines="split(datum.shown, '\\n')")
    texts = split.mark_text(dy=-8, baseline="bottom", fontSize=LABEL).encode(
        y=alt.Y("top:Q", scale=scale, axis=None), text="lines:N"
    )
    lines = connectors(frame, _handed_on(frame), x=x, y=scale, color=look.theme.accents[1])
    length = float((frame["high"] - frame["low"]).max()) / float(frame["top"].max()) if ranged else 0.0
    interval = whiskers(base, "end", scale, look, length=length) if ranged else []
    return layered(bars, *([] if lines is None else [lines]), *interval, texts)


def _handed_on(columns: pd.DataFrame) -> list[float | None]:
    """Return the level at which each column of a bridge but the last leads to the next; None to what stands beside."""
    return [
        None if tone == "beside" else float(end)
        for end, tone in zip(columns["end"].iloc[:-1], columns["tone"].iloc[1:], strict=True)
    ]


def tornado(rows: pd.DataFrame, base: float) -> alt.LayerChart | None:
    """Return bars from the base value to where each source of doubt would move it, the widest first.

    Parameters
    ----------
    rows
        `label at_low at_high low_text high_text fact`, at most seven; the values are the answer's, and the texts stand
        at the ends of the bars. `fact_label` is that of a figure in the label, where there is one.
    base
        The answer: bars begin there, so that the axis holds differences from it.
    """
    if rows.empty:
        return None
    look = current_look()
    widest = rows.assign(width=(rows["at_high"] - rows["at_low"]).abs()).sort_values("width", ascending=False).head(7)
    sides = [
        widest.assign(series=name, value=widest[f"at_{name}"] - base, text=widest[f"{name}_text"])
        for name in ("low", "high")
    ]
    given = [each for each in ("fact_label",) if each in rows]
    ends = pd.concat(sides)[["label", "series", "value", "text", "fact", *given]]
    least, most = min(0.0, float(ends["value"].min())), max(0.0, float(ends["value"].max()))
    room = _BESIDE * ((most - least) or 1.0)
    span = alt.Scale(domain=[least - room, most + room], nice=False)
    y = alt.Y("label:N", sort=list(widest["label"]), scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2))
    colors = alt.Scale(domain=["low", "high"], range=[look.theme.accents[1], look.theme.accents[0]])
    bars = (
        alt.Chart(ends)
        .mark_bar()
        .encode(
            y=y,
            x=alt.X("value:Q", axis=None, scale=span, stack="zero"),
            color=alt.Color("series:N", scale=colors, legend=None),
            detail="fact:N",
        )
    )
    return layered(bars, *_at_ends(ends, y, span), _zero_line(look))


def _at_ends(ends: pd.DataFrame, y: alt.Y, span: alt.Scale) -> list[alt.Chart]:
    """Return a tornado's values: each at its end of the bar, outside."""
    shown = ends.assign(shown=_kept_together(ends["text"]))
    x = alt.X("value:Q", scale=span, axis=None)
    low, high = (
        alt.Chart(shown[shown["series"] == side]).encode(y=y, x=x, text="shown:N", detail="fact:N")
        for side in ("low", "high")
    )
    return [
        low.mark_text(align="right", dx=-6, fontSize=LABEL),
        high.mark_text(align="left", dx=6, fontSize=LABEL),
    ]


def detectable_curve(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return the smallest effect that so many accounts would show, with a point at the plan and one at today.

    Parameters
    ----------
    rows
        `CURVE_COLUMNS`: `role` is ``plan``, ``today``, or empty for the curve alone. None for fewer than two rows.
    """
    if len(rows) < 2:
        return None
    look = current_look()
    frame = rows.sort_values("accounts").assign(shown=_kept_together(rows["text"]))
    most = float(frame["accounts"].max())
    base = alt.Chart(frame).encode(
        x=alt.X(
            "accounts:Q",
            scale=alt.Scale(domain=[0.0, most], nice=False),
            axis=alt.Axis(labelFontSize=TICK, tickCount=4, grid=False, format=",.0f"),
            title=None,
        ),
        y=alt.Y(
            "value:Q",
            scale=alt.Scale(domain=[0.0, 1.25 * float(frame["value"].max())], nice=False),
            axis=alt.Axis(labelFontSize=TICK, tickCount=4, format="d", grid=False),
            title=None,
        ),
    )
    layers = [base.mark_line(color=look.theme.accents[0], strokeWidth=2.5)]
    for role, color in (("today", look.theme.accents[1]), ("plan", look.theme.accents[0])):
        point = base.transform_filter(alt.datum.role == role).encode(detail="fact:N")
        layers.append(point.mark_point(filled=True, size=_MARK, opacity=1, color=color))
        words = point.mark_text(align="left", dx=10, dy=-8, fontSize=LABEL, fontWeight="bold", color=look.theme.ink)
        layers.append(words.encode(text="shown:N"))
    return layered(*layers)


def labelled_line(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return one line with a text at each point: what so many accounts would show, or an index over time.

    Parameters
    ----------
    rows
        `label rank value text fact`: a row a point, in order. None for fewer than two.
    """
    if len(rows) < 2:
        return None
    look = current_look()
    frame = rows.assign(shown=_kept_together(rows["text"]))
    base = alt.Chart(frame).encode(
        x=alt.X("label:O", sort=list(frame["label"]), axis=alt.Axis(labelFontSize=TICK), scale=alt.Scale(padding=0.3)),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(zero=True, domainMax=float(frame["value"].max()) * 1.2)),
    )
    line = base.mark_line(color=look.theme.accents[0])
    texts = base.mark_text(dy=-10, baseline="bottom", fontSize=STRONG, fontWeight="bold").encode(text="shown:N")
    return layered(line, base.mark_point(filled=True, size=80, opacity=1, color=look.theme.accents[0]), texts)
