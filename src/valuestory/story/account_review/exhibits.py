"""What the slides of a review show, each with the state that chooses its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.one_account import records
from valuestory.metrics.one_account.peers import peer_figure
from valuestory.story.account_review.opening import Review
from valuestory.story.chart_forms.counted_bars import BAR_COLUMNS, counted_bars
from valuestory.story.charts import answer_funnel, trend
from valuestory.story.exhibits.key_figures import KeyFigure
from valuestory.story.facts.declared import declared
from valuestory.story.look import current_look

if TYPE_CHECKING:
    import altair as alt

DASH: Final = "–"
FEW: Final = 5
"""Under so many cases no share and no mean is spoken of in a title: each case is one."""
_ROWS: Final = 4
"""A table of fewer rows would be lost on its slide, where nothing else stands: they are said in lines."""
_STEPS: Final = 4
_TOPICS: Final = 6
_IMPROVED: Final = 5
_SPEED: Final = ("first_response_time", "time_to_resolution", "first_contact_resolution", "reopen_rate", "csat")
_OTHERS: Final = ("self_service_success", "first_response_time", "first_contact_resolution", "csat")
_TILES: Final = ("cases", "answers_with_case", "answers_without_case", "first_response_time")


@dataclass(frozen=True)
class Exhibit:
    """What a slide shows: a chart or a table, the state of its words, and what fills their slots.

    Neither chart, table nor lines mean that there is nothing to show: such an exhibit is false.
    """

    state: str
    chart: alt.LayerChart | None = None
    table: pd.DataFrame | None = None
    body: tuple[str, ...] = ()
    slots: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether there is anything to show."""
        return self.chart is not None or self.table is not None or bool(self.body)


def tiles(review: Review) -> list[KeyFigure]:
    """Return up to four key figures: what was asked, what was settled by whom, and how long a first answer took.

    Those of customers alike where there was nothing.
    """
    story = review.story
    if standing(review) == "quiet":
        told = [name for name in _OTHERS if _peers(review, name) != DASH]
        below = story.phrase("review.peers")
        return [KeyFigure(story.phrase(f"review.{name}"), f"peers_{name}", below=below) for name in told]
    known = {fact.name for fact in story.facts.values() if fact.period == review.company.period.name}
    return [KeyFigure(story.phrase(f"review.{name}"), name) for name in _TILES if name in known]


def standing(review: Review) -> str:
    """Return how much there is to tell of the story's period: ``many``, ``few``, ``visits`` or ``quiet``."""
    if review.count("cases"):
        return "many" if review.count("cases") >= FEW else "few"
    return "visits" if review.count("answers_without_case") else "quiet"


def asked(review: Review) -> Exhibit:
    """Return what the customer asked about in twelve months; where it is next to nothing, what others alike asked."""
    every = review.topics
    own, total = every.head(_TOPICS), int(every["cases"].sum())
    if len(own) >= 2:
        source = _source(review, "cases")
        _declare(review, "asked_total", total, "questions in twelve months", source)
        rows = [(str(each["topic"]), int(each["cases"]), "count", "times asked") for each in own.to_dict("records")]
        state = "own" if total >= FEW else "own_few"
        return Exhibit(state, counted_bars(_bars(review, rows, source)), slots={"topic": str(own["topic"].iloc[0])})
    ids = set(review.peers["account_id"])
    others = records.topics_of_peers(review.company, ids, review.account_id, review.since).head(_TOPICS)
    what = "share of what customers alike asked"
    shares = [(str(each["topic"]), float(each["share"]), "share", what) for each in others.to_dict("records")]
    chart = counted_bars(_bars(review, shares, review.story.phrase("review.peers_source")))
    return Exhibit("peers", chart, slots={"topic": str(others["topic"].iloc[0]) if len(others) else ""})


def settled(review: Review) -> Exhibit:
    """Return the course of what was settled; the state says whether it was so now, or before alone."""
    of_settled = review.results["metric"] == "answers_accepted"
    ever = (review.results.loc[of_settled, "value"] > 0).any()
    chart = trend(review.results, "answers_accepted") if ever else None
    return Exhibit("now" if review.count("answers_accepted") else "before", chart)


def speed(review: Review) -> Exhibit:
    """Return how fast the customer was helped: now, a year ago, and customers alike where they hide each other."""
    story, period = review.story, review.company.period
    heads = [story.phrase(f"review.{each}") for each in ("measure", "now", "year_ago", "peers")]
    rows = []
    for name in _SPEED:
        if f"{name}@{period.name}" not in story.facts:
            continue
        before = f"{{{{ {name}@year_ago }}}}" if f"{name}@{period.year_ago.name}" in story.facts else DASH
        rows.append((story.facts[f"{name}@{period.name}"].label, f"{{{{ {name} }}}}", before, _peers(review, name)))
    table = pd.DataFrame(rows, columns=heads)
    for head in heads[2:]:  # a customer that was none a year ago, or one of few alike
        if (table[head] == DASH).all():
            table = table.drop(columns=head)
    return Exhibit("many" if review.count("cases") >= FEW else "few", table=table)


def learnt(review: Review) -> Exhibit:
    """Return what the customer's people reached, took in and accepted by themselves; false where nobody looked."""
    chart = answer_funnel(review.results) if review.count("answers_reached") else None
    return Exhibit("found" if review.count("answers_accepted") else "in_vain", chart)


def improved(review: Review) -> Exhibit:
    """Return what was improved in what the customer had asked about, the latest first, with how many articles.

    Few are bars: the customer's questions of that kind in as many days before and since. What customers alike had asked
    about where there is nothing of theirs.
    """
    found = records.improvements(review.account, review.company, review.since)
    written = records.written_from(review.account, review.since) or 0
    source = _source(review, "cases", "improvements")
    _declare(review, "improved_for_you", len(found), "improvements shipped in what you had asked about", source)
    _declare(review, "articles_from_you", written, "questions that left an article new or better", source)
    if len(found):
        state = ("both" if written else "shipped") + ("_one" if len(found) == 1 else "")
        bars = _before_and_since(review, found, source) if len(found) < _ROWS else None
        if bars is not None:
            return Exhibit(state, bars)
        return _told(state, review, _improvements(review, found, "asked_before", source), "improved_line")
    ids = set(review.peers["account_id"])
    others = records.improvements_of_peers(review.company, ids, review.account_id, review.since)
    source = review.story.phrase("review.peers_source")
    _declare(review, "improved_for_peers", len(others), "improvements in what customers alike had asked about", source)
    table = _improvements(review, others, "they_asked_before", source)
    return _told("written" if written else "peers", review, table, "they_improved_line")


def _told(state: str, review: Review, table: pd.DataFrame, phrase: str) -> Exhibit:
    """Return rows as a table, or as lines where they are few; nothing where there are none."""
    if len(table) >= _ROWS:
        return Exhibit(state, table=table)
    rows = table.itertuples(index=False, name=None)
    lines = [review.story.phrase(f"review.{phrase}", first=row[0], second=row[1], third=row[2]) for row in rows]
    return Exhibit(state, body=tuple(lines))


def _before_and_since(review: Review, found: pd.DataFrame, source: str) -> alt.LayerChart | None:
    """Return bars of the customer's questions of each improved kind, in as many days before it was improved and since.

    What was asked longer ago alone has no bars; None where all was.
    """
    story, rows = review.story, []
    seen = found[found["before"] + found["since"] > 0]
    for at, each in enumerate(seen.to_dict("records"), 1):
        shipped = pd.Timestamp(each["shipped_at"]).date().isoformat()
        day = declared(f"shipped_{at}", shipped, unit="date", source=source, label="shipped")
        days = declared(f"improved_days_{at}", int(each["days"]), unit="days", source=source, label="days counted")
        story.add_facts([days])
        slots = {"first": str(each["what"]), "second": story.shown(day), "third": current_look().writer.show(days)[0]}
        before, since = (story.phrase(f"review.question_{name}", **slots) for name in ("before", "since"))
        for name, label, value in (("before", before, each["before"]), ("since", since, each["since"])):
            fact = declared(
                f"asked_{name}_{at}", int(value), unit="count", source=source, label=f"{each['what']}: {label}"
            )
            story.add_facts([fact])
            rows.append((label, float(value), story.shown(fact), fact.id))
    return counted_bars(pd.DataFrame(rows, columns=list(BAR_COLUMNS)))


def _improvements(review: Review, found: pd.DataFrame, asked: str, source: str) -> pd.DataFrame:
    rows = []
    for at, each in enumerate(found.head(_IMPROVED).to_dict("records"), 1):
        _declare(review, f"{asked}_{at}", int(each["asked"]), "questions of that kind before", source)
        day = pd.Timestamp(each["shipped_at"]).date().isoformat()
        review.story.add_facts([declared(f"shipped_{at}", day, unit="date", source=source, label="shipped")])
        rows.append((each["what"], f"{{{{ {asked}_{at} }}}}", f"{{{{ shipped_{at} }}}}"))
    heads = [review.story.phrase(f"review.{each}") for each in ("improved", asked, "shipped")]
    return pd.DataFrame(rows, columns=heads)


def following(review: Review) -> Exhibit:
    """Return what comes next, three or four rows: what is open first, then what the customer's own figures suggest."""
    story = review.story
    heads = [story.phrase(f"review.{each}") for each in ("step", "why", "by")]
    end = pd.Timestamp(review.company.period.end)
    for name, months in (("soon", 1), ("next_quarter", 3)):
        day = pd.Timestamp(end + pd.DateOffset(months=months) - pd.Timedelta(days=1)).date()
        story.add_facts([declared(name, day.isoformat(), unit="date", source="the story's period", label="by")])
    table = pd.DataFrame(list(_steps(review))[:_STEPS], columns=heads)
    _declare(review, "steps_next", len(table), "steps", "the rows of this page")
    return Exhibit("steps", table=table)


def proposals(review: Review) -> list[str]:
    """Return what is proposed in short: a lead, and the steps of `following` without their reasons."""
    following(review)
    lead = review.story.phrase("review.lead")
    return [lead, *(f"1. {step}" for step, _, _ in _steps(review)[:3])]


def _steps(review: Review) -> list[tuple[str, str, str]]:
    """Return the steps, each with its reason and its day; the last is always the next review."""
    story = review.story
    steps = [*_from_own_cases(review), _from_looking(review), *_from_improvements(review)][: _STEPS - 1]
    return [*steps, (story.phrase("review.meet"), story.phrase("review.meet_why"), "{{ next_quarter }}")]


def _from_own_cases(review: Review) -> Iterator[tuple[str, str, str]]:
    """Yield what is still open, and the topic that the customer asks about often."""
    story = review.story
    still = review.open_cases
    if len(still):
        source = _source(review, "cases")
        _declare(review, "still_open", len(still), "questions still open", source)
        oldest = pd.Timestamp(still["opened_at"].iloc[0]).date().isoformat()
        story.add_facts([declared("oldest_open", oldest, unit="date", source=source, label="the oldest is from")])
        yield story.phrase("review.close"), story.phrase("review.close_why"), "{{ soon }}"
    own = review.topics
    if len(own) and int(own["cases"].iloc[0]) >= FEW:
        _declare(review, "topic_asked", int(own["cases"].iloc[0]), "questions about it", _source(review, "cases"))
        topic = str(own["topic"].iloc[0])
        yield story.phrase("review.session", topic=topic), story.phrase("review.session_why"), "{{ next_quarter }}"


def _from_looking(review: Review) -> tuple[str, str, str]:
    """Return how the customer's people find more by themselves."""
    step = "find" if review.count("answers_reached") > review.count("answers_accepted") else "show"
    return review.story.phrase(f"review.{step}"), review.story.phrase(f"review.{step}_why"), "{{ next_quarter }}"


def _from_improvements(review: Review) -> Iterator[tuple[str, str, str]]:
    """Yield the news of what was improved in what customers alike had asked about, where there is any."""
    ids = set(review.peers["account_id"])
    others = records.improvements_of_peers(review.company, ids, review.account_id, review.since)
    if len(others):
        source = review.story.phrase("review.peers_source")
        label = "improvements in what customers alike had asked about"
        _declare(review, "improved_for_peers", len(others), label, source)
        yield review.story.phrase("review.news"), review.story.phrase("review.news_why"), "{{ soon }}"


def _peers(review: Review, name: str) -> str:
    """Return a reference to the figure of customers alike; a dash where it would tell of one of them."""
    value = peer_figure(review.peers, name, review.account_id)
    if value is None:
        return DASH
    unit = {"minutes": "minutes", "share": "share"}.get(METRICS[name].unit, "number")
    source = review.story.phrase("review.peers_source")
    label = f"{METRICS[name].label}, customers alike"
    review.story.add_facts([declared(f"peers_{name}", value, unit=unit, source=source, label=label)])  # type: ignore[arg-type]
    return f"{{{{ peers_{name} }}}}"


def _bars(review: Review, rows: Sequence[tuple[str, float, str, str]], source: str) -> pd.DataFrame:
    """Return bars as `counted_bars` takes them, each with a fact of its own."""
    shown = []
    for at, (topic, value, unit, what) in enumerate(rows, 1):
        label = f"{topic}: {what}"
        fact = declared(f"topic_{at}", value, unit=unit, source=source, label=label)  # type: ignore[arg-type]
        review.story.add_facts([fact])
        shown.append((str(topic).capitalize(), value, review.story.shown(fact), fact.id))
    return pd.DataFrame(shown, columns=list(BAR_COLUMNS))


def _declare(review: Review, name: str, value: int, label: str, source: str) -> None:
    review.story.add_facts([declared(name, value, unit="count", source=source, label=label)])


def _source(review: Review, *tables: str) -> str:
    """Return the systems behind counts of the customer's own records."""
    notes = review.company.tables.sources
    systems = dict.fromkeys(notes[each].system for each in tables if each in notes)
    return ", ".join(systems) or "the company's tables"
