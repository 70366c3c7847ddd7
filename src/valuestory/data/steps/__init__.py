"""What a mapping's TOML names and Python computes: steps from rows of theirs to rows that columns are taken from.

`histories` are for any vendor; the other modules hold what only one vendor's tables need.
"""
