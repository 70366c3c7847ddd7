"""Boxes and arrows as an author writes them."""

import pytest

from valuestory.errors import StoryError
from valuestory.slides.facts import Fact, Facts
from valuestory.slides.text import Vocabulary, Writer
from valuestory.story.exhibits.flows import Arrow, Step, flow_exhibit

FACTS = Facts([Fact("cost", 3_904_000.0, "money", "Cost", "2026Q2")], period="2026Q2")
WRITER = Writer(FACTS, vocabulary=Vocabulary({"customer": {"one": "member", "many": "members"}}))


def test_steps_and_arrows_become_a_flow_in_the_companys_words() -> None:
    """Figures are written short and carry their fact; an arrow that is left out is a plain one."""
    parts = [Step("Effort", "{{ cost }}"), Arrow("per customer", established=False), Step("Impact"), Step("Value")]
    flow = flow_exhibit(parts, WRITER, where="slide")
    assert [step.label.text for step in flow.steps] == ["Effort", "Impact", "Value"]
    assert flow.steps[0].figure is not None
    assert (flow.steps[0].figure.text, flow.steps[0].figure.runs[0].fact) == ("$3.9\u00a0M", "cost@2026Q2")
    assert [(arrow.words and arrow.words.text, arrow.established) for arrow in flow.arrows] == [
        ("per member", False),
        (None, True),
    ]
    assert flow.back is None
    assert flow.alt == "Boxes from left to right: Effort: $3.9\u00a0M; Impact; Value."


def test_an_arrow_behind_the_last_step_leads_back() -> None:
    """That is what makes a chain a loop."""
    flow = flow_exhibit([Step("Solved"), Step("Reused"), Arrow("not asked again")], WRITER, where="slide")
    assert len(flow.arrows) == 1
    assert flow.back is not None
    assert flow.back.words is not None
    assert flow.back.words.text == "not asked again"


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([Arrow("out of nothing"), Step("A"), Step("B")], "leads from no box"),
        ([Step("A"), Arrow("one"), Arrow("two"), Step("B")], '"two" leads from no box'),
        ([Step("A")], "1 boxes cannot be drawn"),
        ([Step(each) for each in "ABCDEF"], "6 boxes cannot be drawn"),
    ],
)
def test_a_flow_that_cannot_be_drawn_says_why(parts: list[Step | Arrow], says: str) -> None:
    """With the slide that it was meant for."""
    with pytest.raises(StoryError, match=says) as caught:
        flow_exhibit(parts, WRITER, where='slide "chain", flow')
    assert caught.value.where == 'slide "chain", flow'
