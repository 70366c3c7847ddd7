"""A finished deck read back: its words on slides and in notes, its charts with their values and workbooks."""
