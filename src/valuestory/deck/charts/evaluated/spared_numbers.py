"""Which numbers and times on an axis Vega must measure: the first and the last.

Digits are as wide as each other, so at a side the widest number is one of these. Texts beneath a chart that cannot meet
their neighbours hide none of them. Both are asked of the axis itself, in Vega's own expressions, since only Vega knows
its ticks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

Json = Mapping[str, Any]

_PLACED: Final = frozenset(
    {
        *("bandPosition", "labelBound", "labelLimit", "labelLineHeight", "labelOffset", "labelSeparation"),
        *("tickBand", "values"),
    }
)
"""What hides, cuts or moves a label otherwise than by its neighbours, or puts ticks at uneven places."""
_STYLED: Final = frozenset(
    {"align", "angle", "baseline", "dx", "dy", "font", "fontSize", "fontStyle", "fontWeight", "limit", "lineHeight"}
)
"""What may make one label of an axis wider than another of the same letters."""
_LINE: Final = 1.25
"""How far apart lines of text surely do not meet, in sizes of the type."""
_LETTER: Final = 0.85
"""The share of the size that the letters of `_NARROW` do not exceed on average."""
_NARROW: Final = r"/^([ -$'-?A-LN-VX-ln-vx-~\u2212\n]|[MWmw][ -$'-?A-LN-VX-ln-vx-~]{2})*$/"
"""Letters without M, W, m, w, %, & and @, and an M or W before two others, as in the names of months."""
_TURNED_IN: Final = 1.5
"""Widths between the middles of two texts, of which one may stand at an end and reach inwards only."""
_MONTH: Final = 27 * 86_400_000
"""Milliseconds that ticks a month or more apart have between them; nearer ones may be uneven by more than a tenth."""
_EVEN: Final = 0.85
"""The share of their average that such ticks have between them at least."""

_TICKS: Final = "item.mark.items"
_AT: Final = f"{_TICKS}[indexof(pluck({_TICKS}, 'datum.index'), "
"""Ticks that come later, as an axis gets shorter or longer, stand behind those that there were."""
_FIRST, _LAST = f"{_AT}0)].datum", f"{_AT}1)].datum"
_BETWEEN: Final = "datum.index > 0 && datum.index < 1"
_GAPS: Final = f"(length({_TICKS}) - 1)"


def spared(axis: Json, scale: Json, settings: Mapping[str, Sequence[Any]]) -> str | None:
    """Return the expression for whether the width of a tick's text changes nothing.

    Parameters
    ----------
    axis, scale
        An axis with level labels, and its scale, as Vega has them.
    settings
        What is set of the axis, or of all axes.

    Returns
    -------
    None where every width matters, or may: on axes of names, and where anything moves, cuts or styles a label by
    itself.
    """
    kind = scale.get("type", "linear")
    if kind not in ("linear", "time", "utc") or _PLACED & set(settings):
        return None
    if _STYLED & set(axis.get("encode", {}).get("labels", {}).get("update", {})):
        return None
    known = "isString(datum.label) && item.fontSize > 0"
    if axis.get("orient") in ("left", "right"):
        return f"{known} && {_narrower(axis['scale'])}" if kind == "linear" else None
    flush = all(isinstance(each, bool) for each in settings.get("labelFlush", ()))
    return f"{known} && {_apart(axis['scale'], kind)}" if flush else None


def _gap(scale: str) -> str:
    """Return the expression for how far apart an axis' ticks are on average."""
    name = json.dumps(scale)
    return f"(abs(scale({name}, {_LAST}.value) - scale({name}, {_FIRST}.value)) / {_GAPS})"


def _apart(scale: str, kind: str) -> str:
    """Return the expression for whether a text is neither first nor last, and none of its axis can meet another."""
    texts = f"join(pluck({_TICKS}, 'datum.label'), '\\n')"
    even = 1.0 if kind == "linear" else _EVEN
    longest = f"max(1, ceil({_gap(scale)} / item.fontSize * {even / _LETTER / _TURNED_IN:.4f}))"
    short = f"test({_NARROW}, {texts}) && !test(regexp('.{{' + {longest} + '}}'), {texts})"
    dated = f" && {_LAST}.value - {_FIRST}.value >= {_MONTH} * {_GAPS}" if kind != "linear" else ""
    return f"{_BETWEEN}{dated} && {short}"


def _narrower(scale: str) -> str:
    """Return the expression for whether a number is between the ends of its axis, and surely no wider than one there.

    Those at the ends may stand out over them, however wide they are.
    """
    surely = " || ".join(f"({_no_wider(f'{end}.label')})" for end in (_LAST, _FIRST))
    return f"{_BETWEEN} && {_gap(scale)} > {_LINE} * item.fontSize && ({surely})"


def _no_wider(end: str) -> str:
    """Return the expression for whether a number has no more digits than another, and nothing that this has not."""
    own, its = (f"replace({text}, /[0-9,]/g, '')" for text in ("datum.label", end))
    alike = f"{own} === {its} && length(datum.label) <= length({end})"
    bare = f"{own} === '' && length(datum.label) <= length({end}) - length({its})"
    return f"!test(/11/, {end}) && ({alike} || {bare})"  # fonts move two ones closer together than other digits
