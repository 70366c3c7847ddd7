"""What was made is copied where people look for it and word is sent, both only where that was asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import fsspec
import pytest
from typer.testing import CliRunner

from valuestory.cli import app
from valuestory.errors import DataError, OutputError, ParameterError
from valuestory.notebook import delivery
from valuestory.notebook.delivery import ADDRESSES, check_delivery, deliver, tell
from valuestory.notebook.run import RunResult


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of a run."""
    folder = tmp_path / "value_of_support-2026Q2"
    (folder / "parts").mkdir(parents=True)
    for name in ("deck.pptx", "run.json", "zz.txt", "parts/page.html", ".lock"):
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def received() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A webhook on this machine: its address, and what it was told."""
    told: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200 if "refuse" not in self.path else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_copy_holds_every_file_and_what_says_that_it_is_whole_comes_last(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any place that fsspec knows, here its memory; an older copy gives way, a lock stays at home."""
    place = fsspec.filesystem("memory")
    place.pipe("/reports/value_of_support-2026Q2/old.txt", b"old")
    order: list[str] = []
    put = type(place).put_file
    monkeypatch.setattr(
        type(place), "put_file", lambda self, source, to, **more: (order.append(to), put(self, source, to, **more))
    )
    assert deliver(made, "memory://reports/") == "memory://reports/value_of_support-2026Q2"
    there = {each.rpartition("2026Q2/")[2] for each in place.find("/reports/value_of_support-2026Q2")}
    assert there == {"deck.pptx", "run.json", "zz.txt", "parts/page.html"}
    assert order[-1].endswith("/run.json")
    assert place.cat("/reports/value_of_support-2026Q2/deck.pptx") == b"deck.pptx"


def test_a_copy_that_breaks_off_does_not_say_that_it_is_whole(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The older copy's record is gone and the new one's is not there; the message says that nothing is lost."""
    place = fsspec.filesystem("memory")
    place.pipe("/broken/value_of_support-2026Q2/run.json", b"old")
    put = type(place).put_file

    def breaks(self: object, source: str, to: str, **more: object) -> None:
        if to.endswith("zz.txt"):
            raise OSError("no room")
        put(self, source, to, **more)

    monkeypatch.setattr(type(place), "put_file", breaks)
    with pytest.raises(OutputError, match="the copy failed: OSError") as error:
        deliver(made, "memory://broken")
    assert "is whole in value_of_support-2026Q2" in error.value.do
    assert not place.exists("/broken/value_of_support-2026Q2/run.json")


def test_a_folder_is_a_place_too(made: Path, tmp_path: Path) -> None:
    """As a share that is mounted is."""
    deliver(made, str(tmp_path / "share"))
    assert (tmp_path / "share" / made.name / "parts" / "page.html").read_text() == "parts/page.html"


def test_word_goes_to_every_address_of_the_environment(
    received: tuple[str, list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A webhook gets title, body and whether all is whole; one that refuses is named by its kind alone."""
    address, told = received
    monkeypatch.setenv(ADDRESSES, f"{address}/one {address}/two")
    tell("2 of 3 decks are whole", "EMEA failed", whole=False)
    assert [(each["title"], each["message"], each["type"]) for each in told] == [
        ("2 of 3 decks are whole", "EMEA failed", "failure")
    ] * 2
    monkeypatch.setenv(ADDRESSES, f"{address}/refuse?secret=hush")
    with pytest.raises(OutputError, match="could not be sent by JSON") as error:
        tell("all whole", "", whole=True)
    assert "hush" not in str(error.value)


@pytest.mark.parametrize(
    ("to", "notify", "addresses", "said"),
    [
        ("s3://key:secret@bucket", "never", "", "a name or password stands in the address"),
        ("az://reports/2026?sig=secret", "never", "", "a key or token stands in the address"),
        ("nowhere://bucket", "never", "", "nothing here writes to nowhere://"),
        ("", "always", "", f"{ADDRESSES} is empty"),
        ("", "failure", "json://localhost hush-hush", "address 2 of 2 cannot be used"),
    ],
)
def test_what_would_hinder_a_delivery_is_said_before_anything_runs(
    to: str, notify: delivery.Notify, addresses: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No secret is repeated in the message."""
    monkeypatch.setenv(ADDRESSES, addresses)
    with pytest.raises(ParameterError) as error:
        check_delivery(to, notify)
    assert error.value.what.startswith(said)
    assert "secret" not in str(error.value)
    assert "hush" not in str(error.value)


def test_without_the_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are an extra: whoever delivers nothing needs neither."""
    monkeypatch.setattr(delivery, "find_spec", lambda _: None)
    for to, notify in (("memory://reports", "never"), ("", "always")):
        with pytest.raises(ParameterError) as error:
            check_delivery(to, notify)  # type: ignore[arg-type]
        assert error.value.do == 'pip install "valuestory[delivery]"'
    check_delivery("", "never")


def test_a_run_is_copied_and_told_of_where_it_is_whole_and_told_of_where_it_fails(
    made: Path, tmp_path: Path, received: tuple[str, list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command ends as it would have; without the options nothing is sent."""
    address, told = received
    monkeypatch.setenv(ADDRESSES, address)
    audited = {"numbers": [], "verdict": "Each of the 3 numbers reads as its evidence does."}
    record = {"template": {}, "problems": [], "lint": [], "audit": audited}
    monkeypatch.setattr(
        "valuestory.notebook.run.run_notebook",
        lambda *_, **__: RunResult(made, (), [], record, made / "valuestory.pptx"),
    )
    place = tmp_path / "share"
    done = CliRunner().invoke(app, ["run", "value_of_support", "--to", str(place), "--notify", "always"])
    assert done.exception is None
    assert (done.exit_code, f"copied: {place}" in done.output) == (0, True)
    assert (place / made.name / "run.json").is_file()
    assert [(each["title"], each["type"]) for each in told] == [("valuestory: value_of_support is whole", "success")]
    assert audited["verdict"] in told[0]["message"]

    def fails(*_: object, **__: object) -> RunResult:
        raise DataError("no cases", where="cases.csv")

    monkeypatch.setattr("valuestory.notebook.run.run_notebook", fails)
    ended = CliRunner().invoke(app, ["run", "value_of_support", "--notify", "failure"])
    assert isinstance(ended.exception, DataError)
    assert (told[1]["type"], "no cases" in told[1]["message"], "cases.csv" in told[1]["message"]) == (
        "failure",
        True,
        True,
    )
    CliRunner().invoke(app, ["run", "value_of_support"])
    assert len(told) == 2
