"""The layouts of a template that may have a map: what the map says of a slide, else what fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from valuestory.deck.template.colors import Palette, palette, usable_accents
from valuestory.deck.template.layouts import LayoutChoice, choose, effective_kind
from valuestory.deck.template.open import open_template
from valuestory.deck.template.signature import Signature, signatures
from valuestory.deck.template.template_map import MappedLayout, TemplateMap, check_map, layout_at, read_map
from valuestory.slides.slide import Slide
from valuestory.slides.theme import Theme


def check_template_map(template: Path) -> None:
    """Hold the map beside a template against it, before anything is computed; nothing where there is no map.

    Raises
    ------
    TemplateError
        When the map says something that it cannot, or the template cannot be used.
    """
    found = read_map(template)
    if found is not None:
        check_map(found, signatures(open_template(template)))


@dataclass(frozen=True)
class Layouts:
    """What each layout of a template offers, and the template's map, which `check_map` has looked at, if any."""

    layouts: Sequence[Signature]
    map: TemplateMap | None = None

    def choose(self, slide: Slide) -> LayoutChoice:
        """Return the layout for a slide.

        Raises
        ------
        TemplateError
            When no layout leaves room for this kind of slide.
        DeckError
            When the slide lacks what its kind says.
        """
        mapped = self._mapped(slide)
        choice = choose(slide, self.layouts) if mapped is None else self._said(mapped)
        area = self.map.area(choice.signature) if self.map is not None and choice.drawn else None
        return choice if area is None else replace(choice, signature=replace(choice.signature, marked=area))

    def palette(self, theme: Theme, choice: LayoutChoice, paper: str = "") -> Palette:
        """Return the colours to draw with on a chosen layout, or on paper of a colour that is laid over it."""
        text, accents = (self.map.text, self.map.accents) if self.map is not None else ("", ())
        return palette(
            theme, choice.signature.layout, choice.signature.drawing_area, text=text, accents=accents, paper=paper
        )

    def accents(self, theme: Theme, choice: LayoutChoice, paper: str = "") -> tuple[str, ...]:
        """Return the theme's slots that series take on a chosen layout, or on paper laid over it, in order."""
        said = self.map.accents if self.map is not None else ()
        return said or usable_accents(theme, choice.signature.layout, paper)

    def _mapped(self, slide: Slide) -> MappedLayout | None:
        kind = effective_kind(slide)
        if self.map is None:
            return None
        return (self.map.kinds.get(f"{kind}+text") if slide.body else None) or self.map.kinds.get(kind)

    def _said(self, mapped: MappedLayout) -> LayoutChoice:
        layout = layout_at(mapped.layout, self.layouts)
        assert layout is not None, "check_map has looked"
        by_idx = {slot.idx: slot for slot in layout.slots}
        slots = {role: by_idx[idx] for role, idx in mapped.slots.items()}
        if layout.title is not None and layout.title not in slots.values():
            slots.setdefault("title", layout.title)
        assert self.map is not None
        return LayoutChoice(layout, slots, f"{self.map.name} says so", drawn=mapped.drawn)
