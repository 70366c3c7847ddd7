"""Outputs appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestory.errors import NotebookError
from valuestory.notebook.publish import check_out, written_aside


def run_into(out: Path, text: str) -> None:
    """Publish a folder that holds a run record."""
    with written_aside(out) as aside:
        (aside / "run.json").write_text(text)


def fail_into(out: Path) -> None:
    """Fail when half of a folder is written."""
    with written_aside(out) as aside:
        (aside / "run.json").write_text("half")
        raise ZeroDivisionError


def test_a_run_takes_the_place_of_the_last_one_and_keeps_what_people_added(tmp_path: Path) -> None:
    """A file of the user's own name survives; ours are replaced; nothing else is left behind."""
    out = tmp_path / "reports" / "demo"
    run_into(out, "one")
    (out / "my notes.txt").write_text("keep me")
    run_into(out, "two")
    assert (out / "run.json").read_text() == "two"
    assert (out / "my notes.txt").read_text() == "keep me"
    assert [each.name for each in out.parent.iterdir()] == ["demo"]


def test_a_run_that_fails_leaves_the_last_one_as_it_was(tmp_path: Path) -> None:
    """No half-written folder, no trace."""
    out = tmp_path / "demo"
    run_into(out, "one")
    with pytest.raises(ZeroDivisionError):
        fail_into(out)
    assert (out / "run.json").read_text() == "one"
    assert [each.name for each in tmp_path.iterdir()] == ["demo"]


def test_where_the_rename_fails_the_old_folder_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that refuses at the last moment costs nothing."""
    out = tmp_path / "demo"
    run_into(out, "one")
    rename = Path.rename

    def refuses(path: Path, target: Path) -> Path:
        if target == out and not path.name.endswith("-old"):
            raise OSError("no")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(OSError, match="no"):
        run_into(out, "two")
    assert (out / "run.json").read_text() == "one"


def test_the_folder_has_the_rights_of_any_new_folder(tmp_path: Path) -> None:
    """A colleague on the same server can open the deck."""
    run_into(tmp_path / "demo", "one")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "demo").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_that_holds_other_things_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped --out never replaces somebody's documents, nor the folder one stands in."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "thesis.txt").write_text("years")
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "documents")
    for out in (tmp_path / "documents", tmp_path / "file", tmp_path):
        with pytest.raises(NotebookError):
            check_out(out)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotebookError, match="other things"):
        check_out(Path("documents"))
    check_out(tmp_path / "empty")
    check_out(tmp_path / "new" / "one")


def test_a_place_that_cannot_be_written_is_said_before_anything_runs(tmp_path: Path) -> None:
    """A file where a folder would have to be."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotebookError, match="nothing can be written there"):
        run_into(tmp_path / "file" / "demo", "one")
