"""A finished deck, ours or anybody's, held to what readers and validators ask of it."""
