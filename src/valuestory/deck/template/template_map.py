"""A template's map: which layout each kind of slide takes, as a person has looked at it and edited it.

`brand.map.toml` stands beside `brand.pptx`. A run uses it where it is there; nothing in it is believed without looking
at the template: a layout or a placeholder that is gone is an error, with the nearest that exists.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from valuestory.deck.geometry import Box
from valuestory.deck.template.signature import Signature
from valuestory.errors import TemplateError, did_you_mean
from valuestory.slides.slide import Kind

WITH_TEXT: Final = ("kpi+text", "table+text")
"""Kinds that may take another layout where text stands beside the figures or the table."""
KINDS: Final = (*get_args(Kind), *WITH_TEXT)
ROLES: Final = (
    *("title", "subtitle", "subtitle2", "chart", "chart2", "table", "text", "takeaway", "source", "canvas"),
    *(f"kpi{at}" for at in range(1, 7)),
)
COLORS: Final = ("tx1", "tx2", "bg1", "bg2", *(f"accent{at}" for at in range(1, 7)))
RENEW: Final = "--renew"
"""The option of `valuestory template check` that writes a map anew."""

_Percent = Annotated[float, Field(ge=0, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Template(_Part):
    file: str = ""
    sha256: str = ""


class _Area(_Part):
    left: _Percent
    top: _Percent
    width: _Percent
    height: _Percent


class _Colors(_Part):
    text: str = ""
    accents: tuple[str, ...] = ()


class _Kind(_Part):
    layout: str
    slots: dict[str, int] = Field(default_factory=dict)
    drawn: bool = False


class _Map(_Part):
    template: _Template = _Template()
    safe_area: _Area | None = None
    colors: _Colors = _Colors()
    warnings: tuple[str, ...] = ()
    kinds: dict[str, _Kind] = Field(default_factory=dict)


@dataclass(frozen=True)
class MappedLayout:
    """What a map says of a kind: the layout's address, the placeholder index of each role, whether all is drawn."""

    layout: str
    slots: Mapping[str, int] = field(default_factory=dict)
    drawn: bool = False


@dataclass(frozen=True)
class TemplateMap:
    """A map as it was read.

    Attributes
    ----------
    name
        The file's name.
    sha256
        Of the template when the map was written.
    kinds
        By kind; a kind that is not there is chosen as without a map.
    safe_area
        Left, top, width and height in per cent of the slide: where slides are drawn that no layout fits.
    text
        The theme's slot that drawn text takes; empty for the one that reads best.
    accents
        The theme's slots that charts and marks take, in order; empty for all.
    """

    name: str
    sha256: str = ""
    kinds: Mapping[str, MappedLayout] = field(default_factory=dict)
    safe_area: tuple[float, float, float, float] | None = None
    text: str = ""
    accents: tuple[str, ...] = ()

    def area(self, layout: Signature) -> Box | None:
        """Return the safe area in inches on a layout's slide."""
        if self.safe_area is None:
            return None
        left, top, width, height = self.safe_area
        across, down = layout.width / 100, layout.height / 100
        return Box(left * across, top * down, width * across, height * down)

    def changed(self, template: Path) -> str:
        """Return a sentence where the template is not the one that the map was written for; else nothing."""
        if not self.sha256 or self.sha256 == template_hash(template):
            return ""
        return (
            f"{template.name} has changed since {self.name} was written: look at it again with "
            f"`valuestory template check {template.name} {RENEW}`"
        )


def template_hash(template: Path) -> str:
    """Return the SHA-256 of a template's bytes."""
    return hashlib.sha256(template.read_bytes()).hexdigest()


def map_path(template: Path) -> Path:
    """Return where a template's map stands: beside it."""
    return template.with_name(f"{template.stem}.map.toml")


def read_map(template: Path) -> TemplateMap | None:
    """Return the map beside a template; None where there is none.

    Raises
    ------
    TemplateError
        When it is not TOML, or says something that a map does not hold: all such are named at once.
    """
    path = map_path(template)
    if not path.is_file():
        return None
    try:
        found = _Map.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refusal([f"this is not TOML: {error}"], path.name) from None
    except ValidationError as error:
        raise _refusal([_fault(each) for each in error.errors()], path.name) from None
    area = found.safe_area
    return TemplateMap(
        path.name,
        found.template.sha256,
        {kind: MappedLayout(each.layout, each.slots, each.drawn) for kind, each in found.kinds.items()},
        None if area is None else (area.left, area.top, area.width, area.height),
        found.colors.text,
        found.colors.accents,
    )


def check_map(found: TemplateMap, layouts: Sequence[Signature]) -> None:
    """Hold a map against its template.

    Raises
    ------
    TemplateError
        When it names a kind, a role, a layout, a placeholder or a colour that there is not: all are named at once, each
        with the nearest that exists.
    """
    faults = [*_color_faults(found), *_area_faults(found)]
    for kind, mapped in found.kinds.items():
        if kind not in KINDS:
            faults.append(f'there is no kind of slide "{kind}"{_hint(kind, KINDS)}')
        faults += [f"{kind}: {fault}" for fault in _kind_faults(mapped, layouts)]
    if faults:
        raise _refusal(faults, found.name)


def layout_at(address: str, layouts: Sequence[Signature]) -> Signature | None:
    """Return the layout of an address; its name alone will do where only one layout has it."""
    exact = [each for each in layouts if each.address == address]
    named = exact or [each for each in layouts if each.name == address]
    return named[0] if len(named) == 1 else None


def _kind_faults(mapped: MappedLayout, layouts: Sequence[Signature]) -> Iterator[str]:
    yield from (f'there is no role "{role}"{_hint(role, ROLES)}' for role in mapped.slots if role not in ROLES)
    layout = layout_at(mapped.layout, layouts)
    if layout is None:
        known = [each.address for each in layouts]
        several = [each.address for each in layouts if each.name == mapped.layout]
        hint = f" (there are several: {', '.join(several)})" if several else _hint(mapped.layout, known)
        yield f'the template has no layout "{mapped.layout}"{hint}'
        return
    offered = {slot.idx: slot.name for slot in layout.slots}
    for role, idx in mapped.slots.items():
        if idx not in offered:
            listed = ", ".join(f'{each} "{name}"' for each, name in sorted(offered.items())) or "none"
            yield f'{role}: layout "{mapped.layout}" has no placeholder {idx} (it has {listed})'
    taken = list(mapped.slots.values())
    for idx in sorted({idx for idx in taken if taken.count(idx) > 1}):
        yield f"placeholder {idx} is given to {' and '.join(role for role, at in mapped.slots.items() if at == idx)}"
    if mapped.drawn and layout.free is None:
        yield f'there is no room to draw on layout "{mapped.layout}": choose one with a title and nothing below it'


def _color_faults(found: TemplateMap) -> Iterator[str]:
    for color in (*([found.text] if found.text else []), *found.accents):
        if color not in COLORS:
            yield f'there is no theme colour "{color}"{_hint(color, COLORS)}'


def _area_faults(found: TemplateMap) -> Iterator[str]:
    if found.safe_area is not None:
        left, top, width, height = found.safe_area
        if left + width > 100.01 or top + height > 100.01:
            yield "safe_area reaches beyond the slide: left and width, top and height, add up to 100 at most"
        if width < 20 or height < 20:
            yield "safe_area is too small to draw a slide in: give it 20 per cent of the slide each way"


def _hint(name: str, known: Sequence[str]) -> str:
    hint = did_you_mean(name, known)
    return f" ({hint})" if hint else ""


def _fault(error: Mapping[str, Any]) -> str:
    place = [str(each) for each in error["loc"]]
    if error["type"] == "extra_forbidden":
        return f'there is no setting "{".".join(place)}"{_hint(place[-1], _settings(place[:-1]))}'
    if error["type"] == "missing":
        return f"{'.'.join(place)} is missing"
    return f"{'.'.join(place)}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _settings(place: Sequence[str]) -> list[str]:
    models: dict[str, type[BaseModel]] = {
        "template": _Template,
        "safe_area": _Area,
        "colors": _Colors,
        "kinds": _Kind,
    }
    return list((models[place[0]] if place and place[0] in models else _Map).model_fields)


def _refusal(faults: Sequence[str], name: str) -> TemplateError:
    what = faults[0] if len(faults) == 1 else "\n  - ".join([f"{len(faults)} things in the map are wrong:", *faults])
    return TemplateError(what, where=name, do=f"mend it, or write it anew with `valuestory template check T {RENEW}`")
