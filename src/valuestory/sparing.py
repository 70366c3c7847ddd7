"""Libraries and Python itself without what they spend seconds on, and nobody here asks them for."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

_GRAMMAR: Final = "rfc3987_syntax"
_SCHEMAS: Final = "jsonschema"
_ESCAPES: Final = "xml.sax.saxutils"
_ADDRESSES: Final = "urllib.request"
SELDOM: Final = (30_000, 10, 10)
"""So many new objects, younger and older rounds of the collector of cycles before its next: Python's own has 700."""


def import_schemas() -> None:
    """Import jsonschema, which Altair and nbformat bring along, without its check of the formats ``iri``.

    That check compiles a whole grammar at import: 2.7 s of the processor for each kernel and each run, where the rest
    of jsonschema takes 0.2. Neither library's schemas name these formats. Nothing is done where it is imported already,
    and whoever imports the grammar for itself gets it.
    """
    if _SCHEMAS in sys.modules or _GRAMMAR in sys.modules:
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # so an import of it fails, which jsonschema expects
    try:
        importlib.import_module(_SCHEMAS)
    except ImportError:  # whoever needs it will say so
        pass
    finally:
        del sys.modules[_GRAMMAR]


def import_saxutils() -> None:
    """Import `xml.sax.saxutils`, which python-pptx escapes texts with, without what it fetches addresses with.

    It imports `urllib.request` for the one function that opens a URL, and that HTTP, e-mail, sockets and TLS: a seventh
    of the time in which python-pptx starts. It finds them here as soon as it asks; all others get them as ever.
    """
    if _ADDRESSES in sys.modules or _ESCAPES in sys.modules:
        return
    package, _, name = _ADDRESSES.rpartition(".")
    later = ModuleType(_ADDRESSES)
    later.__getattr__ = lambda asked: getattr(importlib.import_module(_ADDRESSES), asked)  # type: ignore[method-assign]
    sys.modules[_ADDRESSES] = later
    try:
        importlib.import_module(_ESCAPES)
    finally:
        del sys.modules[_ADDRESSES]
    setattr(importlib.import_module(package), name, later)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let the collector of cycles look for garbage seldom in here.

    A query or a deck is made of some hundred thousand objects, all of them in use; to go through them again for every
    700 that are new takes an eighth of the processor's time.
    """
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
