"""Files as tables in the engine: CSV, Parquet and workbooks, near or far, nothing guessed and no line lost."""
