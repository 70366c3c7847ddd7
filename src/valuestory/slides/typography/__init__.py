"""Text measured by font metrics: how wide characters run, where lines break, what fits; for deck and preview alike."""
