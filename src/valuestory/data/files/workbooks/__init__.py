"""Excel and OpenDocument workbooks: a sheet becomes a table of text in the engine, as a CSV file does."""
