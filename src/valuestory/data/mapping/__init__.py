"""From a table of theirs to the base of a canonical one: reshaped, columns chosen, looked up, converted."""
