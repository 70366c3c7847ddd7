"""The verbs that make a title a sentence, in English: what the narrative's own titles are written with.

A word counts when it is one of the finite forms below or a regular form of one of the stems. Many stems are nouns too
("costs"), so that a list can tell a topic from a sentence only where no such noun stands in the topic: it may miss a
topic, and never blames a sentence.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def _verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the irregular finite forms, and the stems."""
    lists = tomllib.loads(Path(__file__).with_name("verbs.toml").read_text(encoding="utf-8"))
    return frozenset(lists["finite"].split()), frozenset(lists["stems"].split())


def has_verb(title: str) -> bool:
    """Return whether an English title holds a finite verb of the list."""
    words = re.findall(r"[a-z]+(?:['’][a-z]+)?", title.casefold().replace("’", "'"))
    finite, stems = _verbs()
    return any(word in finite or word in stems or _is_form(word, stems) for word in words)


def _is_form(word: str, stems: frozenset[str]) -> bool:
    """Whether a word is a regular third person or past of a stem."""
    for ending, restored in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("d", "")):
        if not word.endswith(ending):
            continue
        bare = word[: -len(ending)] + restored
        if bare in stems or (len(bare) > 2 and bare[-1] == bare[-2] and bare[:-1] in stems):
            return True
    return False
