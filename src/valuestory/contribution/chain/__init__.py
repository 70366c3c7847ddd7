"""From effort to business value, over time, and the share of each team."""
