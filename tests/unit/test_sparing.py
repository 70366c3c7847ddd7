"""What libraries would spend seconds on at import is left out, and nothing else."""

from __future__ import annotations

import contextlib
import gc
import subprocess
import sys
from pathlib import Path

import altair
import nbformat

from valuestory.sparing import collecting_seldom

CODE = """
import sys
from valuestory.sparing import import_schemas
import_schemas()
assert "rfc3987_syntax" not in sys.modules
import jsonschema
checker = jsonschema.FormatChecker()
assert not checker.conforms("nobody", "email") and checker.conforms("2026-06-30", "date")
assert "iri" not in checker.checkers
"""


POWERPOINT = """
import sys
import valuestory.deck
import pptx
assert not {"urllib.request", "http.client", "ssl"} & set(sys.modules), "what opens addresses was imported"
import urllib
from xml.sax.saxutils import escape, prepare_input_source
assert escape("Q&A") == "Q&amp;A"
with open(sys.argv[1], "w") as written:
    written.write("<a/>")
assert prepare_input_source("file://" + sys.argv[1]).getByteStream().read() == b"<a/>"
import urllib.request
assert callable(urllib.request.urlopen) and urllib.request is sys.modules["urllib.request"]
"""


def test_powerpoint_is_read_and_written_without_what_opens_addresses(tmp_path: Path) -> None:
    """Whoever asks for it later gets it: SAX itself, and any other program in the process."""
    subprocess.run([sys.executable, "-c", POWERPOINT, str(tmp_path / "a.xml")], check=True)


def test_schemas_are_imported_without_the_grammar_that_takes_seconds() -> None:
    """Other formats are checked as ever; whoever imports the grammar later gets it, since no trace is left."""
    subprocess.run([sys.executable, "-c", CODE], check=True)


def test_no_schema_that_is_used_names_the_formats_that_are_left_out() -> None:
    """Neither Vega-Lite's, by which Altair checks charts, nor that of notebooks."""
    schemas = [
        *Path(altair.__file__).parent.glob("vegalite/*/schema/vega-lite-schema.json"),
        *Path(nbformat.__file__).parent.glob("v4/*.schema.json"),
    ]
    assert len(schemas) > 2
    assert not [each.name for each in schemas if '"iri' in each.read_text(encoding="utf-8")]


def test_the_collector_looks_seldom_only_while_it_is_asked_to() -> None:
    """Whoever runs a notebook from a program of their own has their collector back, a failed run included."""
    ours = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        with contextlib.suppress(ZeroDivisionError), collecting_seldom():
            seldom = gc.get_threshold()
            1 / 0  # noqa: B018
        assert seldom[0] > 700
        assert gc.get_threshold() == (700, 10, 10)
    finally:
        gc.set_threshold(*ours)
