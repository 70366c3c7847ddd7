"""In which line of a TOML text a fault is: the parser knows for its own, for ours the key is looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_KEY: Final = r"""(?:^|[\[{{.,\s"'])["']?{}["']?\s*(?:[\].=]|$)"""


def line_of(text: str, place: Sequence[str]) -> int:
    """Return the line in which a key stands, from 1, or the nearest table around it; 0 where nothing of it is found.

    Parameters
    ----------
    text
        The whole file.
    place
        The key's tables, outermost first, and the key, such as ``("terms", "customer", "dative")``.
    """
    lines, at = text.splitlines(), -1
    for name in place:
        key = re.compile(_KEY.format(re.escape(name)))
        start = max(at, 0)  # a header holds several names in one line
        at = next((start + number for number, line in enumerate(lines[start:]) if key.search(line)), at)
    return at + 1


def at_line(name: str, text: str, place: Sequence[str]) -> str:
    """Return where a key stands in a file, for an error: the file, the line, and the key with its tables."""
    line = line_of(text, place)
    return ", ".join([name, *([f"line {line}"] if line else []), ".".join(place)])


def line_at(content: bytes, at: int) -> int:
    """Return in which line of a file a byte stands, from 1."""
    return content.count(b"\n", 0, at) + 1
