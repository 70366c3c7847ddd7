"""A deck's facts held against what the data give today: they match, differ for a reason, or cannot be computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from valuestory.audit.finding import Finding, verdict
from valuestory.audit.recomputed import Recomputed, compared, told_again
from valuestory.audit.rerun import Rerun, to_run
from valuestory.deck.file.evidence import Evidence, Origin, Shown
from valuestory.errors import DeckError
from valuestory.slides.facts import Evidence as Source, Fact

_CSAT = Fact(
    "csat", 0.853, "share", "CSAT", "2026Q2", low=0.84, evidence=Source(definition="4 or 5", tables=("surveys",))
)
_GIVEN = Fact("plan", 0.9, "share", "Plan", evidence=Source(kind="declared", source="board minutes"))
_INPUTS = {"surveys": "aaa", "cases": "bbb"}
_EVIDENCE = Evidence(
    (_CSAT, _GIVEN),
    (Shown("one", 256, "vs:title", "plan", "value", "share", "90%"),),
    period="2026Q2",
    origin=Origin("0.1.0", "t", _INPUTS, {"one": 7}),
)
_TODAY = Recomputed({_CSAT.id: _CSAT}, Origin("0.1.0", inputs=_INPUTS))
_HIGHER = replace(_CSAT, value=0.861)


def _today(fact: Fact, inputs: dict[str, str] = _INPUTS, version: str = "0.1.0") -> Recomputed:
    return Recomputed({fact.id: fact}, Origin(version, inputs=inputs))


def _judged(fact: Fact, today: Recomputed, part: str = "value") -> Finding:
    found = Finding(1, "vs:title", "text", "85%", "sourced", "85%", fact.id, part)
    [told] = compared([found], _EVIDENCE, today)
    return told


def test_a_number_that_the_data_give_again_matches() -> None:
    """To nine digits: sums in another order differ in the last ones."""
    assert _judged(_CSAT, _TODAY).status == "matches"
    near = replace(_CSAT, value=0.853 * (1 + 1e-12))
    assert _judged(_CSAT, replace(_TODAY, facts={_CSAT.id: near})).status == "matches"
    assert _judged(_CSAT, _TODAY, "low").now == 0.84


@pytest.mark.parametrize(
    ("today", "why"),
    [
        (_today(_HIGHER, _INPUTS | {"surveys": "zzz"}, "0.1.0"), "the data were restated: surveys"),
        (_today(_HIGHER, _INPUTS | {"cases": "zzz"}, "0.1.0"), "other tables were restated"),
        (_today(_HIGHER, _INPUTS, "0.2.0"), "valuestory 0.1.0 computed it, this is 0.2.0"),
        (_today(_HIGHER, _INPUTS, "0.1.0"), "the settings have changed"),
        (
            _today(replace(_HIGHER, evidence=replace(_CSAT.evidence, definition="5 alone"))),
            "its definition has changed",
        ),
    ],
)
def test_a_number_that_differs_says_what_has_changed(today: Recomputed, why: str) -> None:
    """The nearest cause first: the definition, the tables it was made of, the version, the settings."""
    told = _judged(_CSAT, today)
    assert (told.status, told.now) == ("differs", 0.861)
    assert told.why.startswith(why)


def test_what_the_notebook_gave_cannot_be_computed_from_data_and_says_which_cell_gave_it() -> None:
    """A declared fact stands by its source."""
    told = _judged(_GIVEN, _TODAY)
    assert told.status == "cannot be computed"
    assert told.why == "it was given in the notebook (cell 7): board minutes; --rerun computes that again"


def test_what_is_altered_or_unsourced_stays_so() -> None:
    """Data say nothing of a number that somebody typed."""
    typed = [Finding(1, "Box", "text", "12", "unsourced"), Finding(1, "Box", "text", "86%", "altered", "85%", _CSAT.id)]
    assert list(compared(typed, _EVIDENCE, _TODAY)) == typed


def test_the_verdict_counts_each_kind_in_words() -> None:
    """One is one and two are two."""
    one = Finding(1, "Box", "text", "12", "unsourced")
    sound = replace(one, status="sourced")
    assert verdict([sound, sound]) == "Each of the 2 numbers reads as its evidence does."
    assert verdict([sound, one]) == "Of 2 numbers 1 reads as its evidence does; 1 has no source."
    assert "2 are given otherwise by the data today" in verdict([replace(one, status="differs")] * 2)
    assert verdict([]) == "There is no number in this deck."


_WORKED_OUT = Fact("lift", 0.04, "share", "Lift", "2026Q2", evidence=Source(tables=("surveys",)))
_TOLD = replace(_EVIDENCE, facts=(*_EVIDENCE.facts, _WORKED_OUT))


def _told(fact: Fact, *facts: Fact, inputs: dict[str, str] = _INPUTS) -> Finding:
    """Hold a number against a run of the deck's notebook that tells these facts."""
    run = Rerun(replace(_TOLD, origin=Origin("0.1.0", inputs=inputs)), {each.id: each for each in facts})
    [found] = compared([Finding(1, "vs:title", "text", "4%", "sourced", "4%", fact.id)], _TOLD, told_again(run))
    return found


def test_what_the_notebook_gave_or_worked_out_is_held_against_another_run_of_it() -> None:
    """An assumption that stands matches; one that was changed differs, and explains what was worked out of it."""
    assert _told(_GIVEN, _GIVEN, _WORKED_OUT).status == "matches"
    assert _told(_WORKED_OUT, _GIVEN, _WORKED_OUT).status == "matches"
    other, higher = replace(_GIVEN, value=0.8), replace(_WORKED_OUT, value=0.05)
    assert _told(_GIVEN, other).why == "the assumption has changed"
    assert (_told(_WORKED_OUT, other, higher).now, _told(_WORKED_OUT, other, higher).why) == (
        0.05,
        "assumptions have changed: Plan",
    )
    assert (
        _told(_WORKED_OUT, other, higher, inputs=_INPUTS | {"surveys": "zzz"}).why == "the data were restated: surveys"
    )


def test_what_the_notebook_does_not_tell_any_more_says_so() -> None:
    """The cell that told it is named."""
    told = _told(_GIVEN)
    assert (told.status, told.why) == ("cannot be computed", "the notebook does not tell it any more (cell 7)")


@pytest.mark.parametrize("notebook", ["", "../elsewhere", "/tmp/theirs.ipynb", "C:\\theirs", "notebooks/theirs"])
def test_a_deck_may_not_say_which_file_of_the_machine_is_run(notebook: str) -> None:
    """A deck comes from anybody: it names a notebook of the project, or a person does."""
    made = replace(_EVIDENCE, origin=replace(_EVIDENCE.origin, notebook=notebook))
    with pytest.raises(DeckError, match="--notebook"):
        to_run(made, Path("theirs.pptx"), {})


@pytest.mark.parametrize("data", ["/srv/payroll", "../payroll", "s3://payroll", "~/payroll", "C:\\payroll"])
def test_a_deck_may_not_say_which_data_outside_of_the_project_are_read(data: str) -> None:
    """What a person gives stands in its place."""
    origin = replace(_EVIDENCE.origin, notebook="scorecard", parameters={"data": data, "audience": "cfo"})
    made = replace(_EVIDENCE, origin=origin)
    with pytest.raises(DeckError, match="outside of the project") as error:
        to_run(made, Path("theirs.pptx"), {})
    assert error.value.do == "say it yourself: --data"
    assert to_run(made, Path("theirs.pptx"), {"data": "sample"}) == (
        "scorecard",
        {"data": "sample", "audience": "cfo"},
    )
