"""A file is written whole, or not at all."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from valuestory.deck.file.package import write_file
from valuestory.errors import DeckError


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
