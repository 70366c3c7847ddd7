"""What a designer says of a layout in its name, in brackets: ``Chart left [vs:chart+takeaway, text in notes]``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, get_args

from valuestory.errors import did_you_mean
from valuestory.slides.chart_look import LABEL
from valuestory.slides.slide import Kind
from valuestory.slides.theme import LONGEST_TITLE

_BRACKETS: Final = re.compile(r"\[\s*vs\s*:\s*([^\]]*?)\s*\]", re.IGNORECASE)
_IN_NOTES: Final = "text in notes"
_LABELS: Final = re.compile(r"labels (\d{1,2})")
_TITLE: Final = re.compile(r"title (\d{2,3})")
_OPTION: Final = re.compile(rf"{_IN_NOTES}|{_LABELS.pattern}|{_TITLE.pattern}")


@dataclass(frozen=True)
class Bracketed:
    """The kind of slide as it is written, and what stands behind it, parted by commas."""

    said: str = ""
    options: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The slide kind, or nothing."""
        return self.said if self.said in get_args(Kind) else ""

    @property
    def misnamed(self) -> str:
        """What is wrong with what stands in brackets, in words, or nothing."""
        if not self.said:
            return ""
        if not self.kind:
            return f"[vs:{self.said}] is no kind of slide ({did_you_mean(self.said, get_args(Kind))})"
        unknown = next((each for each in self.options if not _OPTION.fullmatch(each)), "")
        known = '"text in notes", "labels 18" and "title 85" are known'
        return f'"{unknown}" in [vs:{self.said}] says nothing: {known}' if unknown else ""

    @property
    def text_in_notes(self) -> bool:
        """Whether text beside an exhibit goes to the notes: ``[vs:chart+takeaway, text in notes]``."""
        return _IN_NOTES in self.options

    @property
    def label_scale(self) -> float:
        """How much larger labels in charts, tiles and tables are: ``[vs:chart, labels 18]`` wants 18 points, not 14."""
        sizes = (match for each in self.options if (match := _LABELS.fullmatch(each)))
        return next((float(match[1]) / LABEL for match in sizes), 1.0)

    @property
    def longest_title(self) -> int:
        """How many characters a title has room for: ``[vs:chart, title 85]``; 110 where nothing is said."""
        limits = (match for each in self.options if (match := _TITLE.fullmatch(each)))
        return next((int(match[1]) for match in limits), LONGEST_TITLE)


def bracketed(name: str) -> Bracketed:
    """Return what a layout's name says in brackets."""
    match = _BRACKETS.search(name)
    said, *options = match[1].split(",") if match else [""]
    return Bracketed(re.sub(r"\s", "", said).lower(), tuple(" ".join(each.lower().split()) for each in options))
