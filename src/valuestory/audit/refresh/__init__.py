"""New numbers in a deck that people have edited: what a story says for another period, put in with their edits kept."""
