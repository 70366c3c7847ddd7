"""Before and after: against tables worked by hand, published examples, and what two-way fixed effects turns around."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from valuestory.contribution.before_after.before_after import BeforeAfter, compare_before_after
from valuestory.errors import DataError

NEVER = np.nan
COLUMNS = {"unit": "unit", "time": "time", "outcome": "outcome", "treated_from": "since"}

SNOW_DIRTY = (
    *((283, 371), (157, 161), (192, 148), (249, 362), (259, 244), (226, 237)),
    *((352, 282), (111, 171), (97, 59), (8, 9), (235, 240), (92, 174)),
)
"""Deaths from cholera in 1849 and 1854 in the twelve sub-districts of the Southwark and Vauxhall company alone."""
SNOW_MIXED = (
    *((256, 113), (267, 174), (312, 270), (257, 93), (318, 210), (446, 388), (143, 92), (193, 58)),
    *((243, 117), (215, 49), (544, 193), (187, 303), (153, 142), (81, 48), (114, 165), (176, 132)),
)
"""The same where the Lambeth company, which had moved its intake above the sewers in 1852, supplied a part."""


def panel_of(rows: Iterable[tuple[object, object, float, float]]) -> pd.DataFrame:
    """Return a long table of unit, time, outcome and since when the unit was under the change."""
    return pd.DataFrame(rows, columns=["unit", "time", "outcome", "since"])


def of_paths(paths: dict[str, list[float]], since: dict[str, int]) -> pd.DataFrame:
    """Return the table of each unit's path from period 0 on."""
    return panel_of(
        (unit, time, value, since.get(unit, NEVER)) for unit, path in paths.items() for time, value in enumerate(path)
    )


def two_by_two() -> pd.DataFrame:
    """Five units that change and ten that do not; all of a kind alike, so that four numbers are the whole table."""
    paths = {f"t{n}": [40.0, 40.0, 40.0, 40.0, 30.0, 30.0] for n in range(5)}
    paths |= {f"c{n}": [20.0, 20.0, 20.0, 20.0, 25.0, 25.0] for n in range(10)}
    return of_paths(paths, {f"t{n}": 4 for n in range(5)})


def simple(panel: pd.DataFrame, **options: object) -> BeforeAfter:
    """Return the comparison on the columns of these tables."""
    return compare_before_after(panel, **COLUMNS, **options)  # type: ignore[arg-type]


def test_four_cells_worked_by_hand() -> None:
    """40 became 30 where 20 became 25: 15 fewer in differences, and 30 of 50 expected, 40 % fewer, in ratios."""
    means = simple(two_by_two(), kind="mean", before=2, after=2)
    counts = simple(two_by_two(), before=2, after=2)
    assert means.estimate == pytest.approx((30 - 40) - (25 - 20))
    assert (means.low, means.high) == pytest.approx((-15, -15))
    # half a case is added to every level: 40.25 and 20.25 a period
    assert counts.estimate == pytest.approx(30 / (25 * 40.25 / 20.25) - 1)
    assert (counts.observed, counts.expected) == pytest.approx((300, 500), rel=0.01)
    assert counts.difference.estimate == pytest.approx(counts.observed - counts.expected)
    assert counts.unadjusted.estimate == pytest.approx(30 / 40 - 1)
    assert (counts.n_treated, counts.n_compared, counts.n_left_out) == (5, 10, 0)


def test_what_john_snow_found() -> None:
    """Snow's Table XII of 1855: deaths fell to 2,547 of 3,905 where water got cleaner, else rose to 2,458 of 2,261."""
    rows = [
        (f"{name} {number}", year, deaths, since)
        for name, table, since in (("dirty", SNOW_DIRTY, NEVER), ("mixed", SNOW_MIXED, 1854))
        for number, pair in enumerate(table)
        for year, deaths in zip((1849, 1854), pair, strict=True)
    ]
    found = simple(panel_of(rows), before=1, after=1)
    assert found.estimate == pytest.approx((2547 / 3905) / (2458 / 2261) - 1, abs=0.002)
    assert found.low < found.estimate < found.high < 0
    assert (found.verdict, found.grade) == ("established", "D"), "one year before shows no pre-trend"


def test_published_event_study_of_the_minimum_wage() -> None:
    """Callaway and Sant'Anna's counties: their effects by cohort and year add up to their published event study.

    Source: the readme of their package `did`: ATT(g, t) without covariates, cohorts of 20, 40 and 131 counties and 309
    never treated; dynamic effects -0.0199, -0.0510, -0.1373 and -0.1008, and -0.0400 in all.
    """
    effects = {
        **{(2004, 2004): -0.0105, (2004, 2005): -0.0704, (2004, 2006): -0.1373, (2004, 2007): -0.1008},
        **{(2006, 2006): -0.0046, (2006, 2007): -0.0412, (2007, 2007): -0.0261},
    }
    counties = [(2004, 20), (2006, 40), (2007, 131), (NEVER, 309)]
    rows = [
        (f"{since}-{number}", year, 8 + 0.01 * number + 0.02 * (year - 2003) + effects.get((since, year), 0.0), since)
        for since, size in counties
        for number in range(size)
        for year in range(2003, 2008)
    ]
    for only_never in (True, False):
        found = simple(panel_of(rows), kind="mean", before=1, after=4, only_never=only_never)
        after = found.events[found.events["phase"] == "after"]
        assert after["estimate"].tolist() == pytest.approx([-0.0199, -0.0510, -0.1373, -0.1008], abs=1e-4)
        assert found.estimate == pytest.approx(-0.0400, abs=5e-5)


def test_growing_effects_keep_their_sign_where_two_way_fixed_effects_turns_it() -> None:
    """De Chaisemartin and D'Haultfoeuille (2020): effects of 1, 1 and 4, of which two-way fixed effects makes -1/2.

    One group changes in the second period (1, then 4), one in the third (1). Only the first change has a clean control.
    """
    early, late = {f"e{n}": [0.0, 1.0, 4.0] for n in range(10)}, {f"l{n}": [0.0, 0.0, 1.0] for n in range(10)}
    panel = of_paths(early | late, {**dict.fromkeys(early, 1), **dict.fromkeys(late, 2)})
    fixed = pd.get_dummies(panel[["unit", "time"]].astype(str), drop_first=True, dtype=float)
    under = (panel["time"] >= panel["since"]).astype(float).rename("under")
    naive = sm.OLS(panel["outcome"], sm.add_constant(fixed.join(under))).fit().params["under"]
    found = simple(panel, kind="mean", before=1, after=1)
    assert naive == pytest.approx(-0.5)
    assert found.estimate == pytest.approx(1.0)


def test_a_pre_trend_stops_the_claim() -> None:
    """Units that grew all along before the change are not compared: what they would have done is not known."""
    rng = np.random.default_rng(7)
    noise = rng.normal(0, 0.3, (30, 14))
    paths = {f"t{n}": list(20 + 0.5 * np.arange(14) + noise[n]) for n in range(8)}
    paths |= {f"c{n}": list(20 + 0.1 * (n % 6) * np.arange(14) + noise[8 + n]) for n in range(22)}
    found = simple(of_paths(paths, {f"t{n}": 10 for n in range(8)}), kind="mean", before=8, after=4)
    assert found.verdict == "comparison not valid"
    assert found.grade is None
    assert found.refused
    assert np.isnan(found.estimate)
    assert found.pre_trend.low > 0
    assert not found.events.empty, "what was seen is still shown"


def test_what_nothing_is_like_is_not_compared() -> None:
    """Units at ten times the level of every other one have no comparison group, and the effect is refused."""
    rng = np.random.default_rng(3)
    paths = {f"t{n}": list(rng.poisson(400, 18).astype(float)) for n in range(6)}
    paths |= {f"c{n}": list(rng.poisson(20 + n, 18).astype(float)) for n in range(20)}
    found = simple(of_paths(paths, {f"t{n}": 13 for n in range(6)}))
    assert found.verdict == "overlap too weak"
    assert np.isnan(found.estimate)


def test_a_change_that_came_to_all_at_once_is_before_and_after_only() -> None:
    """Without anything to compare with there is no effect; what changed is told, and graded by nobody."""
    rng = np.random.default_rng(4)
    paths = {f"u{n}": [*rng.poisson(30, 12).astype(float), *rng.poisson(24, 6).astype(float)] for n in range(20)}
    found = simple(of_paths(paths, dict.fromkeys(paths, 12)))
    assert found.verdict == "too few accounts"
    assert np.isnan(found.estimate)
    assert found.n_compared == 0
    assert found.unadjusted.low < -0.2 < found.unadjusted.high
    assert found.unadjusted.high < 0


def test_rates_are_of_what_was_there() -> None:
    """Twice the customers and twice the cases are the same rate, and no effect of the change."""
    rng = np.random.default_rng(5)
    rows = [
        (unit, time, float(rng.poisson(30 * (2 if unit < 6 and time >= 8 else 1))), 8.0 if unit < 6 else NEVER)
        for unit in range(30)
        for time in range(12)
    ]
    panel = panel_of(rows).assign(customers=lambda rows: np.where((rows.since == 8) & (rows.time >= 8), 200.0, 100.0))
    counted = simple(panel, before=8, after=4)
    rated = simple(panel, before=8, after=4, exposure="customers")
    assert counted.low > 0.8
    assert rated.verdict == "not distinguishable from zero"
    assert rated.low < 0 < rated.high


def test_groups_that_move_together_are_one_piece_of_evidence() -> None:
    """Each unit entered three times over, as one group, has the interval of the unit; by itself a shorter one."""
    rng = np.random.default_rng(6)
    once = panel_of(
        (unit, time, float(rng.poisson(20 + unit % 4)), 8.0 if unit < 8 else NEVER)
        for unit in range(32)
        for time in range(12)
    ).assign(family=lambda rows: rows["unit"])
    thrice = pd.concat([once.assign(unit=once["unit"] + 100 * copy) for copy in range(3)])
    one, grouped, alone = (
        simple(once, before=8, after=4),
        simple(thrice, before=8, after=4, groups="family"),
        simple(thrice, before=8, after=4),
    )
    assert grouped.estimate == pytest.approx(one.estimate)
    assert grouped.standard_error == pytest.approx(one.standard_error, rel=1e-6)
    assert alone.standard_error < 0.7 * one.standard_error


def test_order_of_rows_and_unit_of_means_make_no_difference() -> None:
    """Shuffled rows give the same answer; a mean times 7.3 gives 7.3 times the effect."""
    rng = np.random.default_rng(8)
    rows = [
        (unit, time, 5 + unit % 3 + rng.normal(), 8.0 if unit < 8 else NEVER)
        for unit in range(30)
        for time in range(12)
    ]
    panel = panel_of(rows)
    found, shuffled = (
        simple(each, kind="mean", before=8, after=4) for each in (panel, panel.sample(frac=1, random_state=1))
    )
    scaled = simple(panel.assign(outcome=panel["outcome"] * 7.3), kind="mean", before=8, after=4)
    assert shuffled.estimate == found.estimate
    assert (scaled.estimate, scaled.low, scaled.high) == pytest.approx(
        [7.3 * each for each in (found.estimate, found.low, found.high)]
    )
    assert scaled.verdict == found.verdict


@pytest.mark.parametrize(
    ("mend", "words"),
    [
        (lambda rows: rows.rename(columns={"outcome": "cases"}), 'no column "outcome"'),
        (lambda rows: rows.iloc[1:], "is not known for 1 units and periods"),
        (lambda rows: pd.concat([rows, rows.iloc[:1]]), "twice"),
        (lambda rows: rows.assign(outcome=-1.0), "below zero"),
        (lambda rows: rows.assign(outcome="many"), "does not hold numbers"),
        (lambda rows: rows.assign(since=rows["time"]), "changes within a unit"),
        (lambda rows: rows.assign(since="2026-01"), "cannot be compared with the periods"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(mend: object, words: str) -> None:
    """Nothing is filled in or dropped: the message names the column and the first row."""
    with pytest.raises(DataError, match=words):
        simple(mend(two_by_two()), before=2, after=2)  # type: ignore[operator]


def test_a_window_without_periods_is_refused() -> None:
    """No period before or after is nothing to compare; covariates need a history beside them."""
    for options in ({"before": 0}, {"after": 0}, {"lead": -1}, {"before": 2, "covariates": ["size"]}):
        with pytest.raises(DataError):
            simple(two_by_two().assign(size=1.0), **options)
