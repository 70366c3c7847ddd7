"""Raw tables -> account periods: additive sums only, one row an account and period, each raw table read once."""
