"""Canonical tables -> results: the catalogue of metrics, the fold to account quarters, and honest intervals.

Raw rows are folded in the engine where they live; everything after that is pandas on a table that fits a laptop. This
room knows no slide and no words of a story.
"""

from valuestory.metrics.catalogue import METRICS, metric
from valuestory.metrics.catalogue.metric import Metric
from valuestory.metrics.company import Company
from valuestory.metrics.opening import open_company

__all__ = ["METRICS", "Company", "Metric", "metric", "open_company"]
