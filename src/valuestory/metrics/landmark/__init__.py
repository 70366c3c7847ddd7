"""What comparisons are made of: accounts and what became of them by quarter, groups of cases by month.

The first are for comparisons at a landmark, the second for what was before and after an improvement. Raw rows are
folded where they live, by a few narrow questions, whatever the number of landmarks that are looked at afterwards.
"""

from valuestory.metrics.landmark.facts import LandmarkFacts, landmark_facts

__all__ = ["LandmarkFacts", "landmark_facts"]
