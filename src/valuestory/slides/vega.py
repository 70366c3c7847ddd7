"""Vega, asked here or of a process that draws for many: its engine takes a second of the processor to start.

A batch starts such a process (`serve`) and names its socket in the environment of its decks and their kernels. Where
nobody answers there, because nobody was started or a chart has ended it, each process starts an engine of its own.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from typing import Any, Final

SERVED: Final = "VALUESTORY_VEGA"
"""The environment's name for the socket of a process that draws for others."""

_LONGEST: Final = 60
"""So many seconds a chart may take from others' time: then the process ends, and whoever asked draws for itself."""
_OBJECT, _TEXT, _BYTES, _REFUSED = (b"o", b"t", b"b", b"r")
_FIRST: Final = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}


def vega(function: str, *given: Any, **options: Any) -> Any:
    """Return what a function of vl-convert returns.

    Parameters
    ----------
    function
        Its name, such as ``vegalite_to_svg``.
    given, options
        Its arguments: what JSON can say.

    Raises
    ------
    ValueError
        When Vega refuses the chart: the message is its own.
    """
    address = os.environ.get(SERVED)
    if address:
        with suppress(OSError, EOFError, TypeError):  # nobody there, or what JSON cannot say
            return _asked(address, json.dumps([function, given, options]).encode())
    return _here(function, given, options)


def serve(address: str, ready: Callable[[str], None]) -> None:
    """Draw for others until this process is ended.

    Parameters
    ----------
    address
        The path of a socket, in a folder that is the user's alone.
    ready
        Told once the engine runs.
    """
    _here("vegalite_to_svg", [_FIRST], {"allowed_base_urls": []})
    with Listener(address, family="AF_UNIX", backlog=64) as listener:
        ready("ready")
        while True:
            with suppress(OSError, EOFError), listener.accept() as asking:  # whoever asked may be gone
                signal.alarm(_LONGEST)
                _answer(asking)
            signal.alarm(0)


def _answer(asking: Connection[Any, Any]) -> None:
    function, given, options = json.loads(asking.recv_bytes())
    try:
        found = _here(function, given, options)
    except ValueError as error:
        asking.send_bytes(_REFUSED + str(error).encode())
        return
    if isinstance(found, bytes):
        asking.send_bytes(_BYTES + found)
    elif isinstance(found, str):
        asking.send_bytes(_TEXT + found.encode())
    else:
        asking.send_bytes(_OBJECT + json.dumps(found).encode())


def _asked(address: str, request: bytes) -> Any:
    with Client(address, family="AF_UNIX") as asking:
        asking.send_bytes(request)
        answer = asking.recv_bytes()
    kind, content = answer[:1], answer[1:]
    if kind == _REFUSED:
        raise ValueError(content.decode())
    if kind == _BYTES:
        return content
    return content.decode() if kind == _TEXT else json.loads(content)


def _here(function: str, given: Any, options: Any) -> Any:
    import vl_convert  # 30 MB: only once a chart is drawn

    return getattr(vl_convert, function)(*given, **options)
