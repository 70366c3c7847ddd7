"""A slide drawn: where its parts stand, and each of them as PowerPoint has it."""
