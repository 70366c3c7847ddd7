"""What leads to what: the loop from a solved case to the next customers, and the chain from effort to value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.slides.facts import WHOLE
from valuestory.slides.number_words import NO_BREAK
from valuestory.story.exhibits.flows import Arrow, Step
from valuestory.story.facts.claims import TOLERANCE_RELATIVE
from valuestory.story.facts.declared import declared

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told
    from valuestory.story.story import Story

_LOOP: Final = {
    "solved": "answers_with_case",
    "captured": "articles_created",
    "reused": "answers_without_case",
    "fixed": "improvements_implemented",
}
_IN_YEAR: Final = "improvements_in_year"
"""The fact of what was fixed in twelve months: few companies ship in every quarter."""
_CHAIN: Final = {
    "effort": "effort",
    "answers": "chain_answers",
    "milestones": "chain_milestones",
    "value": "chain_value",
}
_LINKS: Final = ("answers_for_effort", "milestones_for_answers", "value_for_milestones")
_TO_VALUE: Final = 2
"""The place of the link to money, which there is none of without revenue."""
_OPEN: Final = ("answers_open", "milestones_open", "money_open")


def loop_boxes(story: Story) -> list[Step | Arrow] | None:
    """Return what was solved, captured, reused and fixed; None where fewer than two have a number.

    How many answers needed no case for each case that was solved becomes a fact, ``leverage``, and a year ago
    ``leverage_year_ago``.
    """
    named = {**_LOOP, "fixed": _fixed(story)}
    known = {box: name for box, name in named.items() if story.lines(f"{{{{ {name} }}}}")}
    if len(known) < 2:
        return None
    for name, at in (("leverage", story.facts.period), ("leverage_year_ago", story.facts.relative.get("year_ago", ""))):
        made = _leverage(story, at)
        if made is not None:
            label = "answers without a case for each case solved"
            story.add_facts([declared(name, made, unit="number", source="the two counts on this page", label=label)])
    boxes = [
        Step(
            story.phrase(f"loop.{box}"),
            f"{{{{ {name} }}}}",
            [story.phrase(f"loop.{box}{'_in_year' if name == _IN_YEAR else ''}_below"), *_range(story, name)],
            lead=box == "reused",
        )
        for box, name in known.items()
    ]
    return [*boxes, Arrow(story.phrase("loop.back"))]


def _fixed(story: Story) -> str:
    """Return the fact of what was fixed: of the period, or of the twelve months to its end where it had none."""
    own = _LOOP["fixed"]
    if story.lines(f"{{{{ {own} }}}}"):
        return own
    end = story.company.period.end
    since = end.replace(year=end.year - 1, day=min(end.day, 28)).isoformat()
    facts = [each for each in story.facts.values() if each.name == own and each.slice == WHOLE]
    counts = [each for each in facts if since <= each.period_start and each.period_end <= end.isoformat()]
    if counts and not any(each.evidence.doubt for each in counts):
        total = sum(each.value for each in counts if isinstance(each.value, int | float))
        label = "improvements shipped in twelve months"
        story.add_facts([declared(_IN_YEAR, total, unit="count", source="product backlog", label=label)])
    return _IN_YEAR


def loop_state(story: Story) -> str:
    """Return how the leverage moved against a year ago: counts are simply held against each other."""
    now, before = (_leverage(story, at) for at in (story.facts.period, story.facts.relative.get("year_ago", "")))
    if now is None:
        return "otherwise"
    if before is None:
        return "level_only"
    if abs(now - before) <= TOLERANCE_RELATIVE * before:
        return "flat"
    return "rise" if now > before else "fall"


def _leverage(story: Story, period: str) -> float | None:
    """Return how many answers needed no case for each case whose answer was accepted."""
    counts = [story.facts.get(f"{_LOOP[box]}@{period}") for box in ("reused", "solved")]
    reused, solved = (each.value if each is not None and not each.evidence.doubt else None for each in counts)
    if not isinstance(reused, int | float) or not isinstance(solved, int | float) or not solved:
        return None
    return reused / solved


def chain_boxes(told: Told) -> list[Step | Arrow] | None:
    """Return the totals of the chain with the links between them; None where fewer than two are known."""
    assert told.found is not None
    story, links = told.story, told.found.chain.links
    known = [box for box, name in _CHAIN.items() if story.facts.get(name)]
    if len(known) < 2:
        return None
    stands = {place: link.value is not None for place, link in enumerate(links)}
    boxes: list[Step | Arrow] = []
    for box in known:
        place = list(_CHAIN).index(box) - 1
        holds = not boxes or stands.get(place, False)  # what comes first hangs on no link
        if boxes:
            words = story.phrase("chain.open")
            if holds:
                span = "".join(f" ({each.replace(' ', NO_BREAK)})" for each in _range(story, f"link_{place}"))
                words = story.phrase(f"chain.{_LINKS[place]}", figure=f"{{{{ link_{place} }}}}") + span
            boxes.append(Arrow(words if holds or place < len(links) else "", established=holds))
        boxes.append(_box(told, box, established=holds))
    return boxes


def _range(story: Story, name: str) -> list[str]:
    """Return the range of a fact, where it has one, as a line under its figure."""
    fact = story.facts.get(name) or story.facts.get(f"{name}@{story.facts.period}")
    ranged = fact is not None and fact.low is not None and fact.high is not None and fact.low != fact.high
    ends = {end: f"{{{{ {name}.{end} }}}}" for end in ("low", "high")}
    return [story.phrase("chain.range", **ends)] if ranged else []


def _box(told: Told, box: str, *, established: bool) -> Step:
    name = _CHAIN[box]
    lines = [told.story.phrase(f"chain.{box}_below"), *_range(told.story, name)]
    return Step(told.story.phrase(f"chain.{box}"), f"{{{{ {name} }}}}", lines, established, lead=box == "value")


def chain_state(told: Told) -> str:
    """Return what the chain allows to be said: its yield, or which link is not established."""
    assert told.found is not None
    chain = told.found.chain
    if chain.is_established and chain.yields is not None:
        return "yield"
    if not told.story.facts.get("effort"):
        return "cost_unknown"
    open_ = [place for place, link in enumerate(chain.links) if link.value is None]
    if open_[:1] == [_TO_VALUE] and told.story.company.project.company.profile != "commercial":
        return "reached"
    return _OPEN[min(open_[0], len(_OPEN) - 1)] if open_ else "value_open"
