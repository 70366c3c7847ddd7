"""What cannot be computed and why: which columns feed what, which slides that costs, and what was set aside."""
