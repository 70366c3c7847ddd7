"""One customer's own data, out of a whole company's; others only in aggregates that hide each of them."""
