"""Excel's number formats as far as charts on slides need them: decimals, thousands, per cent, words around."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_EPOCH: Final = date(1899, 12, 30)
_DIGITS: Final = re.compile(r"[#0?][#0?,.]*|[.][0#?]+")
_DATES: Final = re.compile(r"[ymd]", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_BRACKETS: Final = re.compile(r"\[[^\]]*\]")
_FILLERS: Final = re.compile(r"[_*].")
_MOST_DECIMALS: Final = 6


@dataclass(frozen=True)
class NumberCode:
    """A format: what stands around the number, how many decimals it has, and what it is multiplied by.

    `decimals` of None shows as many as there are; `date` says that the number is a day.
    """

    before: str = ""
    after: str = ""
    decimals: int | None = None
    grouped: bool = False
    factor: float = 1.0
    is_date: bool = False

    def text(self, value: float) -> str:
        """Return a number as it is shown."""
        if self.is_date:
            return (_EPOCH + timedelta(days=value)).isoformat() if 0 < value < 1e6 else f"{value:g}"
        value *= self.factor
        if self.decimals is None:
            return f"{value:.{_MOST_DECIMALS}f}".rstrip("0").rstrip(".")
        shown = f"{abs(value):{',' if self.grouped else ''}.{self.decimals}f}"
        sign = "-" if value < 0 and any(each in "123456789" for each in shown) else ""
        return f"{sign}{self.before}{shown}{self.after}"

    def expression(self, value: str) -> str:
        """Return a Vega expression that shows the number that another one has."""
        if self.is_date or self.decimals is None:
            return f"format({value},'.{_MOST_DECIMALS}~f')"
        number = f"format(abs({value})*{self.factor:.12g},'{',' if self.grouped else ''}.{self.decimals}f')"
        return f"({value}<0?'-':'')+{json.dumps(self.before)}+{number}+{json.dumps(self.after)}"


@lru_cache(maxsize=64)
def number_code(code: str) -> NumberCode:
    """Return what a format says of positive numbers."""
    said = _CURRENCY.sub(lambda found: f'"{found[1]}"', code.partition(";")[0])
    said = _FILLERS.sub("", _BRACKETS.sub("", said))
    words = re.split(r'"([^"]*)"', said)
    bare = "".join(words[::2])
    digits = _DIGITS.search(bare)
    if digits is None:
        return NumberCode(is_date=bool(_DATES.search(bare)) and "general" not in bare.lower())
    whole, _, part = digits[0].partition(".")
    thousands = len(digits[0]) - len(digits[0].rstrip(","))
    before, _, after = said.partition(digits[0])
    return NumberCode(
        _plain(before),
        _plain(after),
        sum(each in "0#?" for each in part),
        "," in whole.rstrip(","),
        (100.0 if "%" in bare else 1.0) / 1000**thousands,
    )


def _plain(text: str) -> str:
    return text.replace('"', "").replace("\\", "")
