"""What a worker of a batch does: a deck in a process of its own, within its time, and again where that may help."""
