"""Personal data: which columns hold it, and how texts are shown without it."""
