"""What the sample company promises: size, shape, counted dirt, and a planted truth that can be found again."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from types import ModuleType

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
EXPOSURE, LANDMARK, END = (pd.Timestamp(day) for day in ("2024-07-01", "2025-07-01", "2026-07-01"))


def load_maker() -> ModuleType:
    """Return ``make_sample.py`` as a module, as running it would find it."""
    spec = importlib.util.spec_from_file_location("make_sample", SAMPLE / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


maker = load_maker()
schema, settings = maker.schema, maker.settings


@cache
def truth() -> dict[str, Any]:
    """Return ``truth.json``."""
    record: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    return record


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table as it lies in the folder, keys as text."""
    path = SAMPLE / schema.file_name(name)
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    types = schema.column_types(name)
    times = [column for column, letter in types.items() if letter in "ds"]
    texts = {column: "object" for column, letter in types.items() if letter == "t"}
    return pd.read_csv(path, dtype=texts, parse_dates=times)


def dirt(name: str, what: str) -> int:
    """Return how many rows ``truth.json`` declares spoiled in one way."""
    return next(line["count"] for line in truth()["dirt"] if line["table"] == name and what in line["what"])


@cache
def good_cases() -> pd.DataFrame:
    """Return the cases without the rows that are declared spoiled in their times or keys."""
    cases = table("cases").drop_duplicates()
    start = cases["account_id"].map(table("accounts").set_index("account_id")["start_at"])
    wrong = (cases["resolved_at"] < cases["opened_at"]) | start.isna() | (cases["opened_at"] < start)
    return cases[~wrong]


@cache
def accepted_sessions() -> pd.DataFrame:
    """Return the accepted visits, by the rule in the README, computed another way than the simulator does."""
    known = table("cases").dropna(subset="account_id").sort_values("opened_at")
    visits = table("article_sessions").dropna(subset="account_id").sort_values("started_at")
    following = pd.merge_asof(
        visits,
        known[["account_id", "opened_at"]],
        left_on="started_at",
        right_on="opened_at",
        by="account_id",
        direction="forward",
        allow_exact_matches=False,
    )
    quiet = ~(following["opened_at"] - following["started_at"] <= pd.Timedelta(days=14))
    quiet &= following["needs_followup"].ne(True)
    return following[following["is_consumed"].eq(True) & (following["is_success"].eq(True) | quiet)]


def arr_on(day: str) -> pd.Series:
    """Return recurring revenue in force on a day, for every account, in USD."""
    lines = table("subscriptions")
    valid = lines[(lines["start_on"] <= day) & (lines["end_on"] > day) & (lines["arr_amount"] > 0)]
    return valid.groupby("account_id")["arr_amount"].sum().reindex(table("accounts")["account_id"], fill_value=0.0)


def alive_at_landmark() -> pd.DataFrame:
    """Return the accounts of the planted comparison, with whether each was helped and stayed."""
    accounts = table("accounts")
    alive = accounts[(accounts["start_at"] < LANDMARK) & ~(accounts["churned_at"] <= LANDMARK)]
    cases, visits = good_cases(), accepted_sessions()
    solved = cases[cases["resolved_at"].between(EXPOSURE, LANDMARK, inclusive="left") & (cases["reopens_count"] == 0)]
    read = visits[visits["started_at"].between(EXPOSURE, LANDMARK, inclusive="left")]
    helped = alive["account_id"].isin([*solved["account_id"], *read["account_id"]])
    return alive.assign(helped=helped, stayed=~(alive["churned_at"] < END))


# ---- size and shape ------------------------------------------------------------------------------------------------


def test_the_company_is_large_enough_to_be_interesting() -> None:
    """The sample has the accounts, cases and visits that the documentation speaks of."""
    assert len(table("accounts")) >= 2600
    assert 43_000 <= len(table("cases")) <= 46_500
    assert len(table("article_sessions")) >= 210_000
    assert 4 <= len(table("case_events")) / len(table("cases")) <= 5.3
    assert len(alive_at_landmark()) >= 2100


def test_the_folder_stays_under_twenty_megabytes() -> None:
    """The sample ships inside the wheel, so it has to stay small."""
    files = [path for path in SAMPLE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 20e6


@pytest.mark.parametrize("name", schema.COLUMNS)
def test_a_table_has_its_canonical_columns_and_the_rows_it_declares(name: str) -> None:
    """Every table is there, with exactly the columns of the table reference, and ``truth.json`` counts it rightly."""
    assert list(table(name).columns) == list(schema.column_types(name))
    assert len(table(name)) == truth()["rows"][name]


@pytest.mark.parametrize("name", schema.COLUMNS)
def test_no_column_is_empty(name: str) -> None:
    """A column without a single value would promise what the sample cannot show."""
    nothing = table(name).columns[table(name).isna().all()]
    assert list(nothing) == (["slice"] if name == "targets" else [])


def test_parquet_files_say_nothing_about_the_machine_that_wrote_them() -> None:
    """Instants carry no zone (they are UTC) and files no library metadata."""
    written = pq.read_schema(SAMPLE / "cases.parquet")
    assert str(written.field("opened_at").type) == "timestamp[us]"
    assert written.metadata is None


def test_the_settings_name_every_table_and_where_it_comes_from() -> None:
    """``valuestory.toml`` finds all files, and each source line has a system and a date."""
    settings_file = tomllib.loads((SAMPLE / "valuestory.toml").read_text(encoding="utf-8"))
    assert set(settings_file["sources"]) == set(schema.COLUMNS)
    for source in settings_file["sources"].values():
        assert (SAMPLE / source["path"]).is_file()
        assert source["system"]
        assert source["extracted_on"] == truth()["extract_date"]
    for assumption in settings_file["assumptions"].values():
        assert assumption["low"] < assumption["base"] < assumption["high"]
        assert {"unit", "source", "owner"} <= set(assumption)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("accounts", "account_id"),
        ("articles", "article_id"),
        ("article_sessions", "session_id"),
        ("surveys", "survey_id"),
        ("improvements", "improvement_id"),
        ("people", "person_id"),
    ],
)
def test_keys_are_text_and_unique(name: str, key: str) -> None:
    """A key names one row."""
    assert table(name)[key].is_unique
    assert table(name)[key].map(type).eq(str).all()


def test_facts_lie_inside_the_window() -> None:
    """Cases and visits run from January 2024 to the end of June 2026; nothing happens after the extract."""
    for name, column in (("cases", "opened_at"), ("article_sessions", "started_at")):
        assert table(name)[column].min() >= pd.Timestamp("2023-12-31")
        assert table(name)[column].max() < END
    for name, column in (("cases", "resolved_at"), ("cases", "closed_at"), ("case_events", "at")):
        assert table(name)[column].max() < pd.Timestamp(settings.EXTRACT)
    assert table("cases")["opened_at"].dt.to_period("Q").nunique() == len(truth()["periods"]) == 10


# ---- what belongs together -----------------------------------------------------------------------------------------


def test_billing_and_accounts_agree_on_who_left() -> None:
    """The last contract ends on the day an account left, and runs past the window for those still there."""
    lines = table("subscriptions")
    last = lines[lines["arr_amount"] > 0].groupby("account_id")["end_on"].max()
    accounts = table("accounts").set_index("account_id")
    gone = accounts["churned_at"].dropna()
    assert (last[gone.index] == gone).all()
    assert (last[accounts.index[accounts["churned_at"].isna()]] >= END).all()


def test_contract_lines_of_an_account_follow_each_other_without_gap() -> None:
    """Revenue on a day is the sum of the lines in force, and there is one."""
    lines = table("subscriptions").query("arr_amount > 0").sort_values(["account_id", "start_on"])
    before = lines.groupby("account_id")["end_on"].shift()
    assert (lines["start_on"] == before)[before.notna()].all()


def test_the_times_of_a_case_come_in_order() -> None:
    """Broken, opened, answered, solved, smiling: in that order, where each is known."""
    cases = good_cases()
    for earlier, later in (
        ("interrupted_at", "opened_at"),
        ("opened_at", "first_response_at"),
        ("first_response_at", "resolved_at"),
        ("resolved_at", "happy_at"),
        ("resolved_at", "closed_at"),
    ):
        assert not (cases[earlier] > cases[later]).any()
    assert 0.5 < cases["happy_at"].notna().mean() < 0.6
    assert cases["resolved_at"].isna().any()


def test_the_history_of_a_case_agrees_with_its_counts() -> None:
    """Whoever derives first answer, hand-offs, returns and reopens from events finds what ``cases`` says."""
    cases = good_cases()[good_cases()["closed_at"].notna()].set_index("case_id")
    events = table("case_events")
    status = events[events["kind"] == "status"]
    derived = {
        "handoffs_count": events[events["kind"] == "owner"],
        "returns_count": status[status["to_value"] == "pending"],
        "reopens_count": status[(status["from_value"] == "solved") & (status["to_value"] == "open")],
    }
    for column, found in derived.items():
        counted = found.groupby("case_id").size().reindex(cases.index, fill_value=0)
        assert (counted != cases[column]).sum() <= dirt("case_events", "unknown in cases")
    first = events[events["kind"] == "reply"].groupby("case_id")["at"].min().reindex(cases.index)
    assert (first == cases["first_response_at"]).all()


def test_booked_time_adds_up_to_the_work_on_a_case() -> None:
    """Worklogs and ``work_minutes`` are two views of the same minutes."""
    booked = table("worklogs").groupby("case_id")["minutes"].sum()
    work = table("cases").drop_duplicates("case_id").set_index("case_id")["work_minutes"]
    assert (booked.reindex(work.index) == work).all()


def test_a_linked_case_has_an_article_that_existed() -> None:
    """No case links an article from the future, and a case without a link has none."""
    cases = good_cases()
    assert (cases["article_id"].isna() == (cases["link_type"] == "none")).all()
    made = cases["article_id"].map(table("articles").set_index("article_id")["created_at"])
    assert not (made > cases["resolved_at"]).any()


def test_accepted_is_part_of_consumed_is_part_of_visits() -> None:
    """The funnel narrows: no visit is accepted that was not consumed."""
    visits = table("article_sessions")
    consumed = visits[visits["is_consumed"]]
    accepted = accepted_sessions()
    assert set(accepted["session_id"]) <= set(consumed["session_id"]) <= set(visits["session_id"])
    assert 0.1 < len(accepted) / len(visits) < 0.4


def test_consumed_follows_the_declared_rule() -> None:
    """A visit counts as consumed by its length, or because its article is the one linked in the case it led to."""
    visits = table("article_sessions")
    linked = visits["case_id"].map(table("cases").drop_duplicates("case_id").set_index("case_id")["article_id"])
    in_case = linked.notna() & (linked == visits["article_id"])
    assert (visits["is_consumed"] == ((visits["dwell_seconds"] >= 30) | in_case)).all()


def test_only_a_few_visitors_answer_and_all_questions_together() -> None:
    """About an eighth says whether it helped; who was not helped needs follow-up."""
    visits = table("article_sessions")
    answered = visits["is_success"].notna()
    assert 0.11 < answered.mean() < 0.13
    assert (visits["is_intended"].notna() == answered).all()
    assert (visits["needs_followup"].notna() == answered).all()
    assert visits.loc[answered & visits["is_success"].eq(False), "needs_followup"].all()


def test_response_rates_can_be_computed() -> None:
    """Every instrument has its mailings, and never more answers than were asked."""
    answers = table("surveys").drop_duplicates(["instrument", "account_id", "case_id", "person_id", "answered_at"])
    sent = table("survey_waves").groupby("instrument")["sent_count"].sum()
    share = answers.groupby("instrument").size() / sent
    assert share.between(0.1, 0.95).all()
    assert 0.17 < share["csat"] < 0.23
    assert not table("survey_waves").duplicated(["instrument", "sent_on"]).any()


def test_knowledge_sharing_has_fourteen_items_in_four_dimensions() -> None:
    """The survey has the shape of the published one."""
    sharing = table("surveys").query("instrument == 'knowledge_sharing'")
    assert sharing["item"].nunique() == 14
    assert set(sharing["dimension"]) == {"People/Leadership", "Process", "Technology", "Culture"}
    assert sharing["sent_at"].nunique() == 2


# ---- believable ----------------------------------------------------------------------------------------------------


def test_the_company_behaves_like_a_software_company() -> None:
    """Retention, growth and the cost of support lie where a reader would expect them."""
    opening, closing = arr_on("2025-07-01"), arr_on("2026-06-30")
    there = opening > 0
    assert 1.02 <= closing[there].sum() / opening.sum() <= 1.09
    assert 0.86 <= np.minimum(opening, closing).sum() / opening.sum() <= 0.91
    assert 0.82 <= (closing[there] > 0).mean() <= 0.88
    cost = table("costs").groupby("month_on")["amount"].sum()["2025-07-01":].sum()
    assert 0.06 <= cost / ((opening.sum() + closing.sum()) / 2) <= 0.08
    solved = good_cases()["resolved_at"].between(LANDMARK, END).sum()
    assert 150 <= cost / solved <= 300


def test_segments_differ_and_one_region_is_small() -> None:
    """Slices have something to show, and small groups occur."""
    people = alive_at_landmark()
    kept = people.groupby("segment")["stayed"].mean()
    assert kept["SMB"] < kept["Mid-market"] < kept["Enterprise"]
    assert 0.005 < (people["region"] == "LATAM").mean() < 0.05
    assert 0.08 < table("accounts")["parent_id"].notna().mean() < 0.12


def quarterly(at: pd.Series, value: pd.Series) -> pd.Series:
    """Return the mean of a value by quarter."""
    return value.groupby(at.dt.to_period("Q").astype(str)).mean()


def test_the_knowledge_programme_shows() -> None:
    """From 2025Q2 to 2026Q2 links and accepted answers rise, time to smile falls, and harder work is left."""
    cases = good_cases()
    smile = cases["happy_at"].fillna(cases["resolved_at"]) - cases["interrupted_at"].fillna(cases["opened_at"])
    hours = quarterly(cases["resolved_at"], smile.dt.total_seconds() / 3600)
    linked = quarterly(cases["resolved_at"], (cases["link_type"] != "none").astype(float))
    work = quarterly(cases["opened_at"], cases["work_minutes"])
    visits = accepted_sessions().groupby(accepted_sessions()["started_at"].dt.to_period("Q").astype(str)).size()
    assert hours["2026Q2"] < 0.92 * hours["2025Q2"]
    assert linked["2024Q4"] < 0.35
    assert linked["2026Q2"] > 0.55
    assert work["2026Q2"] > 1.01 * work["2025Q2"]
    # The last quarter is not asked: its 14 quiet days cannot be seen in full.
    assert visits["2026Q1"] > 1.2 * visits["2025Q1"]


def test_nps_does_not_move_beyond_chance() -> None:
    """Between the waves of 2025Q2 and 2026Q2 the difference is smaller than its own uncertainty."""
    nps = table("surveys").query("instrument == 'nps'")
    said = (nps["score"] >= 9).astype(float) - (nps["score"] <= 6).astype(float)
    waves = said.groupby(nps["sent_at"].dt.to_period("Q").astype(str)).agg(["mean", "var", "size"])
    difference = waves["mean"]["2026Q2"] - waves["mean"]["2025Q2"]
    error = np.sqrt((waves["var"] / waves["size"])[["2025Q2", "2026Q2"]].sum())
    assert abs(difference) < 1.96 * error
    assert waves["mean"].between(0.22, 0.42).all()


def test_a_shipped_improvement_thins_out_its_cluster() -> None:
    """After shipping, the clusters together lose cases against the others."""
    shipped = table("improvements").dropna(subset="shipped_at").groupby("cluster_id")["shipped_at"].min()
    cases = good_cases()
    ratio = []
    for cluster, at in shipped.items():
        own = cases["cluster_id"] == cluster
        later = cases["opened_at"] >= at
        ratio.append((own & later).sum() / later.sum() / ((own & ~later).sum() / (~later).sum()))
    assert np.mean(ratio) < 0.75


def test_people_are_quoted_only_with_consent() -> None:
    """Three quotes, all agreed to, from accounts that exist."""
    quotes = table("quotes")
    assert len(quotes) == 3
    assert quotes["consent"].all()
    assert quotes["account_id"].isin(table("accounts")["account_id"]).all()


# ---- dirt ----------------------------------------------------------------------------------------------------------


def found_dirt() -> dict[tuple[str, str], int]:
    """Return what is wrong in the tables, found from the tables alone."""
    accounts, cases, sessions = table("accounts"), table("cases"), table("article_sessions")
    surveys, milestones = table("surveys"), table("milestones")
    once = cases.drop_duplicates()
    start = once["account_id"].map(accounts.set_index("account_id")["start_at"])
    placeholder = once["resolved_at"] == pd.Timestamp("1900-01-01")
    off_scale = (surveys["score"] < surveys["scale_min"]) | (surveys["score"] > surveys["scale_max"])
    unknown = {name: table(name)["account_id"].dropna() for name in ("cases", "article_sessions", "touches")}
    return {
        **{(n, "account_id unknown"): int((~ids.isin(accounts["account_id"])).sum()) for n, ids in unknown.items()},
        ("cases", "account_id empty"): int(cases["account_id"].isna().sum()),
        ("cases", "resolved_at before"): int(((once["resolved_at"] < once["opened_at"]) & ~placeholder).sum()),
        ("cases", "placeholder"): int(placeholder.sum()),
        ("cases", "csat_score"): int((once["csat_score"].notna() & ~once["csat_score"].between(1, 5)).sum()),
        ("cases", "start_at"): int((once["opened_at"] < start).sum()),
        ("cases", "repeated"): len(cases) - len(once),
        ("case_events", "case_id unknown"): int((~table("case_events")["case_id"].isin(cases["case_id"])).sum()),
        ("case_articles", "article_id unknown"): int(
            (~table("case_articles")["article_id"].isin(table("articles")["article_id"])).sum()
        ),
        ("surveys", "score outside"): int(off_scale.sum()),
        ("surveys", "before sent_at"): int((surveys["answered_at"] < surveys["sent_at"]).sum()),
        ("milestones", "before started_at"): int((milestones["reached_at"] < milestones["started_at"]).sum()),
        ("accounts", "misspelt"): int((accounts["segment"] == " smb").sum()),
        ("subscriptions", "negative"): int((table("subscriptions")["arr_amount"] < 0).sum()),
        ("article_sessions", "case_id"): int((~sessions["case_id"].dropna().isin(cases["case_id"])).sum()),
    }


def test_the_dirt_is_what_truth_declares_and_nothing_else() -> None:
    """Each declared fault occurs exactly as often as declared, and there is no other of these kinds."""
    found = found_dirt()
    assert found.pop(("article_sessions", "case_id")) == 0
    assert found == {(name, what): dirt(name, what) for name, what in found}
    assert len(found) == len(truth()["dirt"])


def test_dirt_comes_in_small_doses() -> None:
    """No table has more than 0.3 % of its rows spoiled."""
    spoiled = pd.DataFrame(truth()["dirt"]).groupby("table")["count"].sum()
    rows = pd.Series(truth()["rows"])
    assert (spoiled / rows[spoiled.index]).max() <= 0.003


# ---- the planted truth ---------------------------------------------------------------------------------------------


def test_the_planted_effect_is_where_it_should_be() -> None:
    """Six points on customers kept, less in dollars, nothing before the help."""
    planted = truth()["contribution"]
    assert 0.055 <= planted["logo_retention_att"] <= 0.065
    assert 0.005 <= planted["retained_arr_att"] <= 0.035
    assert planted["negative_control"]["true_effect"] == 0
    assert planted["naive_logo_difference"] > planted["logo_retention_att"] + 0.02


def test_the_tables_lead_to_the_accounts_that_truth_counts() -> None:
    """Who was helped, and the plain difference, follow from the tables alone, dirt included."""
    people, planted = alive_at_landmark(), truth()["contribution"]
    assert people["helped"].sum() == planted["n_treated"]
    assert (~people["helped"]).sum() == planted["n_compared"]
    kept = people.groupby("helped")["stayed"].mean()
    assert kept[True] - kept[False] == pytest.approx(planted["naive_logo_difference"], abs=1e-6)
    assert 0.40 <= people["helped"].mean() <= 0.45


def test_spoiled_cases_do_not_change_who_was_helped() -> None:
    """Whether faulty rows are kept or set aside, the same accounts are helped."""
    cases, people = table("cases"), alive_at_landmark()
    solved = cases["resolved_at"].between(EXPOSURE, LANDMARK, inclusive="left") & (cases["reopens_count"] == 0)
    assert people.loc[people["account_id"].isin(cases["account_id"][solved]), "helped"].all()


def test_the_negative_control_can_be_computed_as_described() -> None:
    """Most accounts have a year of billing before the exposure, some were cut in it, and the groups are alike."""
    people = alive_at_landmark().set_index("account_id")
    before, later = arr_on("2023-07-01"), arr_on("2024-06-30")
    older = people.index[people["start_at"] < "2023-07-01"]
    kept = (later >= before)[older].astype(float)
    assert len(older) > 1000
    assert (before[older] > 0).all()
    assert 0.8 < kept.mean() < 0.95
    assert abs(kept[people["helped"][older]].mean() - kept[~people["helped"][older]].mean()) < 0.06


def test_the_effect_on_the_counted_accounts_is_exact() -> None:
    """``lift`` plants the declared mean effect and never more than can be saved."""
    rng = np.random.default_rng(1)
    without, arr, counted = rng.uniform(0.6, 0.99, 500), np.exp(rng.normal(9.5, 1.2, 500)), rng.random(500) < 0.4
    gain = maker.planted.lift(without, arr, counted)
    assert gain[counted].mean() == pytest.approx(maker.planted.LOGO_EFFECT, abs=0.002)
    assert (gain > 0).all()
    assert (without + gain < 1).all()
    small, large = gain[arr < 8000] / (1 - without[arr < 8000]), gain[arr > 40_000] / (1 - without[arr > 40_000])
    assert small.mean() > 2 * large.mean()


# ---- the small functions -------------------------------------------------------------------------------------------


def test_a_ramp_starts_with_the_programme_and_ends_with_the_window() -> None:
    """Before 2025 nothing has changed; at the end everything has."""
    at = np.array(["2024-03-01", "2025-01-01", "2025-10-01", "2026-07-01"], dtype="datetime64[s]")
    level = settings.ramp(at, 1.0, 0.7)
    assert level[:2].tolist() == [1.0, 1.0]
    assert level[2] == pytest.approx(0.85, abs=0.001)
    assert level[3] == pytest.approx(0.7)


def test_quarters_take_in_their_start() -> None:
    """The first instant of a quarter belongs to it, the last before it to the one before."""
    at = np.array(["2024-01-01T00:00:00", "2024-03-31T23:59:59", "2024-04-01T00:00:00"], dtype="datetime64[s]")
    assert settings.quarter_of(at).tolist() == [0, 0, 1]


def test_an_anniversary_falls_on_the_same_day_of_the_year() -> None:
    """Contracts turn over on their own day, leap years or not."""
    days = np.array(["2023-02-28", "2024-12-07"], dtype="datetime64[D]")
    assert maker.contracts.add_years(days, 1).astype(str).tolist() == ["2024-02-28", "2025-12-07"]


def test_late_december_and_august_are_quiet() -> None:
    """Seasons: weekends, August and the end of December are quieter, quarter ends busier."""
    busy = {str(day): weight for q in (2, 3) for day, weight in zip(*maker.needs.quarter_days(q), strict=True)}
    assert busy["2024-08-06"] < busy["2024-07-09"] < busy["2024-09-24"]
    assert busy["2024-12-23"] < 0.5 * busy["2024-12-10"]
    assert busy["2024-07-13"] < 0.2 * busy["2024-07-09"]


def test_a_share_is_met_on_average() -> None:
    """``shift_to_share`` finds the constant that gives the asked share."""
    log_odds = np.random.default_rng(2).normal(0, 1.5, 400)
    shift = maker.needs.shift_to_share(log_odds, 0.42)
    assert settings.expit(log_odds + shift).mean() == pytest.approx(0.42, abs=1e-9)


def test_a_room_draws_the_same_numbers_whatever_the_others_do() -> None:
    """Each room has its own random numbers, so that a change stays where it is made."""
    first = settings.room_rng("cases").random(3)
    settings.room_rng("sessions").random(100)
    assert (settings.room_rng("cases").random(3) == first).all()
    assert (settings.room_rng("sessions").random(3) != first).all()


def test_acceptance_follows_each_part_of_the_rule() -> None:
    """Said yes, stayed quiet, asked again, wants more, did not read, is nobody: each counts as the rule says."""
    at = pd.Timestamp("2025-03-03 10:00:00")
    visits = pd.DataFrame(
        [
            ("yes", True, True, True, True),
            ("quiet", True, None, None, True),
            ("again", True, None, None, False),
            ("again", True, True, False, True),
            ("quiet", True, False, True, False),
            ("quiet", False, None, None, False),
            (None, True, True, False, False),
        ],
        columns=["account_id", "is_consumed", "is_success", "needs_followup", "expected"],
    ).assign(started_at=at)
    again = pd.DataFrame({"account_id": ["again", "quiet"], "opened_at": [at + pd.Timedelta(days=d) for d in (13, 15)]})
    assert maker.visits.accepted(visits, again).tolist() == visits["expected"].tolist()


def same_file(made: Path, committed: Path) -> bool:
    """Return whether two files agree: in bytes, or in content where another pyarrow wrote the committed one."""
    if made.read_bytes() == committed.read_bytes():
        return True
    if made.suffix != ".parquet" or pq.read_metadata(made).created_by == pq.read_metadata(committed).created_by:
        return False
    return bool(pq.read_table(made).equals(pq.read_table(committed)))


def test_making_it_again_gives_the_same_files(tmp_path: Path) -> None:
    """The committed files are what the committed script makes, byte for byte on the same library versions."""
    maker.main(tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {schema.file_name(name) for name in schema.COLUMNS} | {"truth.json"}
    assert [name for name in sorted(made) if not same_file(tmp_path / name, SAMPLE / name)] == []
