"""A page of HTML taken apart by the standard library's parser, for tests that ask what a browser would make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

VOID = {"br", "col", "img", "meta", "link", "hr", "input", "wbr"}


@dataclass
class Element:
    """One element: its tag, its attributes, and all the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Element] = field(default_factory=list)


class Page(HTMLParser):
    """Every element of a page in document order; `text` is all that is read."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.unclosed: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.elements.append(element)
        for parent in self.open:
            parent.inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as SVG's do."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element; whatever was left open inside it is noted."""
        while self.open and self.open[-1].tag != tag:
            self.unclosed.append(self.open.pop().tag)
        if self.open:
            self.open.pop()
        else:
            self.unclosed.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Read text."""
        self.text += data
        for element in self.open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with these tags."""
        return [element for element in self.elements if element.tag in tags]

    def ids(self) -> list[str]:
        """Return every id in the page."""
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]


def plain(text: str) -> str:
    """Return text with white space folded, for comparing what is read."""
    return re.sub(r"\s+", " ", text.replace("\t", "")).strip()


def acts(page: Page) -> list[str]:
    """Return whatever in a page could run or fetch something: empty for a page that is only read."""
    found = [element.tag for element in page.all("script", "iframe", "object", "embed", "link", "base", "form")]
    for element in page.elements:
        for key, value in element.attributes.items():
            if key.startswith("on"):
                found.append(f"{element.tag} {key}")
            if key in ("src", "href", "xlink:href", "srcset", "action") and not value.startswith(("#", "data:image/")):
                found.append(f"{element.tag} {key}={value}")
            if key == "style" and ("url(" in value or "expression" in value):
                found.append(f"{element.tag} style={value}")
            if value.startswith("data:image/svg+xml,"):
                found += acts(Page(unquote(value.partition(",")[2])))
    return found
