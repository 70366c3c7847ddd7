"""What was changed beside what is comparable, around the change: two lines on a base of 100, and what parts them."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from valuestory.slides.number_words import MINUS, NO_BREAK
from valuestory.story.chart_forms.layers import layered
from valuestory.story.look import LABEL, STRONG, TICK, Look, current_look

COURSE_COLUMNS: Final = ("month", "series", "value", "text", "fact")
_APART: Final = 0.3
"""Ends of lines further apart than this share of the axis leave room for the difference between their labels."""


def indexed_lines(
    rows: pd.DataFrame, shipped: str, difference: str, difference_fact: str | None = None
) -> alt.LayerChart | None:
    """Return two lines by months from shipping (0), each named at its end, a dashed line where it was shipped.

    Parameters
    ----------
    rows
        `COURSE_COLUMNS`: a row a line and month, in order; the first series is the subject.
    shipped
        What stands at the dashed line.
    difference
        What parts the lines, with its range; it stands between their ends, in two lines where it has a line break.
    difference_fact
        The id of the fact that it tells.

    Returns
    -------
    altair.LayerChart or None
        None for fewer than two months, or for one line alone.
    """
    if rows["month"].nunique() < 2 or rows["series"].nunique() != 2:
        return None
    look = current_look()
    subject, other = dict.fromkeys(rows["series"])
    last = int(rows["month"].max())
    most = max(120.0, 1.15 * float(rows["value"].max()))
    ends = rows[rows["month"] == last].set_index("series")
    apart = abs(ends.loc[subject, "value"] - ends.loc[other, "value"]) > _APART * most
    plane = _Plane(rows, most, look)
    notes = [_shipped(plane, most, shipped)]
    if difference:
        notes.append(_between(plane, ends["value"].tolist(), last, (difference, difference_fact), apart=apart))
    lines = layered(*_lines(plane, rows, last), *(each for pair in notes for each in pair))
    return lines.properties(padding={"left": 0, "top": 0, "bottom": 0, "right": 2 * LABEL})


class _Plane:
    """The two axes that all layers share."""

    def __init__(self, rows: pd.DataFrame, most: float, look: Look) -> None:
        self.look = look
        months = [signed(month) for month in dict.fromkeys(rows["month"])]
        self.x = alt.X("label:O", sort=months, axis=alt.Axis(labelFontSize=TICK), title=None)
        scale = alt.Scale(domain=[0.0, most], nice=False)
        self.y = alt.Y("value:Q", scale=scale, axis=alt.Axis(tickCount=3, format="d"))


def _lines(plane: _Plane, rows: pd.DataFrame, last: int) -> list[alt.Chart]:
    look, found = plane.look, []
    for place, series in enumerate(dict.fromkeys(rows["series"])):
        color, width = (look.theme.accents[0], 2.5) if place == 0 else (look.theme.accents[1], 1.5)
        mine = rows[rows["series"] == series]
        named = (series + " " + mine["text"]).str.replace(" ", NO_BREAK)
        frame = mine.assign(shown=named, label=mine["month"].map(signed))
        base = alt.Chart(frame).encode(x=plane.x, y=plane.y)
        end = base.transform_filter(alt.datum.month == last)
        found += [
            base.mark_line(color=color, strokeWidth=width),
            end.mark_point(filled=True, size=80, opacity=1, color=color),
            end.mark_text(
                align="left",
                dx=10,
                fontSize=STRONG if place == 0 else LABEL,
                fontWeight="bold" if place == 0 else "normal",
                color=color if place == 0 else look.theme.second,
            ).encode(text="shown:N"),
        ]
    return found


def _shipped(plane: _Plane, most: float, words: str) -> list[alt.Chart]:
    at = alt.Chart(pd.DataFrame([{"label": signed(0), "value": most, "words": words}])).encode(x=plane.x)
    line = at.mark_rule(strokeDash=[4, 3], strokeWidth=1.25, color=plane.look.theme.second)
    text = at.mark_text(align="left", dx=6, dy=8, fontSize=TICK, color=plane.look.theme.second)
    return [line, text.encode(y=plane.y, text="words:N")]


def _between(
    plane: _Plane, ends: list[float], last: int, told: tuple[str, str | None], *, apart: bool
) -> list[alt.Chart]:
    middle = sum(ends) / 2 if apart else 0.45 * min(ends)
    words, fact = told
    row = {"label": signed(last), "value": middle, "words": words.replace(" ", NO_BREAK), "fact_words": fact}
    at = alt.Chart(pd.DataFrame([row])).encode(x=plane.x, y=plane.y)
    lines = at.transform_calculate(lines="split(datum.words, '\\n')")
    return [
        lines.mark_text(align="left", dx=10, fontSize=LABEL, fontWeight="bold", color=plane.look.theme.ink).encode(
            text="lines:N"
        )
    ]


def signed(month: int) -> str:
    """Return a month counted from shipping, with a true minus."""
    return str(month).replace("-", MINUS)
