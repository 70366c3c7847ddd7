"""A customer's template: opened, its layouts measured, and one chosen for each slide."""
