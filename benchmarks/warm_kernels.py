"""Warm kernels: what a kernel costs, started and forked, and whether the server's memory stays flat.

Run it as ``python benchmarks/warm_kernels.py [--kernels 400]``. Each kernel imports what every notebook does before its
first line. Seconds are the processor's, of the kernel alone; memory is what
the server holds in memory (its resident set) after every tenth of the kernels.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from pathlib import Path
from statistics import mean, median
from typing import Final

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from traitlets.config import Config

from valuestory.notebook.kernels import starting
from valuestory.notebook.kernels.settings import WarmKernel

CELLS: Final = [
    "import altair, ibis, valuestory.story, valuestory.contribution",
    "import time; print(time.process_time())",
]


def kernel_seconds(warm: WarmKernel | None) -> float:
    """Run a notebook in a kernel of its own and return the processor's seconds that the kernel took."""

    class Manager(AsyncKernelManager):
        async def start_kernel(self, **options: object) -> None:  # type: ignore[override]
            self.kernel_spec_manager = KernelSpecManager(kernel_dirs=[])
            if warm is not None:
                self.kernel_spec.metadata["kernel_provisioner"] = warm.stanza()
            await super().start_kernel(**options)

    with tempfile.TemporaryDirectory(prefix="vs-") as folder:
        settings = Config()
        settings.ConnectionFileMixin.connection_file = f"{folder}/k.json"
        settings.ConnectionFileMixin.transport = "ipc"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in CELLS])
        NotebookClient(notebook, kernel_manager_class=Manager, config=settings, iopub_timeout=120).execute()
    return float(notebook.cells[1].outputs[0]["text"])  # a forked process counts from zero


def resident_mb(pid: int) -> float:
    """Return what a process holds in memory, in megabytes."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) / 1024


def main() -> None:
    """Measure, and print a line a finding."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kernels", type=int, default=400)
    options.add_argument("--stock", type=int, default=3)
    asked = options.parse_args()
    stock = [kernel_seconds(None) for _ in range(asked.stock)]
    print(f"started: {median(stock):.2f} s of the processor a kernel, {asked.stock} kernels", flush=True)
    starting.start_server()
    server = starting._started[0].pid
    descriptors = Path(f"/proc/{server}/fd")
    taken = []
    for number in range(1, asked.kernels + 1):
        taken.append(kernel_seconds(WarmKernel()))
        if number % max(1, asked.kernels // 10) == 0:
            own, files = resident_mb(os.getpid()), len(list(descriptors.iterdir()))
            held = f"server {resident_mb(server):.1f} MB and {files} open files, this process {own:.1f} MB"
            print(f"{number:4} kernels: {held}", flush=True)
    print(f"forked: {median(taken):.2f} s of the processor a kernel (mean {mean(taken):.2f}), {asked.kernels} kernels")
    starting.stop_servers()


if __name__ == "__main__":
    main()
