"""How results and what is made of them look in a notebook: tables for people, by pandas' own Styler.

No class, no style sheet and no script, so that a notebook that is not trusted shows the same.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.slices import WHOLE

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

_FORMATS: Final[dict[str, str]] = {
    "count": "{:,.0f}",
    "share": "{:.1%}",
    "points": "{:,.1f}",
    "money": "{:,.0f}",
    "minutes": "{:,.0f} min",
    "days": "{:,.1f} days",
}
"""How a figure of each unit is written; any other with up to four digits."""
_FIGURES: Final = ["value", "low", "high"]


def table_html(table: pd.DataFrame, heading: str, note: str = "") -> str:
    """Return a small table as HTML, its heading above and a note below; texts are escaped, numbers have separators."""
    styler = table.style.hide(axis="index").format(escape="html", thousands=",", na_rep="–")
    below = f"<p>{escape(note)}</p>" if note else ""
    return f"<p>{heading}</p>{styler.to_html(exclude_styles=True)}{below}"


def readable_results(results: pd.DataFrame, currency: str) -> Styler:
    """Return results as people read them: names for metrics and periods, figures in their units, the interval beside.

    Parameters
    ----------
    results
        From `Company.metrics`, or some of its rows.
    currency
        Of amounts, such as ``USD``.
    """
    shown = pd.DataFrame(
        {
            "metric": [METRICS[each].label for each in results["metric"]],
            "from": [f"{each:%Y-%m-%d}" for each in results["period_start"]],
            "before": [f"{each:%Y-%m-%d}" for each in results["period_end"]],
            "part": ["the whole" if each == WHOLE else each for each in results["slice"]],
            **{name: list(results[name].astype(float)) for name in _FIGURES},
            "n": list(results["n"]),
        }
    )
    styler: Any = shown.style.hide(axis="index").format(escape="html", thousands=",", precision=4, na_rep="–")
    units = [METRICS[each].unit for each in results["metric"]]
    for unit in set(units) & _FORMATS.keys():
        rows = [at for at, each in enumerate(units) if each == unit]
        form = f"{_FORMATS[unit]} {currency}" if unit == "money" else _FORMATS[unit]
        styler = styler.format(form, subset=(rows, _FIGURES), na_rep="–")
    finished: Styler = styler.format("{:,.0f}", subset=["n"], na_rep="–").set_uuid("results")
    return finished


def counted(count: int, noun: str) -> str:
    """Return how many there are of what a regular English noun names: "1 remark", "1,200 remarks"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
