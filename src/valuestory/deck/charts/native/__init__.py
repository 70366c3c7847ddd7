"""From an evaluated chart to the model of a native one, or the reason why there is none."""
