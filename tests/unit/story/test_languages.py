"""Every language that ships tells the whole story: nothing of the English narrative is left to English."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from pptx import Presentation
from tests.spec.tables import company_of

from valuestory.deck import build_deck
from valuestory.metrics import METRICS
from valuestory.metrics.periods import Period
from valuestory.project import load_project
from valuestory.slides.facts import TAG
from valuestory.slides.html import report_html
from valuestory.slides.language import language_of, languages
from valuestory.slides.number_words import NO_BREAK, NumberWords
from valuestory.slides.slide import story_from_json, to_json
from valuestory.story import open_story
from valuestory.story.narrative.files import shipped_file
from valuestory.story.view import SlideView
from valuestory.story.wording.periods import axis_label, period_label

SLOT: Final = re.compile(r"<[^<>]+>|\{[^{}]*\}")
OTHERWISE: Final = re.compile(r"\bFalls gefragt|\bProdukt der Glieder|\bProdukt-Backlog|^Antwort:|^Tabelle \w+")
"""Words that a term's forms are as well: if, a product of numbers, a name, what is said when asked."""
NOTEBOOKS: Final = sorted((Path(__file__).parents[3] / "notebooks").glob("*.ipynb"))


def spoken_in(notebook: Path) -> Iterator[str]:
    """Each whole sentence that a notebook's cells give a slide for its notes."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        calls = ast.walk(ast.parse("".join(cell["source"]))) if cell["cell_type"] == "code" else ()
        for call in (each for each in calls if isinstance(each, ast.Call)):
            given = [each.value for each in call.keywords if each.arg == "notes" and isinstance(each.value, ast.List)]
            yield from (text.value for each in given for text in each.elts if isinstance(text, ast.Constant))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[each.stem for each in NOTEBOOKS])
@pytest.mark.parametrize("code", languages())
def test_what_a_notebook_has_the_speaker_say_is_said_in_every_language(code: str, notebook: Path) -> None:
    """Speaker notes are part of the story, in the notebooks whose words stand in their cells too."""
    language = language_of(code)
    assert [each for each in spoken_in(notebook) if language.said(each)[1]] == []


def shown_in(notebook: Path) -> Iterator[str]:
    """Each whole title and header that a notebook's cells give a slide."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        calls = ast.walk(ast.parse("".join(cell["source"]))) if cell["cell_type"] == "code" else ()
        for call in (each for each in calls if isinstance(each, ast.Call)):
            given = (each.value for each in call.keywords if each.arg in ("title", "header"))
            choices = (
                way for each in given for way in ([each.body, each.orelse] if isinstance(each, ast.IfExp) else [each])
            )
            yield from (each.value for each in choices if isinstance(each, ast.Constant) and each.value)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[each.stem for each in NOTEBOOKS])
@pytest.mark.parametrize("code", languages())
def test_what_a_notebook_shows_is_said_in_every_language(code: str, notebook: Path) -> None:
    """A title or a header that a cell gives is no English left on a German slide."""
    language = language_of(code)
    assert [each for each in shown_in(notebook) if language.said(each)[1]] == []


def leaves(part: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a narrative with its place, such as ``answers.title.rise``."""
    if isinstance(part, str):
        yield place, part
    elif isinstance(part, dict):
        for name, each in part.items():
            yield from leaves(each, f"{place}.{name}".strip("."))
    elif isinstance(part, list):
        for at, each in enumerate(part):
            yield from leaves(each, f"{place}.{at}")


def slides_and_phrases(code: str) -> dict[str, str]:
    """All texts of a language's narrative by place."""
    file = shipped_file(code)
    assert file is not None
    data = file.model_dump(by_alias=True, exclude_none=True)
    return dict(leaves({"slides": data["slides"], "phrases": data["phrases"]}))


@pytest.mark.parametrize("code", languages())
def test_a_language_lacks_no_words_of_the_narrative(code: str) -> None:
    """Every slide, state, line and phrase of the English narrative has its counterpart."""
    lacks = set(slides_and_phrases("en")) - set(slides_and_phrases(code))
    assert sorted(lacks) == []


@pytest.mark.parametrize("code", languages())
def test_a_translation_names_facts_that_the_english_sentence_names(code: str) -> None:
    """No figure comes in by translating, and the settings of a table of states are the same."""
    english, theirs = slides_and_phrases("en"), slides_and_phrases(code)
    for place, text in theirs.items():
        if place in english:
            assert text == english[place] or not place.endswith((".of", ".against")), place
            known = {match["inside"].strip() for match in TAG.finditer(english[place])}
            assert {match["inside"].strip() for match in TAG.finditer(text)} <= known, place


@pytest.mark.parametrize("code", languages())
def test_a_language_names_and_defines_every_measure(code: str) -> None:
    """The catalogue is translated whole: label and definition of each metric, and of nothing else."""
    metrics = language_of(code).metrics
    assert sorted(metrics) == sorted(METRICS)
    assert all({"label", "definition"} <= set(each) for each in metrics.values())


@pytest.mark.parametrize("code", languages())
def test_a_term_that_a_company_may_rename_stands_in_a_slot(code: str) -> None:
    """No sentence has a form of it written out: a renamed word would stand beside the one that it replaces."""
    language = language_of(code)
    forms = {form for each in language.terms.values() for name, form in each.items() if name != "gender"}
    written = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")
    measures = {f"{name}.{part}": text for name, each in language.metrics.items() for part, text in each.items()}
    told = {**language.phrases, **slides_and_phrases(code), **measures}
    plain = {place: OTHERWISE.sub("", SLOT.sub("", TAG.sub("", text))) for place, text in told.items()}
    assert {place: text for place, text in plain.items() if written.search(text)} == {}


def test_german_claims_no_cause() -> None:
    """No sentence of the German file says that something proved, drove or led to something."""
    german = [*language_of("de").phrases.values(), *slides_and_phrases("de").values()]
    assert [each for each in german if re.search(r"bewies|bewiesen|beweist|verursach|\bdank ", each)] == []


@pytest.mark.parametrize(
    ("locale", "quarter", "short"),
    [
        ("en_US", "Q2 FY2026", "Q2 FY26"),
        ("de_DE", "Q2 GJ 2026", "Q2 GJ 26"),
        ("de_CH", "Q2 GJ 2026", "Q2 GJ 26"),
        ("fr_FR", "Q2 FY2026", "Q2 FY26"),
    ],
)
def test_a_fiscal_year_is_called_so(locale: str, quarter: str, short: str) -> None:
    """A quarter of a fiscal year of its own says that it is one, in the language; where none ships, in English."""
    period, numbers = Period.parse("2026Q2", fiscal_year_start=2), NumberWords(locale)
    assert period_label(period, numbers).replace(NO_BREAK, " ") == quarter
    assert axis_label(period, numbers).replace(NO_BREAK, " ") == short


def test_a_language_of_the_companys_own_is_spoken_on_every_page_that_code_adds(tmp_path: Path) -> None:
    """One file in a third language: headings of the notes and the report's own words come from it, not from English.

    Its phrases travel in the story's record, since where a deck is made the company's folder may not be.
    """
    said = {"Where the numbers come from": "D'où viennent les chiffres", "Fact {name}.": "Donnée {name}."}
    said |= {"Skip to the story": "Aller au récit"}
    lines = "\n".join(f'"{ours}" = "{theirs}"' for ours, theirs in said.items())
    (tmp_path / "fr.toml").write_text(f"[said]\n{lines}\n", encoding="utf-8")
    settings = '[company]\nname = "Exemple"\ncurrency = "EUR"\nlocale = "fr_FR"\nnarrative = "fr.toml"\n'
    (tmp_path / "valuestory.toml").write_text(settings, encoding="utf-8")
    company = company_of(
        accounts="account_id | start_at\n1 | 2025-01-01",
        cases="case_id | account_id | opened_at | resolved_at\n1 | 1 | 2026-05-01 | 2026-05-02",
    )
    tables = replace(company.tables, project=load_project(tmp_path / "valuestory.toml"))
    story = open_story(replace(company, tables=tables))
    view = story.slide("volume", title="{{ cases }} cases came in")
    assert isinstance(view, SlideView)
    record = story_from_json(to_json(story.record()))
    deck = Presentation(str(build_deck([view.slide], "valuestory", tmp_path / "fr.pptx", record=record).path))
    notes = deck.slides[0].notes_slide.notes_text_frame
    assert notes is not None
    assert "D'où viennent les chiffres" in notes.text
    assert "Donnée cases@2026Q2." in notes.text
    page = report_html([view.slide], record, story.theme, title="Rapport")
    assert "Aller au récit" in page
    assert "Skip to the story" not in page
