"""An executed notebook that may leave the machine."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from valuestory.notebook.scrub import scrub, scrub_values

ROOT = Path("/home/jo/acme")


@pytest.fixture(autouse=True)
def _at_jos(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the machine of a user named jo."""
    monkeypatch.setattr(Path, "home", lambda: Path("/home/jo"))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("/home/jo/acme/exports/cases.csv", "exports/cases.csv"),
        ("run in '/home/jo/acme'", "run in '.'"),
        ("/home/jo/brand.pptx", "~/brand.pptx"),
        ("/home/jo, and", "~, and"),
        ("at /home/jo.", "at ~."),
        ("\x1b[32m/home/jo/x.py\x1b[39m", "\x1b[32m~/x.py\x1b[39m"),
        ("/home/jones/x", "/home/jones/x"),
        ("/home/jo-old/x", "/home/jo-old/x"),
        ("/tmp/ipykernel_812/9917.py:3: UserWarning", "<cell>:3: UserWarning"),
        ("postgresql://an:pass@db/support", "postgresql://***@db/support"),
        ("postgresql://an:p@ss@db/support", "postgresql://***@db/support"),
        (
            "see https://x.org/a.csv?v=1&sig=Ab%2F9&api_key=k1 now",
            "see https://x.org/a.csv?v=1&sig=***&api_key=*** now",
        ),
        ("https://x.org/a.csv?token=${TOKEN}", "https://x.org/a.csv?token=${TOKEN}"),
        ("if (a;b.token=c) // https://x.org", "if (a;b.token=c) // https://x.org"),
        ("jo@example.com asked: how?", "jo@example.com asked: how?"),
    ],
)
def test_what_belongs_to_this_machine_or_user_goes_and_the_rest_stays(text: str, clean: str) -> None:
    """Paths under the root become relative, those at home start with a tilde, logins go."""
    assert scrub_values({"a": [text]}, root=ROOT) == {"a": [clean]}


def test_windows_paths_go_however_their_separators_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """In text, in Python source and in JSON a backslash is written once, twice or four times."""
    monkeypatch.setattr("valuestory.notebook.scrub._places", lambda root: {r"C:\Users\jo": "~"})
    for text in (r"C:\Users\jo\x.csv", r"C:\\Users\\jo\\x.csv", "C:/Users/jo/x.csv"):
        assert scrub_values(text, root=ROOT) == "~/x.csv"


def test_papermills_paths_go_and_its_timings_stay() -> None:
    """What a run took is worth keeping; where it ran is nobody's business."""
    times = {"duration": 1.5, "status": "completed"}
    given = {"tags": ["injected-parameters"], "papermill": times}
    cell: dict[str, Any] = {"cell_type": "code", "id": "8ffc", "metadata": given, "source": 'data = "/home/jo/x"'}
    paths = {"input_path": "/x", "output_path": "/y", "environment_variables": {}, "duration": 2.0}
    executed: dict[str, Any] = {"cells": [cell], "metadata": {"papermill": paths}}
    clean = scrub(executed, root=ROOT)
    assert clean["metadata"]["papermill"] == {"duration": 2.0}
    assert clean["cells"][0]["metadata"]["papermill"] == times
    assert clean["cells"][0]["source"] == 'data = "~/x"'
    assert executed["cells"][0]["source"] == 'data = "/home/jo/x"', "the notebook that was given is not touched"


def test_scrubbing_a_large_picture_takes_no_time() -> None:
    """A megabyte of base64 is looked through once, not once for each of its characters."""
    start = time.process_time()
    scrub_values({"image/png": "iVBORw0KGgo/" * 200_000, "text": "/tmp/ipykernel_1/2.py " + "A" * 20_000}, root=ROOT)
    assert time.process_time() - start < 2


def test_of_a_whole_path_that_a_parameter_names_only_the_last_name_is_told() -> None:
    """Wherever it stands, also in what the notebook printed; paths within the project become relative as before."""
    given = {"data": "/srv/acme/exports", "template": "/home/jo/acme/brand.pptx", "where": "region = 'a/b'"}
    told = ["/srv/acme/exports/cases.csv", "data = '/srv/acme/exports'", "/home/jo/acme/brand.pptx", "/srv/acme2"]
    assert scrub_values(told, root=ROOT, given=given) == [
        "<elsewhere>/exports/cases.csv",
        "data = '<elsewhere>/exports'",
        "brand.pptx",
        "/srv/acme2",
    ]
