"""A template is a mail attachment: whatever it links to is left alone."""

from __future__ import annotations

import base64
import io
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from tests.golden.sample_slides import say

from valuestory.deck import build_deck
from valuestory.deck.drawing import pictures
from valuestory.deck.file.links import unlinked
from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.lint.linting import lint_deck
from valuestory.errors import DeckError
from valuestory.project import shipped
from valuestory.slides.slide import Picture, Slide

BAIT = "bait-that-nobody-opens"


class _Watch:
    """Keeps what Python opens or connects to while it is on; a hook of the interpreter cannot be taken off again."""

    on = False
    hooked = False
    seen: tuple[str, ...] = ()


_WATCH = _Watch()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _WATCH.on and event in ("open", "socket.connect", "subprocess.Popen", "urllib.Request"):
        _WATCH.seen = (*_WATCH.seen, f"{event} {arguments}")


@pytest.fixture
def opened() -> Iterator[_Watch]:
    """What is opened from here on."""
    if not _WATCH.hooked:
        sys.addaudithook(_hook)
    _WATCH.on, _WATCH.hooked = True, True
    yield _WATCH
    _WATCH.on = False


def test_links_in_a_template_are_never_followed(tmp_path: Path, opened: _Watch) -> None:
    """A linked picture as background, a linked picture on the master, an attached template and a remote workbook."""
    bait = tmp_path / f"{BAIT}.png"
    bait.write_bytes(b"secret")
    parts = read_parts(shipped("templates", "valuestory.pptx"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="rId9{at}" Type="{kind}/{name}" Target="{target}" TargetMode="External"/>'
        for at, (name, target) in enumerate(
            [("image", bait.as_uri()), ("image", f"http://127.0.0.1:9/{BAIT}"), ("attachedTemplate", bait.as_uri())]
        )
    )
    rels, master = "ppt/slideMasters/_rels/slideMaster1.xml.rels", "ppt/slideMasters/slideMaster1.xml"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{links}</Relationships>".encode())
    blip = f'<a:blipFill><a:blip xmlns:r="{kind}" r:link="rId90"/><a:stretch/></a:blipFill>'
    picture = (
        f'<p:pic><p:nvPicPr><p:cNvPr id="990" name="{BAIT}"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip xmlns:r="{kind}" r:link="rId91"/><a:stretch/></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    text = parts[master].decode().replace("</p:spTree>", f"{picture}</p:spTree>", 1)
    start, end = text.index("<p:bg>"), text.index("</p:bg>") + len("</p:bg>")
    parts[master] = f"{text[:start]}<p:bg><p:bgPr>{blip}<a:effectLst/></p:bgPr></p:bg>{text[end:]}".encode()
    template = tmp_path / "template.pptx"
    template.write_bytes(pack(parts.items()))
    opened.seen = ("from here on",)
    slide = Slide("s", "bullets", say("Nothing is opened"), body=(say("A line of text"),))
    done = build_deck([slide], template, tmp_path / "deck.pptx")
    lint_deck(done.path)
    assert not [each for each in opened.seen if BAIT in each]
    assert any("deck.pptx" in each for each in opened.seen)
    assert b"secret" not in b"".join(read_parts(done.path).values())


def _shows(content: bytes, kind: str) -> Slide:
    return Slide("s", "bullets", say("A picture is shown"), picture=Picture(base64.b64encode(content).decode(), kind))


def _svg(said: str) -> Slide:
    return _shows(
        f'<svg xmlns="http://www.w3.org/2000/svg" {said}><path d="M0 0h9v9"/></svg>'.encode(), "image/svg+xml"
    )


def _png(side: int) -> bytes:
    """Return a PNG of some bytes that says that it is this wide and high."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"0")),
        (b"IEND", b""),
    ]
    written = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize(
    ("slide", "says"),
    [
        (_shows(_png(60_000), "image/png"), "too many pixels"),
        (_svg('width="0" height="0"'), "no picture"),
        (_svg('viewBox="0 0"'), "no picture"),
    ],
)
def test_a_picture_that_would_fill_the_memory_or_has_no_size_is_refused(
    tmp_path: Path, slide: Slide, says: str
) -> None:
    """The slide is named; nothing is unpacked."""
    with pytest.raises(DeckError, match=says) as caught:
        build_deck([slide], "valuestory", tmp_path / "deck.pptx")
    assert caught.value.where == 'slide "s"'


def test_the_png_beside_a_vast_drawing_is_no_larger_than_a_slide_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drawing has no pixels: a width of a thousand million is as good as any."""
    monkeypatch.setattr(pictures, "_MOST_PIXELS", 10_000)
    done = build_deck([_svg('width="1e9" height="1e9"')], "valuestory", tmp_path / "deck.pptx")
    [png] = [data for name, data in read_parts(done.path).items() if name.endswith(".png")]
    assert Image.open(io.BytesIO(png)).size == (100, 100)


def test_what_a_deck_leads_to_is_kept_from_programs_that_would_fetch_it() -> None:
    """LibreOffice fetched a background's picture with all its settings against it; a click on a link stays in a PDF."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    told = [("rId1", "image"), ("rId2", "hyperlink"), ("rId3", "hyperlink"), ("rId4", "oleObject"), ("rId5", "video")]
    links = "".join(
        f'<Relationship Id="{rid}" Type="{kind}/{name}" Target="http://evil.example/{rid}" TargetMode="External"/>'
        for rid, name in told
    )
    spaces = f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{kind}"'
    uses = '<a:blip r:link="rId1"/><a:blip r:embed="rId2"/><a:hlinkClick r:id="rId2"/><a:hlinkClick r:id="rId3"/>'
    own = f'<Relationship Id="rId6" Type="{kind}/image" Target="../media/image1.png"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "ppt/slides/slide1.xml": f"<a:x {spaces}>{uses}</a:x>".encode(),
        "ppt/slides/_rels/slide1.xml.rels": f'<Relationships xmlns="{space}">{links}{own}</Relationships>'.encode(),
        "ppt/media/image1.png": b"TargetMode=External",
    }
    found = unlinked(parts)
    left = {each.get("Id"): each.get("Target") for each in etree.fromstring(found["ppt/slides/_rels/slide1.xml.rels"])}
    assert {rid for rid, target in left.items() if "evil" in target} == {"rId3"}
    assert left["rId6"] == "../media/image1.png"
    assert {name: found[name] for name in parts if ".rels" not in name} == {
        name: data for name, data in parts.items() if ".rels" not in name
    }
