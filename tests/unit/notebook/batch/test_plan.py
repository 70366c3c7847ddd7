"""The plan of a batch: a row a deck, checked as a whole before anything is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestory.data.parts import Parts
from valuestory.errors import ParameterError
from valuestory.notebook.batch.each import Each, given_as, plan_each
from valuestory.notebook.batch.plan import PlannedDeck, check_names, folder_names, read_plan
from valuestory.notebook.parameters import Parameter

CSV = "name,where,audience\nemea,\"region in ('EMEA', 'UK')\",ceo\namer,region = 'AMER',\n"
TOML = """
[parameters]
period = "2026Q2"
[[deck]]
name = "emea"
customers = 1300
[[deck]]
name = "amer"
period = "2026Q1"
"""


def test_a_csv_plan_is_a_row_a_deck_and_an_empty_cell_leaves_the_notebooks_own(tmp_path: Path) -> None:
    """As spreadsheets save it: quoted commas, and a mark of the encoding in front."""
    (tmp_path / "plan.csv").write_text(CSV, encoding="utf-8-sig")
    assert read_plan(tmp_path / "plan.csv") == (
        PlannedDeck("emea", {"where": "region in ('EMEA', 'UK')", "audience": "ceo"}),
        PlannedDeck("amer", {"where": "region = 'AMER'"}),
    )


def test_a_toml_plan_has_types_and_what_all_decks_have_in_common(tmp_path: Path) -> None:
    """A deck's own parameter goes before the common one."""
    (tmp_path / "plan.toml").write_text(TOML)
    assert read_plan(tmp_path / "plan.toml") == (
        PlannedDeck("emea", {"period": "2026Q2", "customers": 1300}),
        PlannedDeck("amer", {"period": "2026Q1"}),
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p.csv", "name\n", "no deck"),
        ("p.csv", "where\nregion = 'EMEA'\n", "line 2: it has no name"),
        ("p.csv", "name\na\nA\n", 'line 3: "A" is there 2 times'),
        ("p.csv", "name\n../up\n", 'line 2: "../up" cannot be the name of a folder'),
        ("p.csv", "name\n.batch\n", 'line 2: ".batch" cannot be'),
        ("p.csv", "name,period\na,b,c\n", "more or fewer cells"),
        ("p.toml", "decks = 1\n", 'it has "decks"'),
        ("p.toml", "[[deck]\n", "not TOML"),
        ("p.toml", '[[deck]]\nname = "a"\nwhere = ["x"]\n', "deck 1: where is a table or a list"),
        ("none.csv", None, "No such file"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused_with_the_place(
    name: str, text: str | None, said: str, tmp_path: Path
) -> None:
    """Row by row, and what to do."""
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(ParameterError) as caught:
        read_plan(tmp_path / name)
    assert said in caught.value.what
    assert caught.value.do


def test_a_column_that_is_no_parameter_is_refused_once_with_the_nearest() -> None:
    """A mistyped header would else fail every deck, or worse, be ignored."""
    decks = [PlannedDeck("a", {"perod": "2026Q1"}), PlannedDeck("b", {"perod": "2026Q2"})]
    with pytest.raises(ParameterError, match=r'"perod" .*did you mean "period"') as caught:
        check_names(decks, ["period", "audience"], where="story.ipynb")
    assert caught.value.what.count("perod") == 1


def test_values_make_folders_of_different_names() -> None:
    """Whatever accounts are called: no path, nothing hidden, nothing twice where letters have no case."""
    assert folder_names(["EMEA", "emea", "North/South", "..", "Ünïon", 7]) == [
        "EMEA",
        "emea-2",
        "North-South",
        "deck",
        "Ünïon",
        "7",
    ]


def test_each_value_becomes_a_condition_or_the_notebooks_own_parameter() -> None:
    """A quote in a name stays text; conditions add up."""
    where, account = Parameter("where", "str", ""), Parameter("account", "str", "")
    each = Each("region", "segment = 'SMB' or seats_count > 5")
    assert given_as(each, [account, where]) == "where"
    (deck,) = plan_each(each, "where", Parts(("O'Hara",)), {"period": "2026Q2", "where": "plan = 'Pro'"})
    assert deck == PlannedDeck(
        "O-Hara",
        {
            "period": "2026Q2",
            "where": "(segment = 'SMB' or seats_count > 5) and (plan = 'Pro') and region = 'O''Hara'",
        },
    )
    assert given_as(Each("account_id"), [account, where]) == "account"
    assert plan_each(Each("account_id"), "account", Parts(("A1",)), {})[0].parameters == {"account": "A1"}
    with pytest.raises(ParameterError, match="no parameter that says which region"):
        given_as(Each("region"), [account])
