"""The results table as a notebook output, so that delivery finds it where no kernel runs."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from valuestory.slides.slide import VERSION


def results_json(results: pd.DataFrame) -> dict[str, Any]:
    """Return the long results table as JSON: `columns`, `rows`, `words`, and the end of each period by its start.

    Dates are ISO text, missing values null. A text in a row is its place, from 0, in the `words` of its column: names
    of metrics and slices stand in thousands of rows.

    A row is the text of a JSON array: a notebook gives each member of an array a line of its own, which would make
    thousands of rows three times as long.
    """
    dates = {name: results[name].dt.strftime("%Y-%m-%d") for name in ("period_start", "period_end")}
    rows = results.assign(**dates).drop(columns="period_end")
    words = {}
    for name in rows.columns:
        if pd.api.types.is_string_dtype(rows[name]):
            places, distinct = pd.factorize(rows[name])
            words[str(name)] = distinct.tolist()
            rows[name] = pd.Series(places, index=rows.index, dtype="Int64").replace(-1, pd.NA)
    split = json.loads(rows.to_json(orient="split", index=False, double_precision=15))
    return {
        "version": VERSION,
        "columns": split["columns"],
        "words": words,
        "periods": dict(zip(dates["period_start"], dates["period_end"], strict=True)),
        "rows": [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in split["data"]],
    }
