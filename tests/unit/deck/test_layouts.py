"""The right layout is found on templates that nobody here made."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.sample_slides import slides

from valuestory.deck.drawing.arrange import arrange
from valuestory.deck.template.layouts import choose, effective_kind
from valuestory.deck.template.open import open_template
from valuestory.deck.template.signature import Signature, signatures
from valuestory.errors import DeckError
from valuestory.project import shipped
from valuestory.slides.slide import Paragraph, Run, Slide

SLIDES = {slide.key: slide for slide in slides()}
# Read off the templates by hand: which layout a person would take.
BY_HAND = {
    "automizer_additional_master.pptx": {
        "cover": "Titelfolie blue text",
        "part": "Abschnitts- überschrift",
        "answers": "Zwei Inhalte",
        "cost": "Titel und Inhalt",
        "pair": "Zwei Inhalte",
        "limits": "Titel und Inhalt",
        "method": "Titel und Inhalt",
        "answer": "Nur Titel",
    },
    "djpr_vic_gov.pptx": {"answers": "twothirds", "cost": "full", "pair": "half", "limits": "full", "method": "full"},
    "m3_tokens_ja.pptx": {
        "cover": "タイトル スライド",
        "part": "セクション見出し",
        "answers": "2 つのコンテンツ",
        "cost": "タイトルとコンテンツ",
        "answer": "タイトルのみ",
    },
    "mecanon_ufrj_potx.potx": {
        "cover": "Título da Apresentação (Limpo - Logo Mecanon)",
        "part": "Título da Apresentação (Preenchido - Logo Mecanon)",
        "cost": "Conteúdo",
        "method": "Conteúdo",
    },
    "rowland_helper.pptx": {
        "cover": "Title Slide",
        "part": "Section Header",
        "pair": "Two Content",
        "cost": "Title and Content",
        "answers": "Content with Caption",
        "limits": "Title and Content",
        "statement": "Blank Graphics",  # a bar beside the title of Title Only would stand alone
        "answer": "Title Only",
    },
}


@pytest.fixture(scope="module")
def own() -> list[Signature]:
    """What the shipped template's layouts offer."""
    return signatures(open_template(shipped("templates", "valuestory.pptx")))


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_a_real_templates_layouts_are_those_a_person_would_take(shared: Path, name: str) -> None:
    """Names are in four languages, half of the types are missing, and one file is a .potx."""
    offered = signatures(open_template(shared / "templates" / name))
    taken = {key: choose(SLIDES[key], offered).signature.name for key in BY_HAND[name]}
    assert taken == BY_HAND[name]


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_on_a_real_template_everything_stands_on_the_slide_and_exhibits_do_not_overlap(shared: Path, name: str) -> None:
    """Whatever a layout lacks is taken from its free area, not from its neighbours."""
    offered = signatures(open_template(shared / "templates" / name))
    height = offered[0].height
    for slide in slides():
        choice = choose(slide, offered)
        places = arrange(slide, effective_kind(slide), choice, height / 7.5)
        large = {
            role: place.box
            for role, place in places.items()
            if role in ("chart", "chart2", "table", "takeaway", "source")
        }
        for role, box in large.items():
            assert box.left >= 0, (slide.key, role)
            assert box.bottom <= height, (slide.key, role)
            assert all(box.overlap(other) < 0.001 for each, other in large.items() if each != role), (slide.key, role)


def test_a_decision_with_a_strip_takes_the_layout_with_the_strip(own: list[Signature]) -> None:
    """Two layouts say [vs:table]: the one with a place for the text wins, and the other for a table alone."""
    assert choose(SLIDES["decision"], own).signature.name.startswith("Decision")
    assert choose(SLIDES["limits"], own).signature.name.startswith("Table")


def test_figures_without_an_ask_do_not_get_an_empty_panel(own: list[Signature]) -> None:
    """Three figures alone stand on the layout without a panel, spread over its row."""
    slide = Slide("three", "kpi", SLIDES["answer"].title, numbers=SLIDES["answer"].numbers)
    choice = choose(slide, own)
    places = arrange(slide, "kpi", choice, 1.0)
    assert choice.signature.name == "Key figures [vs:kpi]"
    assert places["kpi1"].box.left == pytest.approx(0.767, abs=0.001)
    assert places["kpi3"].box.right == pytest.approx(0.767 + 11.8, abs=0.001)


def test_a_chart_with_text_is_a_chart_with_a_takeaway(own: list[Signature]) -> None:
    """Contents decide where the author's kind and they disagree, so that no text is lost."""
    slide = Slide("c", "chart", SLIDES["answers"].title, chart=SLIDES["answers"].chart, body=SLIDES["answers"].body)
    assert choose(slide, own).signature.kind == "chart+takeaway"


def test_a_kind_without_its_contents_is_refused(own: list[Signature]) -> None:
    """A table slide without a table would be an empty slide."""
    with pytest.raises(DeckError, match='"table" has no table'):
        choose(Slide("t", "table", Paragraph((Run("A title"),))), own)
