"""What every deck's process needs, imported once by the server that they are forked from: seconds for each deck.

Only imports: nothing here may start a thread, open a file or ask an engine, since none of that survives a fork.
"""

from __future__ import annotations

import importlib
from typing import Final

from valuestory.sparing import import_schemas

_MODULES: Final = (
    "filelock",
    "nbclient",
    "papermill",
    "valuestory.audit.auditing",
    "valuestory.deck.build",
    "valuestory.deck.lint.linting",
    "valuestory.notebook.batch.deck_process",
    "valuestory.notebook.workbook",
    "valuestory.slides.html",
)

import_schemas()
for _name in _MODULES:
    importlib.import_module(_name)
