"""A PowerPoint file as bytes: read with care, written so that the same input gives the same bytes.

Knows zip and content types, and nothing of slides. A file from outside may be a zip bomb, carry external entities or be
encrypted: `read_parts` refuses such a file before an XML parser sees it.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from valuestory.errors import DeckError, TemplateError
from valuestory.slides.strict_xml import transitional

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_XML: Final = 50_000_000
"""Bytes; the largest XML part of 58 real templates has under 3 MB."""
ALL_XML: Final = 250_000_000
"""Bytes of all XML parts; a tree of it takes ten times as many. 600 slides with charts have about 30 MB."""
LARGEST_FILE: Final = 1_000_000_000
"""Bytes of all parts unpacked."""
_ENCODING: Final = re.compile(rb"\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*[\"']([\w.:-]+)")
_ENCODINGS: Final = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"iso-8859-1", b"windows-1252")
"""What XML may be in so that its marks are seen: ECMA-376, part 2, has the first and the third."""
_UTF_32: Final = (b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\x00<", b"<\x00\x00\x00")
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_COMPRESSED: Final = (".xlsx", ".png", ".jpg", ".jpeg")
"""Endings of what is compressed already: once more makes it no smaller."""
_MOST_PARTS: Final = 20_000


def read_parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a .pptx or .potx file by name, in the file's order; strict Open XML as transitional.

    Raises
    ------
    TemplateError
        When the file is missing, encrypted, an old .ppt, no zip, damaged, too large to be true, or declares entities:
        the message says how to save it anew.
    """
    data = _bytes(path)
    if data.startswith(_OLE):
        raise _compound(data, path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_sizes(package, path)
            parts = {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise TemplateError(
            "this is not a PowerPoint file that can be read",
            where=path.name,
            do="save it from PowerPoint as .pptx or .potx",
        ) from error
    _check_entities(parts, path)
    return {name: transitional(data) if _is_xml(name) else data for name, data in parts.items()}


def _compound(data: bytes, path: Path) -> TemplateError:
    """Return why a compound file is refused, by the names in its directory."""
    what, do = "this file is protected by a password, or is an old .ppt file", "take the password off if it has one"
    if "EncryptedPackage".encode("utf-16-le") in data:
        what, do = "this file is encrypted: a password or a rights policy protects it", "take the protection off"
    elif "PowerPoint Document".encode("utf-16-le") in data:
        what, do = "this is a PowerPoint file of before 2007 (.ppt)", "choose File, Save As"
    return TemplateError(what, where=path.name, do=f"open it in PowerPoint, {do}, and save it as .pptx or .potx")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise TemplateError("this is a folder", where=path.name, do="name the .pptx or .potx file in it") from None
    except FileNotFoundError:
        raise TemplateError("there is no such file", where=path.name, do="check its name and folder") from None
    except OSError as error:
        raise TemplateError(
            f"the file cannot be read: {error.strerror}", where=path.name, do="check its rights"
        ) from None


def _check_sizes(package: zipfile.ZipFile, path: Path) -> None:
    infos = package.infolist()
    names = [info.filename for info in infos]
    if len(names) != len({each.lower() for each in names}):  # names that differ in capitals alone are one (ECMA-376)
        raise TemplateError("the file holds two parts of one name", where=path.name, do="save it from PowerPoint anew")
    xml = [info.file_size for info in infos if _is_xml(info.filename)]
    too_large = max(xml, default=0) > LARGEST_XML or sum(xml) > ALL_XML
    if too_large or sum(info.file_size for info in infos) > LARGEST_FILE or len(infos) > _MOST_PARTS:
        raise TemplateError(
            "the file unpacks to more than any presentation needs",
            where=path.name,
            do="use the original of the template",
        )


def _check_entities(parts: Mapping[str, bytes], path: Path) -> None:
    for name, data in parts.items():
        if _is_xml(name):
            _check_entity(name, data, path)
    declared = _declared_xml(parts.get("[Content_Types].xml", b""))
    for name, data in parts.items():
        if f"/{name}".lower() in declared or name.lower().rpartition(".")[2] in declared:
            _check_entity(name, data, path)


def _check_entity(name: str, data: bytes, path: Path) -> None:
    # UTF-16 hides the plain bytes, so it is looked at as well. No real presentation declares a document type.
    marks = (b"<!DOCTYPE", b"<!ENTITY", b"<\x00!\x00", b"\x00<\x00!\x00D")
    encoding = _ENCODING.match(data)
    what = ""
    if any(mark in data for mark in marks):
        what = "the file declares XML entities, which no presentation needs"
    elif data.startswith(_UTF_32) or (encoding is not None and encoding[1].lower() not in _ENCODINGS):
        what = "the file holds XML in an encoding that no presentation has, which may hide entities"
    if what:
        raise TemplateError(what, where=f"{path.name}, {name}", do="do not trust this file; ask for the original")


def _declared_xml(types: bytes) -> set[str]:
    """Return the part names and endings that a parser takes for XML by their content type, in small letters."""
    from lxml import etree

    try:
        root = etree.fromstring(types, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:  # it is refused by who reads it
        return set()
    said = ((str(each.get("ContentType")), each.get("PartName") or each.get("Extension") or "") for each in root)
    return {str(what).lower() for kind, what in said if what and kind.endswith("xml") and "svg" not in kind}


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def printable(text: str) -> str:
    """Return text without what XML cannot carry, such as the control characters in an exported spreadsheet."""
    return _FORBIDDEN.sub(" ", text)


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of the parts in the order given, content types first, every time stamp the same."""
    ordered = sorted(parts, key=lambda part: part[0] != "[Content_Types].xml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, data in ordered:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            package.writestr(info, data)
    return buffer.getvalue()


def presentation_of(parts: Mapping[str, bytes]) -> Any:
    """Return a file's parts as a python-pptx presentation; raises whatever a damaged part makes python-pptx raise.

    python-pptx reads files alone, and would have them packed once more for it, and unpack them.
    """
    from pptx.opc.package import _PackageLoader
    from pptx.opc.packuri import PACKAGE_URI
    from pptx.package import Package
    from pptx.parts.presentation import PresentationPart

    package = Package(io.BytesIO())
    loader = _PackageLoader(io.BytesIO(), package)
    vars(loader)["_package_reader"] = _Unpacked(parts)
    relations, loaded = loader._load()
    package._rels.load_from_xml(PACKAGE_URI, relations, loaded)
    main = package.main_document_part
    if not isinstance(main, PresentationPart):
        raise ValueError(f"its content type is {main.content_type}")
    return main.presentation


class _Unpacked:
    """Parts as python-pptx asks for them, by names that begin with a slash."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = {f"/{name}": data for name, data in parts.items()}

    def __getitem__(self, name: str) -> bytes:
        return self._parts[name]

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def rels_xml_for(self, name: Any) -> bytes | None:
        return self._parts.get(name.rels_uri)


def packed(deck: Any) -> bytes:
    """Return a presentation as the bytes of its file: the parts that can be reached in it, packed by `pack`.

    Raises
    ------
    TemplateError
        When two of them have one name, as in a file that has lost a relation to one.
    """
    from pptx.opc.oxml import serialize_part_xml
    from pptx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI
    from pptx.opc.serialized import _ContentTypesItem

    package = deck.part.package
    parts = list(package.iter_parts())
    entries = [
        (CONTENT_TYPES_URI, serialize_part_xml(_ContentTypesItem.xml_for(parts))),
        (PACKAGE_URI.rels_uri, package._rels.xml),
    ]
    for part in parts:
        entries.append((part.partname, part.blob))
        if part._rels:
            entries.append((part.partname.rels_uri, part.rels.xml))
    if len({str(name) for name, _ in entries}) < len(entries):
        raise TemplateError("two parts of the deck would have one name", do="save the template from PowerPoint anew")
    return pack((str(name).lstrip("/"), data) for name, data in entries)


def write_file(data: bytes, out: Path, *, what: str = "the deck") -> None:
    """Write a file whole or not at all: aside, then renamed. `what` is what it is called where that fails.

    Raises
    ------
    DeckError
        When the folder cannot be written, or the file is open in PowerPoint.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        number, aside = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem}-", suffix=".part")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(aside).chmod(0o666 & ~_umask())
            Path(aside).replace(out)
        except BaseException:  # the disk is full, the deck is open, or somebody broke off
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DeckError(
            f"{what} cannot be written: {error.strerror}",
            where=out.name,
            do="close it in PowerPoint, or check the folder and the room on its disk",
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
