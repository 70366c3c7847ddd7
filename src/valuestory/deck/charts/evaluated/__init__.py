"""What Vega makes of a chart: compiled, evaluated once, and read back with its exact values."""
