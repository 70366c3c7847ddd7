"""What a placeholder inherits: size, weight, font, colour, spacing, insets and anchor, from layout and master.

PowerPoint resolves these when it draws; we must know them before, to measure text. Reads, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from valuestory.deck.geometry import EMU

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TITLES: Final = ("title", "ctrTitle")
_MARKERS: Final = ("buNone", "buChar", "buAutoNum")


class TextStyle(NamedTuple):
    """How text at one level looks: size and spaces in points, `indent` in inches, `spacing` 1.0 for single.

    `caps` says that it is shown in capitals, however it is written.
    """

    size: float = 18.0
    bold: bool = False
    font: str = "Arial"
    color: str = "tx1"
    spacing: float = 1.0
    after: float = 0.0
    indent: float = 0.0
    align: str = "l"
    caps: bool = False


class Frame(NamedTuple):
    """A text body's insets in inches, its anchor (``t``, ``ctr`` or ``b``), if lines break, if they run downwards."""

    left: float = 0.1
    top: float = 0.05
    right: float = 0.1
    bottom: float = 0.05
    anchor: str = "t"
    wraps: bool = True
    vertical: bool = False


def holder_kind(element: Any) -> tuple[str, str] | None:
    """Return a placeholder's OOXML type (``obj`` where it has none) and index; None for what is no placeholder."""
    holder = next(element.iter(f"{_P}ph"), None) if element.tag != f"{_P}grpSp" else None
    return None if holder is None else (holder.get("type", "obj"), holder.get("idx", "0"))


def ancestors(element: Any, layout: Any) -> list[Any]:
    """Return the placeholders that one inherits from: on the layout by index, on the master by type."""
    kind = holder_kind(element)
    return [] if kind is None else [each for each in _above(kind, layout) if each is not element]


class _Given:
    """What a layout gives to texts, found once: a deck asks for it with every paragraph.

    Layouts are read as they are opened, with what is mended then; nobody changes their texts later.
    """

    def __init__(self) -> None:
        self.holders: dict[tuple[str, str], tuple[Any, ...]] = {}
        self.styles: dict[tuple[tuple[str, str] | None, int], TextStyle] = {}


_GIVEN: Final[WeakKeyDictionary[Any, _Given]] = WeakKeyDictionary()
"""By the layout's part, and no longer than that is there."""


def _given(layout: Any) -> _Given:
    part = layout.part
    if part not in _GIVEN:
        _GIVEN[part] = _Given()
    return _GIVEN[part]


def _above(kind: tuple[str, str], layout: Any) -> tuple[Any, ...]:
    holders = _given(layout).holders
    if kind not in holders:
        on_layout = next((each for each in _holders(layout) if _same(kind, holder_kind(each))), None)
        wanted = kind[0] if on_layout is None else (holder_kind(on_layout) or kind)[0]
        family = "title" if wanted in _TITLES else wanted if wanted in ("dt", "ftr", "sldNum") else "body"
        on_master = [each for each in _holders(layout.slide_master) if (holder_kind(each) or ("",))[0] == family]
        holders[kind] = (*([] if on_layout is None else [on_layout]), *on_master[:1])
    return holders[kind]


def _same(kind: tuple[str, str], other: tuple[str, str] | None) -> bool:
    if other is None:
        return False
    if kind[0] in _TITLES and other[0] in _TITLES:
        return True
    return kind[1] == other[1] and (kind[0] not in _TITLES) == (other[0] not in _TITLES)


def _holders(sheet: Any) -> Iterator[Any]:
    for element in sheet._element.cSld.spTree:
        if element.tag.startswith(_P) and element.tag != f"{_P}grpSp" and holder_kind(element) is not None:
            yield element


def text_style(element: Any, layout: Any, level: int = 0) -> TextStyle:
    """Return how a shape's text looks at a level, from 0, when the run itself says nothing.

    Parameters
    ----------
    element
        The shape's element, on a slide or a layout.
    layout
        The layout whose placeholders it inherits from.
    level
        The depth of the paragraph.
    """
    if element.find(f"{_P}txBody/{_A}lstStyle/{_A}lvl{level + 1}pPr") is not None:
        return _text_style(element, layout, level)
    styles, asked = _given(layout).styles, (holder_kind(element), level)
    if asked not in styles:
        styles[asked] = _text_style(element, layout, level)
    return styles[asked]


def _text_style(element: Any, layout: Any, level: int) -> TextStyle:
    chain = [each for each in _level_properties(element, layout, level) if each is not None]
    runs = [each.find(f"{_A}defRPr") for each in chain]
    theme_fonts = _theme_fonts(layout.slide_master)
    font = _first(runs, lambda run: (run.find(f"{_A}latin"), "typeface")) or "+mn-lt"
    return TextStyle(
        size=int(_attribute(runs, "sz", "1800")) / 100,
        bold=_attribute(runs, "b", "0") in ("1", "true"),
        font=theme_fonts.get(font[:3], font),
        color=_first(runs, lambda run: (run.find(f"{_A}solidFill/{_A}schemeClr"), "val")) or "tx1",
        spacing=int(_spacing(chain, "lnSpc", "spcPct") or "100000") / 100_000,
        after=(int(_spacing(chain, "spcAft", "spcPts") or 0) + int(_spacing(chain, "spcBef", "spcPts") or 0)) / 100,
        indent=int(_attribute(chain, "marL", "0")) / EMU,
        align=_attribute(chain, "algn", "l"),
        caps=_attribute(runs, "cap", "none") == "all",
    )


def marker_of(element: Any, layout: Any, level: int, own: Any = None) -> Any:
    """Return the element that says what stands before a paragraph: ``a:buChar``, ``a:buAutoNum``, or None for nothing.

    `own` are the paragraph's own properties.
    """
    for each in (own, *_level_properties(element, layout, level)):
        found = next((each.find(f"{_A}{name}") for name in _MARKERS if _has(each, name)), None)
        if found is not None:
            return None if found.tag == f"{_A}buNone" else found
    return None


def hang_of(element: Any, layout: Any, level: int, own: Any = None) -> float:
    """Return how far from a paragraph's other lines its first begins, in inches: less than nothing is before them."""
    return int(_attribute([own, *_level_properties(element, layout, level)], "indent", "0")) / EMU


def _has(properties: Any, name: str) -> bool:
    return properties is not None and properties.find(f"{_A}{name}") is not None


def _level_properties(element: Any, layout: Any, level: int) -> Iterator[Any]:
    tag = f"{_A}lvl{level + 1}pPr"
    yield element.find(f"{_P}txBody/{_A}lstStyle/{tag}")
    for each in ancestors(element, layout):
        yield each.find(f"{_P}txBody/{_A}lstStyle/{tag}")
    kind = holder_kind(element)
    styles = layout.slide_master._element.find(f"{_P}txStyles")
    family = (
        "otherStyle"
        if kind is None or kind[0] in ("dt", "ftr", "sldNum")
        else "titleStyle"
        if kind[0] in _TITLES
        else "bodyStyle"
    )
    if styles is not None:
        yield styles.find(f"{_P}{family}/{tag}")
    yield layout.part.package.presentation_part._element.find(f"{_P}defaultTextStyle/{tag}")


def _attribute(chain: list[Any], name: str, default: str) -> str:
    return next((each.get(name) for each in chain if each is not None and each.get(name) is not None), default)


def _first(chain: list[Any], pick: Any) -> str | None:
    for each in chain:
        found, name = pick(each) if each is not None else (None, "")
        if found is not None:
            return str(found.get(name))
    return None


def _spacing(chain: list[Any], name: str, unit: str) -> str | None:
    for each in chain:
        spacing = each.find(f"{_A}{name}")
        if spacing is not None:
            value = spacing.find(f"{_A}{unit}")
            return None if value is None else str(value.get("val"))
    return None


def is_leftwards(layout: Any) -> bool:
    """Whether a layout's master has its text run from right to left."""
    styles = layout.slide_master._element.find(f"{_P}txStyles")
    found = () if styles is None else (styles.find(f"{_P}{name}/{_A}lvl1pPr") for name in ("titleStyle", "bodyStyle"))
    return any(each is not None and each.get("rtl", "0") in ("1", "true") for each in found)


def theme_name(master: Any) -> str:
    """Return the name of a master's theme, by which PowerPoint calls the master; empty where it has none."""
    data = _theme(master)
    return "" if data is None else str(_parsed(data).get("name", ""))


def _theme(master: Any) -> bytes | None:
    rels = master.part.rels.values()
    return next((rel.target_part.blob for rel in rels if rel.reltype.endswith("/theme")), None)


def _theme_fonts(master: Any) -> Mapping[str, str]:
    data = _theme(master)
    return {} if data is None else _fonts(data)


def _parsed(data: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


@lru_cache(maxsize=16)
def _fonts(data: bytes) -> Mapping[str, str]:
    """Return a theme's two fonts; asked for every paragraph, so each theme is read once."""
    theme = _parsed(data)
    fonts = {}
    for key, name in (("+mj", "majorFont"), ("+mn", "minorFont")):
        latin = theme.find(f".//{_A}{name}/{_A}latin")
        fonts[key] = latin.get("typeface") if latin is not None and latin.get("typeface") else "Arial"
    return fonts


def frame(element: Any, layout: Any) -> Frame:
    """Return how a shape's text stands in it."""
    bodies = [each.find(f"{_P}txBody/{_A}bodyPr") for each in (element, *ancestors(element, layout))]
    bodies = [each for each in bodies if each is not None]
    insets = {side: int(_attribute(bodies, side, default)) / EMU for side, default in _INSETS.items()}
    return Frame(
        insets["lIns"],
        insets["tIns"],
        insets["rIns"],
        insets["bIns"],
        _attribute(bodies, "anchor", "t"),
        _attribute(bodies, "wrap", "square") != "none",
        _attribute(bodies, "vert", "horz") not in ("horz", ""),
    )


_INSETS: Final = {"lIns": "91440", "tIns": "45720", "rIns": "91440", "bIns": "45720"}
