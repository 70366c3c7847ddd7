"""Forms of charts that several slides may take: each takes rows that are made already, and becomes a native chart."""
