"""Account periods -> results: ratios of sums, each with the interval that fits its kind."""
