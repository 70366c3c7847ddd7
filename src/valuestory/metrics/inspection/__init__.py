"""Looking at a company's data as a whole, for `valuestory check`."""
