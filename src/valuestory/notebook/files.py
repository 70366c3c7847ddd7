"""The files of a run: notebook, deck, report, results, PDF, and the record that says what came out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuestory.deck.rendering import write_pdf
from valuestory.notebook.checks import Plan
from valuestory.notebook.export import Story, build_story, read_story
from valuestory.notebook.record import MASKED, Clock, as_text, cell_timings, run_record
from valuestory.notebook.results import results_of, write_results
from valuestory.notebook.scrub import scrub_values
from valuestory.notebook.source import Notebook

if TYPE_CHECKING:
    from valuestory.deck.build import BuiltDeck
    from valuestory.slides.slide import Slide, StoryRecord


def write_files(
    plan: Plan, executed: Notebook, folder: Path, clock: Clock, done: Callable[[str], None], *, asked: str = ""
) -> tuple[Story, dict[str, Any]]:
    """Write every file of a run into a folder; return its story and its record.

    Parameters
    ----------
    plan
        The run.
    executed
        The scrubbed notebook.
    folder
        An existing folder.
    clock
        Takes the time of each stage.
    done
        Called after each stage with the name of the next, empty at the end.
    asked
        The fingerprint of all that the deck is made of, where a batch asks for it.
    """
    (folder / "story.ipynb").write_text(notebook_text(executed), encoding="utf-8")
    story = read_story(folder / "story.ipynb", template=plan.template, root=plan.root, folder=plan.path.parent)
    with clock.stage("deck"):
        deck = build_story(story, folder / "deck.pptx")
    done("report")
    with clock.stage("report"):
        _write_report(story, folder / "report.html")
    done("results")
    with clock.stage("results"):
        results = results_of(executed)
        if results is not None:
            write_results(results, story.record.facts if story.record else (), folder)
    if plan.pdf:
        done("pdf")
        with clock.stage("pdf"):
            write_pdf(folder / "deck.pptx", folder)
    told = _told(story, deck, folder)
    told |= {"notebook_sha256": plan.sha256} | ({"asked": asked} if asked else {})
    told |= {MASKED: {"accounts": plan.mask}} if plan.mask else {}
    record = run_record(clock, notebook=plan.path.stem, parameters=plan.values, cells=cell_timings(executed), told=told)
    clean: dict[str, Any] = scrub_values(record, root=plan.root, given=plan.values)
    (folder / "run.json").write_text(as_text(clean), encoding="utf-8")
    done("")
    return story, clean


def _write_report(story: Story, path: Path) -> None:
    from valuestory.slides.html import report_html
    from valuestory.slides.slide import StoryRecord, TemplateName
    from valuestory.slides.theme import read_theme

    facts = tuple({fact.id: fact for slide in story.slides for fact in slide.facts}.values())
    bare = StoryRecord("", "", "", "en_US", "USD", TemplateName(story.template.name), facts=facts)
    cover = next((each.title.text for each in story.slides if each.kind == "title"), story.slides[0].title.text)
    page = report_html(story.slides, story.record or bare, read_theme(story.template), title=cover)
    path.write_text(page, encoding="utf-8")


def _told(story: Story, deck: BuiltDeck, folder: Path) -> dict[str, Any]:
    """Return what the story and the deck say of themselves, and what lint and audit say of the deck, for the record."""
    from valuestory.audit.auditing import findings
    from valuestory.audit.finding import summary
    from valuestory.deck.lint.linting import lint_deck

    return {
        **(_told_by_record(story.record) if story.record is not None else {}),
        "template": _told_of_template(story.template, deck),
        "slides": [_told_of_slide(each, deck) for each in story.slides],
        "missing": dict(deck.missing),
        "problems": [asdict(each) for each in deck.problems],
        "lint": [asdict(each) for each in lint_deck(deck.path)],
        "audit": summary(findings(deck.path)),
        "files": {each.name: _sha256(each) for each in sorted(folder.iterdir())},
    }


def _told_of_template(template: Path, deck: BuiltDeck) -> dict[str, Any]:
    told = {"name": template.name, "sha256": _sha256(template)}
    return told | ({"remarks": list(deck.remarks)} if deck.remarks else {})


def _told_of_slide(slide: Slide, deck: BuiltDeck) -> dict[str, str]:
    told = {"key": slide.key, "title": slide.title.text, "layout": deck.layouts[slide.key]}
    return told | ({"charts": deck.charts[slide.key]} if slide.key in deck.charts else {})


def _told_by_record(record: StoryRecord) -> dict[str, Any]:
    return {
        "company": record.company,
        "period": record.period,
        "where": record.where,
        "audience": record.audience,
        "extracted_on": record.extracted_on,
        "inputs": dict(record.fingerprints),
        "remarks": list(record.remarks),
        "verdicts": {name: dict(each) for name, each in record.verdicts.items()},
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def notebook_text(notebook: Notebook) -> str:
    """Return a notebook as the text of its file, laid out as Jupyter does."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
