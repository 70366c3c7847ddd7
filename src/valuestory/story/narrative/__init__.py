"""What slides say: a narrative file a language, a company's own laid over it, and how its sentences are filled."""

from valuestory.story.narrative.narrative import Narrative, Told, open_narrative, shipped_narrative

__all__ = ["Narrative", "Told", "open_narrative", "shipped_narrative"]
