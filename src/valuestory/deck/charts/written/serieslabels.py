"""Data labels as XML: values through one number format where that prints Vega's texts, else each text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Protocol

from valuestory.deck.charts.native.model import Label
from valuestory.deck.charts.native.number_formats import number_format
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.drawing import Ink

_BODY: Final = (
    '<a:bodyPr wrap="none" lIns="38100" tIns="19050" rIns="38100" bIns="19050" anchor="ctr"><a:spAutoFit/></a:bodyPr>'
)
"""Labels are not wrapped: PowerPoint would break "EMEA 20.5" in two."""

_SHOWN: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


class Labelled(Protocol):
    """A point with a value, and its label if it has one."""

    @property
    def value(self) -> float:
        """The value that a number format prints."""

    @property
    def label(self) -> Label | None:
        """The label."""


def labels_xml(points: Sequence[Labelled | None], ink: Ink, *, placed: bool = True) -> str:
    """Return the labels of a series' points; those without one are told to show none.

    Where they are not `placed` they name no position: a doughnut's have none.
    """
    found = [(index, point.value, point.label) for index, point in enumerate(points) if point is not None]
    marked = [(index, value, label) for index, value, label in found if label is not None]
    if not marked:
        return ""
    form = number_format((value, label.text) for _, value, label in marked)
    common = Counter(_look(label) for _, _, label in marked).most_common(1)[0][0]
    texts = {index: _label(index, label, common, form, ink, placed) for index, _, label in marked}
    bare = {
        index: f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
        for index, _, label in found
        if label is None
    }
    own = "".join(text for _, text in sorted((texts | bare).items()))
    return f"<c:dLbls>{own}{_shown(common, form, ink, placed)}</c:dLbls>"


def _look(label: Label) -> Label:
    return Label("", label.position, label.font)


def _label(index: int, label: Label, common: Label, form: str | None, ink: Ink, placed: bool) -> str:
    if form is not None and _look(label) == common:
        return ""
    words = drawing.rich(label.text, label.font, ink, body=_BODY) if form is None else ""
    return f'<c:dLbl><c:idx val="{index}"/>{words}{_shown(label, form, ink, placed)}</c:dLbl>'


def _shown(label: Label, form: str | None, ink: Ink, placed: bool) -> str:
    place = f'<c:dLblPos val="{label.position}"/>' if placed else ""
    return _format(form) + _text(label, ink) + place + _SHOWN


def _format(form: str | None) -> str:
    return f'<c:numFmt formatCode="{drawing.clean(form)}" sourceLinked="0"/>' if form is not None else ""


def _text(label: Label, ink: Ink) -> str:
    return "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>" + drawing.text_properties(label.font, ink, body=_BODY)
