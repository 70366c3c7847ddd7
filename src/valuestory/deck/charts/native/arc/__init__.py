"""Pies and doughnuts: the parts of one whole around a circle."""
