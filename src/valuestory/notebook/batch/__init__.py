"""Many decks in one go: a plan, a process for each deck, and one table that says what came of it."""
