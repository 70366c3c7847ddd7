"""A deck that shows charts beside Vega's own picture of them, for a person to look at.

`python -m benchmarks.beside_vega` writes one slide a chart of the tests' gallery: Vega's picture on the left, what
`add_chart` made of it on the right, and below what it became and why.
"""

from __future__ import annotations

import argparse
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx.util import Pt
from tests.unit.charts.deck_of_charts import ChartDeck
from tests.unit.charts.every_chart import EVERY

from valuestory.deck import add_chart
from valuestory.deck.charts import picture
from valuestory.deck.charts.evaluated.spec import to_spec

_WIDTH, _HEIGHT, _EDGE, _TOP = 440.0, 300.0, 25.0, 60.0


def beside(charts: dict[str, Any]) -> Any:
    """Return a deck of charts, each beside Vega's picture of it."""
    deck = ChartDeck()
    for name, make in charts.items():
        chart = make()
        slide = deck.presentation.slides.add_slide(deck.presentation.slide_layouts[6])
        drawn = picture.draw(to_spec(chart), _WIDTH, _HEIGHT)
        slide.shapes.add_picture(BytesIO(drawn.png), Pt(_EDGE), Pt(_TOP), Pt(drawn.width), Pt(drawn.height))
        box = (Pt(_EDGE * 2 + _WIDTH), Pt(_TOP), Pt(_WIDTH), Pt(_HEIGHT))
        added = add_chart(slide, chart, *box, name=name)
        note = slide.shapes.add_textbox(Pt(_EDGE), Pt(_TOP + _HEIGHT + 20), Pt(2 * _WIDTH), Pt(40))
        note.text_frame.text = f"{name}: {added.tier}" + (f" ({added.reason})" if added.reason else "")
        note.text_frame.word_wrap = True
    return deck.presentation


def main() -> None:
    """Write the deck."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, nargs="?", default=Path("beside-vega.pptx"))
    parser.add_argument("names", nargs="*", help="charts of the gallery; all where none is named")
    options = parser.parse_args()
    beside({name: EVERY[name] for name in options.names or EVERY}).save(options.out)


if __name__ == "__main__":
    main()
