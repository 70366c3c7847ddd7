"""Drawings with words in them, such as tiles and flows, that have other parts in the new story than in the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from valuestory.audit.likeness import plain
from valuestory.audit.recorded import RecordedParagraph
from valuestory.audit.refresh.sentences import is_the_storys
from valuestory.deck.reading.words import Words
from valuestory.deck.revising.drawings import redraw, renumbered

Family = tuple[list[Any], list[Any]]
"""What belongs together (the tiles of a slide, a flow): its groups on the slide, and those of the new story."""
_GROUP: Final = "grpSp"
_NUMBER: Final = re.compile(r"\d+\Z")


def families(shapes: Sequence[Any], fresh: Sequence[Any]) -> Iterator[Family]:
    """Yield the drawings that both a slide and the new story's slide have, by what they are called."""
    own, models = _by_family(shapes), _by_family(fresh)
    for name, groups in own.items():
        if name in models:
            yield groups, models[name]


def _by_family(shapes: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for shape in shapes:
        if shape._element.tag.endswith(f"}}{_GROUP}") and shape.name.startswith("vs:"):
            found.setdefault(_NUMBER.sub("", shape.name), []).append(shape._element)
    return found


def called(group: Any) -> str:
    """Return the name of a group."""
    return str(group.find("./*/{*}cNvPr").get("name", ""))


def names_in(groups: Sequence[Any]) -> set[str]:
    """Return the names of groups and of everything in them."""
    return {str(each.get("name")) for group in groups for each in group.iter("{*}cNvPr")}


def has_other_parts(groups: Sequence[Any], models: Sequence[Any]) -> bool:
    """Return whether what holds words in two drawings is called otherwise."""
    return _worded(groups) != _worded(models)


def _worded(groups: Sequence[Any]) -> set[str]:
    return {
        str(body.getparent().find("./*/{*}cNvPr").get("name"))
        for group in groups
        for body in group.iter("{*}txBody")
        if "".join(body.itertext()).strip()
    }


def is_untouched(groups: Sequence[Any], words: Sequence[Words], told: Sequence[RecordedParagraph]) -> bool:
    """Return whether drawings say what the story wrote into them, and all of it."""
    names = names_in(groups)
    lines = {
        (each.said.shape, each.said.paragraph): plain(each.said.text)
        for each in told
        if each.said.shape in names and is_the_storys(each) and each.said.paragraph >= 0
    }
    there = {
        (each.shape, each.paragraph): plain(each.text) for each in words if each.shape in names and each.where == "text"
    }
    return there == lines


def draw_anew(groups: Sequence[Any], models: Sequence[Any]) -> None:
    """Put the new story's drawings in the place of a slide's own: a single one keeps its place and size."""
    if len(groups) == len(models) == 1:
        redraw(groups[0], models[0])
        return
    tree, at = groups[0].getparent(), groups[0].getparent().index(groups[0])
    for each in groups:
        tree.remove(each)
    for place, each in enumerate(models, at):
        tree.insert(place, renumbered(deepcopy(each), tree))
