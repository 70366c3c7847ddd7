"""The oracle's part on bins: Vega writes numbers at their ends, the written chart names each by both ends."""

from __future__ import annotations

CLOSE = 1.1


def is_end(text: str, place: float, bins: list[tuple[str, float, float]]) -> bool:
    """Return whether a tick's text is what the bins that meet at its place are called by, or no bin ends there.

    `bins` are names with their two places; a name is "from-to", with a dash or a word between.
    """
    found = []
    for name, one, other in bins:
        low, high = name.split(" to ") if " to " in name else name.split("\u2013")
        for end in (one, other):
            if abs(end - place) <= CLOSE:
                found.append(_same(text, low) or _same(text, high))
    inside = any(min(one, other) < place < max(one, other) for _, one, other in bins)
    return all(found) and (bool(found) or inside)


def _same(one: str, other: str) -> bool:
    return one == other or _bare(one) == _bare(other)


def _bare(text: str) -> str:
    """Return a number's text without the zeros after its decimals: 1.50 and 1.5 are the same end."""
    return text.rstrip("0").rstrip(".") if "." in text else text
