"""Running a notebook's cells: papermill, in a kernel of this very Python, with a call back at every cell.

Nothing is checked here and nothing is published: `run` does both.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from valuestory.errors import NotebookError
from valuestory.notebook.kernels.settings import OUT_OF_TIME, WarmKernel, is_installed
from valuestory.notebook.parameters import Value
from valuestory.notebook.publish import is_refusal, written_to
from valuestory.notebook.source import PARAMETERS, Notebook, label_of, read_notebook, source_of
from valuestory.sparing import SELDOM, import_schemas

Progress = Callable[[int, int, str], None]
"""Called with the steps done, their number, and what comes next in a few words (empty at the end)."""

_SLOWEST_ANSWER: Final = 120
"""So many seconds a kernel may take to pass on what a cell printed: a busy machine is no fault of the notebook's."""
_KERNEL_LOG: Final = "kernel.log"
_LONGEST_SOCKET: Final = 100
"""A Unix socket's path is at most 107 bytes on Linux and 103 on macOS."""


def execute(
    notebook: Notebook,
    parameters: Mapping[str, Value],
    *,
    progress: Progress | None = None,
    kernel: WarmKernel | None = None,
) -> Notebook:
    """Return the executed notebook; where a cell failed or the kernel died, as far as it got (`failure` says so).

    Parameters
    ----------
    notebook
        A notebook of format 4.
    parameters
        Checked values; papermill writes them into a cell after the one tagged `parameters`.
    progress
        Called before the first code cell and after each.
    kernel
        How to fork the kernel off a server; without it, and where that cannot be, it is started.

    Raises
    ------
    NotebookError
        When the kernel does not start: the message says why.
    OutputError
        When there is no room for what it writes aside.
    """
    import_schemas()
    from nbclient.exceptions import DeadKernelError
    from papermill import PapermillExecutionError, execute_notebook

    room = written_to(Path(tempfile.gettempdir()), "make room, or set TMPDIR to another folder")
    with room, tempfile.TemporaryDirectory(prefix="vs-", ignore_cleanup_errors=True) as folder, _quiet():
        source, target = Path(folder, "source.ipynb"), Path(folder, "story.ipynb")
        source.write_text(json.dumps(notebook), encoding="utf-8")
        running: list[Notebook] = []
        try:
            execute_notebook(
                source,
                target,
                dict(parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                iopub_timeout=_SLOWEST_ANSWER,
                request_save_on_cell_execute=False,  # before and after each cell it would write the whole notebook
                on_notebook_start=lambda notebook: running.append(notebook),  # as far as it got, where the kernel dies
                **_kernel(Path(folder), kernel),
                **_hooks(notebook, bool(parameters), progress),
            )
        except PapermillExecutionError:
            pass  # what failed stands in the notebook
        except DeadKernelError:
            log = Path(folder, _KERNEL_LOG).read_text(encoding="utf-8", errors="replace")
            return _died(json.loads(json.dumps(running[-1])), log)
        except (RuntimeError, OSError) as error:
            if isinstance(error, OSError) and is_refusal(error):
                raise
            raise NotebookError(f"the notebook's kernel cannot be run: {error}", do="reinstall ipykernel") from error
        return read_notebook(target)


def _hooks(notebook: Notebook, injected: bool, progress: Progress | None) -> dict[str, Any]:
    if progress is None:
        return {}
    labels = list(_labels(notebook, injected))
    total, done = len(labels), 0
    progress(0, total, labels[0] if labels else "")

    def executed(**_: Any) -> None:
        nonlocal done
        done += 1
        progress(done, total, labels[done] if done < total else "")

    return {"on_cell_executed": executed}


def _labels(notebook: Notebook, injected: bool) -> Iterator[str]:
    """Yield what each cell that will run is about; papermill puts a cell of its own after the parameters."""
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code" and source_of(cell).strip():
            yield label_of(notebook, number)
            if injected and PARAMETERS in cell.get("metadata", {}).get("tags", ()):
                yield "parameters as given"


def _died(notebook: Notebook, log: str) -> Notebook:
    """Return the notebook with an error in the cell that was running when the kernel died."""
    begun = [each for each in notebook["cells"] if each.get("metadata", {}).get("papermill", {}).get("start_time")]
    last = next(each for each in reversed(begun) if each["cell_type"] == "code")
    text = "the kernel died while this cell ran; often the machine ran out of memory"
    if OUT_OF_TIME in log:
        text = f"{OUT_OF_TIME}; this cell was running"
    error = {"output_type": "error", "ename": "DeadKernel", "evalue": text, "traceback": [text]}
    last.setdefault("outputs", []).append(error)
    return notebook


def _kernel(folder: Path, warm: WarmKernel | None) -> dict[str, Any]:
    """Return nbclient's settings for a kernel of this Python, talking over Unix sockets where there are any."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import default
    from traitlets.config import Config

    class ThisPython(AsyncKernelManager):
        """The stock manager, blind to installed kernel specs: another "python3" may lie in the user's folders."""

        @default("kernel_spec_manager")
        def _only_this_python(self) -> KernelSpecManager:
            return KernelSpecManager(kernel_dirs=[])

        async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # the base's is made by a wrapper
            """Start with a log of its own: what a kernel says outside of cells is not the terminal's business."""
            if warm is not None and self.kernel_spec is not None and is_installed():
                self.kernel_spec.metadata["kernel_provisioner"] = warm.stanza()
            with (folder / _KERNEL_LOG).open("wb") as log:
                await super().start_kernel(**options | {"stderr": log})

    settings = Config()
    connection = str(folder / "kernel.json")
    if os.name == "posix" and len(connection) < _LONGEST_SOCKET:  # over TCP, two runs at once can clash over a port
        settings.ConnectionFileMixin.connection_file = connection
        settings.ConnectionFileMixin.transport = "ipc"
    seldom = f"--IPKernelApp.exec_lines=__import__('gc').set_threshold{SELDOM}"
    return {"kernel_manager_class": ThisPython, "config": settings, "extra_arguments": [seldom]}


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep papermill's log off the terminal: what matters is raised."""
    logger = logging.getLogger("papermill")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
