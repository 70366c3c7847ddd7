"""Measure what native charts cost: `make bench-charts`.

One deck of 40 charts, each way: through `add_chart` (as Vega-Lite dictionaries, and as Altair charts), written by hand
in python-pptx, and as PNG at print size by vl-convert on slides of their own. All of it warm: a first round is thrown
away. A form of chart is compiled anew in each deck, once for its five sets of numbers; one more way compiles all 40, as
if no two were of one form. The ways take turns in one process, and the processor's time of the median round counts, so
that a busy machine slows all alike. Exits with 1 where a limit does not hold.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.util import Pt

from charts_by_hand import KINDS, SHIFTS
from valuestory.deck import add_chart
from valuestory.deck.charts.evaluated import vega

MOST_OF_HAND: Final = 5.0
DPI: Final = 300
"""What printers ask for; one of a chart's pixels is a point, 72 an inch."""
NO_TWO_ALIKE: Final = "add_chart, no two of a form"
TO_DICT: Final = "Altair's own to_dict()"
"""Altair writes each chart as Vega-Lite and checks it, which it does for whoever draws it: counted apart."""
_BOX: Final = (Pt(60), Pt(60), Pt(600), Pt(320))


def charts() -> list[tuple[dict[str, Any], Callable[..., None], int]]:
    """Return the 40 charts: each as Vega-Lite, who writes it by hand, and its set of numbers."""
    return [(make(shift), hand, shift) for make, hand in KINDS.values() for shift in SHIFTS]


def _deck(place: Callable[[Any, Any], None], each_of: list[Any]) -> None:
    vega.forget_forms()
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    for each in each_of:
        place(presentation.slides.add_slide(presentation.slide_layouts[6]), each)
    presentation.save(BytesIO())


def _native(slide: Any, chart: Any) -> None:
    added = add_chart(slide, chart, *_BOX)
    if added.tier != "native":
        raise SystemExit(f"a chart of the benchmark is no longer native: {added.reason}")


def _unlike(slide: Any, chart: Any) -> None:
    vega.forget_forms()
    _native(slide, chart)


def _by_hand(slide: Any, one: tuple[Any, Callable[..., None], int]) -> None:
    one[1](slide, _BOX, one[2])


def _png(slide: Any, chart: dict[str, Any]) -> None:
    import vl_convert

    png = vl_convert.vegalite_to_png(chart | {"width": 600, "height": 320}, scale=DPI / 72)
    slide.shapes.add_picture(BytesIO(png), *_BOX)


def ways() -> dict[str, Callable[[], Any]]:
    """Return each way to make the deck, by what it is called in the table."""
    import altair as alt

    made = charts()
    dictionaries = [chart for chart, _, _ in made]
    altair = [alt.Chart.from_dict(chart) for chart in dictionaries]
    return {
        "python-pptx by hand": lambda: _deck(_by_hand, made),
        "add_chart": lambda: _deck(_native, dictionaries),
        NO_TWO_ALIKE: lambda: _deck(_unlike, dictionaries),
        "add_chart, from Altair": lambda: _deck(_native, altair),
        TO_DICT: lambda: [chart.to_dict() for chart in altair],
        f"PNG at {DPI} dpi": lambda: _deck(_png, dictionaries),
    }


def measured(rounds: int) -> dict[str, float]:
    """Return the processor's seconds of each way's median round, the ways taking turns."""
    every = ways()
    taken: dict[str, list[float]] = {name: [] for name in every}
    for number in range(rounds + 1):
        for name, make in every.items():
            start = time.process_time()
            make()
            if number:
                taken[name].append(time.process_time() - start)
    return {name: statistics.median(each) for name, each in taken.items()}


def main() -> int:
    """Print the table; return 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    costs = measured(parser.parse_args().rounds)
    hand, ours, png = costs["python-pptx by hand"], costs["add_chart"], costs[f"PNG at {DPI} dpi"]
    print(f"{len(charts())} charts in one deck, warm, median of the rounds")
    for name, seconds in costs.items():
        print(f"{name:28} {seconds:6.2f} s   {seconds / hand:5.2f} times by hand")
    altair = costs["add_chart, from Altair"] - costs[TO_DICT]
    kept = {
        f"at most {MOST_OF_HAND:.0f} times by hand": ours <= MOST_OF_HAND * hand,
        f"at most {MOST_OF_HAND:.0f} times by hand, no two of a form": costs[NO_TWO_ALIKE] <= MOST_OF_HAND * hand,
        f"at most {MOST_OF_HAND:.0f} times by hand from Altair, less its to_dict()": altair <= MOST_OF_HAND * hand,
        "less than as PNG": ours < png,
    }
    for limit, holds in kept.items():
        print(f"{'holds' if holds else 'DOES NOT HOLD'}: {limit}")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
