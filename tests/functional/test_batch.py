"""`valuestory batch` as a user types it: a deck for each region, of a company that is opened and folded once."""

from __future__ import annotations

import csv
import json

import pytest
from tests.functional.test_commands import CASES, NOTEBOOKS, User, new_user

ACCOUNTS = "account_id,name,region,start_at\n" + "".join(
    f"A{number},Company {number},{region},2024-0{number}-01\n"
    for number, region in enumerate(("EMEA", "EMEA", "EMEA", "O'Hara", "O'Hara", "O'Hara", "O'Hara", ""), 1)
)


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> User:
    """A user whose company has two regions, and an account in none."""
    user = new_user(tmp_path_factory.mktemp("batch"))
    (user.project / "exports" / "accounts.csv").write_text(ACCOUNTS)
    return user


def rows(user: User) -> dict[str, dict[str, str]]:
    """The table of the batch, by deck."""
    with (user.project / "out" / "batch.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row for row in csv.DictReader(stream)}


def record(user: User, name: str) -> dict[str, object]:
    """The run record of a deck."""
    found: dict[str, object] = json.loads((user.project / "out" / name / "run.json").read_text(encoding="utf-8"))
    return found


def cases_of(accounts: range) -> int:
    """How many of the cases are of these accounts: cases go round eight accounts, A1 first."""
    return sum(1 + number % 8 in accounts for number in range(CASES.count("\nC") + CASES.startswith("C")))


def test_each_region_gets_a_whole_deck_of_its_own_and_the_same_command_keeps_them(user: User) -> None:
    """Counted by hand from the file; an account without a region is said; a second run makes nothing and keeps all."""
    asked = ("batch", "--each", "region", "--notebook", str(NOTEBOOKS / "one_part.ipynb"), "--out", "out")
    result = user.types(*asked)
    assert result.returncode == 0, result.stderr
    assert "leaked" not in result.stderr, "no process of the batch says anything at its end"
    assert "note: 1 accounts have no region: they are in no deck" in result.stdout
    assert {name: row["outcome"] for name, row in rows(user).items()} == {"EMEA": "made", "O-Hara": "made"}
    told = {name: str(record(user, name)["slides"]) for name in rows(user)}
    assert f"Customers asked {cases_of(range(1, 4))} times" in told["EMEA"]
    assert f"Customers asked {cases_of(range(4, 8))} times" in told["O-Hara"]
    page = (user.project / "out" / "batch.html").read_text(encoding="utf-8")
    assert page.count('<section aria-label="Slide:') == 2, "a slide of each is shown"
    left = {each.suffix for each in (user.project / "out" / ".batch").rglob("*")}
    assert left == {".json"}, "no row of the company stays beside its decks"
    before = record(user, "EMEA")
    again = user.types(*asked)
    assert again.returncode == 0, again.stderr
    assert "2 of 2 decks are whole, 2 of them before" in again.stdout
    assert record(user, "EMEA") == before
