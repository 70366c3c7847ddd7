"""Excel formats for what Vega prints, chosen by agreement: the first format that reproduces every text is taken.

d3's format language is not translated. Each candidate is put together from the texts themselves (decimals, grouping,
words before and after, scale), then checked on every pair of value and text, rounding as Excel does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

Pair = tuple[float, str]

GENERAL: Final = "General"
_PARTS = re.compile(r"^(?P<before>[^\d.]*?)(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)(?P<after>[^\d]*)$")
_SCALES: Final = ((1.0, ""), (100.0, ""), (1e-3, ","), (1e-6, ",,"), (1e-9, ",,,"))
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATE_FORMATS: Final = (
    *(
        "yyyy",
        "mmm yyyy",
        "mmmm yyyy",
        "mmm yy",
        "mmm 'yy",
        "mmm",
        "mmmm",
        "yyyy-mm",
        "mm/yyyy",
        "mmm d",
        "mmm dd",
        "d mmm",
        "dd mmm",
    ),
    *(
        "d mmm yyyy",
        "dd mmm yyyy",
        "mmm d, yyyy",
        "mmm dd, yyyy",
        "yyyy-mm-dd",
        "dd/mm/yyyy",
        "mm/dd/yyyy",
        "dd.mm.yyyy",
    ),
    *("d/m/yyyy", "m/d/yyyy", "dd.mm.", "ddd d", "ddd dd", "ddd d mmm", "ddd", "dddd", "d", "dd", "mmm yyyy ", "yy"),
    *("hh:mm", "hh AM/PM", "h AM/PM", "hh:mm:ss", "d mmm hh:mm", "mmm d hh:mm"),
)
_DATE_TOKEN = re.compile(r"hh:mm:ss|hh:mm|hh AM/PM|h AM/PM|yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|.")


@dataclass(frozen=True)
class _Shape:
    """How a text writes its number; `scale` multiplies the value."""

    before: str
    after: str
    decimals: int
    grouped: bool
    plus: bool
    scale: float

    def pattern(self, *, sign: str = "") -> str:
        digits = ("#,##0" if self.grouped else "0") + ("." + "0" * self.decimals if self.decimals else "")
        thousands = next(commas for scale, commas in _SCALES if scale == self.scale)
        return sign + _quoted(self.before) + digits + thousands + _quoted(self.after)

    def text(self, value: float) -> str:
        rounded = _rounded(abs(value) * self.scale, self.decimals)
        number = f"{rounded:,.{self.decimals}f}" if self.grouped else f"{rounded:.{self.decimals}f}"
        sign = "-" if value < 0 and rounded else "+" if self.plus and value > 0 else ""
        return sign + self.before + number + self.after


def number_format(pairs: Iterable[Pair]) -> str | None:
    """Return an Excel format that prints each value as its text, or None when there is none.

    Examples
    --------
    >>> number_format([(0.25, "25%"), (1.0, "100%")])
    '0%'
    >>> number_format([(1234.5, "$1,234.5")])
    '"$"#,##0.0'
    >>> number_format([(1.0, "one")]) is None
    True
    """
    texts = [(value, plain(text)) for value, text in pairs]
    if not texts:
        return GENERAL
    if all(general(value) == text for value, text in texts):
        return GENERAL
    return next((found for found in _candidates(texts) if found is not None), None)


def nearest_format(pairs: Iterable[Pair]) -> str | None:
    """Return a format that says the same numbers in other digits ("2.0M" for "2M"), or None.

    An axis may use it; a data label may not.
    """
    texts = [(value, plain(text)) for value, text in pairs]
    shapes = [shape for value, text in texts if value and (shape := _shape(value, text)) is not None]
    if len(shapes) < sum(1 for value, _ in texts if value) or not shapes:
        return None
    widest: dict[tuple[str, str, float], _Shape] = {}
    for shape in sorted(shapes, key=lambda shape: (shape.decimals, shape.grouped)):
        widest[shape.before, shape.after, shape.scale] = shape
    zero = next((text for value, text in texts if value == 0), None)
    if len(widest) > 1:
        return _sized(list(widest.values()), zero) if all(value >= 0 for value, _ in texts) else None
    shape = next(iter(widest.values()))
    alike = zero is None or ((found := _shape(0.0, zero)) is not None and found.after == shape.after)
    return shape.pattern() if alike else f"{shape.pattern()};-{shape.pattern()};{_quoted(zero or '')}"


def plain(text: str) -> str:
    """Return a text with the ASCII minus that Excel writes, and ordinary spaces."""
    return text.replace("\u2212", "-").replace("\u00a0", " ")


def general(value: float) -> str:
    """Return what Excel's General format prints (up to 11 digits)."""
    text = f"{value:.10g}"
    return "0" if text == "-0" else text


def _candidates(texts: Sequence[Pair]) -> Iterator[str | None]:
    shapes = [(value, text, _shape(value, text)) for value, text in texts]
    signed = [(value, shape) for value, _, shape in shapes if shape is not None and value]
    for _, shape in signed:
        if shape.plus or "(" in shape.before:
            continue
        if all(shape.text(value) == text for value, text in texts):
            yield shape.pattern()
            return
    yield _with_zero(texts, [shape for _, shape in signed])
    yield _by_size(texts, signed)
    if not signed and texts:
        yield _only_zero(texts)


def _with_zero(texts: Sequence[Pair], shapes: Sequence[_Shape]) -> str | None:
    """Return a format in three parts: above zero, below zero, zero."""
    zeros = {text for value, text in texts if value == 0}
    for shape in shapes:
        others = [(value, text) for value, text in texts if value != 0]
        if all(shape.text(value) == text for value, text in others) and len(zeros) <= 1:
            zero = _quoted(next(iter(zeros))) if zeros else shape.pattern()
            return f"{shape.pattern(sign='+' if shape.plus else '')};{shape.pattern(sign='-')};{zero}"
    return None


def _by_size(texts: Sequence[Pair], signed: Sequence[tuple[float, _Shape]]) -> str | None:
    """Return a format with another unit from a size on ("$800k", "$1.2M"), for values of one sign."""
    shapes = {(shape.before, shape.after, shape.scale): shape for _, shape in signed}
    if not 1 < len(shapes) <= 3 or any(value < 0 for value, _ in texts):
        return None
    ordered = sorted(shapes.values(), key=lambda shape: shape.scale)
    for value, text in texts:
        if next((each for each in ordered if value >= 1 / each.scale), ordered[-1]).text(value) != text:
            return None
    return _sized(ordered)


def _sized(shapes: Sequence[_Shape], zero: str | None = None) -> str | None:
    ordered = sorted(shapes, key=lambda shape: shape.scale)
    if len(ordered) > 3 or len({shape.scale for shape in ordered}) < len(ordered):
        return None
    parts = [f"[>={1 / shape.scale:.0f}]{shape.pattern()}" for shape in ordered]
    if zero == "0" and len(ordered) == 2 and ordered[-1].after:
        return ";".join([*parts, "0"])
    return ";".join([*parts[:-1], ordered[-1].pattern()])


def _only_zero(texts: Sequence[Pair]) -> str | None:
    shape = _shape(0.0, texts[0][1])
    return shape.pattern() if shape and all(shape.text(value) == text for value, text in texts) else None


def _shape(value: float, text: str) -> _Shape | None:
    sign, body = (text[0], text[1:]) if text[:1] in "+-" and text else ("", text)
    found = _PARTS.match(body)
    if found is None or (sign == "-" and value >= 0):
        return None
    digits = found["number"].replace(",", "")
    decimals = len(digits.partition(".")[2])
    scale = _scale(abs(value), float(digits), decimals, found["after"])
    if scale is None:
        return None
    return _Shape(found["before"], found["after"], decimals, "," in found["number"], sign == "+", scale)


def _scale(value: float, shown: float, decimals: int, after: str) -> float | None:
    half = 0.5000001 * 10.0**-decimals
    if after.strip().startswith("%"):
        return 100.0
    return next((scale for scale, _ in _SCALES if scale != 100.0 and abs(value * scale - shown) <= half), None)


def _rounded(value: float, decimals: int) -> Decimal:
    # Excel rounds the shortest decimal form of a value, halves away from zero; beyond fifteen digits
    # there are no decimals to round.
    if abs(value) >= 1e15:
        return Decimal(f"{value:.15g}")
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _quoted(text: str) -> str:
    if not text:
        return ""
    if text.strip() == "%":
        return text
    return '"' + text.replace('"', '""') + '"'


def date_format(pairs: Iterable[tuple[datetime, str]]) -> str | None:
    """Return an Excel date format (English names, as Vega has them) that prints each date as its text, or None."""
    known = list(pairs)
    fits = (each for each in DATE_FORMATS if all(date_text(date, each) == text for date, text in known))
    found = next(fits, None)
    return excel_date(found) if found is not None else None


def excel_date(pattern: str) -> str:
    """Return a date pattern as Excel wants it: English whatever the reader's language, its own signs quoted."""
    return "[$-409]" + pattern.replace("'", '"\'"').replace(", ", '", "')


def date_text(date: datetime, pattern: str) -> str:
    """Return what a date pattern prints."""
    words = {
        "yyyy": f"{date.year:04d}",
        "yy": f"{date.year % 100:02d}",
        "mmmm": _MONTHS[date.month - 1],
        "mmm": _MONTHS[date.month - 1][:3],
        "mm": f"{date.month:02d}",
        "m": str(date.month),
        "dddd": _DAYS[date.weekday()],
        "ddd": _DAYS[date.weekday()][:3],
        "dd": f"{date.day:02d}",
        "d": str(date.day),
        "hh:mm": f"{date:%H:%M}",
        "hh:mm:ss": f"{date:%H:%M:%S}",
        "hh AM/PM": f"{date:%I %p}",
        "h AM/PM": f"{date:%I %p}".removeprefix("0"),
    }
    return "".join(words.get(token, token) for token in _DATE_TOKEN.findall(pattern))
