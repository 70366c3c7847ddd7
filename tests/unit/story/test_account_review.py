"""A value review for one customer: their own figures alone, others only together, and a deck that can be shown."""

from __future__ import annotations

import ast
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from tests.unit.story.told_stories import shown_by
from tests.validation import assert_nothing_to_mend

from valuestory.audit import audit
from valuestory.deck import build_deck
from valuestory.deck.lint.linting import lint_deck
from valuestory.errors import DataError
from valuestory.metrics import METRICS, Company
from valuestory.metrics.one_account.company import most_asking, names_of
from valuestory.metrics.one_account.peers import hides_each, peer_figure
from valuestory.metrics.one_account.records import _as_many
from valuestory.notebook.results import write_results
from valuestory.slides.html import report_html
from valuestory.slides.slide import Slide, to_json
from valuestory.story.account_review import Review, exhibits, open_review
from valuestory.story.account_review.opening import SHOWN
from valuestory.story.view import SlideView

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "account_review.ipynb"
MANY, FEW, QUIET, NEVER = "A-02652", "A-00001", "A-00034", "A-00004"
INTERNAL = ("cost", "revenue", "churn", "margin", "ARR", "health score", "renewal", "loaded")


class Told:
    """A customer's review and its deck."""

    def __init__(self, company: Company, account_id: str, folder: Path) -> None:
        from valuestory.story import charts

        self.review: Review = open_review(company, account_id)
        names: dict[str, Any] = {"review": self.review, "story": self.review.story, "results": self.review.results}
        names |= {"charts": charts, "exhibits": exhibits}
        self.slides: list[Slide] = []
        cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        for source in ["".join(each["source"]) for each in cells if each["cell_type"] == "code"][2:]:
            view = shown_by(ast.parse(source), names)
            assert view is not None
            self.slides += [view.slide] if isinstance(view, SlideView) else []
        self.deck = folder / f"{account_id}.pptx"
        self.built = build_deck(self.slides, "valuestory", self.deck, record=self.review.story.record())

    def beside(self) -> str:
        """What a run writes beside the deck: the report, the results as they are written, and the notebook's record."""
        record, theme = self.review.story.record(), self.review.story.theme
        write_results(self.review.results, record.facts, self.deck.parent)
        results = pd.read_parquet(self.deck.parent / "results.parquet").to_csv()
        page = report_html(self.slides, record, theme, title="A review")
        return "\n".join((page, results, words_of(self.deck.parent / "results.xlsx"), json.dumps(to_json(record))))

    def titles(self) -> str:
        """All titles, a line each."""
        return "\n".join(each.title.text for each in self.slides)


@pytest.fixture(scope="module")
def told(northwind: Company, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """The reviews of a customer with many cases, of one with few, and of one with none."""
    folder = tmp_path_factory.mktemp("reviews")
    return {each: Told(northwind, each, folder) for each in (MANY, FEW, QUIET)}


def test_every_figure_is_counted_from_the_customers_own_rows(told: dict[str, Told], sample: Path) -> None:
    """Held against the rows of the table of cases, counted without this package."""
    cases = pd.read_parquet(sample / "cases.parquet")
    for account_id, each in told.items():
        own = cases[cases["account_id"] == account_id]
        now = own[(own["opened_at"] >= "2026-04-01") & (own["opened_at"] < "2026-07-01")]
        assert each.review.count("cases") == len(now)
        year = own[(own["opened_at"] >= "2025-07-01") & (own["opened_at"] < "2026-07-01")]
        if len(year) > 1:
            assert each.review.story.facts["asked_total"].value == len(year)
            assert each.review.story.facts["topic_1"].value == year["reason"].value_counts().iloc[0]
        frame = each.review.account.account_quarters()
        assert set(frame["account_id"]) == {account_id}


def test_what_is_ours_alone_is_not_even_computed(told: dict[str, Told]) -> None:
    """Facts and results hold metrics that a customer may see; cost, revenue and health are none of them."""
    for each in told.values():
        assert set(each.review.results["metric"]) <= set(SHOWN)
        metrics = {fact.name for fact in each.review.story.facts.values()} & METRICS.keys()
        assert metrics <= set(SHOWN)
    tables = {table for name in SHOWN for table in METRICS[name].tables}
    assert not tables & {"costs", "subscriptions", "usage", "people", "worklogs"}


def test_no_part_of_the_deck_names_another_customer_or_an_internal_figure(
    told: dict[str, Told], northwind: Company
) -> None:
    """Slides, notes, workbooks and evidence, and what lies beside the deck: report, results, the notebook's record."""
    names = names_of(northwind)
    for account_id, each in told.items():
        text = words_of(each.deck) + each.beside()
        assert names[account_id] in each.slides[0].title.text
        others = {name for key, name in names.items() if name != names[account_id] and name in text}
        assert others == set()
        assert {key for key in names if key != account_id and key in text} == set()
        assert [word for word in INTERNAL if re.search(rf"\b{word}\b", words_of(each.deck))] == []


def words_of(deck: Path) -> str:
    """Every text in the parts of a file, workbooks inside it taken apart as well; the template's own left out."""
    said = []
    with zipfile.ZipFile(deck) as package:
        for name in package.namelist():
            if name.endswith(".xlsx"):
                with package.open(name) as inner, zipfile.ZipFile(inner) as workbook:
                    said += [workbook.read(part).decode("utf-8", "replace") for part in workbook.namelist()]
            elif not name.startswith(("ppt/theme", "ppt/slideLayouts", "ppt/slideMasters", "ppt/media")):
                said.append(package.read(name).decode("utf-8", "replace"))
    return "\n".join(said)


@pytest.mark.parametrize(
    ("account_id", "title"),
    [
        (MANY, "You asked us 57 questions, and settled 9 more by yourselves"),
        (FEW, "You asked us little, 4 in all, and settled 13 more by yourselves"),
        (QUIET, "You asked us nothing in Q2\u00a02026; here is what helps customers like you"),
    ],
)
def test_the_deck_fits_how_much_there_is_to_tell(
    told: dict[str, Told], account_id: str, title: str, tmp_path: Path
) -> None:
    """Six to eight slides whatever there is; every number is sourced, and on no template has lint anything to say."""
    each = told[account_id]
    assert title.replace("\u00a0", " ") in each.titles().replace("\u00a0", " ")
    assert 6 <= len(each.slides) <= 8
    assert each.built.problems == ()
    assert {str(tier) for tier in each.built.charts.values()} == {"native"}
    assert_nothing_to_mend(each.slides, tmp_path, each.review.story.record())
    assert set(audit(each.deck)["status"]) == {"sourced"}


def test_what_comes_next_is_a_table_of_dated_steps_however_little_was_asked(told: dict[str, Told]) -> None:
    """Three or four rows, the next review last, and a line beneath; nothing is asked of a customer, it is proposed."""
    for each in told.values():
        by_key = {slide.key: slide for slide in each.slides}
        coming, answer = by_key["review_next"], by_key["review_answer"]
        assert coming.table is not None
        assert 3 <= len(coming.table.rows) <= 4
        assert all("2026" in row[-1].text for row in coming.table.rows)
        assert coming.table.rows[-1][0].text == "We meet for the next review"
        assert coming.body[0].text.startswith("How you will know:")
        assert answer.body[0].text == "What we propose"


def test_a_line_of_nothing_but_zeros_is_no_slide(northwind: Company) -> None:
    """A customer that never settled anything has no course of it to look at, though its people came and looked."""
    never = open_review(northwind, NEVER)
    assert never.count("answers_reached") > 0
    assert exhibits.settled(never).chart is None
    assert exhibits.learnt(never).state == "in_vain"


def test_in_german_it_is_as_whole(northwind: Company, tmp_path: Path) -> None:
    """Every number is sourced, those of alternative texts too; a column of a year without the customer is left out."""
    tables, own = northwind.tables, northwind.project.company
    german = northwind.project.model_copy(update={"company": own.model_copy(update={"locale": "de_DE"})})
    company = Company(replace(tables, project=german), northwind.period)
    company.__dict__["_computed"] = northwind._computed
    each = Told(company, MANY, tmp_path)
    assert "Sie stellten uns 57 Fragen und erledigten 9 weitere selbst" in each.titles()
    assert [(found.rule, found.slide, found.what) for found in lint_deck(each.deck)] == []
    assert set(audit(each.deck)["status"]) <= {"sourced", "removed"}
    (speed,) = (slide for slide in each.slides if slide.key == "review_speed")
    assert speed.table is not None
    assert len(speed.table.columns) == 3
    assert "of this page" not in words_of(each.deck)


def test_few_improvements_are_bars_of_the_customers_questions_before_and_since(
    told: dict[str, Told], sample: Path
) -> None:
    """Counted from the tables of cases and of improvements, without this package."""
    cases, made = pd.read_parquet(sample / "cases.parquet"), pd.read_csv(sample / "improvements.csv")
    facts = told[QUIET].review.story.facts
    own = cases[(cases["account_id"] == QUIET) & (cases["opened_at"] < "2026-07-01")].merge(made, on="cluster_id")
    shipped = own[own["shipped_at"].astype(str).between("2025-07-01", "2026-06-30")]
    [day] = pd.to_datetime(shipped["shipped_at"].unique())
    window = pd.Timestamp("2026-07-01") - day  # cases are known for longer than that before the day
    from_then = pd.to_datetime(shipped["opened_at"]).dt.tz_localize(None) - day
    before, since = from_then.between(-window, pd.Timedelta(0), inclusive="left"), from_then >= pd.Timedelta(0)
    assert facts["improved_days_1"].value == window.days
    assert facts["asked_before_1"].value == before.sum() > 0
    assert facts["asked_since_1"].value == since.sum()
    (slide,) = (each for each in told[QUIET].slides if each.key == "review_improved")
    assert slide.chart is not None
    bars = {str(row["label"]) for each in slide.chart.spec["layer"] for row in each.get("data", {}).get("values", [])}
    bars |= {
        str(row["label"]) for rows in slide.chart.spec.get("datasets", {}).values() for row in rows if "label" in row
    }
    bars |= {str(row["label"]) for row in slide.chart.spec.get("data", {}).get("values", [])}
    assert bars
    assert all(f"{window.days}\u00a0days" in each for each in bars), "each bar says how long it counts"


@pytest.mark.parametrize(("first", "days"), [("2025-01-01", 91), ("2026-03-12", 20), ("2026-04-09", 0)])
def test_as_many_days_are_counted_before_an_improvement_as_since(first: str, days: int) -> None:
    """Shipped on April 1, told to June 30: 91 days, fewer where no case is known from so long ago."""
    extents = {"cases": SimpleNamespace(first=date.fromisoformat(first))}
    company: Any = SimpleNamespace(
        tables=SimpleNamespace(extents=extents), period=SimpleNamespace(end=date(2026, 7, 1))
    )
    shipped = pd.Timestamp("2026-04-01")
    assert _as_many(company, shipped) == days


def test_without_a_name_it_is_the_customer_that_asked_most(northwind: Company, sample: Path) -> None:
    """So that the notebook runs on any company; counted from the table of cases."""
    cases = pd.read_parquet(sample / "cases.parquet")
    now = cases[(cases["opened_at"] >= "2026-04-01") & (cases["opened_at"] < "2026-07-01")]
    assert most_asking(northwind) == now["account_id"].value_counts().index[0]


def test_an_unknown_customer_is_refused_with_the_nearest(northwind: Company) -> None:
    """The message names an account that there is."""
    with pytest.raises(DataError, match=r'there is no account "A-0265"'):
        open_review(northwind, "A-0265")


def frame(brought: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Account quarters of cases resolved and the minutes that they took."""
    rows = [(key, minutes, count) for key, (minutes, count) in brought.items()]
    return pd.DataFrame(rows, columns=["account_id", "resolution_minutes", "cases_resolved"])


def test_others_are_shown_only_where_five_stand_behind_a_figure() -> None:
    """The reader knows its own part, so it is not one of the five; with five others it is the ratio of all sums."""
    six = {key: (60.0 * at, 1.0 * at) for at, key in enumerate("ABCDE", 1)} | {"reader": (1000.0, 10.0)}
    assert peer_figure(frame(six), "time_to_resolution", "reader") == pytest.approx((60 * 15 + 1000) / 25)
    five = {key: value for key, value in six.items() if key != "E"}
    assert peer_figure(frame(five), "time_to_resolution", "reader") is None
    idle = six | {"E": (0.0, 0.0)}
    assert peer_figure(frame(idle), "time_to_resolution", "reader") is None


def test_others_are_not_shown_where_one_of_them_carries_the_figure() -> None:
    """More than half of what the others bring in, of the cases or of the minutes, would tell that one's own."""
    even = dict.fromkeys("ABCDEF", (60.0, 1.0)) | {"reader": (60.0, 1.0)}
    assert peer_figure(frame(even), "time_to_resolution", "reader") == 60
    of_cases, of_minutes = even | {"A": (360.0, 6.0)}, even | {"A": (360.0, 1.0)}
    assert peer_figure(frame(of_cases), "time_to_resolution", "reader") is None
    assert peer_figure(frame(of_minutes), "time_to_resolution", "reader") is None
    assert peer_figure(frame(of_cases), "time_to_resolution", "A") == pytest.approx(720 / 12)
    exactly_half = pd.Series({"A": 5, "B": 1, "C": 1, "D": 1, "E": 2})
    assert hides_each(exactly_half, "reader")


def test_every_reader_of_a_group_sees_the_same_figure() -> None:
    """Else two who lay their decks side by side could take one from the other and see a third's."""
    alike = frame({key: (60.0 + at, 1.0 + at) for at, key in enumerate("ABCDEFGH")})
    assert len({peer_figure(alike, "time_to_resolution", reader) for reader in "ABCDEFGH"}) == 1
