"""Titles and lines of the contribution's slides: claims by what is established, refused or not distinguishable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.story.contribution.decision import outcomes_kept
from valuestory.story.contribution.reasons import takes, why
from valuestory.story.contribution.words import (
    OUTCOMES,
    STANDS,
    assumption_name,
    change_title,
    effect_title,
    line_name,
    range_title,
    sentence,
    span_of,
)
from valuestory.story.exhibits.key_figures import KeyFigure

__all__ = ["OUTCOMES", "change_title", "range_title"]

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told
    from valuestory.story.exhibits.key_figures import Number


def answer_title(told: Told) -> str:
    """Return the conclusion: what is claimed, and what is not established."""
    if not told.effects:
        return "What Support contributed cannot be compared yet; this page says what it takes"
    facts, low = told.story.facts, told.money[0]
    effort = facts.get("effort")
    cost = effort.value if effort is not None and isinstance(effort.value, int | float) else 0.0
    if low > 0 and low >= cost:
        spent = "cost {{ effort }} and " if effort is not None else ""
        return f"Support {spent}returned at least {{{{ value_total.low }}}}"
    title = effect_title(told.first, told.effects[told.first])
    has_room = ";" not in title and told.effects[told.first].grade != "C"
    is_open = told.first in told.established and bool(told.in_money()) and low <= 0
    return f"{title}; no money yet" if is_open and has_room else title


def answer_numbers(told: Told) -> list[tuple[str, str]]:
    """Return up to three key figures: the cost, and what helped customers did more."""
    known = [
        ("Cost of Support", "effort"),
        ("Claimed in money", "value_total") if told.money[0] > 0 else ("", ""),
        *((f"{OUTCOMES[each].label}, more", f"gained_{each}") for each in told.established if each in _COUNTED),
        ("Value, not established", "chain_value") if told.money[0] <= 0 else ("", ""),
    ]
    return [each for each in known if each[1] and told.story.facts.get(each[1])][:3]


_COUNTED: Final = ("logo_retention", "milestones")
_LINKS: Final = (
    "Answers per thousand of effort",
    "Milestones per thousand answers",
    "Value per thousand milestones",
)


def asks(told: Told) -> list[str]:
    """Return the asks of the first page; without a comparison, why there is none and what it takes."""
    if not told.effects:
        return [sentence(told.refused) + "."]
    return [
        "Claim what is established; settle the rest by lot."
        if told.established
        else "Claim nothing yet, and collect what would show it.",
        *told.story.lines(
            "1. Draw by lot who of {{ holdout_accounts }} customers is served first",
        ),
        *(["1. Have Finance confirm each assumption"] if told.in_money() else []),
        f"1. Keep help, use and {outcomes_kept(told)} of each customer together",
    ]


def steps_header(told: Told) -> str:
    """Return who declared the five steps: the company, or nobody, so that they are those of its profile."""
    project = told.story.company.project
    if project.contribution.model_fields_set & {"outcomes", "milestones", "effort"}:
        return "**Five steps**, as declared in valuestory.toml before the comparison"
    return f"**Five steps**, those of the profile {project.company.profile}; [contribution] would declare others"


def chain_title(told: Told) -> str:
    """Return what the chain says: its yield, or which link is not established."""
    assert told.found is not None
    chain = told.found.chain
    if chain.is_established and chain.yields is not None:
        span = span_of("chain_yield")
        return f"Each {{{{ cost_unit }}}} spent on Support goes with {{{{ chain_yield }}}} of margin, range {span}"
    open_links = [place for place, link in enumerate(chain.links) if link.value is None]
    if not open_links:
        return "Effort, answers and milestones connect; their value is not established"
    if not told.story.facts.get("effort"):
        return "Support gave {{ chain_answers }} accepted answers; what they cost is not known"
    last = ("answers", "milestones", "money")[open_links[0]]
    return f"{{{{ effort }}}} gave {{{{ chain_answers }}}} accepted answers; the link to {last} is not established"


def chain_numbers(told: Told) -> list[Number]:
    """Return the totals of the chain that are known, in order; a value that is not established is said to be so."""
    totals = ("effort", "chain_answers", "chain_milestones", "chain_value")
    labels = ("1. Effort", "2. Answers accepted", "3. Milestones more", "4. Value more, at margin")
    named = [(label, name) for label, name in zip(labels, totals, strict=True) if told.story.facts.get(name)]
    stands = told.found is not None and told.found.chain.is_established
    return [
        KeyFigure(label, name, open=told.story.phrase("answer.open_words"))
        if name == "chain_value" and not stands
        else (label, name)
        for label, name in named
    ]


def chain_lines(told: Told) -> list[str]:
    """Return the links in words, the established ones with their figure; `chain_reasons` says why others have none."""
    assert told.found is not None
    lines = []
    for place, link in enumerate(told.found.chain.links):
        if link.value is None:
            lines.append(f"- {_LINKS[place]}: not established")
        elif fact := told.story.facts.get(f"link_{place}"):
            span = f" ({span_of(f'link_{place}')})" if fact.low is not None and fact.low != fact.high else ""
            lines.append(f"- {_LINKS[place]}: {{{{ link_{place} }}}}{span}")
    lines += told.story.lines(
        f"- Value for each {{{{ cost_unit }}}} of cost: {{{{ chain_yield }}}} ({span_of('chain_yield')})",
        f"- Share at stake: {{{{ chain_share }}}} ({span_of('chain_share')})",
    )
    return lines


def chain_reasons(told: Told) -> list[str]:
    """Return for the speaker why a link is not established."""
    assert told.found is not None
    links = zip(_LINKS, told.found.chain.links, strict=True)
    return [f"{name}: not established; {link.why}" for name, link in links if link.value is None and link.why]


def retention_lines(told: Told) -> list[str]:
    """Return what to remember of the comparison, and what it cannot tell."""
    effect = told.effects[told.first]
    if effect.refused:
        return [
            *(_seen_later(told) or ["Smaller effects than these would have stayed unseen."]),
            f"{sentence(why(told.first, effect.reason))}.",
            f"It takes {takes(told.first, effect.collect)}.",
        ]
    gained = f"All helped together: {{{{ gained_{told.first} }}}} ({span_of(f'gained_{told.first}')})."
    lead = (
        "Worth claiming, unless something unmeasured explains it."
        if told.first in told.established
        else "Nothing is claimed here."
    )
    other = [OUTCOMES[name].noun for name in told.effects if name not in told.established and name != told.first]
    lines = [lead, *([gained] if told.first in _COUNTED else [])]
    if other:
        lines.append(f"Not established: {', '.join(other)}.")
    return lines + told.story.lines(
        f"The year before any help they differed by {{{{ effect_check | points }}}} ({span_of('effect_check')})."
    )


def _seen_later(told: Told) -> list[str]:
    """Return what the last quarter that is foretold will show, where it shows more than today."""
    place = next((each for each in (1, 0) if told.story.facts.get(f"later_{each}") is not None), None)
    if place is None:
        return []
    return [
        f"By {{{{ later_{place}_ends }}}}, an effect of {{{{ later_{place} | points }}}} would show.",
        f"FC is a forecast: {{{{ later_{place}_helped }}}} customers were helped, their outcome is to come.",
    ]


def evidence_title(told: Told) -> str:
    """Return how many effects are established, and where to read what the others take."""
    if len(told.established) == len(told.effects):
        return "All {{ effects_asked }} effects are established; the table says how surely"
    if not told.established:
        return "None of {{ effects_asked }} effects is established; the table says what it takes to see them"
    return "{{ effects_established }} of {{ effects_asked }} effects are established; the table says what others take"


def fixes_lines(told: Told) -> list[str]:
    """Return what to remember of improvements: the range, the months before, and what a plain comparison would say."""
    found = told.fixes
    assert found is not None
    lines = told.story.lines(
        "Compared with groups that had come the same way.",
        "{{ cases_fewer }} cases fewer in up to six months ({{ cases_fewer.low }} to {{ cases_fewer.high }})."
        if not found.refused and found.estimate < 0
        else "",
        f"Before shipping, their trends differed by {{{{ before_fixes }}}} ({span_of('before_fixes')}).",
        f"After against before alone would say {{{{ unadjusted_fixes }}}} ({span_of('unadjusted_fixes')}), grade D: "
        "nothing is compared in that.",
        "An effect of {{ detectable_fixes }} would probably have shown."
        if found.verdict == "not distinguishable from zero"
        else "",
    )
    why_not, taken = sentence(why("fixes", found.reason)), takes("fixes", found.collect)
    refusal = [f"{why_not}.", f"It takes this: {taken}."] if found.refused else []
    return [*refusal, *(each for each in lines if each)]


def ledger_title(told: Told) -> str:
    """Return what adds up, or the largest candidate where it is larger than all that is established."""
    claimed = [each for _, each in told.in_money() if each.in_headline]
    place, largest = max(told.candidates(), key=lambda each: each[1].high)
    if claimed and (largest.in_headline or largest.high <= told.money[1]):
        what = "effect comes" if len(claimed) == 1 else "effects add up"
        return f"{{{{ value_lines }}}} {what} to {{{{ value_total }}}}; the range is {span_of('value_total')}"
    claim = "{{ value_total }} is claimed" if claimed else "No amount is established"
    return f"{claim}; the largest candidate spans {span_of(f'ledger_{place}')}"


def ledger_lines(told: Told) -> list[str]:
    """Return how to read the ledger's chart."""
    claimed = [each for _, each in told.in_money() if each.in_headline]
    lead = "Claim what is established, and no more." if claimed else "Claim no money yet."
    lines = [lead, "Cash, avoidance and revenue are different money: no line counts what another counts."]
    if len(claimed) > 1:
        lines += [
            f"{line_name(each)}\t{span_of(f'ledger_{place}')}\t{each.grade}"
            for place, each in told.in_money()
            if each.in_headline
        ]
    if len(claimed) < len(told.in_money()):
        lines.append("Grey is shown and not claimed; the page of the ledger says why.")
    return lines + told.story.lines(
        f"Claimed: {{{{ value_total }}}} ({span_of('value_total')}); the low end is deliberately cautious."
        if claimed
        else "Claimed: nothing.",
        *([] if len(claimed) > 1 else ["Beside it: Support cost {{ effort }}."]),
        *(_returned(told) if claimed else []),
    )


def _returned(told: Told) -> list[str]:
    """Return what is claimed of the cost, beside what the same money returns elsewhere where the company gives that."""
    made = None if told.found is None else told.found.return_on_support
    if made is None:
        return []
    stands = "more than" if made.beats else "not shown to be more than"
    other = f"; {stands} the {span_of('return_elsewhere')} that money returns elsewhere" if made.elsewhere else ""
    return [f"Claimed is {{{{ return_now }}}} of the cost ({span_of('return_now')}){other}."]


def lines_title(told: Told) -> str:
    """Return how many lines of the ledger are claimed."""
    assert told.found is not None
    if all(each.in_headline for each in told.found.ledger.lines):
        return "All {{ ledger_count }} lines of the ledger are claimed; none counts what another counts"
    return "{{ ledger_claimed }} of {{ ledger_count }} lines are claimed; the others are shown and not summed"


def shares_title(told: Told) -> str:
    """Return what no team explains; a share that may be chance is not said to explain anything."""
    shares = None if told.found is None else told.found.team_shares
    assert shares is not None
    if shares.table["verdict"].isin(STANDS).any():
        return "{{ team_unexplained }} of what is at stake is explained by no team; each amount is counted once"
    return "No team's share of what is at stake is established; at best estimates {{ team_unexplained }} is nobody's"


def sensitivity_title(told: Told) -> str:
    """Return what the answer depends on most."""
    rows = {"chance": "by_chance"} | {
        assumption_name(told.story, str(name)): f"by_assumption_{place}"
        for place, name in enumerate(told.found.sensitivity.tornado["assumption"])  # type: ignore[union-attr]
    }
    width = {
        name: (fact.high or 0.0) - (fact.low or 0.0)
        for name, key in rows.items()
        if (fact := told.story.facts.get(key))
    }
    most = max(width, key=lambda each: width[each])
    return f"The answer depends most on {most}: {span_of(rows[most])}"


def sensitivity_lines(told: Told) -> list[str]:
    """Return how the bars are told apart."""
    return told.story.lines(
        "Three kinds of doubt, kept apart.",
        "The base is {{ by_chance }}; bars begin there.",
        "{{ by_chance.low }} to {{ by_chance.high }} by chance alone, an interval.",
        "{{ by_both.low }} to {{ by_both.high }} by chance and assumptions drawn together, an interval.",
        "{{ by_all.low }} to {{ by_all.high }} with all at its worst or best: a corner, no interval.",
        "Beside it: Support cost {{ effort }}.",
    )
