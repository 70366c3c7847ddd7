"""A story: facts, slides, what is left out and why."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from valuestory.errors import ProjectError, StoryError, UnknownFactError
from valuestory.metrics import Company, open_company
from valuestory.slides.slide import SLIDE_MEDIA_TYPE, slide_from_json, story_from_json, to_json
from valuestory.story import Story, charts, open_story
from valuestory.story.view import LeftOut, SlideView


def made(view: SlideView | LeftOut) -> SlideView:
    """Return the slide, or fail with the reason that it was left out for."""
    assert isinstance(view, SlideView), f"left out: {view.reason}"
    return view


def test_a_slide_is_runs_of_text_and_facts_with_their_evidence(story: Story) -> None:
    """Each figure in a title is tied to its fact, and the fact travels with the slide."""
    slide = made(story.slide("answers", title="Customers accepted {{ answers_accepted }} answers")).slide
    run = slide.title.runs[1]
    assert run.fact == "answers_accepted@2026Q2"
    fact = {each.id: each for each in slide.facts}[run.fact]
    assert fact.numerator == fact.value
    assert "no case" in fact.evidence.definition
    assert "help centre" in fact.evidence.source


def test_a_slide_survives_the_notebook(story: Story) -> None:
    """What a cell puts out reads back as the same slide."""
    view = made(
        story.slide(
            "cost", title="Support costs {{ cost_share_of_revenue }}", chart=charts.cost_share(story.company.metrics())
        )
    )
    bundle = view._repr_mimebundle_()
    assert slide_from_json(bundle[SLIDE_MEDIA_TYPE]) == view.slide
    assert "Support costs" in bundle["text/plain"]


def test_every_row_of_a_chart_is_tied_to_its_fact(story: Story) -> None:
    """A chart's values can be traced like those of a sentence."""
    results = story.company.metrics()
    for chart in (
        charts.answer_funnel,
        charts.accepted_answers,
        charts.time_to_smile,
        charts.retention,
        charts.cost_share,
    ):
        spec = chart(results).to_dict()
        rows = [row for rows in spec["datasets"].values() for row in rows]
        assert rows
        assert {row["fact"] for row in rows} <= set(story.facts), chart.__name__


def test_the_chart_shows_what_the_results_say(story: Story) -> None:
    """The funnel's bars are the results' own values: reached, delivered, accepted, now and a year ago."""
    results = story.company.metrics()
    spec = charts.answer_funnel(results).to_dict()
    rows = pd.DataFrame(next(iter(spec["datasets"].values())))
    accepted = results[(results["metric"] == "answers_accepted") & (results["slice"] == "all")].set_index(
        "period_start"
    )["value"]
    drawn = rows[rows["label"] == "Accepted"].set_index("series")["value"]
    assert drawn["Q2\u00a02026"] == accepted[pd.Timestamp("2026-04-01")]
    assert drawn["Q2\u00a02025"] == accepted[pd.Timestamp("2025-04-01")]


YEARS = ("Q2\u00a02026", "Q2\u00a02025")


def test_beside_each_step_stands_which_part_of_the_one_before_it_is(story: Story) -> None:
    """Delivered of reached, accepted of delivered: divided by hand from the bars, with last year's beneath."""
    spec = charts.answer_funnel(story.company.metrics()).to_dict()
    bars = pd.DataFrame(next(iter(spec["datasets"].values()))).set_index(["label", "series"])
    for step, before, name in (("Accepted", "delivered", "acceptance"), ("Delivered", "reached", "delivery")):
        now, then = (bars["value"][step, year] / bars["value"][before.title(), year] for year in YEARS)
        assert list(bars.loc[(step, YEARS[0]), ["rate", "fact_rate"]]) == [
            f"{now:.1%} of {before}",
            f"{name}_rate@2026Q2",
        ]
        assert bars["rate"][step, YEARS[1]] == f"{then:.1%} a year ago"
    assert bars["rate"]["Reached"].isna().all()
    assert bars["shown"]["Delivered", YEARS[0]].replace("\u00a0", " ").endswith("% of reached")


def test_a_name_that_exists_nowhere_is_an_error_with_the_nearest(story: Story) -> None:
    """A typing mistake never becomes a missing slide."""
    with pytest.raises(UnknownFactError, match="answers_acepted") as caught:
        story.slide("answers", title="{{ answers_acepted }} answers")
    assert "answers_accepted" in str(caught.value)
    assert 'slide "answers", title' in str(caught.value)


def test_a_metric_without_a_value_leaves_its_slide_out_and_lists_it(story: Story) -> None:
    """NPS is asked twice a year: in the first quarter there is none, and the slide says so instead of guessing."""
    view = story.slide("loyalty", title="NPS was {{ nps@previous }}")
    assert isinstance(view, LeftOut)
    assert story.missing["loyalty"] == "Net Promoter Score has no value for previous"
    assert story.record().missing == story.missing


def test_a_slide_that_works_again_is_no_longer_missing(story: Story) -> None:
    """Running a mended cell again brings the slide back."""
    story.slide("loyalty", title="NPS was {{ nps@previous }}")
    story.slide("loyalty", title="NPS is {{ nps }}")
    assert not story.missing


def test_an_analysts_own_fact_needs_a_source(story: Story) -> None:
    """A figure without a source does not survive the CFO."""
    with pytest.raises(StoryError, match="no source"):
        story.fact("saved", 12.0, source=" ")
    with pytest.raises(StoryError, match="metric of the catalogue"):
        story.fact("nps", 12.0, source="me")
    story.fact("saved_hours", 1_250.0, low=900.0, high=1_600.0, unit="count", source="time study, May 2026")
    view = made(
        story.slide(
            "hours", title="We gave {{ saved_hours }} hours back ({{ saved_hours.low }} to {{ saved_hours.high }})"
        )
    )
    assert view.slide.title.text == "We gave 1,250\u00a0hours back (900 to 1,600)"
    assert view.slide.source is not None
    assert view.slide.source.text == "Source: time study, May 2026."


def test_a_typed_figure_is_pointed_out(story: Story) -> None:
    """A number in a title that is no fact has no source: the preview says so."""
    assert any("without a source" in each for each in made(story.slide("x", title="We saved 40% of the cost")).problems)
    assert not made(story.slide("x", title="We had {{ cases }} cases")).problems


def test_a_title_over_its_budget_is_pointed_out(story: Story) -> None:
    """Sixteen words, a hundred and ten characters."""
    assert any("17 words" in each for each in made(story.slide("x", title="word " * 17)).problems)


def test_the_kind_follows_from_what_is_given(story: Story) -> None:
    """An author seldom names a slide kind."""
    results = story.company.metrics()
    chart = charts.cost_share(results)
    kinds = [
        made(story.slide("a", title="t", chart=chart)).slide.kind,
        made(story.slide("b", title="t", chart=chart, body="what it means")).slide.kind,
        made(story.slide("c", title="t", table=pd.DataFrame({"a": ["b"]}))).slide.kind,
        made(story.slide("d", title="t", numbers=["nps"])).slide.kind,
        made(story.slide("e", title="t", body=["- one", "- two"])).slide.kind,
        made(story.slide("f", title="t")).slide.kind,
    ]
    assert kinds == ["chart", "chart+takeaway", "table", "kpi", "bullets", "statement"]


def test_a_wrong_kind_is_an_error(story: Story) -> None:
    """With the nearest kind named."""
    with pytest.raises(StoryError, match='no slide kind "bullet"'):
        story.slide("x", title="t", kind="bullet")  # type: ignore[arg-type]


def test_the_source_line_says_systems_date_window_n_what_is_set_aside_and_interval(story: Story) -> None:
    """What a CFO asks first stands at the slide's foot."""
    slide = made(story.slide("nps", title="NPS is {{ nps }}, {{ nps.low }} to {{ nps.high }}")).slide
    n = story.facts["nps@2026Q2"].n
    assert slide.source is not None
    assert slide.source.text == (
        f"Source: survey tool; extracted Jul 6, 2026. Q2\u00a02026; n = {n} answers. "
        "6 of 17,186 surveys set aside. Ranges are 95% intervals, clustered by account."
    )


def test_the_record_reads_back_and_holds_what_export_needs(story: Story) -> None:
    """Facts, locale, words, storyline and the template by name and hash."""
    record = story.record()
    assert story_from_json(to_json(record)) == record
    assert record.template.name == "valuestory"
    assert len(record.template.sha256) == 64
    assert record.storyline[:2] == ("title", "answer")
    assert record.relative == {"previous": "2026Q1", "year_ago": "2025Q2"}


def test_an_unknown_audience_or_template_is_named(northwind: Company) -> None:
    """With what exists."""
    with pytest.raises(StoryError, match='no storyline for "cio"'):
        open_story(northwind, audience="cio")
    with pytest.raises(ProjectError, match='no template "brand"'):
        open_story(northwind, template="brand")


def test_a_claim_follows_the_evidence(story: Story) -> None:
    """Accepted answers clearly rose in the sample company; NPS did not distinguishably move."""
    words = {"rise": "rose", "fall": "fell", "flat": "held", "unclear": "open", "level": "is"}
    assert story.claim("answers_accepted", **words) == "rose"
    assert story.claim("nps", **words) == "open"
    assert story.claim("nps", against="previous", **words) == "is"


def test_the_first_sentence_that_can_be_said_is_said(story: Story) -> None:
    """The same cell serves a company with less data."""
    assert story.say("{{ nps@previous }} recommend", "{{ nps }} recommend", "nothing") == "{{ nps }} recommend"
    assert story.lines("{{ nps@previous }}", "{{ nps }}", "words") == ["{{ nps }}", "words"]


def test_no_claim_is_made_that_support_keeps_customers(story: Story) -> None:
    """The first open question is always the effect on retention."""
    questions = story.open_questions()
    assert questions.iloc[0]["Open question"] == "Do customers stay because of Support?"
    assert "not compared" in questions.iloc[0]["Why it is open"]


def test_the_companys_own_words_hold_everywhere(northwind: Company) -> None:
    """Renamed terms reach titles, axes, key figures, definitions and the source line; no default word is left."""
    settings = northwind.project.model_copy(
        update={"vocabulary": {"customer": {"one": "member", "many": "members"}, "Support": "Member Care"}}
    )
    company = replace(northwind, tables=replace(northwind.tables, project=settings))
    story = open_story(company)
    view = made(
        story.slide(
            "retention",
            title="Support kept {{ annual_logo_retention }} of customers",
            header="Customers kept",
            chart=charts.retention(company.metrics()),
            body=["Customers stay.", "A customer's word"],
            numbers=["contact_rate"],
            notes="Support says: thank every customer.",
        )
    )
    slide = view.slide
    words = "\n".join(
        [each.text for each in slide.paragraphs()]
        + [fact.evidence.definition + fact.label for fact in slide.facts]
        + [str(row.get("series")) for row in slide.chart.spec["datasets"].popitem()[1]]
        + [slide.chart.alt]
    )
    assert "Member Care kept 85.0% of members" in words
    assert "customer" not in words.lower()
    assert "Support" not in words.replace("Member Care", "")


def test_alt_text_says_what_kind_of_chart_of_what_and_what_it_shows(story: Story) -> None:
    """Somebody who does not see the chart hears its type, its subject, its claim and its values."""
    chart = charts.cost_share(story.company.metrics())
    slide = made(story.slide("cost", title="Cost fell", header="Cost, by quarter", chart=chart)).slide
    assert slide.chart is not None
    assert slide.chart.alt.startswith("Bar chart: Cost, by quarter. Cost fell. Cost Q2 24: 8.1%; ")
    table = made(story.slide("t", title="Rows", table=pd.DataFrame({"a": ["x"], "b": ["y"]}))).slide.table
    assert table is not None
    assert table.alt == "Table of 1 rows: Rows. Columns: a, b"


def test_disagreement_is_said_only_where_sources_disagree(story: Story) -> None:
    """The sample company's sources agree: nothing of it is in doubt."""
    assert not story.in_doubt("annual_logo_retention", "annual_net_revenue_retention")


def test_every_open_question_is_counted(tmp_path: Path) -> None:
    """With cases and accounts alone sixteen things are open: the effect, and what fifteen tables would show."""
    sample = Path(__file__).parents[3] / "data" / "sample"
    accounts = pd.read_csv(sample / "accounts.csv", dtype=str)[["account_id", "start_at"]]
    cases = pd.read_parquet(sample / "cases.parquet")[["case_id", "account_id", "opened_at", "resolved_at"]]
    accounts.to_csv(tmp_path / "accounts.csv", index=False)
    cases.drop_duplicates("case_id").to_csv(tmp_path / "cases.csv", index=False)
    story = open_story(open_company(str(tmp_path), period="2026Q2"))
    questions = story.open_questions()
    assert len(questions) == 16
    assert questions.iloc[0]["Open question"] == "Do customers stay because of Support?"
    assert not story.in_doubt("annual_logo_retention")


def test_a_parts_cost_is_said_to_be_its_share_of_the_ledger(northwind: Company) -> None:
    """The ledger is the whole company's: for a part the figure is an estimate with a range, and says from what."""
    part = open_story(open_company("sample", period="2026Q2", where="region = 'EMEA'"))
    fact, whole = part.facts["fully_loaded_cost@2026Q2"], open_story(northwind).facts["fully_loaded_cost@2026Q2"]
    assert "share of the ledger" in fact.evidence.definition
    assert fact.evidence.kind == "estimated"
    assert "case system" in fact.evidence.source
    assert fact.low is not None
    assert fact.high is not None
    assert fact.low < float(fact.value or 0) < fact.high < float(whole.value or 0)


def test_a_slides_view_knows_what_was_told_before_it(story: Story) -> None:
    """What a designer's slide may show: the story's slides as they last were, one left out gone, and facts."""
    story.slide("volume", title="We had {{ cases | count }} cases")
    shown = story.slide("volume", title="Customers opened {{ cases | count }} cases")
    story.slide("other", title="Customers opened {{ cases | count }} cases")
    story.leave_out("other", "it says the same")
    assert isinstance(shown, SlideView)
    told = shown.told()
    assert {key: each.title.text for key, each in told.slides.items()} == {"volume": shown.slide.title.text}
    assert told.record is not None
    assert "cases@2026Q2" in {each.id for each in told.record.facts}
