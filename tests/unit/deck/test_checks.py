"""Each structural fault is found: a sound deck is broken in one way, and the check names it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.golden.sample_slides import RECORD, slides
from tests.validation import faults

from valuestory.deck import build_deck
from valuestory.deck.file.package import pack, read_parts
from valuestory.errors import DeckError

Parts = dict[str, bytes]
SLIDE = "ppt/slides/slide4.xml"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The parts of a deck without a fault."""
    done = build_deck(slides(), "valuestory", tmp_path_factory.mktemp("checks") / "deck.pptx", record=RECORD)
    assert faults(done.path) == []
    return read_parts(done.path)


def _swap(name: str, old: str, new: str, count: int = 1) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        text = parts[name].decode()
        changed = re.sub(old, new, text, count=count, flags=re.DOTALL)
        assert changed != text, f"{old} is not in {name}"
        return parts | {name: changed.encode()}

    return change


def _without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {each: data for each, data in parts.items() if each != name}


def _with(name: str, data: bytes) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {name: data}


FAULTS = {
    "has the id|shapes have the id": _swap(SLIDE, r'id="\d+" name="vs:takeaway"', 'id="2" name="vs:takeaway"'),
    "shapes have this name": _swap(SLIDE, 'name="vs:takeaway"', 'name="vs:title"'),
    "orphan": _with("ppt/slides/slide99.xml", b"<x/>"),
    "no content type": _with("ppt/media/film.unknown", b"x"),
    "stale ids": _swap("ppt/presentation.xml", r'<p14:sldId id="\d+"/>', '<p14:sldId id="9999"/>'),
    "cells for 5 columns": _swap("ppt/slides/slide7.xml", r"<a:tc>.*?</a:tc>", ""),
    "an empty placeholder": _swap(SLIDE, r'(name="vs:takeaway".*?<a:lstStyle/>).*?</p:txBody>', r"\1<a:p/></p:txBody>"),
    "{{ is left": _swap("ppt/notesSlides/notesSlide1.xml", "<a:t>", "<a:t>{{ csat }} "),
    "no alt text": _swap(SLIDE, r'descr="[^"]+"', 'descr=""'),
    "over the edge": _swap(SLIDE, r'<a:off x="\d+" y="\d+"/>|<p:xfrm><a:off x="\d+"', '<p:xfrm><a:off x="9000000"'),
    "there is room for": _swap(SLIDE, r"(name=\"vs:takeaway\".*?<a:t>)", r"\1" + "too many words " * 90),
}


@pytest.mark.parametrize("says", sorted(FAULTS))
def test_a_fault_is_found_and_named(sound: Parts, says: str, tmp_path: Path) -> None:
    """What Microsoft's validator or LibreOffice would let pass is named with its slide and shape."""
    broken = tmp_path / "broken.pptx"
    broken.write_bytes(pack(FAULTS[says](sound).items()))
    found = [each.what for each in faults(broken)]
    assert [what for what in found if any(part in what for part in says.split("|"))], found


@pytest.mark.parametrize(
    ("says", "damage"),
    [
        ("no part ppt/charts", _without("ppt/charts/chart1.xml")),
        ("broken XML", _with(SLIDE, b"<p:sld>")),
        ("is used and not defined", _swap(SLIDE, 'r:id="rId[0-9]+"', 'r:id="rId77"')),
    ],
)
def test_a_file_that_cannot_be_read_on_is_refused(
    sound: Parts, says: str, damage: Callable[[Parts], Parts], tmp_path: Path
) -> None:
    """The part that is missing or broken is named, and what to do."""
    broken = tmp_path / "broken.pptx"
    broken.write_bytes(pack(damage(sound).items()))
    with pytest.raises(DeckError, match=says) as caught:
        faults(broken)
    assert "PowerPoint" in caught.value.do
