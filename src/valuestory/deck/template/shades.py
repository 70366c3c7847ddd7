"""A colour as a file writes it, as ``#RRGGBB``: theme slots through the master's map, and what is done to them.

PowerPoint resolves colours when it draws; to compute contrast they must be known before.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from valuestory.deck.template.inherit import ancestors, holder_kind
from valuestory.slides.contrast import channels

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MAP: Final = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_CUT_SHORT: Final = {"dk": "dark", "lt": "light", "med": "medium"}
_TITLES: Final = ("title", "ctrTitle")


@dataclass(frozen=True)
class Shade:
    """A colour, and how much of what lies beneath it covers: 1.0 all."""

    color: str
    alpha: float = 1.0


@dataclass(frozen=True)
class Scheme:
    """What colour names mean on a sheet (slide, layout or master): its master's theme, through its map."""

    slots: Mapping[str, str]
    names: Mapping[str, str]
    theme: Any

    def color(self, name: str) -> str | None:
        """Return the colour of a slot or of ``bg1 tx1 bg2 tx2``; None where the theme has none of that name."""
        return self.slots.get(self.names.get(name, name))


def scheme_of(sheet: Any) -> Scheme:
    """Return what colour names mean on a slide, a layout or a master."""
    sheets = list(upwards(sheet))
    master = sheets[-1]
    theme = _theme(master)
    slots = {} if theme is None else _slots(theme)
    found = master._element.find(f"{_P}clrMap")
    names = _MAP if found is None else {str(each): str(slot) for each, slot in found.attrib.items()}
    for each in sheets[:-1]:
        own = each._element.find(f"{_P}clrMapOvr/{_A}overrideClrMapping")
        if own is not None:
            names = {str(name): str(slot) for name, slot in own.attrib.items()}
            break
    return Scheme(slots, names, theme)


def upwards(sheet: Any) -> Iterator[Any]:
    """Yield a sheet, then what it is made on, up to the master."""
    yield sheet
    if hasattr(sheet, "slide_layout"):
        yield from upwards(sheet.slide_layout)
    elif hasattr(sheet, "slide_master"):
        yield sheet.slide_master


def _theme(master: Any) -> Any:
    part = next((rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")), None)
    return None if part is None else _parsed(part.blob)


@lru_cache(maxsize=16)
def _parsed(data: bytes) -> Any:
    """Return a theme as a tree that nobody changes: it is asked for every text, so each theme is read once."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


@lru_cache(maxsize=16)
def _slots(theme: Any) -> Mapping[str, str]:
    colors = theme.find(f".//{_A}clrScheme")
    bare = Scheme({}, {}, None)
    found = {} if colors is None else {etree.QName(each).localname: shade_in(each, bare) for each in colors}
    return {name: each.color for name, each in found.items() if each is not None}


def shade_in(holder: Any, scheme: Scheme, named: str | None = None) -> Shade | None:
    """Return the first colour inside an element, such as an ``a:solidFill``; None where it names none.

    Parameters
    ----------
    holder
        The element whose child is the colour.
    scheme
        What the theme's names mean.
    named
        What ``phClr`` stands for, inside a theme's own styles.
    """
    return next((found for each in holder if (found := shade(each, scheme, named)) is not None), None)


def shade(color: Any, scheme: Scheme, named: str | None = None) -> Shade | None:
    """Return a colour element (``a:srgbClr``, ``a:schemeClr`` ...) as a shade; None where it is unknown."""
    if not isinstance(color.tag, str):
        return None
    base = _base(color, scheme, named)
    if base is None:
        return None
    parts, alpha = channels(base), 1.0
    for change in color:
        name, share = etree.QName(change).localname, share_of(change.get("val", "100000"))
        if name == "alpha":
            alpha = share
        else:
            parts = _changed(parts, name, share)
    return Shade(_hex(parts), min(max(alpha, 0.0), 1.0))


def _base(color: Any, scheme: Scheme, named: str | None) -> str | None:
    form, value = etree.QName(color).localname, color.get("val", "")
    if form == "srgbClr":
        return f"#{value.upper()}" if re.fullmatch("[0-9A-Fa-f]{6}", value) else None
    if form == "schemeClr":
        return named if value == "phClr" else scheme.color(value)
    if form == "sysClr":
        return f"#{color.get('lastClr', 'FFFFFF' if value == 'window' else '000000').upper()}"
    if form == "prstClr":
        return _preset(value)
    if form == "scrgbClr":
        red, green, blue = (_encoded(share_of(color.get(each, "0"))) for each in "rgb")
        return _hex((red, green, blue))
    if form == "hslClr":
        hue = int(color.get("hue", "0")) / 21_600_000
        return _hex(colorsys.hls_to_rgb(hue, share_of(color.get("lum", "0")), share_of(color.get("sat", "0"))))
    return None


def _preset(name: str) -> str | None:
    from PIL import ImageColor  # DrawingML has the names of CSS, some of them cut short

    full = re.sub(r"^(dk|lt|med)(?=[A-Z])", lambda short: _CUT_SHORT[short[0]], name)
    try:
        red, green, blue = ImageColor.getrgb(full.lower())[:3]
    except ValueError:
        return None
    return f"#{red:02X}{green:02X}{blue:02X}"


def share_of(text: str) -> float:
    """Return a share that a file writes in thousandths of a per cent, or with its sign."""
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 100_000)


Parts = tuple[float, float, float]


def _changed(parts: Parts, name: str, share: float) -> Parts:
    """Return a colour after one change; changes that hardly ever stand in a deck are left out."""
    if name in ("tint", "shade"):
        rest = 1 - share if name == "tint" else 0.0
        red, green, blue = (_encoded(_decoded(each) * share + rest) for each in parts)
        return red, green, blue
    hue, light, vivid = colorsys.rgb_to_hls(*parts)
    changes = {
        "lumMod": (light * share, vivid),
        "lumOff": (light + share, vivid),
        "satMod": (light, vivid * share),
        "satOff": (light, vivid + share),
    }
    light, vivid = changes.get(name, (light, vivid))
    return colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), min(max(vivid, 0.0), 1.0))


def lightened(color: str, share: float, added: float = 0.0) -> str:
    """Return a colour with a share of its lightness, and some added, as ``lumMod`` and ``lumOff`` have it."""
    return _hex(_changed(_changed(channels(color), "lumMod", share), "lumOff", added))


def _decoded(value: float) -> float:
    """Return sRGB as linear light (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    """Return linear light as sRGB (IEC 61966-2-1)."""
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _hex(parts: Parts) -> str:
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02X}" for part in parts)


def mixed(over: Shade, under: str) -> str:
    """Return what is seen of a shade that lies over a colour."""
    above, below = channels(over.color), channels(under)
    red, green, blue = (a * over.alpha + b * (1 - over.alpha) for a, b in zip(above, below, strict=True))
    return _hex((red, green, blue))


def text_shade(element: Any, layout: Any, scheme: Scheme, level: int = 0, run: Any = None) -> Shade | None:
    """Return the colour of text, inherited where its run has none.

    None where the colour is nobody's to know: text filled by a picture.
    """
    for look in _looks(element, layout, level, run):
        fill = next((each for each in look if isinstance(each.tag, str) and each.tag.endswith("Fill")), None)
        if fill is None:
            continue
        kind = etree.QName(fill).localname
        if kind == "solidFill":
            return shade_in(fill, scheme)
        if kind == "gradFill":
            stop = fill.find(f"{_A}gsLst/{_A}gs")
            return None if stop is None else shade_in(stop, scheme)
        return None
    styled = element.find(f"{_P}style/{_A}fontRef")
    found = shade_in(styled, scheme) if styled is not None else None
    plain = scheme.color("tx1")
    return found or (Shade(plain) if plain is not None else None)


def _looks(element: Any, layout: Any, level: int, run: Any) -> Iterator[Any]:
    """Yield the character properties that a run's colour may come from, its own first."""
    tag = f"{_A}lvl{level + 1}pPr/{_A}defRPr"
    own = run.find(f"{_A}rPr") if run is not None else None
    chain = [own] + [each.find(f"{_P}txBody/{_A}lstStyle/{tag}") for each in (element, *ancestors(element, layout))]
    kind = holder_kind(element)
    styles = layout.slide_master._element.find(f"{_P}txStyles")
    if styles is not None and kind is not None and kind[0] not in ("dt", "ftr", "sldNum"):
        family = "titleStyle" if kind[0] in _TITLES else "bodyStyle"
        chain.append(styles.find(f"{_P}{family}/{tag}"))
    elif element.find(f"{_P}style/{_A}fontRef") is None:
        if styles is not None:
            chain.append(styles.find(f"{_P}otherStyle/{tag}"))
        chain.append(layout.part.package.presentation_part._element.find(f"{_P}defaultTextStyle/{tag}"))
    return (each for each in chain if each is not None)
