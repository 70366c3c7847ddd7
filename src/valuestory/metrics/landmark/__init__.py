"""What landmark comparisons are made of: accounts, help, use, milestones and revenue, by account and quarter.

Raw rows are folded where they live, by a few narrow questions, whatever the number of landmarks that are looked at
afterwards.
"""

from valuestory.metrics.landmark.facts import LandmarkFacts, landmark_facts

__all__ = ["LandmarkFacts", "landmark_facts"]
