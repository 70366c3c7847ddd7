"""Libraries without what they spend seconds on when they are imported, and nobody here asks them for."""

from __future__ import annotations

import importlib
import sys
from typing import Final

_GRAMMAR: Final = "rfc3987_syntax"
_SCHEMAS: Final = "jsonschema"


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
