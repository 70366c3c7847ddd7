"""A finished deck held against its evidence: which of its numbers have a source, and which were changed since.

The public name is `audit`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from valuestory.audit.auditing import audit

__all__ = ["audit"]


def __getattr__(name: str) -> Any:
    """Load the public name when it is first asked for: pandas and python-pptx take long."""
    if name == "audit":
        from valuestory.audit.auditing import audit

        return audit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
