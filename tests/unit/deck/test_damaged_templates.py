"""A template that was damaged at random: a whole deck, or an error that names the file, and never anything else."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.golden.sample_slides import RECORD, slides
from tests.unit.deck.damage import damaged, small_template
from tests.unit.deck.designed_template import picture
from tests.validation import faults

from valuestory.deck import build_deck, fill_deck
from valuestory.deck.file.package import pack, read_parts
from valuestory.errors import DeckError, TemplateError, ValueStoryError

TOLD = [each for each in slides() if each.key in ("answers", "cost", "figures", "decision")]
STORY = replace(RECORD, storyline=())
VALUES: dict[str, Any] = {
    "answers_accepted": 141_000,
    "answers_reached": 412_000,
    "cost_share": 0.046,
    "chart": [{"step": "Reached", "Answers": 412}, {"step": "Accepted", "Answers": 141}],
    "figures": [dict(zip("abcde", (name, "1", "2", "3", "4"), strict=True)) for name in ("one", "two")],
    "cost": picture(),
}


def built(template: Path, out: Path, *, plain: bool) -> str:
    """Return what became of a damaged template, in a word; a fault of the deck and a lost name are told whole."""
    try:
        fill_deck(template, VALUES, out) if plain else build_deck(TOLD, template, out, record=STORY)
    except ValueStoryError as error:
        if out.exists():
            return f"refused, and yet written: {error}"
        return "refused" if template.name in error.where else f"refused without the file's name: {error}"
    found = faults(out)
    out.unlink()
    return "whole" if not found else f"written with faults: {found}"


@pytest.mark.parametrize(("plain", "first", "count"), [(True, 0, 138), (False, 500, 12)])
def test_damage_of_any_kind_ends_in_a_whole_deck_or_in_an_error_that_names_the_file(
    tmp_path: Path, plain: bool, first: int, count: int
) -> None:
    """Cut XML, lost and misled relations, wrong types and values, swapped, doubled and overwritten parts, by seed.

    A plain fill is cheap, so most are of that; nothing is left beside either.
    """
    parts = small_template(tmp_path / "sound.pptx", plain=plain)
    template, out = tmp_path / "broken.pptx", tmp_path / "deck.pptx"
    ends: Counter[str] = Counter()
    for seed in range(first, first + count):
        done, data = damaged(parts, seed)
        template.write_bytes(data)
        end = built(template, out, plain=plain)
        assert end in ("whole", "refused"), (done, end)
        ends[end] += 1
    assert min(ends["whole"], ends["refused"]) > count / 5
    assert {each.name for each in tmp_path.iterdir()} == {"sound.pptx", "broken.pptx"}


def test_a_lost_relation_and_a_part_of_another_kind_are_told_by_the_parts_name(tmp_path: Path) -> None:
    """A layout whose master is not led to, and notes that are typed as something else."""
    parts = small_template(tmp_path / "sound.pptx", plain=True)
    rels = "ppt/slideLayouts/_rels/slideLayout2.xml.rels"
    types = "[Content_Types].xml"
    lost = {**parts, rels: b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'}
    typed = {**parts, types: parts[types].replace(b"notesSlide+xml", b"tableStyles+xml")}
    for changed, says in ((lost, "/ppt/slideLayouts/slideLayout2.xml has no slide master"), (typed, "a slide's notes")):
        template = tmp_path / "broken.pptx"
        template.write_bytes(pack(changed.items()))
        with pytest.raises(TemplateError) as caught:
            fill_deck(template, VALUES, tmp_path / "deck.pptx")
        assert says in caught.value.what
        assert caught.value.where == "broken.pptx"


@pytest.mark.parametrize(
    ("part", "sound", "broken", "told"),
    [
        (r"ppt/slides/slide\d+\.xml", rb'cy="\d+"', b'cy="/etc"', 'has a shape whose cy is "/etc"'),
        (r"ppt/slides/_rels/slide\d+\.xml\.rels", rb"/notesSlide\"", b'/notesSlid"', "is a slide's notes, and"),
        (r"ppt/slides/_rels/slide\d+\.xml\.rels", rb'<Relationship [^>]*/image"[^>]*/>', b"", "leads to no part"),
        (r"ppt/slides/slide\d+\.xml", rb'<p:cNvPr id="3"[^>]*/>', b"", "a shape without a name"),
        (r"ppt/slides/slide\d+\.xml", rb'<a:off x="\d+"', b"<a:off", "a shape without its x"),
        (r"ppt/notesSlides/notesSlide\d+\.xml", rb'xmlns:a="[^"]*"', b'xmlns:a="NaN"', "does not hold what"),
        (r"ppt/slideLayouts/slideLayout\d+\.xml", rb"(?s)\A.+\Z", b"<a/>", "does not hold what"),
    ],
)
def test_a_slide_that_lost_what_it_needs_is_refused_by_its_name(
    tmp_path: Path, part: str, sound: bytes, broken: bytes, told: str
) -> None:
    """Notes that nobody finds would keep their tags, and a shape without a place would stop whoever measures it.

    A picture that is gone would make PowerPoint repair the deck.
    """
    parts = small_template(tmp_path / "sound.pptx", plain=True)
    name = next(each for each in parts if re.fullmatch(part, each) and re.search(sound, parts[each]))
    template = tmp_path / "broken.pptx"
    template.write_bytes(pack({**parts, name: re.sub(sound, broken, parts[name], count=1)}.items()))
    with pytest.raises(TemplateError, match="damaged") as caught:
        fill_deck(template, VALUES, tmp_path / "deck.pptx")
    assert told in caught.value.what
    assert "slide" in caught.value.what.lower()
    assert not (tmp_path / "deck.pptx").exists()


def test_shapes_that_share_an_id_get_their_own(tmp_path: Path) -> None:
    """No validator notices, PowerPoint repairs such a file, and the designer cannot see ids."""
    parts = small_template(tmp_path / "sound.pptx", plain=True)
    name = "ppt/slides/slide2.xml"
    ids = re.findall(rb'<p:cNvPr id="(\d+)"', parts[name])
    doubled = parts[name].replace(b'<p:cNvPr id="%s"' % ids[-1], b'<p:cNvPr id="%s"' % ids[-2])
    assert doubled != parts[name]
    template = tmp_path / "doubled.pptx"
    template.write_bytes(pack({**parts, name: doubled}.items()))
    assert [each.rule for each in faults(template) if each.rule == "shape-ids"] == ["shape-ids"]
    assert faults(fill_deck(template, VALUES, tmp_path / "deck.pptx").path) == []


@pytest.mark.parametrize("plain", [True, False])
def test_data_that_do_not_fit_a_designed_slide_name_the_file_that_it_is_in(tmp_path: Path, plain: bool) -> None:
    """The designer's file, not the deck that was to be written; what fails on a slide of the story's names neither."""
    template, out = tmp_path / "corp.pptx", tmp_path / "deck.pptx"
    parts = small_template(template, plain=plain)
    name = "ppt/slides/slide2.xml"
    column = re.search(rb"<a:gridCol[^>]*/>", parts[name])
    assert column is not None
    template.write_bytes(pack({**parts, name: parts[name].replace(column[0], 2 * column[0], 1)}.items()))
    with pytest.raises(DeckError, match="columns") as caught:
        fill_deck(template, VALUES, out) if plain else build_deck(TOLD, template, out, record=STORY)
    assert caught.value.where.startswith("corp.pptx, slide 2")
    wrong = replace(TOLD[0], key="other", kind="table", chart=None, table=None)
    with pytest.raises(DeckError, match="has no table") as drawn:
        build_deck([*TOLD, wrong], "valuestory", out, record=STORY)
    assert drawn.value.where == 'slide "other"'


def test_a_chart_that_lost_its_workbook_gets_a_new_one(tmp_path: Path) -> None:
    """The data are ours; nothing of the lost workbook was needed."""
    parts = small_template(tmp_path / "sound.pptx", plain=True)
    template = tmp_path / "lost.pptx"
    gone = ("ppt/charts/_rels/chart1.xml.rels", "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx")
    assert set(gone) < set(parts)
    template.write_bytes(pack((name, data) for name, data in parts.items() if name not in gone))
    done = fill_deck(template, VALUES, tmp_path / "deck.pptx")
    assert faults(done.path) == []
    assert [each for each in read_parts(done.path) if each.endswith(".xlsx")]
