"""The audit finds what people change in a deck by hand, and does not cry wolf: three hundred seeded alterations."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pptx import Presentation
from tests.golden.sample_slides import RECORD, slides
from tests.unit.audit.edits import ALTERATIONS, HARMLESS, Bench, Edit

from valuestory.audit.auditing import findings
from valuestory.audit.finding import NOT_RELIED_ON, Finding
from valuestory.deck import build_deck
from valuestory.deck.file.evidence import read_evidence

if TYPE_CHECKING:
    import pytest

SEED = 20261126


def test_of_three_hundred_alterations_99_percent_are_found_with_1_percent_false_alarms(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Digits, roundings, units, typed numbers, charts, workbooks, copied and deleted slides, on six templates."""
    templates = ["valuestory", *sorted(str(each) for each in (shared / "templates").glob("*.p[op]t[x]"))]
    assert len(templates) == 6
    done: Counter[str] = Counter()
    missed: list[tuple[str, Edit]] = []
    alarms: list[tuple[str, Finding]] = []
    judged = 0
    for at, template in enumerate(templates):
        name = Path(template).stem
        edits, before, after = _edited(template, tmp_path / f"{at}.pptx", SEED + at)
        done.update(edit.kind for edit in edits if edit.telling)
        judged += len(after)
        new = _new(before, after)
        for edit in edits:
            if edit.telling and not _found(edit, new):
                missed.append((name, edit))
        alarms += [(name, each) for each in new if not any(_tells(edit, each) for edit in edits)]
    total = sum(done.values())
    with capsys.disabled():
        print(f"\n{total} alterations, {total - len(missed)} found; {len(alarms)} false alarms of {judged} figures")
        print(", ".join(f"{kind}: {count}" for kind, count in done.items()))
    assert total >= 300
    assert len(missed) <= 0.01 * total, _lines(missed)
    assert len(alarms) <= 0.01 * judged, _lines(alarms)


def _edited(template: str, path: Path, seed: int) -> tuple[list[Edit], list[Finding], list[Finding]]:
    """Return what was done to a deck on a template, and what the audit says before and after."""
    build_deck(slides(), template, path, record=RECORD)
    before, evidence = findings(path), read_evidence(path)
    deck = Presentation(str(path))
    bench = Bench(deck, evidence, seed)
    edits = [edit for make, count in ALTERATIONS.items() for _ in range(count) if (edit := make(bench)) is not None]
    edits += [edit for make in HARMLESS if (edit := make(bench)) is not None]
    numbers = {slide.slide_id: number for number, slide in enumerate(deck.slides, 1)}
    deck.save(str(path))
    return [replace(edit, slide_id=numbers.get(edit.slide_id, 0)) for edit in edits], before, findings(path)


def _new(before: list[Finding], after: list[Finding]) -> list[Finding]:
    """Return what cannot be relied on after the edits and was not reported before them, and slides taken out."""
    told = Counter((each.shown, each.shape) for each in before if each.status != "sourced")
    new = []
    for each in after:
        if each.status in NOT_RELIED_ON and told[each.shown, each.shape] > 0:
            told[each.shown, each.shape] -= 1
        elif each.status in NOT_RELIED_ON or each.where == "slide":
            new.append(each)
    return new


def _found(edit: Edit, new: list[Finding]) -> bool:
    return all(any(_tells(replace(edit, telling=(text,)), each) for each in new) for text in edit.telling)


def _tells(edit: Edit, finding: Finding) -> bool:
    """Return whether a finding is about an edit: on its slide, with its text, or with the place that the text took."""
    shown, whole = finding.shown, edit.kind == "slide copied" and len(edit.telling) != 1
    near = any(text in (shown, finding.was) or (shown and (shown in text or text in shown)) for text in edit.telling)
    return finding.slide == edit.slide_id and (near or whole) and edit.shape in ("", finding.shape)


def _lines(found: list[tuple[str, Edit]] | list[tuple[str, Finding]]) -> str:
    return "\n".join(str(each) for each in found)
