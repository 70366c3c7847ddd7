"""A Dask cluster as the place where decks are made: found, looked at, and given up where it has no workers left."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from valuestory import __version__
from valuestory.errors import ClusterError, ParameterError
from valuestory.notebook.batch.away.executor import Away, make_away
from valuestory.notebook.batch.away.parcel import Parcel
from valuestory.notebook.batch.order import Order, Outcome
from valuestory.notebook.batch.worker.making import Step, Watch

if TYPE_CHECKING:
    from distributed import Client

ENVIRONMENT: Final = "environment"
"""The address that stands for the one in Dask's own settings, such as the variable DASK_SCHEDULER_ADDRESS."""
_OPTION: Final = "--cluster"
_SAME: Final = ("valuestory", "python", "dask", "distributed", "pandas", "numpy")
"""What has to be the same on both sides: what is sent is read by it, or figures come from it."""
_LOOK: Final = 10.0
"""So many seconds lie between two looks at whether there are workers."""
_IN_ORDER: Final = {"fifo_timeout": "0 ms"}
"""Without it, Dask takes up what is submitted within a tenth of a second in the order of its random names."""


@contextmanager
def cluster(
    address: str, step: Step | None = None, *, seconds: float = 10, first: float = 120, deserted: float = 300
) -> Iterator[Away]:
    """Yield an executor whose workers are those of a Dask cluster; they need to see no folder of this machine.

    Parameters
    ----------
    address
        Of the scheduler, such as ``tcp://10.0.0.5:8786`` or ``tls://...``; the path of its scheduler file; or
        `ENVIRONMENT`. Certificates come from Dask's own settings.
    step
        Takes each step of each deck.
    seconds
        How long the scheduler may take to answer.
    first
        How long to wait for a worker where there is none yet: a cluster that grows when it has work starts one.
    deserted
        How long there may be no worker at all before the decks that are left are given up.

    Raises
    ------
    ParameterError
        When Dask is not installed, or no address is known.
    ClusterError
        When the scheduler does not answer, there is no worker, or workers have other versions than this machine.
    """
    if find_spec("distributed") is None:
        raise ParameterError(
            f"{_OPTION} needs Dask, which is not installed", where=_OPTION, do='pip install "valuestory[cluster]"'
        )
    with _client(address, seconds) as client:
        _await_worker(client, first)
        _check_versions(client)
        topic = f"valuestory-{uuid4().hex[:12]}"
        if step is not None:
            client.subscribe_topic(topic, lambda event: step(*event[1]["step"]))
        with _given_up(client, deserted):
            executor = client.get_executor(pure=False)
            yield Away(executor, partial(make_there, topic=topic), partial(_keep, client), _IN_ORDER)


def make_there(order: Order, parcel: Parcel, own: Mapping[str, bytes], *, topic: str) -> Outcome:
    """Return what came of a deck, on a worker of Dask; the batch hears each step, and a deck nobody wants is ended."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state != "cancelled"

    def step(*told: Any) -> None:
        worker.log_event(topic, {"step": list(told)})

    return make_away(order, parcel, own, Watch(step, wanted=wanted))


def _keep(client: Client, parcel: Parcel) -> Any:
    """Return a promise of the parcel: it goes to the scheduler once, and to each worker once, from the nearest.

    As the outcome of a task it is made again where the workers that had it are gone; what is only scattered is lost.
    """
    import dask

    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        return client.submit(_same, parcel, pure=False)


def _same(parcel: Parcel) -> Parcel:
    return parcel


@contextmanager
def _client(address: str, seconds: float) -> Iterator[Client]:
    from distributed import Client

    place = _place(address)
    try:
        client = Client(place, timeout=seconds, set_as_default=False, name="valuestory")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = "it does not answer" if isinstance(error, OSError) else str(error).partition("\n")[0]
        raise ClusterError(
            f"the scheduler cannot be reached: {why}",
            where=_OPTION if address == ENVIRONMENT else address,
            do="check that it runs and that its address is right; dask scheduler starts one",
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=seconds)


def _place(address: str) -> str:
    """Return the address of a scheduler."""
    import dask

    if address == ENVIRONMENT:
        found = dask.config.get("scheduler-address", None)
        if not found:
            raise ParameterError(
                "Dask's settings name no scheduler",
                where=f"{_OPTION} {ENVIRONMENT}",
                do="set DASK_SCHEDULER_ADDRESS, such as tcp://10.0.0.5:8786",
            )
        return str(found)
    if "://" in address:
        return address
    try:
        return str(json.loads(Path(address).read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ParameterError(
            "this is neither the address of a scheduler nor its scheduler file",
            where=f"{_OPTION} {address}",
            do="give tcp://HOST:PORT, or the file that dask scheduler --scheduler-file writes",
        ) from None


def _await_worker(client: Client, seconds: float) -> None:
    """Wait for the first worker; work is there for it, so that a cluster that grows by need starts one."""
    from distributed import TimeoutError as NotYet

    try:
        client.submit(_is_there, pure=False).result(timeout=seconds)
    except NotYet:
        raise ClusterError(
            f"the cluster has no worker that took up work in {seconds:g} s",
            where=_OPTION,
            do="start some with dask worker ADDRESS, on machines where valuestory is installed",
        ) from None


def _is_there() -> bool:
    return True


def _check_versions(client: Client) -> None:
    """Refuse workers that would read what is sent otherwise, or compute with other libraries."""
    told: Any = client.get_versions(packages=["valuestory"])
    ours = _versions(told["client"])
    wrong = [
        f"{where} has {_said(name, theirs[name])}, and this machine {_said(name, ours[name])}"
        for where, theirs in ((where, _versions(each)) for where, each in told["workers"].items())
        for name in _SAME
        if theirs[name] != ours[name]
    ]
    if wrong:
        raise ClusterError(
            "; ".join(wrong[:5]) + ("; ..." if len(wrong) > 5 else ""),
            where=_OPTION,
            do=f"install valuestory {__version__} and the same libraries on every worker, and start them again",
        )


def _versions(told: Any) -> dict[str, str]:
    """Return versions as they are compared: of Python, the first two numbers."""
    packages = told["packages"] if told else {}
    found = {name: str(packages.get(name) or "") for name in _SAME}
    return found | {"python": ".".join(found["python"].split(".")[:2])}


def _said(name: str, version: str) -> str:
    return f"{name} {version}" if version else f"no {name}"


@contextmanager
def _given_up(client: Client, seconds: float) -> Iterator[None]:
    """While the block runs, look whether there are workers; where there are none for long, give the work up."""
    over = threading.Event()

    def look() -> None:
        alone = 0.0
        while not over.wait(min(_LOOK, seconds)):
            with suppress(Exception):  # a scheduler that is gone has cancelled everything already
                alone = 0.0 if client.nthreads() else alone + min(_LOOK, seconds)
            if alone >= seconds:
                client.close()  # all that it waits for is cancelled
                return

    thread = threading.Thread(target=look, name="cluster", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
