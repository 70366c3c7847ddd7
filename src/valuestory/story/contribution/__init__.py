"""What Support contributed, told: facts, sentences, tables and the course of a contribution's slides."""

from valuestory.story.contribution.told import Told, tell_contribution

__all__ = ["Told", "tell_contribution"]
