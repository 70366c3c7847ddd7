"""Which columns each table has and how a table becomes a file.

The names are the project's canonical ones. A letter gives the type: ``t`` text, ``i`` whole number, ``f`` number,
``b`` yes or no, ``d`` calendar date, ``s`` instant in UTC. Every type may be empty. Files carry no library metadata,
so that the same tables give the same bytes.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS: dict[str, str] = {
    "accounts": "account_id:t name:t parent_id:t segment:t region:t industry:t product:t plan:t currency:t start_at:s"
    " churned_at:s renewal_on:d seats_count:i is_entitled:b",
    "subscriptions": "account_id:t start_on:d end_on:d arr_amount:f currency:t product:t",
    "usage": "account_id:t at:s active_users_count:i licensed_users_count:i events_count:i health_score:f",
    "cases": "case_id:t account_id:t contact_id:t opened_at:s interrupted_at:s first_response_at:s resolved_at:s"
    " happy_at:s closed_at:s status:t priority:t severity:t channel:t product:t reason:t life_event:t level:t group:t"
    " owner_id:t work_minutes:f touches_count:i handoffs_count:i returns_count:i reopens_count:i is_escalated:b"
    " resolved_on_first_contact:b article_id:t link_type:t benefit_class:t cluster_id:t csat_score:i",
    "case_events": "case_id:t at:s kind:t from_value:t to_value:t actor_id:t actor_role:t is_public:b",
    "case_articles": "case_id:t article_id:t link_type:t linked_at:s is_accurate:b",
    "articles": "article_id:t title:t created_at:s published_at:s audience:t owner_id:t cluster_id:t language:t"
    " is_compliant:b",
    "article_sessions": "session_id:t started_at:s account_id:t user_id:t channel:t article_id:t views_count:i"
    " dwell_seconds:i is_consumed:b is_success:b is_intended:b needs_followup:b form_started:b case_id:t is_entitled:b",
    "surveys": "survey_id:t answered_at:s sent_at:s account_id:t case_id:t person_id:t instrument:t item:t dimension:t"
    " score:i scale_min:i scale_max:i",
    "survey_waves": "instrument:t sent_on:d sent_count:i",
    "milestones": (
        "account_id:t event:t started_at:s reached_at:s target_days:i presale_value_at:s purchased_at:s person_id:t"
    ),
    "touches": "account_id:t at:s team:t",
    "improvements": "improvement_id:t submitted_at:s cluster_id:t article_id:t submitted_by:t accepted_at:s"
    " shipped_at:s area:t",
    "people": "person_id:t hired_on:d left_on:d proficient_on:d team:t is_manager:b",
    "worklogs": "person_id:t case_id:t account_id:t on:d minutes:f channel:t",
    "costs": "month_on:d category:t amount:f channel:t team:t is_marginal:b",
    "targets": "metric:t period:t value:f slice:t owner:t scenario:t",
    "benchmarks": "metric:t value:f year:i source:t low:f high:f",
    "exchange_rates": "currency:t on:d rate:f",
    "quotes": "account_id:t said_on:d text:t consent:b attribution:t",
}
LARGE = {
    "usage", "cases", "case_events", "case_articles", "article_sessions", "surveys", "milestones", "touches",
    "worklogs",
}  # fmt: skip
_ARROW = {
    "t": pa.string(), "i": pa.int32(), "f": pa.float64(), "b": pa.bool_(), "d": pa.date32(), "s": pa.timestamp("us"),
}  # fmt: skip
_PANDAS = {"t": "object", "i": "Int32", "f": "float64", "b": "boolean", "d": "datetime64[us]", "s": "datetime64[us]"}


def column_types(table: str) -> dict[str, str]:
    """Return the canonical columns of a table, in order, each with the letter of its type."""
    return dict(column.split(":") for column in COLUMNS[table].split())


def file_name(table: str) -> str:
    """Return the name of a table's file: Parquet where there are many rows, else CSV that a person can open."""
    return f"{table}.{'parquet' if table in LARGE else 'csv'}"


def shape(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the canonical columns of a table in order and typed; a column the simulator kept for itself goes.

    Raises
    ------
    KeyError
        A canonical column was never made: the simulator is wrong, not the caller.
    """
    types = column_types(table)
    return frame[list(types)].astype({name: _PANDAS[letter] for name, letter in types.items()}).reset_index(drop=True)


def write_table(folder: Path, table: str, frame: pd.DataFrame) -> None:
    """Write one shaped table into ``folder``."""
    path = folder / file_name(table)
    if table in LARGE:
        fields = [pa.field(name, _ARROW[letter]) for name, letter in column_types(table).items()]
        arrow = pa.Table.from_pandas(frame, schema=pa.schema(fields), preserve_index=False, safe=False)
        deltas = _deltas(table, frame)
        pq.write_table(
            arrow.replace_schema_metadata(None),
            path,
            compression="zstd",
            compression_level=12,
            use_dictionary=[name for name in arrow.column_names if name not in deltas],
            column_encoding=deltas,
        )
    else:
        as_text(table, frame).to_csv(path, index=False, lineterminator="\n")


def _deltas(table: str, frame: pd.DataFrame) -> dict[str, str]:
    """Return the encodings of columns whose values lie near the one before: a quarter less to ship."""
    types = column_types(table)
    first = next(iter(types))
    deltas = {name: "DELTA_BINARY_PACKED" for name, letter in types.items() if letter == "s"}
    is_in_order = types[first] == "t" and frame[first].is_monotonic_increasing
    return deltas | ({first: "DELTA_BYTE_ARRAY"} if is_in_order else {})


def as_text(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose dates, instants and yes or no are written the ISO way; what is empty stays empty."""
    text = frame.copy()
    for name, letter in column_types(table).items():
        if letter in "ds":
            text[name] = text[name].dt.strftime("%Y-%m-%d" if letter == "d" else "%Y-%m-%d %H:%M:%S")
        elif letter == "b":
            text[name] = text[name].map({True: "true", False: "false"})
    return text
