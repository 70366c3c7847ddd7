"""The words of a story that no author writes: terms, periods, sources, and what customers said."""
