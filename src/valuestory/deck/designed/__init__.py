"""Slides that a designer made in PowerPoint: tags, named charts, tables and pictures, filled with facts in place."""
