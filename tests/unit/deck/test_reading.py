"""Finished decks read back, anybody's too: nothing in a file makes the reader wait, stumble, or ask for anything."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.reading.deck import read_slides
from valuestory.deck.rendering import slide_pictures
from valuestory.errors import ValueStoryError


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of one slide with a chart, a text in a group that is drawn at half its size, and a picture."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Orders grew"
    data = CategoryChartData()
    data.categories = ["East", "West"]
    data.add_series("Orders", (12, 34))
    place = (Inches(1), Inches(2), Inches(4), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    group = slide.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(2), Inches(2), Inches(4), Inches(1))
    box.name, box.text_frame.text = "Inside", "41"
    inside = group._element.grpSpPr.find("{*}xfrm")
    for name, sides in (("off", (6, 2)), ("ext", (2, 1)), ("chOff", (2, 2)), ("chExt", (4, 2))):
        element = inside.find(f"{{*}}{name}")
        for side, inches in zip(element.keys(), sides, strict=True):
            element.set(side, str(Inches(inches)))
    picture = io.BytesIO(_PIXEL)
    slide.shapes.add_picture(picture, Inches(6), Inches(5), Inches(1), Inches(1))
    path = tmp_path_factory.mktemp("reading") / "deck.pptx"
    made.save(str(path))
    return path


_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0500f00058101807fd5cd1f0000000049454e44ae426082"
)


def changed(path: Path, out: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a deck with each part changed."""
    out.write_bytes(pack((name, change(name, data)) for name, data in read_parts(path).items()))
    return out


def test_values_words_and_places_are_read(deck: Path) -> None:
    """A shape in a group stands where the group draws it: 4 inches wide within, 2 on the slide."""
    [slide] = read_slides(deck)
    [chart] = slide.charts
    assert [(each.category, each.value, each.in_workbook) for each in chart.series[0].points] == [
        ("East", 12.0, 12.0),
        ("West", 34.0, 34.0),
    ]
    assert chart.book == "held"
    assert ("Inside", "41") in {(each.shape, each.text) for each in slide.words}
    left, top, width, height = (round(each, 3) for each in slide.boxes["Inside"])
    assert (left, top, width, height) == (0.6, 0.267, 0.2, 0.067)


def test_a_range_of_a_whole_sheet_costs_no_more_than_its_drawn_points(deck: Path, tmp_path: Path) -> None:
    """Seventeen billion cells named in a formula are not looked at one by one."""

    def stretch(name: str, data: bytes) -> bytes:
        return data.replace(b"$B$2:$B$3", b"$A$1:$XFD$1048576") if name.startswith("ppt/charts/chart") else data

    [slide] = read_slides(changed(deck, tmp_path / "wide.pptx", stretch))
    assert [each.value for each in slide.charts[0].series[0].points] == [12.0, 34.0]


def test_a_workbook_that_unpacks_to_more_than_a_chart_needs_is_not_opened(deck: Path, tmp_path: Path) -> None:
    """The chart itself is read all the same; what its workbook holds is unknown."""

    def swell(name: str, data: bytes) -> bytes:
        if not name.endswith(".xlsx"):
            return data
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/large.bin", bytes(60_000_000))
        return out.getvalue()

    [slide] = read_slides(changed(deck, tmp_path / "bomb.pptx", swell))
    assert [each.in_workbook for each in slide.charts[0].series[0].points] == [None, None]


def test_a_show_is_read_as_a_deck_is(deck: Path, tmp_path: Path) -> None:
    """What a file is decided by its content type, not by its ending."""

    def show(name: str, data: bytes) -> bytes:
        return data.replace(b"presentation.main+xml", b"slideshow.main+xml") if name == "[Content_Types].xml" else data

    assert len(read_slides(changed(deck, tmp_path / "deck.ppsx", show))) == 1


@pytest.mark.parametrize("harm", [b"<p:cSld><broken", b"<p:cSld/>"])
def test_a_damaged_slide_is_an_error_of_ours(deck: Path, tmp_path: Path, harm: bytes) -> None:
    """With the file's name and what to do, whatever a library stumbled over."""

    def hurt(name: str, data: bytes) -> bytes:
        if name != "ppt/slides/slide1.xml":
            return data
        start, end = data.index(b"<p:cSld"), data.index(b"</p:cSld>") + len(b"</p:cSld>")
        return data[:start] + harm + data[end:]

    with pytest.raises(ValueStoryError) as caught:
        read_slides(changed(deck, tmp_path / "hurt.pptx", hurt))
    assert "hurt.pptx" in caught.value.where
    assert caught.value.do


class _Listener(BaseHTTPRequestHandler):
    def parse_request(self) -> bool:
        """Note who asked, in whatever way, and answer nothing."""
        self.server.asked.append(self.raw_requestline)  # type: ignore[attr-defined]
        return False


@pytest.fixture
def listener() -> Iterator[HTTPServer]:
    """A server on this machine that notes what is asked for."""
    server = HTTPServer(("127.0.0.1", 0), _Listener)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_pictures_of_slides_are_drawn_without_fetching_what_a_deck_links_to(
    deck: Path, tmp_path: Path, soffice: Path, listener: HTTPServer
) -> None:
    """A linked picture would tell its owner who looks at the deck."""
    assert soffice
    address = f"http://127.0.0.1:{listener.server_port}/pixel.png".encode()

    def link(name: str, data: bytes) -> bytes:
        if name == "ppt/slides/slide1.xml":
            return data.replace(b"r:embed=", b"r:link=")
        if name == "ppt/slides/_rels/slide1.xml.rels":
            start = data.index(b"../media/")
            end = data.index(b'"', start)
            return data[:start] + address + b'" TargetMode="External' + data[end:]
        return data

    pictures = slide_pictures(changed(deck, tmp_path / "linked.pptx", link))
    assert len(pictures) == 1
    assert listener.asked == []  # type: ignore[attr-defined]


def test_a_deck_that_is_no_deck_is_refused(tmp_path: Path) -> None:
    """An Excel workbook by another name."""
    path = tmp_path / "deck.pptx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ValueStoryError, match="Excel"):
        read_slides(path)
