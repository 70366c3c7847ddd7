"""Accounts masked: a keyed pseudonym for each key and name, in tables, in texts, and in what people ask."""
