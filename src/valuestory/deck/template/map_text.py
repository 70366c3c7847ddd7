"""A map as the text that a person edits: TOML with comments, and at its end all that there is to choose from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from valuestory.deck.template.layouts import LayoutChoice
from valuestory.deck.template.signature import Signature
from valuestory.deck.template.template_map import TemplateMap

_HEAD: Final = """\
# How {file} is used: which of its layouts each kind of slide takes, and which placeholder takes what.
# `valuestory template check` wrote it; edit it, look again, and keep it beside the template; a run uses it.
# A kind that is not here is chosen anew at each run. Layouts and placeholders to choose from are listed at the end.
"""
_SLOTS: Final = "# role = index of a placeholder; what has no placeholder is drawn beside it or in the free area"


def map_text(
    file: str,
    found: TemplateMap,
    choices: Mapping[str, LayoutChoice],
    layouts: Sequence[Signature],
    warnings: Sequence[str] = (),
) -> str:
    """Return a map as TOML with comments.

    Parameters
    ----------
    file
        The template's file name.
    found
        What the map says.
    choices
        Why each kind takes its layout.
    layouts
        What there is to choose from.
    warnings
        What the template's designer may want to mend.
    """
    lines = [
        _HEAD.format(file=_one_line(file)),
        "[template]",
        f"file = {_text(file)}",
        f"sha256 = {_text(found.sha256)} # of the file that was looked at: a run says when it has changed",
        "",
        *_area(found),
        "[colors] # slots of the theme",
        f"text = {_text(found.text)} # text that is drawn",
        f"accents = {_list(found.accents)} # charts and marks, in this order",
        "",
    ]
    for kind, mapped in found.kinds.items():
        lines.append(f"[kinds.{_key(kind)}] # {_one_line(choices[kind].reason)}")
        lines.append(f"layout = {_text(mapped.layout)}")
        if mapped.drawn:
            lines.append("drawn = true # in the safe area")
        slots = ", ".join(f"{role} = {idx}" for role, idx in mapped.slots.items())
        lines += [f"slots = {{ {slots} }}" if slots else "slots = {}", ""]
    return "\n".join([*lines, *_warned(warnings), _SLOTS, *_offered(layouts)]) + "\n"


def _area(found: TemplateMap) -> Iterator[str]:
    if found.safe_area is not None:
        yield "[safe_area] # where slides are drawn that no layout fits, in per cent of the slide"
        yield from (
            f"{name} = {value:.1f}"
            for name, value in zip(("left", "top", "width", "height"), found.safe_area, strict=True)
        )
        yield ""


def _warned(warnings: Sequence[str]) -> Iterator[str]:
    if warnings:
        yield "# What the template's designer may want to mend:"
        yield from (f"#   {_one_line(each)}" for each in warnings)
        yield ""


def _offered(layouts: Sequence[Signature]) -> Iterator[str]:
    for layout in layouts:
        yield f"#   {_text(layout.address)}"
        for slot in sorted(layout.slots, key=lambda each: each.idx):
            box = f"{slot.box.width:.1f} x {slot.box.height:.1f} in"
            yield f"#      {slot.idx:>3}  {slot.kind:<9} {box:<13} {_one_line(slot.name)}"


def _text(value: str) -> str:
    """Return a TOML string: as JSON writes it, which TOML reads alike but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(_text(each) for each in values)}]"


def _key(kind: str) -> str:
    return _text(kind) if "+" in kind else kind


def _one_line(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
