"""What a cell hands to its slide: the chart, and which of the narrative's sentences hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

    Drawn = alt.LayerChart | alt.VConcatChart | alt.HConcatChart


@dataclass(frozen=True)
class Shown:
    """A slide's exhibit with its state.

    Attributes
    ----------
    chart
        None where the slide has none to show, and is to be left out.
    state
        Which sentences of the slide's narrative hold, such as ``fall`` or ``confirmed``.
    body
        Lines beside the exhibit that depend on the data; where there are none the narrative's are taken.
    source
        The line at the foot, where it says more than the facts' own sources do.
    """

    chart: Drawn | None
    state: str = ""
    body: tuple[str, ...] = ()
    source: str | None = None
