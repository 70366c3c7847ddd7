"""A loss waterfall: from what was begun, step by step less, to what is left of it, with its interval."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from valuestory.slides.number_words import NO_BREAK
from valuestory.story.chart_forms.connectors import GAP, connectors
from valuestory.story.chart_forms.layers import layered
from valuestory.story.chart_forms.whiskers import whiskers
from valuestory.story.look import LABEL, STRONG, Look, current_look

LOSS_COLUMNS: Final = ("label", "start", "end", "role", "text", "kept", "low", "high", "span", "fact")
_LINE: Final = 0.095
"""A line of text as a share of the plot's height, in the larger labels of a board's room too."""
_LOW: Final = 0.08
"""A bar lower than this share of the largest has no room for its figure."""
_ROOM: Final = 0.19
"""What two lines of text take below a bar, as a share of the largest bar."""


def loss_waterfall(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return columns from a start to a result: what is lost hollow, what is left in the accent with its interval.

    Parameters
    ----------
    rows
        `LOSS_COLUMNS`, in order: `role` is ``start``, ``loss`` or ``result``; a bar runs from `start` to `end`, `text`
        is its figure, `kept` what stands below a loss, `low` and `high` the result's interval with `span` in words. A
        label may have two lines.

    Returns
    -------
    altair.LayerChart or None
        None for fewer than two rows, and where what is left lies below zero.
    """
    if len(rows) < 2 or float(rows["end"].min()) < 0:
        return None
    look = current_look()
    lower = rows[["start", "end"]].min(axis=1)
    frame = rows.assign(
        lower=lower, **{name: rows[name].str.replace(" ", NO_BREAK) for name in ("text", "kept", "span")}
    )
    most = float(frame["start"].max())
    y = alt.Scale(domain=[0.0, max(most, _least(frame["high"].max())) * (1.0 + 2.2 * _LINE)], nice=False)
    base = alt.Chart(frame).encode(x=_steps(frame), detail="fact:N")
    return layered(
        _bars(base, y, look),
        _connectors(frame, y, look),
        *_interval(base, frame, y, look),
        *_texts(base, frame, y, look),
    )


def _steps(frame: pd.DataFrame) -> alt.X:
    scale = alt.Scale(paddingInner=GAP, paddingOuter=GAP / 2)
    lines = alt.Axis(labelExpr="split(datum.value, '\\n')")
    return alt.X("label:N", sort=list(frame["label"]), scale=scale, axis=lines, title=None)


def _bars(base: alt.Chart, y: alt.Scale, look: Look) -> alt.Chart:
    grey, accent = (alt.value(color) for color in look.theme.accents[1::-1])
    result, loss = alt.datum.role == "result", alt.datum.role == "loss"
    bars: alt.Chart = base.mark_bar(strokeWidth=1.25).encode(
        y=alt.Y("start:Q", axis=None, scale=y),
        y2="end:Q",
        fill=alt.when(result).then(accent).when(loss).then(alt.value(look.theme.ground)).otherwise(grey),
        stroke=alt.when(result).then(accent).otherwise(grey),
    )
    return bars


def _connectors(frame: pd.DataFrame, y: alt.Scale, look: Look) -> alt.Chart:
    levels = [float(row["end"] if row["role"] == "loss" else row["start"]) for row in frame.to_dict("records")]
    lines = connectors(frame, levels[:-1], x=_steps(frame), y=y, color=look.theme.accents[1])
    assert lines is not None, "each bar leads to the next"
    return lines


def _least(value: Any) -> float:
    return 0.0 if pd.isna(value) else float(value)


def _is_low(frame: pd.DataFrame) -> bool:
    """Return whether the last bar is too low for its figure, which then stands over it."""
    return bool(frame["start"].iloc[-1] < _LOW * frame["start"].max())


def _interval(base: alt.Chart, frame: pd.DataFrame, y: alt.Scale, look: Look) -> list[alt.Chart]:
    """Return the result's interval, light inside its bar and dark above it, with its range over the cap."""
    most = float(frame["start"].max())
    result = base.transform_filter(alt.datum.role == "result")
    parts = whiskers(result, "start", y, look, length=float((frame["high"] - frame["low"]).max()) / most)
    result = result.transform_filter("isValid(datum.high)")
    span = result.mark_text(fontSize=LABEL, baseline="bottom", dy=-6, color=look.theme.second)
    raised = span.transform_calculate(span_at=f"datum.high + {_LINE * most if _is_low(frame) else 0.0}")
    return [*parts, raised.encode(y=alt.Y("span_at:Q", scale=y, axis=None), text="span:N")]


def _texts(base: alt.Chart, frame: pd.DataFrame, y: alt.Scale, look: Look) -> list[alt.Chart]:
    lost = base.transform_filter(alt.datum.role == "loss")
    losses = frame[frame["role"] == "loss"]
    most = float(frame["start"].max())
    below = losses.empty or float(losses["lower"].min()) > _ROOM * most
    first, second = (0.0, -_LINE * most) if below else (_LINE * most, 0.0)
    place = "lower" if below else "start"
    side: dict[str, Any] = {"fontSize": LABEL, "baseline": "top" if below else "bottom", "dy": 5 if below else -5}
    texts = (
        ("text", first, lost.mark_text(fontWeight="bold", color=look.theme.ink, **side)),
        ("kept", second, lost.mark_text(color=look.theme.second, **side)),
    )
    return [
        *_figures(base, y, look, low=_is_low(frame)),
        *(
            mark.transform_calculate(text_at=f"datum.{place} + {shift}").encode(
                y=alt.Y("text_at:Q", scale=y, axis=None), text=f"{name}:N"
            )
            for name, shift, mark in texts
        ),
    ]


def _figures(base: alt.Chart, y: alt.Scale, look: Look, *, low: bool) -> list[alt.Chart]:
    """Return the figures of start and result: at the foot of their bars, the result's over a bar that is too low."""
    foot, top = alt.YDatum(0, scale=y, axis=None), alt.Y("start:Q", scale=y, axis=None)
    drawn = []
    for role, color, at in (
        ("start", look.theme.ink, foot),
        ("result", look.theme.ink if low else look.theme.ground, top if low else foot),
    ):
        bar = base.transform_filter(alt.datum.role == role)
        text = bar.mark_text(fontSize=STRONG, fontWeight="bold", baseline="bottom", dy=-6, color=color)
        drawn.append(text.encode(y=at, text="text:N"))
    return drawn
