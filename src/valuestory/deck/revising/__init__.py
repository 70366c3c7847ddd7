"""A finished deck changed where its numbers stand: words within their runs, rows, charts' data, comments."""
