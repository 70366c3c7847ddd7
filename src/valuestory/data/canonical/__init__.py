"""The canonical tables: what every mapping maps to and every metric reads."""
