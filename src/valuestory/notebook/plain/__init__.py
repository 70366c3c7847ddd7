"""Slides of cells that have never heard of this package: markdown, charts, tables and pictures as Jupyter keeps them.

JupyterLab's slide metadata says where slides begin, else headings do. No kernel runs, nothing is fetched, and no file
outside the notebook's folder is opened. What cannot be on a slide is listed, never lost in silence.
"""
