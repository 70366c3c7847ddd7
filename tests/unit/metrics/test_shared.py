"""What decks share: a company opened once and folded once tells of each part what that part would tell alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from tests.scans import scans

from valuestory.data.opening import restricted
from valuestory.data.parts import condition, parts_by
from valuestory.data.shared import SHARED, share_tables
from valuestory.errors import DataError
from valuestory.metrics import Company, open_company
from valuestory.metrics.fold.shared import key_of_sums, shared_sums
from valuestory.metrics.opening import company_of

WHERE = "region = 'APAC' and segment <> 'SMB'"


@pytest.fixture(scope="module")
def alone(northwind: Company) -> Company:
    """A part of the sample company, folded from its own rows."""
    return company_of(restricted(northwind.tables, WHERE), northwind.notes, period="2026Q2")


@pytest.fixture(scope="module")
def shared(northwind: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a batch of the sample company, named to the decks in it."""
    folder = tmp_path_factory.mktemp("shared")
    share_tables(northwind.tables, "sample", folder)
    northwind.share(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARED, str(folder))
        yield folder


@pytest.fixture(scope="module")
def part(shared: Path) -> Company:
    """The same part, as a deck of the batch opens it."""
    return open_company("sample", period="2026Q2", where=WHERE)


def test_a_part_has_the_account_quarters_that_it_has_alone(alone: Company, part: Company) -> None:
    """Account by account, quarter by quarter, every sum, the shares of the ledger included."""
    keys = ["period_start", "account_id"]
    theirs, ours = (each.account_quarters().sort_values(keys, ignore_index=True) for each in (alone, part))
    assert len(ours) > 1000
    pd.testing.assert_frame_equal(ours[theirs.columns], theirs, check_dtype=False, rtol=1e-9, atol=1e-6)


def test_a_part_has_the_results_that_it_has_alone(alone: Company, part: Company) -> None:
    """Every metric, period and slice, with its interval; and what is said of the data."""
    pd.testing.assert_frame_equal(part.metrics(), alone.metrics(), check_dtype=False, rtol=1e-9, atol=1e-9)
    assert part.faults == alone.faults
    assert part.rows == alone.rows
    assert part.tables.fingerprints == alone.tables.fingerprints


def test_facts_are_not_read_again_for_a_part(part: Company) -> None:
    """Neither visits nor work nor usage is scanned for the account quarters; of cases, only which group is largest."""
    again = company_of(part.tables, period="2026Q2")
    with scans() as read:
        again.account_quarters()
    assert "shared.accounts" in read
    facts = ("subscriptions", "article_sessions", "worklogs", "surveys", "usage")
    assert not {f"shared.{each}" for each in facts} & set(read)


def test_a_fold_is_taken_only_for_the_question_that_it_answers(part: Company) -> None:
    """Other periods, or tables with other fingerprints, have another key: such a deck folds for itself."""
    until = date(2026, 7, 1)
    key = key_of_sums(part.tables, part.periods, until)
    changed = replace(part.tables, fingerprints={**part.tables.fingerprints, "cases": "other"})
    others = {
        key_of_sums(part.tables, part.periods[:-1], until),
        key_of_sums(part.tables, part.periods, date(2026, 6, 1)),
        key_of_sums(changed, part.periods, until),
    }
    assert len(others) == 3
    assert shared_sums(key) is not None
    assert [each for each in others if shared_sums(each) is not None] == []


def test_the_parts_of_a_company_are_the_values_of_a_column(northwind: Company) -> None:
    """In order, of the accounts that fit a condition, and how many have none; a condition finds each of them again."""
    parts = parts_by(northwind.tables, "region", "segment = 'Enterprise'")
    accounts = northwind.tables.tables["accounts"].to_pandas()
    enterprise = accounts[accounts["segment"] == "Enterprise"]["region"]
    assert list(parts.values) == sorted(enterprise.dropna().unique())
    assert parts.without == enterprise.isna().sum()
    for value in parts.values:
        part = restricted(northwind.tables, condition("region", value)).tables["accounts"]
        assert part.count().to_pyarrow().as_py() == (accounts["region"] == value).sum()


@pytest.mark.parametrize(
    ("column", "where", "said", "do"),
    [
        ("regoin", "", 'no column "regoin"', 'did you mean "region"?'),
        ("region", "segmnet = 'SMB'", 'no column "segmnet"', 'did you mean "segment"?'),
        ("region", "1 = 1; drop table accounts", "more than one condition", "write such as"),
        ("start_at", "", "holds dates or amounts", "choose a column of text"),
    ],
)
def test_a_column_or_a_condition_that_does_not_exist_is_refused_with_the_nearest(
    column: str, where: str, said: str, do: str, northwind: Company
) -> None:
    """The condition is parsed, never run."""
    with pytest.raises(DataError, match=said) as caught:
        parts_by(northwind.tables, column, where)
    assert do in caught.value.do


def test_a_value_with_a_quote_in_it_stays_a_value() -> None:
    """And a column with a space in it stays a column."""
    assert condition("region", "O'Hara") == "region = 'O''Hara'"
    assert condition("account tier", 3) == '"account tier" = 3'
    assert condition("is_strategic", True) == "is_strategic = true"
