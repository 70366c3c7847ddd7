"""`valuestory batch --mask accounts`, searched to the last part of the last file: nothing tells whose deck it is.

The notebook shows names wherever a deck can: titles, bodies, tables, charts, big numbers, notes, alternative texts,
declared numbers, printed tables, an error. The plan names decks after customers. One deck fails, and is kept as it ran.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from valuestory.data.masked.pseudonyms import KEY, fingerprint, pseudonym
from valuestory.notebook.run import run_notebook

SECRET = "a key for these tests alone"
NAMES = {
    "C-1001": "Müller & Söhne GmbH",
    "C-1002": "D'Angelo's Café",
    "C-1003": "Orchard",
    "C-1004": "Nord",
    "C-1005": "Nordwind Energie AG",
    "C-1006": '<Zebra> "Quoted" Inc.',
}
"""Letters beyond ASCII, signs that files write otherwise, a word of the language, one name within another."""
TRACES = (*NAMES, "Müller & Söhne", "D'Angelo", "Orchard", "Nordwind", '<Zebra> "Quoted"', "Zebra")
PARAMETERS = 'data: str = "."\naccount_id: str = "C-1003"\nperiod: str = "2026Q2"'
CELLS = (
    """import altair as alt
import pandas as pd
from valuestory import open_company, open_story
from valuestory.metrics.one_account.company import account_of, names_of
company = open_company(data, period=period)
names, accounts = names_of(company), company.tables.tables["accounts"].to_pandas()
print(accounts.to_string(), company.faults)""",
    """account = account_of(company, account_id)
name, quotes = names[account_id], company.tables.tables["quotes"].to_pandas()
story = open_story(account)
story""",
    """asked = company.account_quarters().groupby("account_id")["cases"].sum().rename(index=names).reset_index()
asked.columns = ["customer", "asked"]
story.fact("largest", 3, unit="count", source=f"what {name} told us")
story.slide("answer", title=f"{name} asked {{{{ cases }}}} times", numbers=["cases", "largest"], notes=f"For {name}.",
            body=[str(each) for each in quotes["text"].head(3)])""",
    """chart = alt.Chart(asked, description=f"How often {name} asked").mark_bar().encode(x="asked:Q", y="customer:N")
story.slide("chart", title="Who asked", chart=chart)""",
    """cases = company.tables.tables["cases"].to_pandas()
story.slide("table", title="What was asked", table=cases[["case_id", "reason", "organization"]].head(6).astype(str))""",
)


@dataclass(frozen=True)
class Made:
    """What a batch wrote and said, in which folder."""

    folder: Path
    said: str = ""


def write_company(folder: Path) -> None:
    """Write a company whose tables name its customers in keys, columns of their own and sentences, and its notebook."""
    folder.mkdir()
    (folder / "valuestory.toml").write_text('[company]\nname = "Acme"\n')
    rows = [
        (
            f"ORCHARD-{n}" if n % 5 == 0 else f"T-{n}",
            account,
            f"2026-0{1 + n // 6}-1{n % 9} 10:00",
            f"{name} login",
            name,
        )
        for n, (account, name) in enumerate(list(NAMES.items()) * 6)
    ]
    tables = {
        "accounts": [("account_id", "name", "start_at"), *((each, name, "2024-01-01") for each, name in NAMES.items())],
        "cases": [("case_id", "account_id", "opened_at", "reason", "Organization"), *rows],
        "quotes": [
            ("account_id", "said_on", "text", "consent"),
            *((each, "2026-05-01", f"{name.upper()} likes it", "true") for each, name in NAMES.items()),
        ],
    }
    for table, lines in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(lines)
    cell = {"cell_type": "code", "execution_count": None, "outputs": []}
    cells = [cell | {"id": "given", "metadata": {"tags": ["parameters"]}, "source": PARAMETERS}]
    cells += [cell | {"id": f"cell-{n}", "metadata": {}, "source": source} for n, source in enumerate(CELLS)]
    (folder / "named.ipynb").write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A deck of the customer that the notebook names, and one of a customer that there is not; with a PDF if it can."""
    folder = tmp_path_factory.mktemp("masked") / "acme"
    write_company(folder)
    plan = "name,account_id,period\norchard-now,,2026Q2\nnordwind,C-1999,2026Q2\n"
    (folder / "plan.csv").write_text(plan, encoding="utf-8")
    command = ["batch", "plan.csv", "--notebook", "named.ipynb", "--mask", "accounts", "--retries", "0", "--out", "out"]
    pdf = ["--pdf"] if shutil.which("soffice") and shutil.which("pdftotext") else []
    said = subprocess.run(
        [sys.executable, "-m", "valuestory", *command, "--jobs", "1", *pdf],
        cwd=folder,
        env={**os.environ, KEY: SECRET},
        capture_output=True,
        text=True,
        timeout=500,
    )
    return Made(folder / "out", said.stdout + said.stderr)


@pytest.fixture(scope="module")
def unmasked(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same deck without the mask."""
    folder = tmp_path_factory.mktemp("unmasked") / "acme"
    write_company(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run_notebook("named.ipynb", {}, folder / "out")
    return Made(folder / "out")


def parts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every file with its name, as text; every part of what is packed, down to workbooks within decks."""
    yield name, data.decode("utf-8", errors="ignore")
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for each in archive.namelist():
                yield from parts(f"{name}/{each}", archive.read(each))
    elif name.endswith(".parquet"):
        import pandas as pd

        yield f"{name}/rows", pd.read_parquet(io.BytesIO(data)).to_csv()
    elif name.endswith(".pdf"):
        told = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
        yield f"{name}/text", told.stdout.decode()


def texts(made: Made) -> Iterator[tuple[str, str]]:
    """All that a batch wrote, hidden files and names of files included, and all that it printed."""
    yield "printed", made.said
    for path in made.folder.rglob("*"):
        yield "file name", str(path.relative_to(made.folder))
        if path.is_file():
            yield from parts(path.relative_to(made.folder).as_posix(), path.read_bytes())


def written(name: str) -> set[str]:
    """A name as files may have it: plain, in XML, in JSON, within a text of Python, and percent-encoded."""
    forms = {name, escape(name), escape(name, quote=False), json.dumps(name)[1:-1], repr(name)[1:-1], quote(name)}
    forms |= {json.dumps(name, ensure_ascii=False)[1:-1], json.dumps(json.dumps(name))[3:-3]}
    return {each.casefold() for each in forms}


def found(made: Made) -> dict[str, set[str]]:
    """In which texts each original name or key stands, whatever its case."""
    wanted = {trace: written(trace) for trace in TRACES}
    hits: dict[str, set[str]] = {}
    for place, text in texts(made):
        folded = text.casefold()
        for trace, forms in wanted.items():
            if any(each in folded for each in forms):
                hits.setdefault(trace, set()).add(place)
    return hits


def outcomes(made: Made) -> list[dict[str, str]]:
    """The rows of the batch's table."""
    with (made.folder / "batch.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_nothing_that_a_masked_batch_writes_has_a_name(masked: Made) -> None:
    """One deck is whole and one failed, and none of their files, or of what was said, tells whose they are."""
    assert [each["outcome"] for each in outcomes(masked)] == ["made", "failed"], masked.said
    assert found(masked) == {}
    suffixes = {each.suffix for each in masked.folder.rglob("*")}
    assert {".pptx", ".xlsx", ".parquet", ".ipynb", ".html", ".json", ".csv"} <= suffixes


@pytest.mark.slow
def test_a_customer_is_called_by_one_pseudonym(masked: Made) -> None:
    """As the name of the folder, in title, record and table; a customer that there is not has a pseudonym too."""
    orchard, unknown = (pseudonym(each, SECRET.encode()) for each in ("C-1003", "C-1999"))
    whole, bad = outcomes(masked)
    assert [whole["name"], bad["name"]] == [orchard.replace(" ", "-"), unknown.replace(" ", "-")]
    record = json.loads((masked.folder / whole["name"] / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["account_id"] == orchard
    assert f"{orchard} asked 3 times" in [each["title"] for each in record["slides"]]
    assert record["masked"] == {"accounts": fingerprint(SECRET.encode())}
    assert f'there is no account "{unknown}"' in bad["error"]


@pytest.mark.slow
def test_without_the_mask_the_same_search_finds_them(unmasked: Made) -> None:
    """All of them, and the customer itself in every kind of file: so the search above can fail."""
    hits = found(unmasked)
    assert set(hits) == set(TRACES)
    assert {"report.html", "run.json", "story.ipynb"} <= hits["Orchard"]
    for part in ("ppt/slides/slide", "ppt/notesSlides", "ppt/embeddings", "customXml"):
        assert any(part in place for place in hits["Orchard"]), part
