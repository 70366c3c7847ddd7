"""From a number on a slide back to where it comes from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from pptx import Presentation
from tests.golden.sample_slides import FACTS, RECORD, slides

from valuestory.deck import build_deck
from valuestory.deck.drawing.notes import SHAPE
from valuestory.deck.file.evidence import Evidence, Shown, read_evidence
from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.lint.linting import lint_deck
from valuestory.errors import DeckError
from valuestory.project import shipped

TEMPLATE = shipped("templates", "valuestory.pptx")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample deck."""
    return build_deck(slides(), TEMPLATE, tmp_path_factory.mktemp("evidence") / "deck.pptx", record=RECORD).path


@pytest.fixture(scope="module")
def evidence(path: Path) -> Evidence:
    """What it says of its numbers."""
    return read_evidence(path)


def _text_at(deck: object, place: Shown) -> str:
    slide = next(each for each in deck.slides if each.slide_id == place.slide_id)  # type: ignore[attr-defined]
    name = "vs:notes" if place.shape == SHAPE else place.shape
    holder = f"//p:cNvPr[@name='{name}']/ancestor::*[self::p:sp or self::p:graphicFrame][1]"
    tree = (slide.notes_slide if place.shape == SHAPE else slide).shapes._spTree
    [shape] = tree.xpath(f".{holder}")
    body = shape if place.cell is None else shape.findall(".//{*}tr")[place.cell[0]].findall("{*}tc")[place.cell[1]]
    return str(body.findall(".//{*}p")[place.paragraph].findall("{*}r")[place.run].findtext("{*}t"))


def test_every_place_holds_the_text_that_the_evidence_says(path: Path, evidence: Evidence) -> None:
    """Slide id, shape name, cell, paragraph and run lead to the very run."""
    deck = Presentation(str(path))
    assert len(evidence.shown) > 80
    assert {each.cell is not None for each in evidence.shown} == {True, False}
    assert [each for each in evidence.shown if _text_at(deck, each) != each.text] == []


def test_facts_come_back_as_they_were(evidence: Evidence) -> None:
    """Value, interval, n, period, changes and evidence, exact and unrounded."""
    assert evidence.fact("value_defended@2025") == FACTS["value_defended@2025"]
    assert evidence.fact("answers_accepted@2025") == FACTS["answers_accepted@2025"]
    assert (evidence.company, evidence.period, evidence.currency) == ("Example company", "2025", "USD")


def test_chart_values_lead_to_their_facts(evidence: Evidence) -> None:
    """The bar of 412 thousand is the fact of the answers reached."""
    bars = [each for each in evidence.plotted if each.key == "answers"]
    assert [(each.fact, each.values["value"]) for each in bars] == [
        ("answers_reached@2025", 412),
        ("answers_delivered@2025", 256),
        ("answers_accepted@2025", 141),
    ]


def test_the_evidence_survives_libreoffice(path: Path, soffice: Path, tmp_path: Path) -> None:
    """A colleague who saves the deck there loses nothing: the part has its properties part."""
    command = [
        str(soffice),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pptx:Impress MS PowerPoint 2007 XML",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    again = read_evidence(tmp_path / path.name)
    assert again == read_evidence(path)
    before, after = (Presentation(str(each)) for each in (path, tmp_path / path.name))
    assert [each.slide_id for each in after.slides] == [each.slide_id for each in before.slides]
    drawn = {"vs:chart", "vs:table", "vs:kpi1"}
    assert {each.name for slide in after.slides for each in slide.shapes} >= drawn  # placeholders lose their names
    assert not [each for each in lint_deck(tmp_path / path.name) if each.rule in ("whole-file", "shown-alike")]


def test_a_deck_without_evidence_says_so() -> None:
    """A template is a deck that valuestory has not made."""
    with pytest.raises(DeckError, match="carries no evidence"):
        read_evidence(TEMPLATE)


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (rb"(<plotted [^>]*>)[^<]*<", rb"\1[0]<"),
        (rb' column="\d+"', b""),
        (rb' slideId="\d+"', b' slideId="first"'),
        (rb"(<fact[^>]*>)[^<]*<", rb"\1{}<"),
    ],
)
def test_damaged_evidence_is_told_as_that(path: Path, tmp_path: Path, sound: bytes, broken: bytes) -> None:
    """Values that are none, half an address, an id that is no number, a fact without a name."""
    parts = read_parts(path)
    name = next(each for each, data in parts.items() if each.startswith("customXml/item") and b"<evidence" in data)
    changed = re.sub(sound, broken, parts[name], count=1)
    assert changed != parts[name]
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(pack({**parts, name: changed}.items()))
    with pytest.raises(DeckError, match="evidence is damaged") as caught:
        read_evidence(deck)
    assert caught.value.where == "deck.pptx"
