"""Notebooks: their parameters, a run by papermill, the clean record of it, and the deck that nbconvert makes of one.

Stands on both sides of the house: it runs notebooks, which is analysis, and exports the slides that they carry, which
is delivery. It computes no figure and draws no slide. papermill, nbclient, nbformat and nbconvert are used here and
nowhere else.
"""
