"""Slides as HTML: the preview under a notebook cell, and the report for readers without PowerPoint.

Made from the same slides and the same theme as the deck, so that notebook, report and deck look alike. Nothing here
computes a number, and nothing that leaves this room fetches anything from anywhere.
"""

from valuestory.slides.html.on_template import SlideOnTemplate, Told, drawn_by, on_template
from valuestory.slides.html.overflow import overflowing
from valuestory.slides.html.preview import preview_html
from valuestory.slides.html.report import report_html

__all__ = ["SlideOnTemplate", "Told", "drawn_by", "on_template", "overflowing", "preview_html", "report_html"]
