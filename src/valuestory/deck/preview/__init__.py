"""Slides as the deck has them, for a notebook's preview: drawn on a copy of the template that is thrown away."""
