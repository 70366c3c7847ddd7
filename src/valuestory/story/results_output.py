"""The results table as a notebook output, so that delivery finds it where no kernel runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from valuestory.slides.slide import VERSION

if TYPE_CHECKING:
    import pandas as pd


def results_json(results: pd.DataFrame) -> dict[str, Any]:
    """Return the long results table as JSON: `columns` and `rows`, dates as ISO text, missing values as null.

    A row is the text of a JSON array: a notebook gives each member of an array a line of its own, which would make
    thousands of rows three times as long.
    """
    dates = {name: results[name].dt.strftime("%Y-%m-%d") for name in ("period_start", "period_end")}
    split = json.loads(results.assign(**dates).to_json(orient="split", index=False, double_precision=15))
    return {
        "version": VERSION,
        "columns": split["columns"],
        "rows": [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in split["data"]],
    }
