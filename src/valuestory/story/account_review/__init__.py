"""A value review for one customer: what a customer success manager shows them, on their data alone."""

from valuestory.story.account_review.opening import Review, open_review

__all__ = ["Review", "open_review"]
