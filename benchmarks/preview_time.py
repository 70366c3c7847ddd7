"""What a slide's preview costs once warm: its problems, its chart and its HTML, in the processor's milliseconds.

    python -m benchmarks.preview_time [STORY.ipynb [TEMPLATE.pptx ...]]

The notebook has run; without one it is that of `make demo`. Each template is measured for itself; without one, the
shipped one, on whose grid slides stand; on any other a slide is drawn as the deck has it.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from valuestory.deck.preview.drawing import draw_slide
from valuestory.project import template_path
from valuestory.slides.html import drawn_by
from valuestory.slides.slide import SLIDE_MEDIA_TYPE, Slide, slide_from_json
from valuestory.slides.theme import Theme, read_theme
from valuestory.story.view import SlideView

BOUND: Final = 300
"""Milliseconds that a preview may take."""
ROUNDS: Final = 5


def slides_of(notebook: Path) -> Iterator[Slide]:
    """Yield the slides in a notebook's outputs, in order."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {}).get(SLIDE_MEDIA_TYPE)
            if data is not None:
                yield slide_from_json(data)


def preview_time(slide: Slide, theme: Theme, template: Path) -> float:
    """Return the middle of some rounds, the first not counted, in the processor's milliseconds."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        SlideView(slide, theme, template)._repr_mimebundle_()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times[1:])


def main() -> None:
    """Print each slide's time, and end with 1 where one is above the bound."""
    notebook = Path(sys.argv[1] if len(sys.argv) > 1 else "reports/demo/story.ipynb")
    drawn_by(draw_slide)
    slides = list(slides_of(notebook))
    worst = 0.0
    for template in [Path(each) for each in sys.argv[2:]] or [template_path("valuestory")]:
        theme = read_theme(template)
        times = {slide.key: preview_time(slide, theme, template) for slide in slides}
        for key, each in sorted(times.items(), key=lambda found: -found[1]):
            print(f"{key:24} {each:6.0f} ms")
        print(f"{template.stem}: the middle of all {statistics.median(times.values()):.0f} ms, bound {BOUND}")
        worst = max(worst, *times.values())
    raise SystemExit(worst > BOUND)


if __name__ == "__main__":
    main()
