"""Warm kernels: forked off a server, each clean, each ended alone, and the stock way wherever that cannot be."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from valuestory.notebook.execute import execute
from valuestory.notebook.kernels import address as addresses, starting
from valuestory.notebook.kernels.address import address
from valuestory.notebook.kernels.process import ForkedProcess
from valuestory.notebook.kernels.provisioner import WarmProvisioner, can_fork
from valuestory.notebook.kernels.settings import NAME, OUT_OF_TIME, WarmKernel
from valuestory.sparing import SELDOM

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels can be forked on Linux alone")

ROOT = Path(__file__).parents[3]
GROUP = "jupyter_client.kernel_provisioners"
MODULES = ("ipykernel.kernelapp", "numpy")
"""What the server imports here: what notebooks need takes seconds, and changes nothing about forking."""

Ask = Callable[[str], str]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[Path]:
    """A server in a folder of temporary files of its own; where its socket is."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="vs-") as folder:
        patch.setattr(tempfile, "tempdir", folder)
        declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"][GROUP][NAME]
        factory = KernelProvisionerFactory.instance()
        patch.setitem(factory.provisioners, NAME, EntryPoint(NAME, declared, GROUP))
        starting.start_server(modules=MODULES)
        yield address(dict(os.environ))
        starting.stop_servers()


class Kernel:
    """A kernel and what it answers."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)

    @property
    def provisioner(self) -> LocalProvisioner:
        """What started it."""
        assert isinstance(self.manager.provisioner, LocalProvisioner)
        return self.manager.provisioner

    def __call__(self, code: str) -> str:
        """What the code prints, or the name of its error."""
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            said.append(content.get("text") or content.get("ename") or "")

        self.client.execute_interactive(code, output_hook=hear, timeout=120)
        return "".join(said).strip()

    def exit_code(self) -> int | None:
        """Its exit code, waited for."""
        deadline = time.monotonic() + 120
        while (code := asyncio.run(self.provisioner.poll())) is None and time.monotonic() < deadline:
            time.sleep(0.05)
        return code


@contextmanager
def started(warm: WarmKernel | None = None, **options: Any) -> Iterator[Kernel]:
    """A kernel, forked where `warm` is given and stock where it is not."""
    with tempfile.TemporaryDirectory(prefix="k-", dir="/tmp") as folder:
        manager = KernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            transport="ipc",
            connection_file=f"{folder}/k.json",
        )
        assert manager.kernel_spec is not None
        if warm is not None:
            manager.kernel_spec.metadata["kernel_provisioner"] = warm.stanza()
        manager.start_kernel(**options)
        kernel = Kernel(manager)
        try:
            yield kernel
        finally:
            kernel.client.stop_channels()
            manager.shutdown_kernel(now=True)
            manager.context.term()


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Kernel]:
    """A kernel of the same server that must not notice what becomes of the others."""
    with started(WarmKernel()) as kernel:
        kernel("kept = 42")
        yield kernel


def is_there(pid: int) -> bool:
    """Whether a process runs; one that only waits to be taken leave of does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    deadline = time.monotonic() + 120
    while is_there(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_there(pid)


def test_each_kernel_is_clean(neighbour: Kernel, tmp_path: Path) -> None:
    """Process, group, session, folder, environment, streams, names and random numbers are its own."""
    log = tmp_path / "log"
    environment = {name: value for name, value in os.environ.items() if name != "HOSTNAME"} | {"VS_OWN": "only here"}
    with log.open("wb") as stream, started(WarmKernel(), cwd=str(tmp_path), env=environment, stderr=stream) as kernel:
        assert isinstance(kernel.provisioner.process, ForkedProcess)
        pid = int(kernel("import os; print(os.getpid())"))
        assert kernel.provisioner.pid == pid != int(neighbour("import os; print(os.getpid())"))
        assert kernel("print(os.getpgid(0), os.getsid(0))") == f"{pid} {pid}"
        assert (
            kernel("print(os.getcwd(), os.environ['VS_OWN'], 'HOSTNAME' in os.environ)")
            == f"{tmp_path} only here False"
        )
        assert neighbour("print(os.environ.get('VS_OWN'))") == "None"
        assert kernel("kept") == "NameError"
        draw = "import random, numpy; print(random.random(), numpy.random.rand())"
        ours, theirs = kernel(draw).split(), neighbour(draw).split()
        assert not set(ours) & set(theirs)
        assert kernel("print('numpy' in __import__('sys').modules)") == "True"
        kernel("import sys; print('straight to it', file=sys.__stderr__, flush=True)")
        assert "straight to it" in log.read_text()
    assert gone(pid)


def test_a_warm_kernel_answers_as_a_stock_one_does() -> None:
    """Path of modules, flags, main module, warnings and the digits of linear algebra are the same."""
    code = (
        "import sys, warnings, numpy, os\n"
        "print(sys.path, __name__, sys.argv[0], sys.flags.utf8_mode, len(warnings.filters))\n"
        "a = numpy.random.default_rng(7).normal(size=(200, 200)); print(repr(numpy.linalg.inv(a @ a).sum()))\n"
        "from threadpoolctl import threadpool_info\n"
        "print([(each['internal_api'], each['num_threads']) for each in threadpool_info()])"
    )
    with started() as stock, started(WarmKernel()) as warm:
        assert warm(code) == stock(code)
        assert type(stock.provisioner) is LocalProvisioner


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        ("import os; os._exit(9)", 9),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
    ],
)
def test_a_kernel_that_dies_dies_alone(neighbour: Kernel, code: str, ended: int) -> None:
    """Its owner learns the exit code; the server and the kernel beside it go on."""
    with started(WarmKernel()) as kernel:
        kernel.client.execute(code)
        assert kernel.exit_code() == ended
    assert neighbour("print(kept)") == "42"


def test_a_kernel_that_hangs_is_ended_alone(neighbour: Kernel, tmp_path: Path) -> None:
    """Its time is bounded; why it was ended stands on its standard error."""
    log = tmp_path / "log"
    with log.open("wb") as stream, started(WarmKernel(seconds=12), stderr=stream) as kernel:
        kernel.client.execute(
            "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: signal.pause()"
        )
        assert kernel.exit_code() == -signal.SIGKILL
    assert OUT_OF_TIME in log.read_text()
    assert neighbour("print(kept)") == "42"


def test_what_a_kernel_forked_ends_with_it(neighbour: Kernel) -> None:
    """No process stays behind: neither a program that it started nor a copy of itself."""
    with started(WarmKernel()) as kernel:
        program = kernel("import subprocess; print(subprocess.Popen(['sleep', '600']).pid)")
        copy = kernel("import os, time\npid = os.fork()\nif pid == 0: time.sleep(600)\nprint(pid)")
        assert all(is_there(int(each)) for each in (program, copy))
        kernel.client.execute("os._exit(0)")
        assert kernel.exit_code() == 0
    assert gone(int(program))
    assert gone(int(copy))
    assert neighbour("print(kept)") == "42"


def test_a_kernel_that_fills_memory_gets_an_error_in_its_cell(neighbour: Kernel) -> None:
    """The bound is its own: the kernel beside it may have what this one was refused."""
    fill = "import numpy; a = numpy.zeros(2_000_000_000, dtype='u1')"
    with started(WarmKernel(memory_bytes=1_000_000_000)) as kernel:
        assert "MemoryError" in kernel(fill)
        assert kernel("print('goes on')") == "goes on"
    assert neighbour(f"{fill}; del a; print(kept)") == "42"


def test_a_kernel_that_is_told_to_end_does_what_it_was_asked_to_do_at_its_end(tmp_path: Path) -> None:
    """A thread's work is done, a temporary folder is gone, and a function of `atexit` was called."""
    code = f"""
import atexit, tempfile, threading, time
from pathlib import Path
folder = tempfile.TemporaryDirectory(dir={str(tmp_path)!r})
atexit.register(Path({str(tmp_path)!r}, "at the end").touch)
threading.Thread(target=lambda: (time.sleep(0.3), Path({str(tmp_path)!r}, "by a thread").touch())).start()
"""
    with started(WarmKernel()) as kernel:
        kernel(code)
        assert any(each.is_dir() for each in tmp_path.iterdir())
        kernel.client.shutdown()
        assert kernel.exit_code() == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["at the end", "by a thread"]


def test_an_interrupted_cell_ends_and_its_kernel_goes_on() -> None:
    """Interrupting and starting again work as with a stock kernel."""
    with started(WarmKernel()) as kernel:
        sent = kernel.client.execute("import time\nprint('in it', flush=True)\ntime.sleep(600)")
        while (heard := kernel.client.get_iopub_msg(timeout=120))["content"].get("text", "").strip() != "in it":
            assert heard
        kernel.manager.interrupt_kernel()
        while (reply := kernel.client.get_shell_msg(timeout=120))["parent_header"].get("msg_id") != sent:
            assert reply
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert kernel("print('goes on')") == "goes on"


def test_a_kernel_ends_with_the_process_that_asked_for_it(server: Path, tmp_path: Path) -> None:
    """An owner that is killed leaves no kernel behind, and the server goes on for the others."""
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER.format(folder=str(tempfile.tempdir))], stdout=subprocess.PIPE, text=True
    )
    with owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        assert is_there(pid)
        owner.kill()
    assert gone(pid)
    with started(WarmKernel()) as kernel:
        assert kernel("print(1)") == "1"


_OWNER = """
import os, tempfile, time
tempfile.tempdir = {folder!r}
from valuestory.notebook.kernels.launch import Launch
from valuestory.notebook.kernels.starting import fork_kernel
kernel = fork_kernel(Launch(("-f", "kernel-of-nobody.json"), dict(os.environ), tempfile.tempdir), (0, 1, 2))
print(kernel.pid, flush=True)
time.sleep(600)
"""


def test_the_server_ends_with_its_starter(tmp_path: Path) -> None:
    """It takes its socket with it, so that the next one to ask starts another."""
    with tempfile.TemporaryDirectory(prefix="vs-", dir="/tmp") as folder:
        starter = subprocess.Popen(
            [sys.executable, "-c", _STARTER.format(folder=folder)], stdout=subprocess.PIPE, text=True
        )
        with starter:
            assert starter.stdout is not None
            pid, path = starter.stdout.readline().split()
            assert is_there(int(pid))
            assert Path(path).exists()
            starter.kill()
        assert gone(int(pid))
        assert not Path(path).exists()


_STARTER = """
import os, tempfile, time
tempfile.tempdir = {folder!r}
from valuestory.notebook.kernels import starting
from valuestory.notebook.kernels.address import address
starting.start_server(modules=())
print(starting._started[0].pid, address(dict(os.environ)), flush=True)
time.sleep(600)
"""


def test_the_socket_is_its_owners_alone(server: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Socket and folder are closed to others, and a folder that is not is refused."""
    assert stat.S_IMODE(server.lstat().st_mode) == 0o600
    assert stat.S_IMODE(server.parent.lstat().st_mode) == 0o700
    with tempfile.TemporaryDirectory(prefix="vs-", dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        Path(folder, server.parent.name).mkdir(mode=0o755)
        with pytest.raises(PermissionError, match="not a folder of this user alone"):
            address(dict(os.environ))
        with pytest.raises(starting.ServerError, match="not a folder of this user alone"):
            starting.start_server()


def test_what_python_reads_at_its_start_makes_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the notebook's own does not; a path of modules does, and so does a package that was edited."""
    plain = dict(os.environ)
    assert address(plain | {"CUSTOMER": "Acme"}) == address(plain)
    assert address(plain | {"PYTHONPATH": "/elsewhere"}) != address(plain)
    before = address(plain)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "__init__.py").touch()
        monkeypatch.setattr(addresses.valuestory, "__file__", str(Path(folder, "__init__.py")))
        assert address(plain) != before


def test_a_garbled_request_is_hung_up_on(server: Path, neighbour: Kernel) -> None:
    """Whatever comes in by the socket, the server and its kernels go on."""
    for said in (b"", b"\x00", b"\x00\x00\x00\x02{}", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(server))
            connection.sendall(said)
            connection.shutdown(socket.SHUT_WR)
            with suppress(ConnectionResetError):  # hung up before it had read all
                assert connection.recv(64) == b""
    assert neighbour("print(kept)") == "42"


def test_a_library_that_starts_a_thread_makes_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork would copy its locks as they happen to be."""
    (tmp_path / "threaded.py").write_text("import threading\nthreading.Timer(600, print).start()\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    with pytest.raises(starting.ServerError, match="a library started a thread while it was imported"):
        starting.start_server(modules=["threaded"])


@pytest.mark.parametrize("lacking", ["fork", "server"])
def test_without_a_fork_or_a_server_the_kernel_starts_the_stock_way(
    lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebook runs as it always did."""
    if lacking == "fork":
        monkeypatch.delattr(os, "fork")
    else:
        monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
        monkeypatch.setattr(starting, "MODULES", ("no_such_module",))
    with started(WarmKernel()) as kernel:
        assert isinstance(kernel.provisioner, WarmProvisioner)
        assert not isinstance(kernel.provisioner.process, ForkedProcess)
        assert kernel("print(6 * 7)") == "42"


_SELDOM = "import gc\nprint(gc.get_threshold())"


def test_a_run_takes_a_warm_kernel_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook comes out as from a stock kernel, its collector as seldom; its time is bounded, and it says so."""
    monkeypatch.setattr("valuestory.notebook.execute.is_installed", lambda: True)

    def cell(source: str) -> dict[str, Any]:
        return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}

    def notebook(*sources: str) -> dict[str, Any]:
        return {"cells": [cell(each) for each in sources], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}

    asked = notebook("import os, sys", "'valuestory.notebook.kernels.launch' in sys.modules", _SELDOM)
    warm, stock = execute(asked, {}, kernel=WarmKernel()), execute(asked, {})
    assert [each["cells"][1]["outputs"][0]["data"]["text/plain"][0] for each in (warm, stock)] == ["True", "False"]
    assert warm["cells"][2]["outputs"] == stock["cells"][2]["outputs"]
    assert "".join(warm["cells"][2]["outputs"][0]["text"]) == f"{SELDOM}\n"
    late = execute(notebook("import time; time.sleep(600)"), {}, kernel=WarmKernel(seconds=10))
    assert late["cells"][0]["outputs"][-1]["evalue"] == f"{OUT_OF_TIME}; this cell was running"
