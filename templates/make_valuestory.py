"""Make `valuestory.pptx`: run it from the checkout after a change, and commit both.

The grid, sizes and colours are those of the project's design: 12 columns with a pitch of 1 inch from 0.767 inches,
Arial, one accent. A layout's kind stands in brackets in its name, and placeholders are named by role, which is the
contract that any template may follow (see README.md in this folder). The same script gives the same bytes.

    python templates/make_valuestory.py [FILE]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from valuestory.deck.file.package import pack, write_file

WIDTH, HEIGHT = 13.333, 7.5
MARGIN, FULL = 0.767, 11.80
COLORS = {
    "dk1": "17232E",
    "lt1": "FFFFFF",
    "dk2": "4A5763",
    "lt2": "F3F5F7",
    "accent1": "0B5E8E",
    "accent2": "828D98",
    "accent3": "9CC3DC",
    "accent4": "1D7A4C",
    "accent5": "B5401B",
    "accent6": "D5DBE0",
    "hlink": "0B5E8E",
    "folHlink": "4A5763",
}
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


TITLE_BOX = (MARGIN, 0.50, FULL, 0.95)
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


def panel(top: float, height: float) -> str:
    """Return a panel with its accent bar."""
    return rectangle(90, "Panel", (MARGIN, top, FULL, height), "bg2") + rectangle(
        91, "Panel accent", (MARGIN, top, 0.06, height), "accent1"
    )


def title(
    box: tuple[float, float, float, float] | None = None, size: float = 0, anchor: str = "t", kind: str = "title"
) -> Holder:
    """Return the title placeholder."""
    levels = (Level(size, "tx1", bold=True, line=95),) if size else ()
    return Holder("vs:title", kind, 0, box, "The message of the slide, as a sentence", levels, anchor)


def header(idx: int = 10, left: float = MARGIN, width: float = FULL, role: str = "vs:subtitle") -> Holder:
    """Return the placeholder of an exhibit header."""
    return Holder(role, "body", idx, (left, 1.65, width, 0.30), "What is shown, unit, period", (HEADER,))


def content(role: str, idx: int, left: float, width: float, top: float = 2.05, height: float = 4.50) -> Holder:
    """Return a placeholder for a chart, table or picture."""
    return Holder(role, "", idx, (left, top, width, height), "Chart, table or picture", (Level(14),))


def text(box: tuple[float, float, float, float], levels: tuple[Level, ...] = BODY, **more: object) -> Holder:
    """Return a placeholder for text."""
    return Holder("vs:text", "body", 14, box, "Text", levels, **more)  # type: ignore[arg-type]


def tile(number: int, left: float, width: float) -> Holder:
    """Return the placeholder of a key figure."""
    return Holder(
        f"vs:kpi{number}", "body", 20 + number, (left, 1.75, width, 2.40), "Key figure", (Level(48, "tx1", bold=True),)
    )


SOURCE = Holder(
    "vs:source",
    "body",
    15,
    (MARGIN, 6.88, 10.60, 0.36),
    "Source: systems; extract date. Window; n.",
    (Level(10, "tx2"),),
)
PAGE = Holder("vs:page", "sldNum", 12, (11.767, 6.88, 0.80, 0.20), "", (Level(10, "tx2", align="r"),))
FOOT = (SOURCE, PAGE)
COVER = (
    title((MARGIN, 1.75, 8.80, 1.50), 40, "b", "ctrTitle"),
    Holder("vs:subtitle", "subTitle", 1, (MARGIN, 3.72, 8.80, 0.40), "Subtitle", (Level(20, "tx2"),)),
    Holder("vs:text", "body", 14, (MARGIN, 6.60, 8.80, 0.40), "Audience, date, company", (Level(14, "tx2"),)),
)
STRIP = rectangle(90, "Accent strip", (0, 0, 0.28, HEIGHT), "accent1")
BULLETS = (
    Level(18, "tx1", after=10, bullet=True),
    Level(16, "tx1", after=8, bullet=True),
    Level(14, "tx2", after=6, bullet=True),
)
LAYOUTS = (
    Layout(
        "Cover [vs:title]",
        "title",
        COVER,
        STRIP + rule(91, "Accent rule", MARGIN, 3.50, 1.80, 3, "accent1"),
        own_page=True,
    ),
    Layout(
        "Section [vs:section]",
        "secHead",
        (
            title((MARGIN, 2.75, 8.80, 1.00), 32, "b"),
            Holder("vs:subtitle", "body", 10, (MARGIN, 3.90, 8.80, 0.80), "What this part shows", (Level(20, "tx2"),)),
            PAGE,
        ),
        STRIP,
        own_page=True,
    ),
    Layout("Statement [vs:statement]", "titleOnly", (title((MARGIN, 2.00, 9.80, 3.50), 32), *FOOT)),
    Layout("Text [vs:bullets]", "obj", (title(), text((MARGIN, 1.75, 8.80, 4.75), BULLETS), *FOOT)),
    Layout("Chart [vs:chart]", "", (title(), header(), content("vs:chart", 11, MARGIN, FULL), *FOOT)),
    Layout(
        "Chart and takeaway [vs:chart+takeaway]",
        "",
        (
            title(),
            header(width=7.80),
            content("vs:chart", 11, MARGIN, 7.80),
            Holder("vs:takeaway", "body", 13, (9.067, 1.65, 3.50, 4.90), "What it means", TAKEAWAY),
            *FOOT,
        ),
    ),
    Layout(
        "Two charts [vs:two]",
        "twoObj",
        (
            title(),
            header(width=5.80),
            content("vs:chart", 11, MARGIN, 5.80),
            header(16, 6.767, 5.80, "vs:subtitle2"),
            content("vs:chart2", 17, 6.767, 5.80),
            *FOOT,
        ),
    ),
    Layout("Table [vs:table]", "", (title(), header(), content("vs:table", 11, MARGIN, FULL), *FOOT)),
    Layout(
        "Decision [vs:table]",
        "",
        (
            title(),
            header(),
            content("vs:table", 11, MARGIN, FULL, height=3.35),
            text((MARGIN, 5.55, FULL, 0.90), anchor="ctr", inset=0.30),
            *FOOT,
        ),
        panel(5.55, 0.90),
    ),
    Layout(
        "Key figures and ask [vs:kpi]",
        "",
        (
            title(),
            *(tile(number, MARGIN + 4 * (number - 1), 3.80) for number in (1, 2, 3)),
            text((MARGIN, 4.40, FULL, 2.05), TAKEAWAY, inset=0.30),
            *FOOT,
        ),
        panel(4.40, 2.05),
    ),
    Layout(
        "Key figures [vs:kpi]",
        "",
        (
            title(),
            *(tile(number, MARGIN + 3 * (number - 1), 2.80) for number in (1, 2, 3, 4)),
            content("vs:chart", 11, MARGIN, FULL, top=4.40, height=2.15),
            *FOOT,
        ),
    ),
    Layout("Canvas [vs:canvas]", "", (title(), content("vs:canvas", 11, MARGIN, FULL, 1.65, 4.90), *FOOT)),
    Layout(
        "Close [vs:closing]",
        "",
        COVER,
        STRIP + rule(91, "Accent rule", MARGIN, 3.50, 1.80, 3, "accent1"),
        own_page=True,
    ),
)

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


def master() -> str:
    """Return the slide master part."""
    body = Holder("Body", "body", 1, (MARGIN, 1.65, FULL, 4.85), "Text")
    # Same box as the source line: a footer stands there only on slides that carry no source.
    footer = Holder("Footer", "ftr", 3, SOURCE.box, "", (Level(10, "tx2"),))
    number = Holder("Page", "sldNum", 4, PAGE.box, "", PAGE.levels)
    shapes = "".join(holder(at, each) for at, each in enumerate((title(TITLE_BOX), body, footer, number), 2))
    hairline = rule(90, "Hairline", MARGIN, 6.80, FULL, 0.75, "accent6")
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + at}" r:id="rId{at}"/>' for at in range(1, len(LAYOUTS) + 1))
    title_style = level(1, Level(26, "tx1", bold=True, line=95)).replace("+mn-", "+mj-")
    body_levels = (*BULLETS, *(BULLETS[2],) * 6)
    body_style = "".join(level(at, each) for at, each in enumerate(body_levels, 1))
    other = "".join(level(at, Level(14)) for at in range(1, 10))
    return (
        f'{HEAD}<p:sldMaster {NAMESPACES} preserve="1"><p:cSld><p:bg><p:bgPr>{fill("bg1")}<a:effectLst/>'
        "</p:bgPr></p:bg>"
        f"<p:spTree>{TREE_HEAD}{hairline}{shapes}</p:spTree></p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f'<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/><p:txStyles>'
        f"<p:titleStyle>{title_style}</p:titleStyle>"
        f"<p:bodyStyle>{body_style}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def theme(name: str) -> str:
    """Return a theme part."""
    colors = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in COLORS.items())
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
        f"{picture}{notes}{number}</p:spTree></p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:notesStyle>{style}</p:notesStyle></p:notesMaster>"
    )


def presentation() -> str:
    """Return the main part."""
    default = "".join(level(at, Level(14)) for at in range(1, 10))
    return (
        f'{HEAD}<p:presentation {NAMESPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId '
        'id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldSz cx="{emu(WIDTH)}" '
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


CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>valuestory template</dc:title>'
    "<dc:creator>valuestory</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)
APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office PowerPoint</Application></Properties>"
)
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def parts() -> dict[str, str]:
    """Return every part by name."""
    count = len(LAYOUTS)
    named = {
        "[Content_Types].xml": content_types(count),
        "_rels/.rels": rels(
            ("officeDocument", "ppt/presentation.xml"),
            (f"{PACKAGE}/metadata/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": APP,
        "docProps/core.xml": CORE,
        "ppt/presentation.xml": presentation(),
        "ppt/_rels/presentation.xml.rels": rels(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            ("presProps", "presProps.xml"),
            ("theme", "theme/theme1.xml"),
            ("tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {NAMESPACES}/>",
        "ppt/tableStyles.xml": f'{HEAD}<a:tblStyleLst xmlns:a="{DRAWINGML}" def="{PLAIN_TABLE}"/>',
        "ppt/theme/theme1.xml": theme("valuestory"),
        "ppt/theme/theme2.xml": theme("valuestory notes"),
        "ppt/slideMasters/slideMaster1.xml": master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": rels(
            *(("slideLayout", f"../slideLayouts/slideLayout{at}.xml") for at in range(1, count + 1)),
            ("theme", "../theme/theme1.xml"),
        ),
        "ppt/notesMasters/notesMaster1.xml": notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": rels(("theme", "../theme/theme2.xml")),
    }
    for at, item in enumerate(LAYOUTS, 1):
        named[f"ppt/slideLayouts/slideLayout{at}.xml"] = layout(item)
        named[f"ppt/slideLayouts/_rels/slideLayout{at}.xml.rels"] = rels(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    return named


def main(out: Path) -> None:
    """Write the template."""
    write_file(pack((name, xml.encode()) for name, xml in parts().items()), out)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("valuestory.pptx"))
