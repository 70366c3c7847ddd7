"""Slides and stories as JSON in a notebook: what is written is read again, and what is damaged is named."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from hypothesis import given, strategies as st
from tests.unit.slides.gallery import GALLERY, RECORD

from valuestory.errors import StoryError
from valuestory.slides.facts import Change, Evidence, Fact
from valuestory.slides.number_words import Format
from valuestory.slides.published import published, write_published
from valuestory.slides.slide import (
    VERSION,
    BigNumber,
    Chart,
    Column,
    Flow,
    FlowArrow,
    FlowStep,
    Kind,
    Paragraph,
    ParagraphStyle,
    Run,
    Slide,
    StoryRecord,
    Table,
    TemplateName,
    json_schema,
    slide_from_json,
    story_from_json,
    to_json,
)

DOCS = Path(__file__).parents[3] / "docs"
TITLE = Paragraph((Run("Title"),))

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
rarely = st.none()
runs = st.builds(Run, words, st.none() | words, st.sampled_from(["value", "low", "change@previous"]))
shown_runs = st.builds(Run, words, words, st.just("n"), st.sampled_from(get_args(Format)), st.booleans())
paragraphs = st.builds(
    Paragraph,
    st.lists(runs | shown_runs, max_size=3).map(tuple),
    st.sampled_from(get_args(ParagraphStyle)),
    st.integers(0, 3),
)
changes = st.builds(Change, words, numbers, st.none() | numbers, st.none() | numbers)
evidence = st.builds(Evidence, words, words, words, words, st.lists(words, max_size=2).map(tuple), words)
facts = st.builds(
    Fact,
    name=words,
    value=st.none() | numbers | st.integers(-(10**12), 10**12),
    unit=st.sampled_from(["count", "number", "share", "points", "money", "minutes", "days"]),
    label=words,
    period=words,
    slice=words,
    n=st.none() | st.integers(0, 10**9),
    numerator=st.none() | numbers,
    evidence=evidence,
    changes=st.dictionaries(st.sampled_from(["previous", "year_ago"]), changes),
) | st.builds(Fact, name=words, value=words, unit=st.just("text"))
plain_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
charts = st.builds(Chart, st.dictionaries(words, plain_json, max_size=3), words)
tables = st.integers(1, 3).flatmap(
    lambda size: st.builds(
        Table,
        st.lists(st.builds(Column, paragraphs), min_size=size, max_size=size).map(tuple),
        st.lists(st.lists(paragraphs, min_size=size, max_size=size).map(tuple), max_size=2).map(tuple),
        words,
    )
)
tiles = st.builds(
    BigNumber, paragraphs, paragraphs, st.none() | paragraphs, st.none() | numbers, mark=st.none() | numbers
)
arrows = st.builds(FlowArrow, st.none() | paragraphs, st.booleans())
steps = st.builds(
    FlowStep, paragraphs, st.none() | paragraphs, st.lists(paragraphs, max_size=2).map(tuple), st.booleans()
)
flows = st.integers(2, 5).flatmap(
    lambda size: st.builds(
        Flow,
        st.lists(steps, min_size=size, max_size=size).map(tuple),
        st.lists(arrows, min_size=size - 1, max_size=size - 1).map(tuple),
        st.none() | arrows,
        words,
    )
)
slides = st.builds(
    Slide,
    key=words,
    kind=st.sampled_from(get_args(Kind)),
    title=paragraphs,
    header=st.none() | paragraphs,
    body=st.lists(paragraphs, max_size=2).map(tuple),
    chart=st.none() | charts,
    table=st.none() | tables,
    numbers=st.lists(tiles, max_size=2).map(tuple),
    facts=st.lists(facts, max_size=2).map(tuple),
    flow=st.none() | flows,
)
records = st.builds(
    StoryRecord,
    company=words,
    period=words,
    audience=words,
    locale=words,
    currency=words,
    template=st.builds(TemplateName, words, words),
    relative=st.dictionaries(words, words, max_size=2),
    vocabulary=st.dictionaries(words, st.dictionaries(words, words, max_size=2), max_size=2),
    storyline=st.lists(words, max_size=3).map(tuple),
    facts=st.lists(facts, max_size=2).map(tuple),
    missing=st.dictionaries(words, words, max_size=2),
)


def through_a_file(data: Any) -> Any:
    """JSON as a notebook on disk holds it: strictly JSON, so no NaN."""
    return json.loads(json.dumps(data, allow_nan=False))


@given(slides)
def test_any_slide_is_read_as_it_was_written_and_fits_its_schema(slide: Slide) -> None:
    """Nothing is lost or changed on the way through a notebook."""
    data = through_a_file(to_json(slide))
    assert slide_from_json(data) == slide
    jsonschema.validate(data, SLIDE_SCHEMA)


@given(records)
def test_any_story_is_read_as_it_was_written_and_fits_its_schema(record: StoryRecord) -> None:
    """Nothing is lost or changed on the way through a notebook."""
    data = through_a_file(to_json(record))
    assert story_from_json(data) == record
    jsonschema.validate(data, STORY_SCHEMA)


SLIDE_SCHEMA = json.loads((DOCS / "schemas" / "slide.v1.json").read_text(encoding="utf-8"))
STORY_SCHEMA = json.loads((DOCS / "schemas" / "story.v1.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("slide", GALLERY, ids=lambda slide: slide.key)
def test_slides_of_every_kind_fit_the_published_schema(slide: Slide) -> None:
    """Slides as a real story has them, held against the file that others build on."""
    data = through_a_file(to_json(slide))
    jsonschema.validate(data, SLIDE_SCHEMA)
    assert slide_from_json(data) == slide


def test_a_story_fits_the_published_schema() -> None:
    """The record of a real story, held against the file that others build on."""
    data = through_a_file(to_json(RECORD))
    jsonschema.validate(data, STORY_SCHEMA)
    assert story_from_json(data) == RECORD


@pytest.mark.parametrize("schema", [SLIDE_SCHEMA, STORY_SCHEMA], ids=["slide", "story"])
def test_the_schemas_are_schemas_and_refuse_what_is_wrong(schema: dict[str, Any]) -> None:
    """They are valid themselves, and ask for a version that this package can read."""
    jsonschema.Draft202012Validator.check_schema(schema)
    good = to_json(GALLERY[0]) if "slide" in schema["$id"] else to_json(RECORD)
    for bad in ({**good, "version": VERSION + 1}, {**good, "version": "1"}, {**good, "facts": 3}, {}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)
    with pytest.raises(jsonschema.ValidationError, match="version"):
        jsonschema.validate({name: value for name, value in good.items() if name != "version"}, schema)


@pytest.mark.parametrize("name", sorted(published()))
def test_the_published_files_are_those_of_the_code(name: str) -> None:
    """docs/ cannot go stale: `python -m valuestory.slides.published docs` writes it anew."""
    again = "python -m valuestory.slides.published docs"
    assert (DOCS / name).read_text(encoding="utf-8") == published()[name], f"{name} is not what the code says: {again}"


def test_the_page_lists_every_kind_format_and_part() -> None:
    """Whoever writes a reference or reads an output finds all words there."""
    page = published()["slides.md"]
    for name in (*get_args(Kind), *get_args(Format), "low", "rise", "year_ago"):
        assert f"`{name}`" in page


def test_members_that_hold_their_default_are_left_out() -> None:
    """A notebook stays short enough to be read."""
    assert to_json(Slide("answer", "statement", TITLE)) == {
        "key": "answer",
        "kind": "statement",
        "title": {"runs": [{"text": "Title"}]},
        "version": 1,
    }


def test_members_of_a_later_version_are_passed_by() -> None:
    """A field may be added without raising the version."""
    data = to_json(Slide("answer", "statement", TITLE)) | {"mood": "calm"}
    data["title"]["runs"][0]["colour"] = "red"
    assert slide_from_json(data) == Slide("answer", "statement", TITLE)


def test_json_holds_no_number_that_is_none_and_no_date() -> None:
    """Vega-Lite draws nothing at null; NaN would make the notebook unreadable for a browser."""
    rows = [{"value": float("nan"), "day": datetime.date(2026, 6, 30)}, {"value": float("inf"), "day": None}]
    slide = Slide("c", "chart", TITLE, chart=Chart({"data": {"values": rows}}))
    values = through_a_file(to_json(slide))["chart"]["spec"]["data"]["values"]
    assert values == [{"value": None, "day": "2026-06-30"}, {"value": None, "day": None}]


def test_what_is_no_data_is_refused_with_the_slide_s_name() -> None:
    """A function, or a number of numpy, in a hand-made specification."""
    for wrong in (np.int64(3), print):
        with pytest.raises(StoryError, match="cannot be written as JSON") as caught:
            to_json(Slide("funnel", "chart", TITLE, chart=Chart({"width": wrong})))
        assert caught.value.where == 'slide "funnel"'


GOOD = to_json(Slide("answer", "statement", TITLE))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "it has no version"),
        ({**GOOD, "version": None}, "it has no version"),
        ({**GOOD, "version": True}, "it has no version"),
        ({**GOOD, "version": "1"}, "it has no version"),
        ({**GOOD, "version": 0}, "it has no version"),
        ([], "it has no version"),
        ("text", "it has no version"),
        ({**GOOD, "kind": "poster"}, "kind: "),
        ({**GOOD, "title": "Title"}, "title: "),
        ({**GOOD, "title": {"runs": [{"text": 3}]}}, "title.runs.0.text: "),
        ({**GOOD, "facts": [{"name": "f", "value": 1, "unit": "dollars"}]}, 'no unit "dollars"'),
        ({**GOOD, "table": {"columns": [], "rows": [[{"runs": []}]]}}, "row 1 of the table has 1 cells"),
        ({"version": 1}, "key: "),
    ],
)
def test_a_damaged_slide_is_named_with_its_place(data: Any, message: str) -> None:
    """The message says where and what: run the notebook again."""
    with pytest.raises(StoryError, match="a slide output is damaged") as caught:
        slide_from_json(data, where="story.ipynb, cell 7")
    assert message in caught.value.what
    assert caught.value.where == "story.ipynb, cell 7"
    assert caught.value.do == "run the notebook again"


def test_a_damaged_story_is_called_a_story() -> None:
    """The two media types are not mixed up in messages."""
    with pytest.raises(StoryError, match="a story output is damaged: period: "):
        story_from_json({"version": 1, "company": "x", "audience": "ceo", "locale": "", "currency": "", "template": {}})


@pytest.mark.parametrize(("read", "name"), [(slide_from_json, "slide"), (story_from_json, "story")])
def test_a_newer_version_asks_for_a_newer_valuestory(read: Callable[..., Any], name: str) -> None:
    """What a later version means is never guessed, however well it would fit."""
    with pytest.raises(StoryError, match=f"this {name} was written by a newer valuestory") as caught:
        read({**GOOD, "version": VERSION + 1})
    assert "upgrade" in caught.value.do


def test_a_row_without_a_cell_for_each_column_is_refused() -> None:
    """A table that does not close would be drawn in the wrong columns."""
    with pytest.raises(StoryError, match="row 2 of the table has 1 cells, the table 2 columns"):
        Table((Column(TITLE), Column(TITLE)), ((TITLE, TITLE), (TITLE,)))


def test_paragraphs_are_in_reading_order_with_the_notes_last() -> None:
    """What reads a slide aloud, and what looks for facts, meets every text once."""

    def p(text: str) -> Paragraph:
        return Paragraph((Run(text),))

    slide = Slide(
        *("k", "kpi", p("title"), p("header"), (p("body"),)),
        header2=p("header2"),
        table=Table((Column(p("column")),), ((p("cell"),),)),
        numbers=(BigNumber(p("label"), p("figure"), p("range"), mark_label=p("mark")),),
        notes=(p("notes"),),
        source=p("source"),
    )
    assert [each.text for each in slide.paragraphs()] == (
        ["title", "header", "header2", "label", "figure", "range", "mark", "column", "cell", "body", "source", "notes"]
    )


def test_the_schema_is_the_one_of_the_media_type() -> None:
    """Its name and number say which."""
    assert json_schema(Slide)["title"] == "application/vnd.valuestory.slide.v1+json"
    assert json_schema(StoryRecord)["$id"] == "urn:valuestory:story:1"


def test_the_published_files_are_written_below_a_folder(tmp_path: Path) -> None:
    """One command makes them all."""
    paths = write_published(tmp_path)
    assert {str(path.relative_to(tmp_path).as_posix()) for path in paths} == set(published())
    assert (tmp_path / "slides.md").read_text(encoding="utf-8") == published()["slides.md"]


def written(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts of a story's JSON: each is the text of an array, or an object where it has other members."""
    columns = data["columns"]
    return [
        dict(zip(columns, json.loads(fact), strict=True)) if isinstance(fact, str) else dict.fromkeys(columns) | fact
        for fact in data["facts"]
    ]


def test_a_story_states_once_what_its_facts_share() -> None:
    """Thousands of facts share some dozen texts and periods; one that has bounds of its own, or none, keeps them."""
    evidence = Evidence("counted", "All cases", "count")
    bounds = {"period_start": "2026-04-01", "period_end": "2026-07-01"}
    facts = [Fact(name, 1.0, period="2026Q2", evidence=evidence, **bounds) for name in ("a", "b")]
    facts += [Fact("c", 1.0, period="2026Q1", period_start="2026-01-01"), Fact("d", 1.0, period="2026Q1")]
    record = replace(RECORD, facts=tuple(facts))
    data = through_a_file(to_json(record))
    assert [each["evidence"] for each in written(data)] == [0, 0, None, None]
    assert data["periods"] == {"2026Q2": ["2026-04-01", "2026-07-01"]}
    assert story_from_json(data) == record
    jsonschema.validate(data, STORY_SCHEMA)


def test_a_story_states_the_words_of_a_name_once_and_a_change_on_one_line() -> None:
    """What all facts of a name are called and counted in; a name whose facts differ keeps the words at each."""
    change = Change("2026Q1", 0.1 + 0.2, -0.1)
    facts = [Fact("a", 1.0, "share", "Apples", period=each, changes={"previous": change}) for each in ("Q1", "Q2")]
    facts += [Fact("b", 1.0, "share", "Pears", period="Q1"), Fact("b", 1.0, "count", "Pears", period="Q2")]
    record = replace(RECORD, facts=tuple(facts))
    data = through_a_file(to_json(record))
    assert data["names"] == {"a": {"label": "Apples", "unit": "share"}}
    assert [each.get("label") for each in data["facts"][2:]] == ["Pears", "Pears"]
    assert written(data)[0]["changes"] == {"previous": ["2026Q1", 0.30000000000000004, -0.1, None]}
    assert story_from_json(data) == record
    jsonschema.validate(data, STORY_SCHEMA)


@pytest.mark.parametrize("change", ["[", "[1]", "3", '["2026Q1", "much", 0, 0]'])
def test_a_story_with_a_change_that_is_none_is_damaged(change: str) -> None:
    """No traceback of the reader's own."""
    fact = Fact("a", 1.0, "share", "Apples", changes={"previous": Change("2026Q1", 1.0)})
    data = to_json(replace(RECORD, facts=(fact,)))
    data["facts"][0]["changes"]["previous"] = change
    with pytest.raises(StoryError, match="a story output is damaged"):
        story_from_json(data)


def test_a_story_whose_evidence_is_lost_is_damaged() -> None:
    """A number that stands for nothing is no evidence."""
    data = to_json(replace(RECORD, facts=(Fact("a", 1.0, evidence=Evidence("counted", "All", "count")),)))
    with pytest.raises(StoryError, match="there is no evidence 0"):
        story_from_json(data | {"evidence": []})
