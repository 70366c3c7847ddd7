"""Charts of estimates: intervals beside zero, before and after a change, value that adds up, and what more would show.

Each takes rows that are made already, since estimates are no metrics of the catalogue. Every chart is made of bars and
lines, so that PowerPoint gets a chart of its own that can be edited.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import altair as alt
import pandas as pd

from valuestory.slides.number_words import NO_BREAK
from valuestory.story.look import LABEL, STRONG, TICK, Look, current_look

FOREST_COLUMNS: Final = ("label", "estimate", "low", "high", "text", "established", "fact")
BRIDGE_COLUMNS: Final = ("label", "start", "end", "text", "tone", "fact")
TORNADO_COLUMNS: Final = ("label", "at_low", "at_high", "text", "fact")
_TOO_NEAR: Final = 0.06
"""Ends of lines nearer than this share of the axis have one label between them."""
_FEW: Final = 10
_MARK: Final = 0.012
"""Half the width of an estimate's mark, as a share of the axis."""


def forest(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return intervals beside zero, an estimate a row: the mark is the estimate, the bar its range.

    Parameters
    ----------
    rows
        `label estimate low high text established fact`, at most nine, all in one unit; what is not established is grey.
    """
    look = current_look()
    known = rows.dropna(subset=["estimate", "low", "high"]).head(9)
    if known.empty:
        return None
    least, most = min(0.0, float(known["low"].min())), max(0.0, float(known["high"].max()))
    room = most - least
    pieces = pd.DataFrame([piece for row in known.to_dict("records") for piece in _pieces(row, _MARK * room)])
    colors = {
        "from zero": look.theme.ground,
        "range": look.theme.accents[2],
        "estimate": look.theme.accents[0],
        "range, not established": look.theme.accents[5],
        "estimate, not established": look.theme.second,
    }
    pieces["series"] = pieces["piece"] + pieces["side"]
    used = pieces.drop_duplicates("series").sort_values("order")
    domain = list(used["series"])
    scale = alt.Scale(domain=domain, range=[colors[each] for each in used["piece"]])
    order = list(known["label"])
    y = alt.Y("label:N", sort=order, scale=alt.Scale(paddingInner=0.55, paddingOuter=0.3))
    span = alt.Scale(domain=[least - 0.04 * room, most + 0.5 * room], nice=False)
    bars = (
        alt.Chart(pieces)
        .mark_bar()
        .encode(
            y=y,
            x=alt.X("value:Q", axis=None, scale=span, stack="zero"),
            color=alt.Color("series:N", scale=scale, legend=None),
            order=alt.Order("order:Q"),
            detail="fact:N",
        )
    )
    ends = known.assign(high=[_edges(row, _MARK * room)[-1] for row in known.to_dict("records")])
    return _layered(bars, _texts(ends, y, span), _zero_line(look))  # a rule before the texts breaks Vega-Lite's sort


def _pieces(row: Mapping[Hashable, Any], half: float) -> Iterator[dict[str, Any]]:
    """Yield a row's bar in pieces, outwards from zero on each side: a space, the range, the estimate, the range."""
    edges = _edges(row, half)
    tone = "" if row["established"] else ", not established"
    names = [f"range{tone}", f"estimate{tone}", f"range{tone}"]
    for side, sign in ((" above", 1.0), (" below", -1.0)):
        outwards = sorted(max(0.0, sign * each) for each in edges)
        parts = [("from zero", outwards[0]), *zip(names, _lengths(outwards), strict=True)]
        for place, (piece, length) in enumerate(parts):
            if length > 0:
                yield {
                    "label": row["label"],
                    "piece": piece,
                    "side": side if place < 2 else f"{side} {place}",
                    "order": place + (4 if sign < 0 else 0),
                    "value": sign * length,
                    "fact": row["fact"],
                    "text": row["text"],
                }


def _edges(row: Mapping[Hashable, Any], half: float) -> list[float]:
    """Return the ends of the range and of the mark, in order; what has no range to speak of is its mark alone."""
    low, middle, high = (float(row[name]) for name in ("low", "estimate", "high"))
    if high - low >= 2 * half:
        return [low, max(low, middle - half), min(high, middle + half), high]
    start = max(0.0, middle - half) if middle >= 0 else min(-2 * half, middle - half)
    return [start, start, start + 2 * half, start + 2 * half]


def _lengths(edges: Sequence[float]) -> list[float]:
    return [after - before for before, after in pairwise(edges)]


def _texts(rows: pd.DataFrame, y: alt.Y, span: alt.Scale) -> alt.Chart:
    shown = rows.assign(shown=_kept_together(rows["text"]), end=rows["high"].clip(lower=0.0))
    base = alt.Chart(shown).encode(y=y, x=alt.X("end:Q", scale=span, axis=None), text="shown:N", detail="fact:N")
    texts: alt.Chart = base.mark_text(align="left", dx=8, fontSize=LABEL)
    return texts


def _kept_together(texts: pd.Series) -> pd.Series:
    """Return labels in the company's language, on one line each; what has two lines keeps them."""
    said: pd.Series = texts.map(current_look().writer.vocabulary.said).str.replace(" ", NO_BREAK)
    return said


def _zero_line(look: Look) -> alt.Chart:
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).encode(x=alt.datum(0))
    line: alt.Chart = zero.mark_rule(color=look.theme.second, strokeWidth=1.25)
    return line


def _layered(*layers: alt.Chart) -> alt.LayerChart:
    layered = alt.layer(*layers)
    assert isinstance(layered, alt.LayerChart), "no layer is faceted"
    return layered


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
    return _layered(base.mark_line(), end.mark_point(filled=True, size=80, opacity=1), label)


def would_have_shown(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return bars: the smallest effect of each outcome that this data would have shown, the smallest first.

    Parameters
    ----------
    rows
        `label value text fact`, in points.
    """
    if rows.empty:
        return None
    look = current_look()
    frame = rows.sort_values("value").assign(high=rows["value"])
    y = alt.Y("label:N", sort=list(frame["label"]), scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2))
    span = alt.Scale(domain=[0, 1.35 * float(frame["value"].max())], nice=False)
    base = alt.Chart(frame).encode(y=y, x=alt.X("value:Q", axis=None, scale=span), detail="fact:N")
    texts = base.mark_text(align="left", dx=6, fontSize=STRONG, fontWeight="bold").encode(text="text:N")
    return _layered(base.mark_bar(color=look.theme.accents[0]), texts)


def value_bridge(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return floating columns that add up to the last one.

    Parameters
    ----------
    rows
        `label start end text tone fact`: `tone` is ``part``, ``loss``, ``total``, or ``beside`` for what stands beside
        the sum and is no part of it; a text may have two lines. None where a column crosses zero.
    """
    crosses = (rows[["start", "end"]].min(axis=1) < 0) & (rows[["start", "end"]].max(axis=1) > 0)
    if rows.empty or crosses.any():
        return None
    look = current_look()
    tones = dict(zip(("total", "loss", "part"), look.theme.accents[:3], strict=True)) | {"beside": look.theme.second}
    tones = {tone: color for tone, color in tones.items() if (rows["tone"] == tone).any()}
    frame = rows.assign(top=rows[["start", "end"]].max(axis=1), shown=_kept_together(rows["text"]))
    two_lines = frame["text"].str.contains("\n").any()
    scale = alt.Scale(
        domain=[min(0.0, float(frame["start"].min())), float(frame["top"].max()) * (1.25 if two_lines else 1.15)],
        nice=False,
    )
    base = alt.Chart(frame).encode(x=alt.X("label:N", sort=list(frame["label"])), detail="fact:N")
    bars = base.mark_bar().encode(
        y=alt.Y("start:Q", axis=None, scale=scale),
        y2="end:Q",
        color=alt.Color("tone:N", scale=alt.Scale(domain=list(tones), range=list(tones.values())), legend=None),
    )
    lines = base.transform_calculate(lines="split(datum.shown, '\\n')")
    texts = lines.mark_text(dy=-8, baseline="bottom", fontSize=LABEL).encode(
        y=alt.Y("top:Q", scale=scale, axis=None), text="lines:N"
    )
    return _layered(bars, texts)


def tornado(rows: pd.DataFrame, base: float) -> alt.LayerChart | None:
    """Return bars from the base value to where each source of doubt would move it, the widest first.

    Parameters
    ----------
    rows
        `label at_low at_high text fact`, at most seven; the values are the answer's.
    base
        The answer: bars begin there, so that the axis holds differences from it.
    """
    if rows.empty:
        return None
    look = current_look()
    widest = rows.assign(width=(rows["at_high"] - rows["at_low"]).abs()).sort_values("width", ascending=False).head(7)
    sides = [
        widest.assign(series=name, value=widest[end] - base) for name, end in (("low", "at_low"), ("high", "at_high"))
    ]
    ends = pd.concat(sides)[["label", "series", "value", "text", "fact"]]
    reach = float(ends["value"].abs().max()) or 1.0
    span = alt.Scale(domain=[-1.1 * reach, 2.2 * reach], nice=False)
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
    beside = widest.assign(high=widest[["at_low", "at_high"]].max(axis=1) - base)
    return _layered(bars, _texts(beside, y, span), _zero_line(look))


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
    return _layered(line, base.mark_point(filled=True, size=80, opacity=1, color=look.theme.accents[0]), texts)
