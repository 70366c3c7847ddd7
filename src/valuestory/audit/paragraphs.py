"""The facts of a recorded paragraph found again in what it says today, or found changed, or not found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from valuestory.audit.figures import Figure
from valuestory.audit.likeness import plain
from valuestory.audit.recorded import RecordedParagraph
from valuestory.deck.file.evidence import Shown

Finder = Callable[[str], list[Figure]]


@dataclass(frozen=True)
class Judged:
    """A figure of today's text: the fact that stood there (None: nobody's), and whether it reads as it did.

    `reads` is the figure with the unit that belongs to it.
    """

    figure: Figure
    reads: str
    fact: Shown | None = None
    same: bool = False


@dataclass(frozen=True)
class _Mark:
    """A figure in its text, with the words next to it and, in the recorded text, the fact it belongs to."""

    figure: Figure
    before: str
    after: str
    fact: Shown | None = None


def judge_paragraph(recorded: RecordedParagraph, text: str, find: Finder) -> tuple[list[Judged], list[Shown]]:
    """Return today's figures, each with the fact that stood there, and the facts that are gone from the text.

    Parameters
    ----------
    recorded
        The paragraph as it was written.
    text
        What stands there today.
    find
        Finds the figures and dates of a text.
    """
    there, here = find(recorded.said.text), find(text)
    if plain(text) == plain(recorded.said.text) and len(text) == len(recorded.said.text):
        there = here = _with_the_shown(here, recorded)
    was = _marks(recorded.said.text, there, recorded.shown)
    now = _marks(text, here, ())
    pairs = dict(_aligned(was, now))
    judged: list[Judged] = []
    found: set[Shown] = set()
    for at, mark in enumerate(now):
        before = was[pairs[at]] if at in pairs else None
        fact = before.fact if before is not None else None
        if before is not None and fact is not None:
            found.add(fact)
            same = _reads_alike(recorded.said.text, before, text, mark)
            judged.append(Judged(mark.figure, fact.text if same else _with_unit(before, text, mark), fact, same))
        elif mark.figure.kind == "figure":
            judged.append(Judged(mark.figure, mark.figure.text))
    gone = [each for each in recorded.shown if each not in found and _has_figure(each)]
    return judged, gone


def _with_the_shown(found: Sequence[Figure], recorded: RecordedParagraph) -> list[Figure]:
    """Return figures with those of the facts that read like part of a name: "Von 7 Zielen erreichte Support 1"."""
    missed = [each for each in recorded.shown if _has_figure(each) and not any(_covers(each, one) for one in found)]
    of_facts = (Figure(each.start, each.start + len(each.text), each.text) for each in missed)
    text = recorded.said.text
    return sorted(
        (*found, *(one for one in of_facts if text[one.start : one.end] == one.text)), key=lambda one: one.start
    )


def _has_figure(shown: Shown) -> bool:
    return any(each.isdigit() for each in shown.text)


def _marks(text: str, found: Sequence[Figure], shown: Sequence[Shown]) -> list[_Mark]:
    return [
        _Mark(
            figure,
            _word(text[: figure.start], last=True),
            _word(text[figure.end :], last=False),
            next((each for each in shown if _covers(each, figure)), None),
        )
        for figure in found
    ]


def _covers(shown: Shown, figure: Figure) -> bool:
    return shown.start < figure.end and figure.start < shown.start + len(shown.text)


def _word(text: str, *, last: bool) -> str:
    words = re.findall(r"[^\W\d_]+", text)
    return (words[-1] if last else words[0]).casefold() if words else ""


def _aligned(was: Sequence[_Mark], now: Sequence[_Mark]) -> list[tuple[int, int]]:
    """Return pairs (today's place, recorded place) that keep both orders and agree most in figures and words beside."""
    whole = len(was) == len(now)
    best = [[0.0] * (len(now) + 1) for _ in range(len(was) + 1)]
    for at in range(len(was) - 1, -1, -1):
        for to in range(len(now) - 1, -1, -1):
            together = best[at + 1][to + 1] + _agreement(was[at], now[to], whole)
            best[at][to] = max(together, best[at + 1][to], best[at][to + 1])
    pairs: list[tuple[int, int]] = []
    at = to = 0
    while at < len(was) and to < len(now):
        value = _agreement(was[at], now[to], whole)
        if value > 0 and best[at][to] == best[at + 1][to + 1] + value:
            pairs.append((to, at))
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return pairs


def _agreement(was: _Mark, now: _Mark, whole: bool) -> float:
    """Return how much speaks for two figures being the same one; `whole`: neither text has more of them."""
    beside = (was.before == now.before) + (was.after == now.after)
    if plain(was.figure.text) == plain(now.figure.text):
        return 3.0 + beside
    return beside + 0.5 if beside or whole else 0.0


def _reads_alike(recorded: str, was: _Mark, text: str, now: _Mark) -> bool:
    """Return whether the whole shown text, its unit too, stands around today's figure as around the old one."""
    assert was.fact is not None
    lead = was.figure.start - was.fact.start
    start = now.figure.start - lead
    end = start + len(was.fact.text)
    if start < 0 or plain(text[start:end]) != plain(was.fact.text):
        return False
    return text[end : end + 1].isdigit() is False and not _grown(recorded, was, text, now)


def _with_unit(was: _Mark, text: str, now: _Mark) -> str:
    """Return today's figure with what followed the old one within its fact, where that stands there still."""
    assert was.fact is not None
    unit = was.fact.text[was.figure.end - was.fact.start :]
    end = now.figure.end + len(unit)
    return (
        text[now.figure.start : end] if unit and plain(text[now.figure.end : end]) == plain(unit) else now.figure.text
    )


def _grown(recorded: str, was: _Mark, text: str, now: _Mark) -> bool:
    """Return whether a sign, a currency or a scale was put beside the figure that was not there."""
    assert was.fact is not None
    if _covers_all(was.fact, was.figure):
        inside = plain(text[now.figure.start : now.figure.end])
        return len(inside) > len(plain(was.fact.text)) and plain(recorded[was.figure.start : was.figure.end]) != inside
    return False


def _covers_all(shown: Shown, figure: Figure) -> bool:
    return shown.start <= figure.start and figure.end <= shown.start + len(shown.text)
