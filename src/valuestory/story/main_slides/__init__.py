"""What single slides of the storylines show: what a company's tables tell becomes facts, rows and a chart."""

from valuestory.story.main_slides.cost import cost_columns
from valuestory.story.main_slides.people import team_measures
from valuestory.story.main_slides.product import learning
from valuestory.story.main_slides.selfservice import contacts_avoided
from valuestory.story.main_slides.ttcv import first_year

__all__ = ["contacts_avoided", "cost_columns", "first_year", "learning", "team_measures"]
