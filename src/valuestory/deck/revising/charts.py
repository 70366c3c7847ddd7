"""A chart in a finished deck gets another chart's data and keeps its own looks.

Categories, values, error bars, the workbook and the labels that say a value are taken over; types, colours, titles,
positions and whatever else somebody may have changed stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from valuestory.deck.reading.words import paragraph_text
from valuestory.deck.revising.paragraphs import replacements, rewrite

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DATA: Final = ("cat", "val", "xVal", "yVal", "bubbleSize")
_ORDER: Final = (
    *("idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "explosion", "marker", "dPt", "dLbls"),
    *("trendline", "errBars", "cat", "val", "xVal", "yVal", "smooth", "shape", "bubbleSize", "bubble3D", "extLst"),
)
"""What a series holds, in the order that the format asks for."""


def charts_of(slide: Any) -> dict[str, Any]:
    """Return the chart parts of a slide, those in groups too, by their shapes' names; of equal names the first."""
    found: dict[str, Any] = {}
    for frame in slide.shapes._spTree.iter("{*}graphicFrame"):
        for link in frame.iter(f"{_C}chart"):
            rid = link.get(f"{_R}id", "")
            if rid in slide.part.rels and not slide.part.rels[rid].is_external:
                found.setdefault(frame.find("./*/{*}cNvPr").get("name", ""), slide.part.related_part(rid))
    return found


def take_data(part: Any, fresh: Any) -> Iterator[str]:
    """Put the data of a fresh chart into a chart; yield in words what of it could not stay as it was.

    Parameters
    ----------
    part
        The chart part to change.
    fresh
        The chart part whose data it takes, with the workbook.
    """
    root, model = part._element, fresh._element
    was = list(_values(root))
    yield from _series(root, model)
    yield from _titles(root, model)
    yield from _scales(root, model, was)
    _take_workbook(part, fresh)


def _series(root: Any, model: Any) -> Iterator[str]:
    """Give each series its fresh data: by name where names are alike, else by place; further ones are put in."""
    own, fresh = list(root.iter(f"{_C}ser")), list(model.iter(f"{_C}ser"))
    pairs = _paired(own, fresh)
    for mine, new in pairs:
        yield from _take(mine, new)
    taken = {id(new) for _, new in pairs}
    kept = {id(mine) for mine, _ in pairs}
    for each in own:
        if id(each) not in kept:
            yield f'the series "{_name(each)}" is no longer in the story\'s chart and was taken out'
            each.getparent().remove(each)
    for each in fresh:
        if id(each) not in taken:
            yield f'the series "{_name(each)}" is new'
            _put_in(root, each)


def _paired(own: Sequence[Any], fresh: Sequence[Any]) -> list[tuple[Any, Any]]:
    if len(own) == len(fresh):
        return list(zip(own, fresh, strict=True))
    left = list(fresh)
    pairs = []
    for mine in own:
        same = next((each for each in left if _name(each) == _name(mine)), None)
        if same is not None:
            left.remove(same)
            pairs.append((mine, same))
    return pairs


def _name(series: Any) -> str:
    return "".join(each.text or "" for each in series.iterfind(f"{_C}tx//{_C}v"))


def _put_in(root: Any, series: Any) -> None:
    kind = series.getparent().tag
    plot = next(iter(root.iter(kind)), None)
    if plot is None:
        plot = next(each.getparent() for each in root.iter(f"{_C}ser"))
    there = plot.findall(f"{_C}ser")
    made = deepcopy(series)
    numbers = [int(each.find(f"{_C}idx").get("val")) for each in root.iter(f"{_C}ser")]
    for name in ("idx", "order"):
        if int(made.find(f"{_C}{name}").get("val")) in numbers:
            made.find(f"{_C}{name}").set("val", str(max(numbers) + 1))
    if there:
        there[-1].addnext(made)
    else:
        plot.find(f"{_C}axId").addprevious(made)


def _take(mine: Any, new: Any) -> Iterator[str]:
    before = _categories(mine)
    for name in (*_DATA, "tx"):
        _swap(mine, new, name)
    _error_bars(mine, new)
    after = _categories(new)
    shift = len(after) - len(before) if before != after else 0
    _points(mine, new, shift)
    yield from _labels(mine, new, shift)


def _swap(mine: Any, new: Any, name: str) -> None:
    old, fresh = mine.find(f"{_C}{name}"), new.find(f"{_C}{name}")
    if fresh is None:
        return
    made = deepcopy(fresh)
    if old is not None:
        mine.replace(old, made)
        return
    after = [f"{_C}{each}" for each in _ORDER[_ORDER.index(name) + 1 :]]
    following = next((each for each in mine if each.tag in after), None)
    if following is None:
        mine.append(made)
    else:
        following.addprevious(made)


def _error_bars(mine: Any, new: Any) -> None:
    for old, fresh in zip(mine.findall(f"{_C}errBars"), new.findall(f"{_C}errBars"), strict=False):
        for name in ("plus", "minus"):
            there, value = old.find(f"{_C}{name}"), fresh.find(f"{_C}{name}")
            if there is not None and value is not None:
                old.replace(there, deepcopy(value))


def _categories(series: Any) -> list[str]:
    held = series.find(f"{_C}cat")
    return [] if held is None else [each.text or "" for each in held.iter(f"{_C}v")]


def _places(series: Any, path: str) -> dict[int, Any]:
    found = {}
    for each in series.findall(path):
        index = each.find(f"{_C}idx")
        if index is not None:
            found[int(index.get("val"))] = each
    return found


def _points(mine: Any, new: Any, shift: int) -> None:
    """Keep the looks of single points where they stand for the same: at their place, or so many further."""
    own, fresh = _places(mine, f"{_C}dPt"), _places(new, f"{_C}dPt")
    if set(own) == set(fresh):
        return
    if shift and {at + shift for at in own} == set(fresh):
        for each in own.values():
            index = each.find(f"{_C}idx")
            index.set("val", str(int(index.get("val")) + shift))
        return
    for each in own.values():
        mine.remove(each)
    following = next(each for each in mine if each.tag in {f"{_C}{name}" for name in _ORDER[_ORDER.index("dLbls") :]})
    for each in fresh.values():
        following.addprevious(deepcopy(each))


def _labels(mine: Any, new: Any, shift: int) -> Iterator[str]:
    """Move the labels of single points with the data; one that says a text says the fresh one."""
    held, model = mine.find(f"{_C}dLbls"), new.find(f"{_C}dLbls")
    if held is None or model is None:
        return
    own, fresh = _places(held, f"{_C}dLbl"), _places(model, f"{_C}dLbl")
    written = {at for at, each in fresh.items() if each.find(f"{_C}tx") is not None}
    typed = {at: each for at, each in own.items() if each.find(f"{_C}tx") is not None}
    if not set(typed) <= written and {at + shift for at in typed} <= written:
        typed = {at + shift: each for at, each in typed.items()}
    for each in own.values():
        held.remove(each)
    for at, label in sorted(fresh.items(), reverse=True):
        made = deepcopy(label)
        if at in typed and label.find(f"{_C}tx") is not None:
            made = deepcopy(typed.pop(at))
            made.find(f"{_C}idx").set("val", str(at))
            _say(made, label)
        held.insert(0, made)
    _formatted(held, model)
    for at, each in typed.items():
        if any(map(str.isdigit, _text(each))):  # it said a value: the fresh chart labels its values in its own way
            continue
        yield f'the label "{_text(each).strip()}" was put there by hand and stays at its place'
        _put_label(held, each, at)


def _formatted(held: Any, model: Any) -> None:
    """Let labels have the fresh number format where they have none: before, each said its text."""
    own, fresh = held.find(f"{_C}numFmt"), model.find(f"{_C}numFmt")
    if own is not None and fresh is not None and own.get("formatCode") == "General":
        own.set("formatCode", fresh.get("formatCode"))
        own.set("sourceLinked", "0")


def _put_label(held: Any, label: Any, at: int) -> None:
    label.find(f"{_C}idx").set("val", str(at))
    for each in held.findall(f"{_C}dLbl"):
        if int(each.find(f"{_C}idx").get("val")) == at:
            held.remove(each)
    before = [each for each in held.findall(f"{_C}dLbl") if int(each.find(f"{_C}idx").get("val")) < at]
    if before:
        before[-1].addnext(label)
    else:
        held.insert(0, label)


def _say(label: Any, fresh: Any) -> None:
    """Let a label or a title say what a fresh one says, in its own look."""
    written = label.find(f"{_C}tx")
    held = label.find(f"{_C}layout")
    before = held if held is not None and label.tag == f"{_C}dLbl" else label.find(f"{_C}idx")
    if before is not None:  # LibreOffice writes the text behind the looks, where the format does not have it
        before.addnext(written)
    own, said = list(written.iter(f"{_A}p")), list(fresh.find(f"{_C}tx").iter(f"{_A}p"))
    for paragraph, model in zip(own, said, strict=False):
        rewrite(paragraph, replacements(paragraph_text(paragraph), paragraph_text(model)))


def _text(element: Any) -> str:
    written = element.find(f"{_C}tx")
    return "" if written is None else " ".join(paragraph_text(each) for each in written.iter(f"{_A}p"))


def _titles(root: Any, model: Any) -> Iterator[str]:
    """Let titles of axes that the story wrote say what it says now; what somebody wrote is told and stays."""
    for name in ("catAx", "valAx", "dateAx"):
        for axis, fresh in zip(root.iter(f"{_C}{name}"), model.iter(f"{_C}{name}"), strict=False):
            own, said = axis.find(f"{_C}title"), fresh.find(f"{_C}title")
            if own is None or said is None or _text(own) == _text(said):
                continue
            if _masked(_text(own)) == _masked(_text(said)):
                _say(own, said)
            else:
                yield f'the axis title "{_text(own)}" was kept; the story says "{_text(said)}"'


def _masked(text: str) -> str:
    return "".join("#" if each.isdigit() else each for each in text)


def _values(root: Any) -> Iterator[float]:
    for series in root.iter(f"{_C}ser"):
        for name in ("val", "yVal"):
            for each in series.iterfind(f"{_C}{name}//{_C}pt/{_C}v"):
                yield float(each.text or 0)


def _scales(root: Any, model: Any, was: Sequence[float]) -> Iterator[str]:
    """Lengthen an axis that ends before the fresh values; any other end stays as it was set."""
    now = list(_values(root))
    for axis, fresh in zip(root.iter(f"{_C}valAx"), model.iter(f"{_C}valAx"), strict=False):
        for name in ("max", "min"):
            own, said = axis.find(f"{_C}scaling/{_C}{name}"), fresh.find(f"{_C}scaling/{_C}{name}")
            if own is None or said is None or not now:
                continue
            end, new = float(own.get("val")), float(said.get("val"))
            beyond = (
                max(now) > end >= max(was, default=end) if name == "max" else min(now) < end <= min(was, default=end)
            )
            if beyond and new != end:
                own.set("val", said.get("val"))
                yield f"its axis {'ends' if name == 'max' else 'begins'} at {new:g}, no longer at {end:g}"


def _take_workbook(part: Any, fresh: Any) -> None:
    """Put the fresh chart's workbook behind a chart, in place of its own, where it has one."""
    from pptx.opc.constants import CONTENT_TYPE as CT, RELATIONSHIP_TYPE as RT
    from pptx.opc.packuri import PackURI
    from pptx.parts.embeddedpackage import EmbeddedXlsxPart

    link = fresh._element.find(f"{_C}externalData")
    if link is None:
        return
    book = fresh.related_part(link.get(f"{_R}id")).blob
    own = part._element.find(f"{_C}externalData")
    relation = part.rels.get(own.get(f"{_R}id")) if own is not None else None
    if relation is not None and not relation.is_external and relation.target_part.content_type == CT.SML_SHEET:
        relation.target_part._blob = book
        return
    if own is not None:
        part._element.remove(own)
    if relation is not None:
        part.drop_rel(relation.rId)
    taken = {str(each.partname) for each in part.package.iter_parts()}
    number = next(
        at for at in range(1, len(taken) + 2) if f"/ppt/embeddings/Microsoft_Excel_Sheet{at}.xlsx" not in taken
    )
    name = PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    rid = part.relate_to(EmbeddedXlsxPart(name, CT.SML_SHEET, part.package, book), RT.PACKAGE)
    part._element._add_externalData().set(f"{_R}id", rid)
