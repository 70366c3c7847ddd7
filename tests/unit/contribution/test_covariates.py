"""Covariates and the columns made of them: gaps, rare levels, curves, products, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from valuestory.contribution.effect.accounts import read_groups, read_outcome, read_treated, read_weight
from valuestory.contribution.effect.covariates import Levels, read_covariates, refuse_two_roles
from valuestory.contribution.effect.design_matrix import design_matrix, merged_levels
from valuestory.errors import DataError

EVERYONE = np.ones(40, dtype=bool)


def accounts() -> pd.DataFrame:
    """Forty accounts with usage, health (gaps in the first six) and a segment."""
    random = np.random.default_rng(0)
    health = random.normal(size=40)
    health[:6] = np.nan
    segment = ["small"] * 20 + ["middle"] * 15 + ["large"] * 5
    return pd.DataFrame({"usage": random.normal(size=40), "health": health, "segment": segment, "renewed": 1.0})


def names(**declared: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns of the main and of the rich basis."""
    given = {"numeric": ["usage", "health"], "curved": (), "categorical": (), "crossed": ()} | declared
    covariates = read_covariates(accounts(), **given).filled_in()  # type: ignore[arg-type]
    main, rich = design_matrix(covariates, EVERYONE)
    return main.names, rich.names


def test_a_number_with_gaps_gets_its_mean_and_a_column_that_tells() -> None:
    """Six of forty are empty."""
    assert names()[0] == ("usage", "health", "health missing")
    filled = read_covariates(accounts(), ["health"], (), (), ()).filled_in()
    assert filled.numeric["health"][:6] == pytest.approx(accounts()["health"].mean())
    assert filled.gaps["health"].tolist() == [1.0] * 6 + [0.0] * 34


def test_curved_columns_get_squares_and_products() -> None:
    """Two columns: two squares and one product, in the rich basis alone."""
    main, rich = names(curved=["usage", "health"])
    assert rich == (*main, "usage^2", "usage:health", "health^2")


def test_crossed_columns_get_a_product_for_each_level_but_the_commonest() -> None:
    """A pair, or a number by itself, which is crossed with every categorical column."""
    crossed = ("segment=large:usage", "segment=middle:usage")
    assert names(categorical=["segment"], crossed=[("segment", "usage")])[1][-2:] == crossed
    assert names(categorical=["segment"], crossed=["usage"])[1][-2:] == crossed
    assert names(crossed=[("usage", "health")])[1][-1] == "usage:health"


def test_what_is_curved_or_crossed_is_a_covariate_by_itself_too() -> None:
    """A product without its parts would not be one."""
    assert names(numeric=[], curved=["usage"])[1] == ("usage", "usage^2")


def test_all_columns_are_standardised_and_flat_ones_left_out() -> None:
    """Mean 0 and standard deviation 1, whatever the unit."""
    table = accounts().assign(usage=lambda each: each["usage"] * 1e9 + 5e9, flat=3.3)
    covariates = read_covariates(table, ["usage", "flat"], ["usage"], ["segment"], [("segment", "usage")]).filled_in()
    _, rich = design_matrix(covariates, EVERYONE)
    assert "flat" not in rich.names
    assert rich.values.mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert rich.values.std(axis=0) == pytest.approx(1)


def test_levels_that_too_few_have_are_merged() -> None:
    """Four, three and thirty: the two rare ones together are enough; three alone take the next with them."""
    levels = Levels(np.repeat([0, 1, 2], [30, 4, 3]), ("common", "rare", "rarer"))
    codes, known = merged_levels(levels, np.ones(37, dtype=bool))
    assert known == ("common", "rare or rarer")
    assert np.bincount(codes).tolist() == [30, 7]
    levels = Levels(np.repeat([0, 1, 2], [20, 14, 3]), ("common", "middle", "rare"))
    codes, known = merged_levels(levels, np.ones(37, dtype=bool))
    assert known == ("common", "middle or rare")
    assert np.bincount(codes).tolist() == [20, 17]


def test_levels_are_counted_among_the_compared_alone() -> None:
    """Seven accounts have a level, but four of them were helped: too few to know what they would have had."""
    levels = Levels(np.repeat([0, 1, 2], [20, 10, 7]), ("small", "middle", "large"))
    compared = np.arange(37) < 33
    assert merged_levels(levels, compared)[1] == ("small", "middle or large")
    assert merged_levels(levels, np.ones(37, dtype=bool))[1] == ("small", "middle", "large")


def test_a_missing_level_is_a_level() -> None:
    """An account without a segment is not an account of the first one."""
    table = accounts()
    table.loc[:9, "segment"] = None
    assert read_covariates(table, [], (), ["segment"], ()).categorical["segment"].names == (
        "large",
        "middle",
        "missing",
        "small",
    )


@pytest.mark.parametrize(
    ("declared", "says", "where"),
    [
        ({"numeric": ["usge"]}, 'no column "usge"', "numeric"),
        ({"numeric": ["segment"]}, "does not hold numbers", "numeric"),
        ({"categorical": ["segement"]}, 'no column "segement"', "categorical"),
        ({"numeric": ["usage"], "categorical": ["usage"]}, "both numeric and categorical", "numeric"),
        ({"crossed": [("segment", "usage", "health")]}, "not a pair", "crossed"),
    ],
)
def test_a_wrong_declaration_is_named(declared: dict[str, object], says: str, where: str) -> None:
    """What is wrong, in which argument, and what to do."""
    with pytest.raises(DataError, match=says) as raised:
        names(**declared)
    assert raised.value.where.startswith(where)
    assert raised.value.do


def test_a_mistyped_name_gets_the_nearest_one() -> None:
    """As everywhere."""
    with pytest.raises(DataError) as raised:
        names(numeric=["usge"])
    assert raised.value.do == 'did you mean "usage"?'


def test_an_infinite_covariate_is_refused_with_its_rows() -> None:
    """It comes from a division by zero, which somebody has to see."""
    table = accounts()
    table.loc[[3, 17], "usage"] = np.inf
    with pytest.raises(DataError, match="infinite in rows 3, 17"):
        read_covariates(table, ["usage"], (), (), ())


def test_what_is_explained_cannot_explain() -> None:
    """The negative control among the covariates would always be found at zero."""
    covariates = read_covariates(accounts(), ["usage", "health"], (), (), ())
    with pytest.raises(DataError, match="the negative control and a covariate at once"):
        refuse_two_roles(covariates, {"outcome": "renewed", "negative_control": "health"})
    with pytest.raises(DataError, match="the outcome and the treated at once"):
        refuse_two_roles(covariates, {"treated": "renewed", "outcome": "renewed"})


def test_an_empty_outcome_is_named_with_its_rows() -> None:
    """Seven rows: five by name, and how many more."""
    table = accounts().set_index(pd.Index([f"A-{number}" for number in range(40)]))
    table.iloc[:7, table.columns.get_loc("renewed")] = np.nan
    with pytest.raises(DataError, match=r"empty in rows A-0, A-1, A-2, A-3, A-4 and 2 more"):
        read_outcome(table, "renewed")


@pytest.mark.parametrize("wrong", [0.0, -1.0, np.nan, np.inf])
def test_a_weight_has_to_be_above_zero(wrong: float) -> None:
    """An account without revenue had nothing to keep."""
    table = pd.DataFrame({"arr": [1.0, 2.0, wrong]})
    with pytest.raises(DataError, match=r"in row 2\n"):
        read_weight(table, "arr")


def test_money_as_decimals_is_a_number() -> None:
    """As warehouses give it."""
    weights, mean = read_weight(pd.DataFrame({"arr": [Decimal("1.50"), Decimal("4.50")]}), "arr")
    assert weights.tolist() == [0.5, 1.5]
    assert mean == 3.0


@pytest.mark.parametrize(
    "values", [[True, False], [1, 0], [1.0, 0.0], pd.array([True, False], dtype="boolean"), pd.array([1, 0], "Int64")]
)
def test_who_was_helped_is_said_by_one_and_zero_in_any_form(values: object) -> None:
    """Booleans, whole numbers, floats and those that may be missing."""
    assert read_treated(pd.DataFrame({"helped": values}), "helped").tolist() == [True, False]


@pytest.mark.parametrize("values", [[2, 0], [0.5, 0], [np.nan, 0.0], pd.array([None, False], dtype="boolean")])
def test_anything_else_does_not_say_who_was_helped(values: object) -> None:
    """Two answers are not yes, and a gap is not no."""
    with pytest.raises(DataError, match="row 0"):
        read_treated(pd.DataFrame({"helped": values}), "helped")


def test_accounts_without_a_parent_stand_alone() -> None:
    """Two of one parent, two of none: three units."""
    codes = read_groups(pd.DataFrame({"parent": ["P", None, "P", None]}), "parent")
    assert codes is not None
    assert codes[0] == codes[2]
    assert len(set(codes)) == 3
