"""A template looked at once: what each kind of slide would take, the map that says so, and a sample of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from valuestory.deck.build import BuiltDeck, build_deck
from valuestory.deck.samples import NAMES, sample_slides
from valuestory.deck.template.chosen import Layouts
from valuestory.deck.template.colors import palette, themed, usable_accents
from valuestory.deck.template.findings import findings, lacking_fonts
from valuestory.deck.template.layouts import LayoutChoice
from valuestory.deck.template.map_text import map_text
from valuestory.deck.template.open import read_template
from valuestory.deck.template.signature import Signature, signatures
from valuestory.deck.template.template_map import (
    WITH_TEXT,
    MappedLayout,
    TemplateMap,
    check_map,
    map_path,
    read_map,
    template_hash,
)
from valuestory.errors import TemplateError
from valuestory.slides.theme import Theme, read_theme


@dataclass(frozen=True)
class TemplateCheck:
    """What a template offers, and what is made of it.

    Attributes
    ----------
    template
        The file.
    choices
        The layout of each kind, as a run takes it: by the map beside the template where there is one.
    refused
        Kinds that cannot be made on this template, each with the reason.
    layouts
        What each layout offers.
    map
        The map beside the template; None where there is none.
    inferred
        The map as it would be written now.
    text
        The same as TOML with comments.
    changes
        What would change in the map beside the template if it were written anew.
    warnings
        What the template's designer may want to mend.
    remarks
        What is left out of decks or mended in memory, and whether the template has changed since the map was written.
    """

    template: Path
    choices: Mapping[str, LayoutChoice]
    refused: Mapping[str, str]
    layouts: tuple[Signature, ...]
    map: TemplateMap | None
    inferred: TemplateMap
    text: str
    changes: tuple[str, ...]
    warnings: tuple[str, ...]
    remarks: tuple[str, ...]


def check_template(template: Path, *, renew: bool = False) -> TemplateCheck:
    """Look at a template; nothing is written.

    Parameters
    ----------
    template
        A .pptx or .potx file.
    renew
        Leave a map beside it out of account: a new one is to be written.

    Raises
    ------
    TemplateError
        When it cannot be used, or its map names something that there is not.
    """
    opened, theme = read_template(template), read_theme(template)
    layouts, found = tuple(signatures(opened.deck)), None if renew else read_map(template)
    if found is not None:
        check_map(found, layouts)
    inferred, refused = _choices(Layouts(layouts), theme)
    taken, refused = (inferred, refused) if found is None else _choices(Layouts(layouts, found), theme)
    warnings = (*(f"{NAMES[kind]}: {why}" for kind, why in refused.items()), *findings(inferred, layouts, theme))
    written = _as_map(template, inferred, theme)
    changed = found.changed(template) if found is not None else ""
    return TemplateCheck(
        template,
        taken,
        refused,
        layouts,
        found,
        written,
        map_text(template.name, written, inferred, layouts, warnings),
        tuple(_changes(found, written)) if found is not None else (),
        warnings,
        (*opened.remarks, *((changed,) if changed else ()), *lacking_fonts(theme)),
    )


def check_record(checked: TemplateCheck) -> dict[str, Any]:
    """Return a check as plain data, for other programs."""
    return {
        "template": checked.template.name,
        "sha256": checked.inferred.sha256,
        "kinds": {
            kind: {
                "layout": choice.signature.address,
                "slots": {role: slot.idx for role, slot in choice.slots.items()},
                "drawn": choice.drawn,
                "reason": choice.reason,
            }
            for kind, choice in checked.choices.items()
        },
        "refused": dict(checked.refused),
        "safe_area": checked.inferred.safe_area,
        "text": checked.inferred.text,
        "accents": list(checked.inferred.accents),
        "warnings": list(checked.warnings),
        "remarks": list(checked.remarks),
        "changes": list(checked.changes),
    }


def write_samples(checked: TemplateCheck, out: Path) -> BuiltDeck:
    """Write a deck with one sample slide of every kind that the template can take, in the order of `NAMES`."""
    accents = (checked.map or checked.inferred).accents or checked.inferred.accents
    samples = sample_slides(read_theme(checked.template), accents[0] if accents else "")
    slides = [each for kind, each in samples.items() if kind not in checked.refused]
    return build_deck(slides, checked.template, out)


def _choices(layouts: Layouts, theme: Theme) -> tuple[dict[str, LayoutChoice], dict[str, str]]:
    choices: dict[str, LayoutChoice] = {}
    refused: dict[str, str] = {}
    for kind, slide in sample_slides(theme).items():
        try:
            choices[kind] = layouts.choose(slide)
        except TemplateError as error:
            refused[kind] = error.what
    return choices, refused


def _as_map(template: Path, choices: Mapping[str, LayoutChoice], theme: Theme) -> TemplateMap:
    kinds = {kind: _mapped(choice) for kind, choice in choices.items()}
    for kind in WITH_TEXT:
        if kind in kinds and kinds[kind] == kinds.get(kind.removesuffix("+text")):
            del kinds[kind]
    drawn = choices.get("canvas") or next((each for each in choices.values() if each.drawn), None)
    area = _per_cent(drawn.signature) if drawn is not None else None
    layout = (drawn or next(iter(choices.values()))).signature.layout
    own = themed(theme, layout)
    return TemplateMap(
        map_path(template).name,
        template_hash(template),
        kinds,
        area,
        palette(own, layout).ink.slot,
        usable_accents(own, layout),
    )


def _mapped(choice: LayoutChoice) -> MappedLayout:
    slots = {role: slot.idx for role, slot in choice.slots.items()}
    return MappedLayout(choice.signature.address, slots, choice.drawn)


def _per_cent(layout: Signature) -> tuple[float, float, float, float] | None:
    area = layout.free
    if area is None:
        return None
    across, down = layout.width / 100, layout.height / 100
    left, top = round(area.left / across, 1), round(area.top / down, 1)
    return left, top, round(area.width / across, 1), round(area.height / down, 1)


def _changes(before: TemplateMap, after: TemplateMap) -> Sequence[str]:
    """Return, in words, what of a map would be another if it were written anew."""
    found = []
    for kind in NAMES:
        old, new = before.kinds.get(kind), after.kinds.get(kind)
        if old is not None and new is not None and _tail(old.layout) != _tail(new.layout):
            found.append(f"{NAMES[kind]}: {old.layout} would become {new.layout}")
        elif old is not None and new is not None and (old.slots != new.slots or old.drawn != new.drawn):
            found.append(f"{NAMES[kind]}: its placeholders would become {_slots(new)} instead of {_slots(old)}")
        elif (old is None) != (new is None):
            found.append(f"{NAMES[kind]} would {'be added' if old is None else 'go'}")
    for name, was, would in (
        ("the safe area", before.safe_area, after.safe_area),
        ("the text colour", before.text, after.text),
        ("the accents", before.accents, after.accents),
    ):
        if was != would:
            found.append(f"{name} would become {would} instead of {was}")
    if before.sha256 != after.sha256:
        found.append("the template's hash would become that of the file as it is now")
    return found


def _tail(address: str) -> str:
    """Return an address's layout: a map may leave out the master."""
    return address.rpartition("/")[2]


def _slots(mapped: MappedLayout) -> str:
    listed = ", ".join(f"{role} {idx}" for role, idx in mapped.slots.items()) or "none"
    return f"{listed}{', drawn' if mapped.drawn else ''}"
