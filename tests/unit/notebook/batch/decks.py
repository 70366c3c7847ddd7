"""Decks that cost nothing: what a batch may start in a process instead of a run, named for what becomes of them."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from valuestory.errors import CellError, OutputError, ParameterError
from valuestory.notebook.batch.order import Order, Outcome, failed
from valuestory.notebook.failure import failure
from valuestory.notebook.publish import held, written_aside

FILES: Final = ("deck.pptx", "report.html", "story.ipynb")
_PIECES: Final = 8


def whole(order: Order, send: Callable[[Any], None]) -> Outcome:
    """A deck as a run writes it, by the same door: its files in pieces, each with a little work between."""
    for step in range(3):
        send((step, 3, f"step {step}"))
    with held(order.folder), written_aside(order.folder) as aside:
        for name in FILES:
            with (aside / name).open("w") as stream:
                for number in range(_PIECES):
                    stream.write(f"{order.asked} {number}\n" * 50)
                    stream.flush()
                    time.sleep(random.random() / 1000)
        (aside / "run.json").write_text(json.dumps(record(order, aside)))
    return Outcome(order.name, "made", told={"slides": 1, "answer": order.name, "files": list(FILES)})


def order(notebook: Path, out: Path, name: str, values: dict[str, Any]) -> Order:
    """An order of a deck, as a batch gives it."""
    return Order(name, values, notebook, out, whole, values=values)


def record(order: Order, folder: Path) -> dict[str, Any]:
    """What the record of a run says of it, as far as a batch asks."""
    return {
        "outcome": "whole",
        "asked": order.asked,
        "files": {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(folder.iterdir())},
        "seconds": {"total": 0.1},
        "slides": [{"key": "answer", "title": order.name}],
        "problems": [],
        "lint": [],
        "audit": {"verdict": "All numbers read as their evidence does."},
    }


def counted(order: Order, send: Callable[[Any], None]) -> Outcome:
    """A deck of a part of a company: it tells how many cases it sees, and what lies where it is made."""
    from valuestory.data import open_tables
    from valuestory.data.shared import SHARED

    os.environ[SHARED] = str(order.shared)  # as `make_here` does
    tables = open_tables(str(order.values["data"]), where=str(order.values["where"]))
    seen = int(tables.tables["cases"].count().execute())
    there = sorted(each.as_posix() for each in Path().rglob("*") if each.is_file())
    outcome = whole(order, send)
    return replace(outcome, told={**outcome.told, "cases": seen, "there": there})


def at_leisure(order: Order, send: Callable[[Any], None]) -> Outcome:
    """A deck that takes a second, and first writes into the file that its parameter names which worker began it."""
    worker = multiprocessing.parent_process()
    with Path(str(order.parameters["since"])).open("a") as stream:
        stream.write(f"{order.name},{worker.pid if worker else 0}\n")
    time.sleep(1)
    return whole(order, send)


def by_name(order: Order, send: Callable[[Any], None]) -> Outcome:
    """What a deck's name says: it fails, dies, hangs, is about nobody, or comes out at the second attempt."""
    tries = order.out / f"{order.name}.tries"
    tries.write_text(f"{tries.read_text() if tries.exists() else ''}x")
    if order.name == "wrong":
        return failed(order.name, ParameterError("customers takes a whole number", where="plan", do="mend it"), 0.0)
    if order.name == "fails":
        return failed(order.name, CellError("cell [3] failed", where="cell 3", do="look at it"), 0.0)
    if order.name == "nobody":
        told = {"output_type": "error", "ename": "MetricError", "evalue": "no account fits", "traceback": []}
        cell = {"cell_type": "code", "source": "open_company(data)", "metadata": {}, "outputs": [told]}
        return failed(order.name, failure({"cells": [cell]}, name="story.ipynb") or Exception(), 0.0)
    if order.name == "unforeseen":
        raise ZeroDivisionError
    if order.name == "dies":
        os.kill(os.getpid(), 9)
    if order.name == "hangs":
        time.sleep(600)
    if order.name == "second" and tries.read_text() == "x":
        return failed(order.name, CellError("the warehouse was busy"), 0.0)
    return whole(order, send)


def whole_or_failed(order: Order, send: Callable[[Any], None]) -> Outcome:
    """A deck as a run writes it, and, where the disk refuses it, the failure that a run tells."""
    try:
        return whole(order, send)
    except OutputError as error:
        return failed(order.name, error, 0.0)


def whole_while_all_changes(order: Order, send: Callable[[Any], None]) -> Outcome:
    """A deck as a run writes it; while one of them is made, somebody replaces the template and adds to the data."""
    if order.name == "deck 3":
        Path(str(order.template)).write_bytes(b"another template")
        with Path(str(order.parameters["data"]), "cases.csv").open("a") as stream:
            stream.write("C9,A1,2026-06-01\n")
    return whole(order, send)


def draws_bars(send: Callable[[Any], None]) -> bool:
    """Whether DuckDB takes the process for one with a user before it, and draws bars on the terminal."""
    import duckdb

    with duckdb.connect() as connection:
        ((answer,),) = connection.execute("SELECT current_setting('enable_progress_bar')").fetchall()
    return bool(answer)
