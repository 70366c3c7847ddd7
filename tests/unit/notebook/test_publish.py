"""Outputs appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestory.errors import BusyError, NotebookError, OutputError
from valuestory.notebook.publish import check_out, held, written_aside


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
    """A file where a folder would have to be: exit code 12, before the lock is even taken."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="nothing can be written there"), held(tmp_path / "file" / "demo"):
        pytest.fail("it was held")
    with pytest.raises(OutputError, match="nothing can be written there"):
        run_into(tmp_path / "file" / "demo", "one")


def test_a_disk_that_is_full_halfway_leaves_the_last_run_as_it_was(tmp_path: Path) -> None:
    """The operating system refuses the last bytes: said in words, with nothing half-written."""
    resource = pytest.importorskip("resource", reason="limits are set on POSIX only")
    out = tmp_path / "demo"
    run_into(out, "one")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(OutputError, match="nothing can be written there"):
            run_into(out, "two" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (out / "run.json").read_text() == "one"
    assert [each.name for each in tmp_path.iterdir()] == ["demo"]


def test_two_runs_never_write_one_output(tmp_path: Path) -> None:
    """The second is refused at once, and may as soon as the first has ended; no lock is left behind."""
    out = tmp_path / "reports" / "demo"
    with held(out), pytest.raises(BusyError, match="another run"), held(out):
        pytest.fail("both held it")
    with held(out), held(out.with_name("other")):
        run_into(out, "one")
    assert [each.name for each in out.parent.iterdir()] == ["demo"]


@pytest.mark.parametrize("was_there", [True, False], ids=["before the renames", "between the two renames"])
def test_what_a_killed_run_left_is_put_in_order_by_the_next(was_there: bool, tmp_path: Path) -> None:
    """Its half-written folder goes; the folder that it had moved away comes back, with what people had put there."""
    out, old = tmp_path / "demo", tmp_path / ".demo-0123abcd-old"
    (tmp_path / ".demo-0123abcd").mkdir()
    (tmp_path / ".demo-0123abcd" / "deck.pptx").write_text("half")
    (tmp_path / ".demo-notes").write_text("a user's own")
    (tmp_path / ".demo.lock").write_text("")
    run_into(out if was_there else old, "one")
    ((out if was_there else old) / "my notes.txt").write_text("keep me")
    with held(out):
        pass
    assert {each.name: each.read_text() for each in out.iterdir()} == {"run.json": "one", "my notes.txt": "keep me"}
    assert sorted(each.name for each in tmp_path.iterdir()) == [".demo-notes", "demo"]
