"""The kernel provisioner: kernels off the server, and the stock way where that is not to be had."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float, Int

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

    from valuestory.notebook.kernels.process import ForkedProcess

_LAUNCHER: Final = ["-m", "ipykernel_launcher"]
_UNDERSTOOD: Final = {"stdin", "stdout", "stderr", "env", "cwd", "independent", "kernel_id", "extra_arguments"}


class WarmProvisioner(LocalProvisioner):
    """Starts IPython kernels of this Python by forking them off a server that has imported everything."""

    memory_bytes = Int(0, min=0, help="What a kernel may write to at most, in bytes; 0 for no bound.").tag(config=True)
    seconds = Float(0, min=0, help="How long a kernel may live, in seconds; 0 for no bound.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel off the server; start it the stock way where there is no fork, or no server to be had."""
        if can_fork() and _is_ours(cmd) and _is_plain(kwargs):
            from valuestory.notebook.kernels.starting import ServerError

            try:
                return self._forked(await asyncio.to_thread(self._fork, cmd, kwargs), kwargs)
            except ServerError as error:
                self.log.warning("%s; the kernel is started the stock way", error)
        return await super().launch_kernel(cmd, **kwargs)

    def _fork(self, cmd: list[str], kwargs: dict[str, Any]) -> ForkedProcess:
        from valuestory.notebook.kernels.launch import Launch
        from valuestory.notebook.kernels.starting import fork_kernel

        launch = Launch(
            arguments=tuple(cmd[1 + len(_LAUNCHER) :]),
            environment=dict(kwargs.get("env") or os.environ),
            folder=str(kwargs.get("cwd") or Path.cwd()),
            memory_bytes=self.memory_bytes,
            seconds=self.seconds,
        )
        with ExitStack() as opened:
            null = opened.enter_context(Path(os.devnull).open("r+b")).fileno()
            out, err = (_number(kwargs.get(name), number, null) for name, number in (("stdout", 1), ("stderr", 2)))
            return fork_kernel(launch, (null, out, err))

    def _forked(self, process: ForkedProcess, kwargs: dict[str, Any]) -> KernelConnectionInfo:
        self.process = process  # type: ignore[assignment]  # the base's is a Popen, of which it has all that is used
        self.pid = self.pgid = process.pid  # it leads a group of its own
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


def can_fork() -> bool:
    """Tell whether kernels can be forked here; on macOS a forked process may not use what its parent has loaded."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def _is_ours(cmd: list[str]) -> bool:
    """Tell whether a command starts IPython's kernel in this very Python, with nothing asked of the interpreter."""
    return cmd[1 : 1 + len(_LAUNCHER)] == _LAUNCHER and Path(cmd[0]) == Path(sys.executable)


def _is_plain(kwargs: dict[str, Any]) -> bool:
    """Tell whether a server can do all that is asked for: a kernel that is to outlive its owner is not its business."""
    streams = [kwargs.get(name) for name in ("stdin", "stdout", "stderr")]
    piped = any(each in (subprocess.PIPE, subprocess.STDOUT) for each in streams)
    return kwargs.keys() <= _UNDERSTOOD and not kwargs.get("independent") and streams[0] is None and not piped


def _number(stream: Any, inherited: int, null: int) -> int:
    """Return the descriptor that Popen would give a kernel for a stream."""
    if stream is None:
        return inherited
    if stream == subprocess.DEVNULL:
        return null
    return stream if isinstance(stream, int) else int(stream.fileno())
