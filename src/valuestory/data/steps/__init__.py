"""What a mapping's TOML names and Python computes: steps from rows of theirs to rows that columns are taken from.

`histories` are for any vendor; the other modules hold what only one vendor's tables need.
"""

from __future__ import annotations

import inspect
from types import FunctionType


def is_step(function: FunctionType) -> bool:
    """Whether a function is a step: it takes rows and, by name, the settings of their source."""
    parameters = inspect.signature(function).parameters
    return next(iter(parameters), "") == "rows" and "settings" in parameters and not function.__name__.startswith("_")
