"""Which decks of a batch are there already: whole, and made of what is asked for now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from valuestory import __version__
from valuestory.notebook.parameters import Value


def asked_of(
    notebook: str,
    values: Mapping[str, Value],
    *,
    template: Path | None,
    pdf: bool,
    inputs: Mapping[str, str],
    mask: str = "",
) -> str:
    """Return the fingerprint of all that a deck is made of: another one means that it has to be made again.

    Parameters
    ----------
    notebook
        The notebook's fingerprint.
    values
        All its parameters, defaults included.
    template
        The template's file, where the command, the parameters or the settings name it.
    pdf
        Whether there is to be a PDF.
    inputs
        The fingerprints of the company's tables.
    mask
        What tells the key of the mask from any other, where accounts are masked.
    """
    asked: dict[str, Any] = {
        "valuestory": __version__,
        "notebook": notebook,
        "parameters": dict(sorted(values.items())),
        "template": "" if template is None else hashlib.sha256(template.read_bytes()).hexdigest(),
        "pdf": pdf,
        "inputs": dict(sorted(inputs.items())),
    }
    asked |= {"mask": mask} if mask else {}
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def whole_record(folder: Path, asked: str) -> dict[str, Any] | None:
    """Return the record of a deck that is there, whole and made of what is asked; None where there is none.

    A deck that somebody has edited since is whole: it is not made again.
    """
    try:
        record: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_same = record.get("outcome") == "whole" and record.get("asked") == asked
    return record if is_same and all((folder / name).is_file() for name in record["files"]) else None
