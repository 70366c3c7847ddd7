"""What links between cases and articles tell where cases do not: held against the sample company, which says both."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from tests.unit.data.conftest import Company, fault, values

from valuestory.data import open_tables
from valuestory.project import shipped

CASES = """
case_id,account_id,opened_at,resolved_at
1,A1,2025-01-01 08:00,2025-01-01 09:00
2,A1,2025-01-02 08:00,2025-01-02 09:00
3,A3,2025-01-03 08:00,2025-01-03 09:00
4,A3,2025-01-04 08:00,
"""
LINKS = """
case_id,article_id,link_type,linked_at
1,K9,none,2025-01-01 08:10
1,K1,reused,2025-01-01 08:30
1,K2,created,2025-01-01 08:50
2,K5,reused,2025-01-02 08:30
2,K4,reused,2025-01-02 08:20
2,K3,,2025-01-02 08:10
4,K6,,
"""


def test_the_link_that_says_most_is_the_case_s(company: Company) -> None:
    """Worked by hand: created goes before reused, reused before a link of no type, the earlier before the later.

    Case 3 has no link and so is linked to none; of case 4 there is an article, and nothing is told of how it was used.
    """
    found = company({"cases": CASES, "case_articles": LINKS})
    told = values(found, "cases", "case_id", "article_id", "link_type")
    assert told == [("1", "K2", "created"), ("2", "K4", "reused"), ("3", None, "none"), ("4", "K6", None)]
    said = fault(found, "have no link_type of their own: derived from case_articles")
    assert (said.table, said.action, said.count) == ("cases", "noted", 2)
    assert fault(found, "have no article_id of their own: derived from case_articles").count == 3
    assert found.derived["cases.link_type"] == "case_articles"


def test_links_of_no_type_tell_the_article_only(company: Company) -> None:
    """Without a type nothing says whether a question was known, and no case is said to be linked to none."""
    links = "case_id,article_id\n1,K2\n1,K1\n"
    found = company({"cases": CASES, "case_articles": links})
    assert "link_type" not in found.tables["cases"].columns
    told = values(found, "cases", "case_id", "article_id")
    assert told == [("1", "K1"), ("2", None), ("3", None), ("4", None)]


def test_what_cases_say_themselves_goes_before_their_links(company: Company) -> None:
    """Only the column that cases lack is derived; a case that names an article and has no link is not one of none."""
    cases = (
        CASES.replace("resolved_at\n", "resolved_at,article_id\n")
        .replace(":00\n", ":00,K7\n")
        .replace("08:00,\n", "08:00,,\n")
    )
    found = company({"cases": cases, "case_articles": LINKS})
    told = values(found, "cases", "case_id", "article_id", "link_type")
    assert told == [("1", "K7", "created"), ("2", "K7", "reused"), ("3", "K7", None), ("4", None, None)]
    assert not [each for each in found.faults if "article_id of their own" in each.what]


def test_links_that_begin_late_are_said_to(company: Company) -> None:
    """The first link is of 2 January: case 1 was resolved the day before, and seems to have none."""
    links = "case_id,article_id,link_type,linked_at\n2,K5,reused,2025-01-02 08:30\n"
    found = company({"cases": CASES, "case_articles": links})
    said = fault(found, "were resolved before the first link of case_articles, on 2025-01-02")
    assert (said.count, said.action) == (1, "noted")
    assert not [each for each in company({"cases": CASES, "case_articles": LINKS}).faults if "first link" in each.what]


def test_the_sample_company_is_told_by_its_links(tmp_path: Path) -> None:
    """Where its cases lack the two columns, their links tell the very same, case by case.

    A case with two links of one type and one moment names either: by the links alone nothing goes before the other.
    And a few links were planted that lead to articles (K-99 ...) which do not exist.
    """
    shutil.copytree(shipped("data", "sample"), tmp_path / "sample")
    cases, links = (str(tmp_path / "sample" / f"{name}.parquet") for name in ("cases", "case_articles"))
    own = duckdb.sql(f"SELECT DISTINCT case_id, article_id, link_type FROM '{cases}'").df().set_index("case_id")
    several = duckdb.sql(f"SELECT case_id FROM '{links}' GROUP BY case_id HAVING count(*) > 1").df()["case_id"]
    kept = duckdb.sql(f"SELECT * EXCLUDE (article_id, link_type) FROM '{cases}'")
    kept.write_parquet(str(tmp_path / "cut.parquet"))
    (tmp_path / "cut.parquet").replace(cases)
    told = open_tables(str(tmp_path / "sample")).tables["cases"].select("case_id", *own.columns).to_pandas()
    told = told.set_index("case_id").fillna("")
    own = own.loc[told.index].fillna("")
    differ = (told["article_id"] != own["article_id"]) & ~told["article_id"].str.startswith("K-99")
    assert len(told) > 40_000
    assert told["link_type"].tolist() == own["link_type"].tolist()
    assert differ.sum() < 1_000
    assert set(told.index[differ]) <= set(several)
