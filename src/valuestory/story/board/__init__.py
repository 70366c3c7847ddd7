"""The slides of the value story that take more than a metric: which sentence holds, which boxes, rows and tiles.

The words themselves stand in the narrative; here it is decided which of them the evidence allows.
"""

from valuestory.story.board.answer import answer_tiles, answer_words
from valuestory.story.board.appendix import definitions, published
from valuestory.story.board.asks import decisions, open_points
from valuestory.story.board.connected import chain_boxes, chain_state, loop_boxes, loop_state
from valuestory.story.board.retained import kept, retention_words
from valuestory.story.board.returned import bridge_without_money
from valuestory.story.board.since import since
from valuestory.story.board.situation import reported, reported_state
from valuestory.story.contribution.decision import detectable, holdout_lines

__all__ = [
    "answer_tiles",
    "answer_words",
    "bridge_without_money",
    "chain_boxes",
    "chain_state",
    "decisions",
    "definitions",
    "detectable",
    "holdout_lines",
    "kept",
    "loop_boxes",
    "loop_state",
    "open_points",
    "published",
    "reported",
    "reported_state",
    "retention_words",
    "since",
]
