"""Make the shipped templates: run it from the checkout after a change, and commit script and files.

One description, four designs: `valuestory` (16:9, light), `valuestory-dark`, `valuestory-4x3`, and
`valuestory-boardroom` (larger type, fewer words). The grid has 12 columns, on a wide slide with a pitch of 1 inch from
0.767 inches; Arial, one accent. A layout's kind stands in brackets in its name, and placeholders are named by role,
which is the contract that any template may follow (see README.md in this folder). The same script gives the same bytes.

    python templates/make_valuestory.py [FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from valuestory.deck.file.package import pack, write_file
from valuestory.slides.theme import LONGEST_TITLE

HEIGHT, GUTTER = 7.5, 0.20
EXHIBIT_END, PANEL_TOP, PANEL_HEIGHT = 6.55, 5.55, 0.90
LIGHT = {
    "dk1": "17232E", "lt1": "FFFFFF", "dk2": "4A5763", "lt2": "F3F5F7",
    "accent1": "0B5E8E", "accent2": "828D98", "accent3": "9CC3DC",
    "accent4": "1D7A4C", "accent5": "B5401B", "accent6": "D5DBE0",
    "hlink": "0B5E8E", "folHlink": "4A5763",
}  # fmt: skip
"""Ink and ground, second text and panel; subject, comparison, second class; better, worse, rules and last year."""
DARK = {
    "dk1": "0F1E2B", "lt1": "F4F7F9", "dk2": "182B3B", "lt2": "C3CED7",
    "accent1": "62B5E5", "accent2": "8796A3", "accent3": "2F6C92",
    "accent4": "5CC08B", "accent5": "F0895B", "accent6": "34485A",
    "hlink": "62B5E5", "folHlink": "C3CED7",
}  # fmt: skip
"""The same parts on a dark ground: text and ground have changed their slots, and the colour map says so."""
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NUMBER_FIELD = "{7C1E2A52-6D0B-4B0E-9E0B-5B1E6A2D9F01}"
DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006/main"
PRESENTATIONML = "application/vnd.openxmlformats-officedocument.presentationml"


@dataclass(frozen=True)
class Level:
    """How a placeholder's text looks at one level."""

    size: float
    color: str = "tx1"
    bold: bool = False
    after: float = 0
    line: int = 100
    bullet: bool = False
    align: str = "l"


@dataclass(frozen=True)
class Holder:
    """A placeholder: its role is its name, `kind` its OOXML type, `box` left, top, width and height in inches."""

    role: str
    kind: str
    idx: int
    box: tuple[float, float, float, float] | None
    prompt: str
    levels: tuple[Level, ...] = ()
    anchor: str = "t"
    inset: float = 0


@dataclass(frozen=True)
class Layout:
    """A layout: its placeholders, and what is drawn behind them."""

    name: str
    kind: str
    holders: tuple[Holder, ...]
    drawn: str = ""
    own_page: bool = False


@dataclass(frozen=True)
class Design:
    """What one template has of its own: colours, slide, grid (inches), and how it says what an exhibit means.

    `takeaway` is ``column`` (beside the exhibit), ``line`` (one line below it) or ``notes`` (spoken, not shown);
    `labels` is the size of labels in charts, tiles and tables, in points, and `longest_title` how many
    characters a title has room for in two lines.
    """

    name: str
    colors: Mapping[str, str] = field(default_factory=lambda: LIGHT)
    dark: bool = False
    width: float = 13.333
    margin: float = 0.767
    pitch: float = 1.00
    title_size: float = 26
    title_spacing: int = 95
    header_top: float = 1.65
    exhibit_top: float = 2.05
    takeaway: Literal["column", "line", "notes"] = "column"
    labels: int = 14
    text_columns: int = 9
    longest_title: int = LONGEST_TITLE

    def x(self, column: int) -> float:
        """Return where a column begins."""
        return self.margin + self.pitch * column

    def span(self, columns: int) -> float:
        """Return the width of so many columns."""
        return self.pitch * columns - GUTTER

    @property
    def full(self) -> float:
        """The width between the margins."""
        return self.span(12)

    @property
    def page_left(self) -> float:
        """Where the page number's box begins, which ends at the right margin."""
        return self.margin + self.full - 0.80

    def called(self, name: str, kind: str, option: str = "") -> str:
        """Return a layout's name with its kind in brackets, and what else the contract says there."""
        shows = kind not in WORDS_ONLY
        labels = f"labels {self.labels}" if self.labels != LABELS and shows else ""
        longest = f"title {self.longest_title}" if self.longest_title != LONGEST_TITLE and shows else ""
        return f"{name} [vs:{', '.join(each for each in (kind, option, labels, longest) if each)}]"


LABELS = 14
WORDS_ONLY = ("title", "section", "statement", "bullets", "closing")
HEADER = Level(14, "tx2")
TAKEAWAY = (Level(16, "tx2", after=9), Level(20, "tx1", bold=True, after=9), Level(14, "accent1", bold=True, after=4))
BODY = (Level(16, "tx1", after=9),)


def emu(inches: float) -> int:
    """Return inches as English metric units."""
    return round(inches * 914_400)


def xfrm(box: tuple[float, float, float, float]) -> str:
    """Return a box as the element that places a shape."""
    left, top, width, height = (emu(each) for each in box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def fill(color: str) -> str:
    """Return a fill in a theme colour."""
    return f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'


def level(number: int, style: Level) -> str:
    """Return the text style of one level."""
    marker = '<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
    indent = 228_600 if style.bullet else 0
    left = indent * (number if style.bullet else 0)
    return (
        f'<a:lvl{number}pPr marL="{left}" indent="{-indent}" algn="{style.align}" defTabSz="914400" rtl="0" '
        'eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{style.line * 1000}"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(style.after * 100)}"/></a:spcAft>{marker if style.bullet else "<a:buNone/>"}'
        f'<a:defRPr sz="{round(style.size * 100)}" b="{int(style.bold)}" kern="1200">{fill(style.color)}'
        f'<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{number}pPr>'
    )


def holder(shape_id: int, item: Holder) -> str:
    """Return a placeholder."""
    kind = f' type="{item.kind}"' if item.kind else ""
    idx = f' idx="{item.idx}"' if item.idx else ""
    levels = "".join(level(number, style) for number, style in enumerate(item.levels, 1))
    inset = emu(item.inset)
    body = (
        f'<a:bodyPr vert="horz" wrap="square" lIns="{inset}" tIns="0" rIns="{inset}" bIns="0" rtlCol="0" '
        f'anchor="{item.anchor}">'
        "<a:noAutofit/></a:bodyPr>"
    )
    number = f'<a:fld id="{NUMBER_FIELD}" type="slidenum"><a:rPr lang="en-US"/><a:t>&#8249;#&#8250;</a:t></a:fld>'
    text = number if item.kind == "sldNum" else f'<a:r><a:rPr lang="en-US"/><a:t>{escape(item.prompt)}</a:t></a:r>'
    place = f'{xfrm(item.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if item.box else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name={quoteattr(item.role)}/><p:cNvSpPr><a:spLocks '
        'noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{kind}{idx}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>"
        f"<p:txBody>{body}<a:lstStyle>{levels}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def rectangle(shape_id: int, name: str, box: tuple[float, float, float, float], color: str) -> str:
    """Return a filled rectangle."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name={quoteattr(name)}/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        "</p:nvSpPr>"
        f'<p:spPr>{xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill(color)}<a:ln><a:noFill/>'
        "</a:ln></p:spPr>"
        '<p:txBody><a:bodyPr rtlCol="0" anchor="ctr"/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p>'
        "</p:txBody></p:sp>"
    )


def rule(shape_id: int, name: str, left: float, top: float, width: float, points: float, color: str) -> str:
    """Return a horizontal line."""
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{shape_id}" name={quoteattr(name)}/><p:cNvCxnSpPr/><p:nvPr '
        'userDrawn="1"/></p:nvCxnSpPr>'
        f'<p:spPr>{xfrm((left, top, width, 0))}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{round(points * 12700)}">{fill(color)}</a:ln></p:spPr></p:cxnSp>'
    )


def panel(design: Design, top: float, height: float) -> str:
    """Return a panel with its accent bar."""
    return rectangle(90, "Panel", (design.margin, top, design.full, height), "bg2") + rectangle(
        91, "Panel accent", (design.margin, top, 0.06, height), "accent1"
    )


def title(
    box: tuple[float, float, float, float] | None = None, size: float = 0, anchor: str = "t", kind: str = "title"
) -> Holder:
    """Return the title placeholder."""
    levels = (Level(size, "tx1", bold=True, line=95),) if size else ()
    return Holder("vs:title", kind, 0, box, "The message of the slide, as a sentence", levels, anchor)


def header(design: Design, columns: int = 12, column: int = 0, idx: int = 10, role: str = "vs:subtitle") -> Holder:
    """Return the placeholder of an exhibit header."""
    box = (design.x(column), design.header_top, design.span(columns), 0.30)
    return Holder(role, "body", idx, box, "What is shown, unit, period", (HEADER,))


def content(
    design: Design,
    role: str,
    columns: int = 12,
    column: int = 0,
    idx: int = 11,
    top: float | None = None,
    end: float = EXHIBIT_END,
) -> Holder:
    """Return a placeholder for a chart, table or picture."""
    top = design.exhibit_top if top is None else top
    box = (design.x(column), top, design.span(columns), end - top)
    return Holder(role, "", idx, box, "Chart, table or picture", (Level(design.labels),))


def text(box: tuple[float, float, float, float], levels: tuple[Level, ...] = BODY, **more: object) -> Holder:
    """Return a placeholder for text."""
    return Holder("vs:text", "body", 14, box, "Text", levels, **more)  # type: ignore[arg-type]


def tiles(design: Design, count: int) -> tuple[Holder, ...]:
    """Return the placeholders of key figures, side by side."""
    columns = 12 // count
    return tuple(
        Holder(
            f"vs:kpi{at + 1}",
            "body",
            21 + at,
            (design.x(columns * at), 1.75, design.span(columns), 2.40),
            "Key figure",
            (Level(48, "tx1", bold=True),),
        )
        for at in range(count)
    )


def source(design: Design) -> Holder:
    """Return the placeholder of the source line."""
    box = (design.margin, 6.88, design.full - 1.20, 0.36)
    return Holder("vs:source", "body", 15, box, "Source: systems; extract date. Window; n.", (Level(10, "tx2"),))


def page(design: Design) -> Holder:
    """Return the page number."""
    return Holder("vs:page", "sldNum", 12, (design.page_left, 6.88, 0.80, 0.20), "", (Level(10, "tx2", align="r"),))


def cover(design: Design) -> tuple[Holder, ...]:
    """Return the placeholders of a cover."""
    left, width = design.margin, design.span(design.text_columns)
    return (
        title((left, 1.75, width, 1.50), 40, "b", "ctrTitle"),
        Holder("vs:subtitle", "subTitle", 1, (left, 3.72, width, 0.40), "Subtitle", (Level(20, "tx2"),)),
        Holder("vs:text", "body", 14, (left, 6.60, width, 0.40), "Audience, date, company", (Level(14, "tx2"),)),
    )


STRIP = rectangle(90, "Accent strip", (0, 0, 0.28, HEIGHT), "accent1")
BULLETS = (
    Level(18, "tx1", after=10, bullet=True),
    Level(16, "tx1", after=8, bullet=True),
    Level(14, "tx2", after=6, bullet=True),
)


def headline_layouts(design: Design) -> tuple[Layout, ...]:
    """Return the layouts of slides that are a headline or text: cover, section, statement, text, close."""
    left, width = design.margin, design.span(design.text_columns)
    accent = STRIP + rule(91, "Accent rule", left, 3.50, 1.80, 3, "accent1")
    foot = (source(design), page(design))
    kicker = Holder("vs:subtitle", "body", 10, (left, 3.90, width, 0.80), "What this part shows", (Level(20, "tx2"),))
    statement = design.span(min(design.text_columns + 1, 12))
    below = (left, design.header_top + 0.10, width, 6.50 - design.header_top - 0.10)
    return (
        Layout(design.called("Cover", "title"), "title", cover(design), accent, own_page=True),
        Layout(
            design.called("Section", "section"),
            "secHead",
            (title((left, 2.75, width, 1.00), 32, "b"), kicker, page(design)),
            STRIP,
            own_page=True,
        ),
        Layout(design.called("Statement", "statement"), "titleOnly", (title((left, 2.00, statement, 3.50), 32), *foot)),
        Layout(design.called("Text", "bullets"), "obj", (title(), text(below, BULLETS), *foot)),
        Layout(design.called("Close", "closing"), "", cover(design), accent, own_page=True),
    )


def takeaway_layout(design: Design) -> Layout:
    """Return the layout of an exhibit and what it means: beside it, in a line below it, or in the notes."""
    name, kind, foot = "Chart and takeaway", "chart+takeaway", (source(design), page(design))
    if design.takeaway == "notes":
        holders = (title(), header(design), content(design, "vs:chart"), *foot)
        return Layout(design.called("Chart, takeaway in the notes", kind, "text in notes"), "", holders)
    if design.takeaway == "line":
        words = (design.margin, 6.30, design.full, 0.30)
        line = Holder("vs:takeaway", "body", 13, words, "What it means", (Level(16, "tx1", bold=True),))
        holders = (title(), header(design), content(design, "vs:chart", end=6.10), line, *foot)
        return Layout(design.called(name, kind), "", holders)
    beside = (design.margin + 8.30, design.header_top, design.full - 8.30, EXHIBIT_END - design.header_top)
    column = Holder("vs:takeaway", "body", 13, beside, "What it means", TAKEAWAY)
    holders = (title(), header(design, 8), content(design, "vs:chart", 8), column, *foot)
    return Layout(design.called(name, kind), "", holders)


def exhibit_layouts(design: Design) -> tuple[Layout, ...]:
    """Return the layouts of slides with an exhibit."""
    foot = (source(design), page(design))
    strip, ask = (design.margin, PANEL_TOP, design.full, PANEL_HEIGHT), (design.margin, 4.40, design.full, 2.05)
    pair = (
        header(design, 6), content(design, "vs:chart", 6),
        header(design, 6, 6, 16, "vs:subtitle2"), content(design, "vs:chart2", 6, 6, 17),
    )  # fmt: skip
    return (
        Layout(design.called("Chart", "chart"), "", (title(), header(design), content(design, "vs:chart"), *foot)),
        takeaway_layout(design),
        Layout(design.called("Two charts", "two"), "twoObj", (title(), *pair, *foot)),
        Layout(design.called("Table", "table"), "", (title(), header(design), content(design, "vs:table"), *foot)),
        Layout(
            design.called("Decision", "table"),
            "",
            (
                title(),
                header(design),
                content(design, "vs:table", end=PANEL_TOP - 0.15),
                text(strip, anchor="ctr", inset=0.30),
                *foot,
            ),
            panel(design, PANEL_TOP, PANEL_HEIGHT),
        ),
        Layout(
            design.called("Key figures and ask", "kpi"),
            "",
            (title(), *tiles(design, 3), text(ask, TAKEAWAY, inset=0.30), *foot),
            panel(design, 4.40, 2.05),
        ),
        Layout(
            design.called("Key figures", "kpi"),
            "",
            (title(), *tiles(design, 4), content(design, "vs:chart", top=4.40), *foot),
        ),
        Layout(
            design.called("Canvas", "canvas"),
            "",
            (title(), content(design, "vs:canvas", top=design.header_top), *foot),
        ),
    )


def layouts(design: Design) -> tuple[Layout, ...]:
    """Return every layout of a design, the close last."""
    *opening, close = headline_layouts(design)
    return (*opening, *exhibit_layouts(design), close)


DESIGNS = (
    Design("valuestory"),
    Design("valuestory-dark", DARK, dark=True),
    Design(
        "valuestory-4x3", width=10.0, margin=0.60, pitch=0.75, title_size=24, takeaway="line", text_columns=12,
        longest_title=95,
    ),
    Design(
        "valuestory-boardroom", title_size=32, title_spacing=92, header_top=1.85, exhibit_top=2.23,
        takeaway="notes", labels=18, longest_title=85,
    ),
)  # fmt: skip

TREE_HEAD = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off '
    'x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def layout(item: Layout) -> str:
    """Return a layout part."""
    kind = f' type="{item.kind}"' if item.kind else ""
    hidden = ' showMasterSp="0"' if item.own_page else ""
    drawn = "" if kind else ' userDrawn="1"'
    holders = "".join(holder(number, each) for number, each in enumerate(item.holders, 2))
    return (
        f'{HEAD}<p:sldLayout {NAMESPACES}{hidden}{kind} preserve="1"{drawn}>'
        f"<p:cSld name={quoteattr(item.name)}><p:spTree>{TREE_HEAD}{item.drawn}{holders}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def color_map(*, dark: bool) -> str:
    """Return which theme slots ground, text, panel and second text are."""
    ground, ink = ("dk", "lt") if dark else ("lt", "dk")
    accents = " ".join(f'accent{at}="accent{at}"' for at in range(1, 7))
    return (
        f'<p:clrMap bg1="{ground}1" tx1="{ink}1" bg2="{ground}2" tx2="{ink}2" {accents} hlink="hlink" '
        'folHlink="folHlink"/>'
    )


def master(design: Design) -> str:
    """Return the slide master part."""
    top, number_box = design.header_top, page(design)
    body = Holder("Body", "body", 1, (design.margin, top, design.full, 6.50 - top), "Text")
    # Same box as the source line: a footer stands there only on slides that carry no source.
    footer = Holder("Footer", "ftr", 3, source(design).box, "", (Level(10, "tx2"),))
    number = Holder("Page", "sldNum", 4, number_box.box, "", number_box.levels)
    head = title((design.margin, 0.50, design.full, 0.95))
    shapes = "".join(holder(at, each) for at, each in enumerate((head, body, footer, number), 2))
    hairline = rule(90, "Hairline", design.margin, 6.80, design.full, 0.75, "accent6")
    count = len(layouts(design))
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + at}" r:id="rId{at}"/>' for at in range(1, count + 1))
    words = Level(design.title_size, "tx1", bold=True, line=design.title_spacing)
    title_style = level(1, words).replace("+mn-", "+mj-")
    body_levels = (*BULLETS, *(BULLETS[2],) * 6)
    body_style = "".join(level(at, each) for at, each in enumerate(body_levels, 1))
    other = "".join(level(at, Level(14)) for at in range(1, 10))
    return (
        f'{HEAD}<p:sldMaster {NAMESPACES} preserve="1"><p:cSld><p:bg><p:bgPr>{fill("bg1")}<a:effectLst/>'
        "</p:bgPr></p:bg>"
        f"<p:spTree>{TREE_HEAD}{hairline}{shapes}</p:spTree></p:cSld>{color_map(dark=design.dark)}"
        f'<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/><p:txStyles>'
        f"<p:titleStyle>{title_style}</p:titleStyle>"
        f"<p:bodyStyle>{body_style}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def theme(name: str, values: Mapping[str, str]) -> str:
    """Return a theme part in these colours."""
    colors = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in values.items())
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{solid}<a:prstDash val="solid"/></a:ln>'
        for width in (9525, 19050, 28575)
    )
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}">'
        "<a:themeElements>"
        f'<a:clrScheme name="{name}">{colors}</a:clrScheme>'
        f'<a:fontScheme name="{name}"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="{name}"><a:fillStyleLst>{solid * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements><a:objectDefaults/>"
        "<a:extraClrSchemeLst/></a:theme>"
    )


def notes_master() -> str:
    """Return the notes master part."""
    picture = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>{xfrm((0.75, 0.75, 6.0, 3.375))}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="9525">{fill("accent6")}</a:ln>'
        "</p:spPr></p:sp>"
    )
    notes = holder(3, Holder("Notes", "body", 3, (0.75, 4.40, 6.0, 5.0), "Notes"))
    number = holder(4, Holder("Page", "sldNum", 5, (5.75, 9.55, 1.0, 0.25), "", (Level(10, "tx2", align="r"),)))
    style = "".join(level(at, Level(12, after=6)) for at in range(1, 10))
    return (
        f"{HEAD}<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{fill('bg1')}<a:effectLst/></p:bgPr></p:bg>"
        f"<p:spTree>{TREE_HEAD}"
        f"{picture}{notes}{number}</p:spTree></p:cSld>{color_map(dark=False)}"
        f"<p:notesStyle>{style}</p:notesStyle></p:notesMaster>"
    )


def presentation(design: Design) -> str:
    """Return the main part."""
    default = "".join(level(at, Level(14)) for at in range(1, 10))
    return (
        f'{HEAD}<p:presentation {NAMESPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId '
        'id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldSz cx="{emu(design.width)}" '
        f'cy="{emu(HEIGHT)}"/>'
        f'<p:notesSz cx="6858000" cy="9144000"/><p:defaultTextStyle>{default}</p:defaultTextStyle></p:presentation>'
    )


def rels(*targets: tuple[str, str]) -> str:
    """Return a relations part."""
    items = "".join(
        f'<Relationship Id="rId{at}" Type="{kind if "://" in kind else f"{OFFICE}/{kind}"}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def content_types(count: int) -> str:
    """Return the content types part."""
    parts = {
        "/ppt/presentation.xml": f"{PRESENTATIONML}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{PRESENTATIONML}.slideMaster+xml",
        "/ppt/notesMasters/notesMaster1.xml": f"{PRESENTATIONML}.notesMaster+xml",
        "/ppt/presProps.xml": f"{PRESENTATIONML}.presProps+xml",
        "/ppt/tableStyles.xml": f"{PRESENTATIONML}.tableStyles+xml",
        "/ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/ppt/theme/theme2.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    } | {f"/ppt/slideLayouts/slideLayout{at}.xml": f"{PRESENTATIONML}.slideLayout+xml" for at in range(1, count + 1)}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def core(design: Design) -> str:
    """Return the part with the file's properties."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{design.name} template</dc:title>'
        "<dc:creator>valuestory</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office PowerPoint</Application></Properties>"
)
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def parts(design: Design) -> dict[str, str]:
    """Return every part of a template by name."""
    drawn = layouts(design)
    count = len(drawn)
    named = {
        "[Content_Types].xml": content_types(count),
        "_rels/.rels": rels(
            ("officeDocument", "ppt/presentation.xml"),
            (f"{PACKAGE}/metadata/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": APP,
        "docProps/core.xml": core(design),
        "ppt/presentation.xml": presentation(design),
        "ppt/_rels/presentation.xml.rels": rels(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            ("presProps", "presProps.xml"),
            ("theme", "theme/theme1.xml"),
            ("tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {NAMESPACES}/>",
        "ppt/tableStyles.xml": f'{HEAD}<a:tblStyleLst xmlns:a="{DRAWINGML}" def="{PLAIN_TABLE}"/>',
        "ppt/theme/theme1.xml": theme(design.name, design.colors),
        "ppt/theme/theme2.xml": theme("valuestory notes", LIGHT),
        "ppt/slideMasters/slideMaster1.xml": master(design),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": rels(
            *(("slideLayout", f"../slideLayouts/slideLayout{at}.xml") for at in range(1, count + 1)),
            ("theme", "../theme/theme1.xml"),
        ),
        "ppt/notesMasters/notesMaster1.xml": notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": rels(("theme", "../theme/theme2.xml")),
    }
    for at, item in enumerate(drawn, 1):
        named[f"ppt/slideLayouts/slideLayout{at}.xml"] = layout(item)
        named[f"ppt/slideLayouts/_rels/slideLayout{at}.xml.rels"] = rels(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    return named


def main(folder: Path) -> None:
    """Write every template into a folder."""
    for design in DESIGNS:
        write_file(pack((name, xml.encode()) for name, xml in parts(design).items()), folder / f"{design.name}.pptx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
