"""What says that a difference is good or bad: never its colour alone."""

from __future__ import annotations

import re
from typing import Any, Final

from valuestory.deck.lint.judging import JUDGING, is_judging
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck
from valuestory.deck.template.shades import Scheme, scheme_of

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SIGN: Final = re.compile(r"[+\u2212\u2013▲▼±]|(?<!\w)-\d")


def check_sign(seen: SeenDeck) -> Found:
    """Yield numbers, on slides that we drew, in the colour for good or bad that show no sign."""
    for slide in seen.drawn:
        scheme = scheme_of(slide.slide)
        for text in slide.texts:
            for words in text.paragraphs:
                judged = [run.text for run in words.runs if _judges(run.element, scheme)]
                if any(re.search(r"\d", each) for each in judged) and not _SIGN.search("".join(judged)):
                    said = "".join(judged).strip()[:40]
                    yield slide.number, text.shape, f'only its colour says whether "{said}" is good: + or − is missing'


def _judges(run: Any, scheme: Scheme) -> bool:
    named = run.find(f"{_A}rPr/{_A}solidFill/{_A}schemeClr")
    color = scheme.color(named.get("val")) if named is not None and named.get("val") in JUDGING else None
    return color is not None and is_judging(color)
