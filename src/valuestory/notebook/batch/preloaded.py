"""What every deck's process needs, imported once by the server that they are forked from: seconds for each deck.

Only imports: nothing here may start a thread, open a file or ask an engine, since none of that survives a fork.
"""

from __future__ import annotations

import filelock
import nbclient
import papermill

import valuestory.audit.auditing
import valuestory.deck.build
import valuestory.deck.lint.linting
import valuestory.notebook.workbook
import valuestory.slides.html

__all__ = ["filelock", "nbclient", "papermill", "valuestory"]
