"""Charts laid over one another, as one chart."""

from __future__ import annotations

import altair as alt


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """Return single views as the layers of one chart, the first lowest."""
    found = alt.layer(*layers)
    assert isinstance(found, alt.LayerChart), "no layer is faceted"
    return found
