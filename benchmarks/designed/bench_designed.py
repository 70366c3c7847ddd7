"""Fill the same designed file by valuestory and by five other tools, and print what each got right and what it took.

Each tool fills files of 1, 50 and 600 slides in a process of its own. The others are installed from their registries
into `.cache/fillers`. Seconds are of the processor, with the start of Python or Node, since a busy machine slows the
clock; tools take turns in an order of chance, `--rounds` times. A tool that is not done after `--patience` seconds is
stopped. Run it by `make bench-designed`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from judge import Verdict, judge
from rich.console import Console
from rich.table import Table
from template import CATEGORIES, PLACES, SERIES, VALUES, make_template, with_three_braces

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
INSTALLED: Final = ROOT / ".cache" / "fillers"
PYTHON_TOOLS: Final = ("valuestory", "python-pptx", "python-pptx-text-replacer", "pptx-renderer")
OTHER_PACKAGES: Final = ("python-pptx-text-replacer", "pptx-renderer")
NODE_TOOLS: Final = ("pptx-automizer", "docxtemplater")
NODE_PACKAGES: Final = (*NODE_TOOLS, "pizzip")
VALIDATOR: Final = ROOT / "tests" / "validator" / "node_modules" / ".bin" / "ooxml-validator"


@dataclass
class Filled:
    """What a tool made of a file: its verdict and its processor's seconds; None where it failed or was stopped."""

    seconds: float | None
    verdict: Verdict | None


Done = dict[str, dict[int, list[Filled]]]
"""By tool and number of slides, what each round gave."""


def install() -> Path:
    """Install the other tools and return the Python that has those written in it."""
    python = INSTALLED / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(INSTALLED / "venv", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *OTHER_PACKAGES], check=True)
    if not (INSTALLED / "node_modules" / NODE_TOOLS[0]).exists():
        subprocess.run(["npm", "install", "--prefix", str(INSTALLED), "--no-save", *NODE_PACKAGES], check=True)
    return python


def fill(tool: str, others: Path, folder: Path, slides: int, patience: float) -> Filled:
    """Let a tool fill a file of so many slides."""
    template = folder / (f"three-{slides}.pptx" if tool == "pptx-renderer" else f"two-{slides}.pptx")
    out = folder / f"{tool}-{slides}.pptx"
    python = str(others) if tool in OTHER_PACKAGES else sys.executable
    command = [python, str(HERE / "fill.py")] if tool in PYTHON_TOOLS else ["node", str(HERE / "fill.mjs")]
    given = json.dumps({"values": VALUES, "chart": {"categories": CATEGORIES, "series": SERIES}})
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        subprocess.run(
            [*command, tool, str(template), str(out), str(slides)],
            input=given,
            text=True,
            capture_output=True,
            check=True,
            timeout=patience,
            cwd=INSTALLED,
            env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"{tool}, {slides} slides: {_reason(error)}", file=sys.stderr)
        return Filled(None, None)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{tool}, {slides} slides: {seconds:.2f} s", file=sys.stderr)
    return Filled(seconds, judge(out, slides))


def _reason(error: subprocess.CalledProcessError | subprocess.TimeoutExpired) -> str:
    """Return why a tool did not fill a file: the last line that it said, or that it was stopped."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"stopped after {error.timeout:.0f} s"
    return next(iter(reversed(error.stderr.strip().splitlines())), f"exit code {error.returncode}")


def new_errors(path: Path, template: Path) -> str:
    """Return how many errors Microsoft's validator finds that the template has not; nothing where it is not there."""
    if not VALIDATOR.exists() or not path.exists():
        return ""
    known, found = (_errors(each) for each in (template, path))
    return str(sum(each not in known for each in found))


def _errors(path: Path) -> list[str]:
    run = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, text=True, check=False)
    return [each["description"] for each in json.loads(run.stdout)["errors"]]


def main() -> None:
    """Measure and print both tables."""
    options = _options()
    others, tools = install(), (*PYTHON_TOOLS, *NODE_TOOLS)
    with tempfile.TemporaryDirectory(prefix="valuestory-designed-") as name:
        folder = Path(name)
        for slides in options.slides:
            make_template(folder / f"two-{slides}.pptx", slides)
            with_three_braces(folder / f"two-{slides}.pptx", folder / f"three-{slides}.pptx")
        for tool in tools:  # so that what is compiled and cached on the first start counts for none
            fill(tool, others, folder, options.slides[0], options.patience)
        order = random.Random(1)
        done: Done = {tool: {each: [] for each in options.slides} for tool in tools}
        for slides in options.slides:
            for _ in range(options.rounds):
                for tool in order.sample(tools, len(tools)):  # it may count who follows whom
                    done[tool][slides].append(fill(tool, others, folder, slides, options.patience))
        first = options.slides[0]
        errors = {tool: new_errors(folder / f"{tool}-{first}.pptx", folder / f"two-{first}.pptx") for tool in tools}
    console = Console(width=160)
    console.print(_right(done, errors, options.slides))
    console.print(_seconds(done, options.slides))


def _right(done: Done, errors: dict[str, str], sizes: list[int]) -> Table:
    looks = ("look kept", "chart data", "workbook", "chart design", "orphans")
    table = Table("by", "slides", *PLACES, *looks, "new errors", title="What came out right (share of the slides)")
    for tool, by in done.items():
        for slides in sizes:
            verdict = by[slides][-1].verdict
            if verdict is None:
                table.add_row(tool, str(slides), "failed")
                continue
            shares = [*verdict.filled.values(), verdict.look, verdict.data, verdict.book, verdict.design]
            last = errors[tool] if slides == sizes[0] else ""
            table.add_row(tool, str(slides), *(f"{each:g}" for each in shares), str(verdict.orphans), last)
    return table


def _seconds(done: Done, sizes: list[int]) -> Table:
    table = Table("by", *(f"{each} slides" for each in sizes), title="Seconds of the processor: least, middle")
    for tool, by in done.items():
        table.add_row(tool, *(_spent([filled.seconds for filled in by[each]]) for each in sizes))
    return table


def _spent(seconds: list[float | None]) -> str:
    known = [each for each in seconds if each is not None]
    return f"{min(known):.2f}, {median(known):.2f}" if len(known) == len(seconds) else "failed"


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=_numbers, default=[1, 50, 600], metavar="1,50,600", help="sizes of the file")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each tool fills each file")
    parser.add_argument("--patience", type=float, default=900, metavar="S", help="when a tool is stopped, in seconds")
    return parser.parse_args()


if __name__ == "__main__":
    main()
