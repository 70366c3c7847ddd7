"""Results held against something: other periods, other units, targets, benchmarks, and views of frameworks."""
