"""A file is read as python-pptx reads it, and written whole or not at all."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from valuestory.deck.file.package import presentation_of, read_parts, write_file
from valuestory.errors import DeckError
from valuestory.project import template_path


@pytest.fixture
def little_room() -> Iterator[None]:
    """Let the system refuse to write more than 1,000 bytes into a file, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("little_room")
def test_where_the_disk_is_full_the_old_deck_stays_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """The error names the deck and says what to look at."""
    deck = tmp_path / "deck.pptx"
    write_file(b"old", deck)
    with pytest.raises(DeckError, match="cannot be written") as caught:
        write_file(b"x" * 100_000, deck)
    assert caught.value.where == "deck.pptx"
    assert "room" in caught.value.do
    assert deck.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["deck.pptx"]


@pytest.mark.parametrize("name", ["valuestory", "valuestory-boardroom"])
def test_parts_give_the_presentation_that_python_pptx_reads_from_the_file(name: str) -> None:
    """It reads files alone; parts go to it by a door of our own, which must lead to the same room."""
    path = template_path(name)
    ours, theirs = (list(_listed(each)) for each in (presentation_of(read_parts(path)), Presentation(str(path))))
    assert len(ours) > 20
    assert ours == theirs


def _listed(deck: Any) -> Iterator[tuple[str, str, bytes, str]]:
    for part in deck.part.package.iter_parts():
        yield str(part.partname), part.content_type, part.blob, part.rels.xml.decode()
