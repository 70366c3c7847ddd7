"""Pictures as notebooks hold them: outputs, attachments, data addresses and files beside the notebook."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from valuestory.notebook.source import joined
from valuestory.slides.slide import Picture, PictureType

_LARGEST: Final = 25_000_000
"""Bytes of one picture: more than any slide shows."""
_KEPT: Final[Mapping[str, PictureType]] = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}


class NoPictureError(Exception):
    """A picture that cannot be shown, with the reason in words."""


@dataclass(frozen=True)
class Images:
    """Where the pictures of one cell may come from: its attachments, and files in the notebook's folder.

    `folder` is None where it is not known; then no file is opened.
    """

    folder: Path | None = None
    attachments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def named(self, address: str, alt: str) -> Picture:
        """Return the picture at an address in markdown or HTML.

        Raises
        ------
        NoPictureError
            When it lies on the web or outside the folder, is missing, or is no picture.
        """
        scheme = urlsplit(address).scheme.lower()
        if scheme == "data":
            return picture(_data(address), alt)
        if scheme == "attachment":
            return self._attached(unquote(address.partition(":")[2]), alt)
        if scheme in ("http", "https") or address.startswith("//"):
            raise NoPictureError("it lies on the web, and nothing is fetched: put it beside the notebook")
        if scheme and len(scheme) > 1:
            raise NoPictureError(f"{scheme}: addresses are not opened")
        return picture(self._file(unquote(address.partition("#")[0].partition("?")[0])), alt)

    def _attached(self, name: str, alt: str) -> Picture:
        bundle = self.attachments.get(name)
        if not bundle:
            raise NoPictureError(f'the cell has no attachment "{name}"')
        return in_bundle(next(iter(bundle.values())), alt)

    def _file(self, name: str) -> bytes:
        if self.folder is None:
            raise NoPictureError("the notebook's folder is not known here")
        folder = self.folder.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise NoPictureError("it lies outside the notebook's folder")
        if not path.is_file():
            raise NoPictureError("there is no such file beside the notebook")
        if path.stat().st_size > _LARGEST:
            raise NoPictureError("it is larger than a slide's picture may be (25 MB)")
        try:
            return path.read_bytes()
        except OSError:
            raise NoPictureError("the file cannot be read") from None


def in_bundle(data: Any, alt: str) -> Picture:
    """Return the picture that an output or an attachment holds: base64, or an SVG's own text.

    Raises
    ------
    NoPictureError
        When it is none.
    """
    text = joined(data)
    return picture(text.encode() if text.lstrip().startswith("<") else _decoded(text), alt)


def picture(data: bytes, alt: str) -> Picture:
    """Return a picture's bytes as a slide's picture; rare kinds become PNG.

    Raises
    ------
    NoPictureError
        When it is none that can be read.
    """
    if len(data) > _LARGEST:
        raise NoPictureError("it is larger than a slide's picture may be (25 MB)")
    if _is_svg(data):
        return Picture(_encoded(data), "image/svg+xml", alt)
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data)) as opened:
                kind = _KEPT.get(str(opened.format))
                if kind is not None:
                    opened.verify()
                    return Picture(_encoded(data), kind, alt)
                buffer = io.BytesIO()
                opened.convert("RGBA").save(buffer, "PNG")
    except Exception as error:  # Pillow raises what the damaged file made it stumble over
        raise NoPictureError("it is no picture that can be read") from error
    return Picture(_encoded(buffer.getvalue()), "image/png", alt)


def _is_svg(data: bytes) -> bool:
    from lxml import etree

    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return False
    return isinstance(root.tag, str) and etree.QName(root).localname == "svg"


def _data(address: str) -> bytes:
    head, _, body = address.partition(",")
    return _decoded(body) if head.endswith(";base64") else unquote(body).encode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NoPictureError("it is no picture that can be read") from None


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
