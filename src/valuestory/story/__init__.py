"""Results -> a story: facts, claims, words and charts in the company's vocabulary.

What leaves this room are slides as data (`valuestory.slides`): a chart leaves it as a Vega-Lite dictionary. It knows
no PowerPoint.
"""

from valuestory.story import charts
from valuestory.story.exhibits.flows import Arrow, Step
from valuestory.story.exhibits.key_figures import KeyFigure
from valuestory.story.look import use_template
from valuestory.story.opening import open_story
from valuestory.story.story import Story

__all__ = ["Arrow", "KeyFigure", "Step", "Story", "charts", "open_story", "use_template"]
