"""How the kernel of a run is started, and what bounds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

NAME: Final = "valuestory-warm"
"""The entry point: ``metadata.kernel_provisioner.provisioner_name`` of a kernel spec, or
``JUPYTER_DEFAULT_PROVISIONER_NAME`` for all that name none."""

OUT_OF_TIME: Final = "the kernel was ended: it ran longer than it may"
"""What stands on a kernel's standard error when its time was up."""


@dataclass(frozen=True)
class WarmKernel:
    """A kernel that is forked off a server.

    Parameters
    ----------
    memory_bytes
        What it may write to at most, 0 for no bound; beyond it Python raises ``MemoryError`` in the cell.
    seconds
        How long it may live, 0 for no bound; then it dies, and those beside it do not.
    """

    memory_bytes: int = 0
    seconds: float = 0

    def stanza(self) -> dict[str, Any]:
        """Return ``metadata.kernel_provisioner`` of a kernel spec."""
        return {
            "provisioner_name": NAME,
            "config": {"memory_bytes": self.memory_bytes, "seconds": self.seconds},
        }


def is_installed() -> bool:
    """Tell whether Jupyter finds the provisioner: an installation older than it has no such entry point."""
    from importlib.metadata import entry_points

    return bool(entry_points(group="jupyter_client.kernel_provisioners", name=NAME))
