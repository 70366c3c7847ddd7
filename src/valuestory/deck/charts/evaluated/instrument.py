"""Make a compiled Vega chart say the exact values behind every mark, scale, tick and legend entry.

Vega's scenegraph keeps no data. It does keep a mark's `description`, and lets it be an array; so each mark is asked
to describe itself by the values of its channels. The picture does not change. Dates travel as ISO text in wall time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from valuestory.deck.charts.evaluated.spared import joined_axes, text_of_labels, text_of_title

Json = Mapping[str, Any]

PROBE: Final = "vs_probe"
CHANNELS: Final = (
    *("x", "x2", "xc", "y", "y2", "yc", "xOffset", "yOffset"),
    *("fill", "stroke", "strokeDash", "shape", "opacity", "size", "startAngle", "endAngle"),
)
ASKED: Final = (*CHANNELS, "raw", "date_text", "fact")
"""What each description holds, in order; `raw` is the value before stacking, `date_text` what the axis prints."""

_ISO: Final = "%Y-%m-%dT%H:%M:%S.%L"
_DISCRETE: Final = ("band", "point", "ordinal")
_CALL = re.compile(r'^scale\("(?P<scale>[^"]+)", (?P<value>.+)\)$', re.DOTALL)
_LOW_END = re.compile(r"scale\('(\w+)', (?P<value>domain\('\1'\)\[0\])\)")
_TOKEN = re.compile(r"\\(.)|\[['\"]?([^\]'\"]+)['\"]?\]|(\.)|(.)", re.DOTALL)


@dataclass(frozen=True)
class Plan:
    """What is known of a mark before it is evaluated.

    `scales` maps channels to scale names, `fields` channels to the data's fields; `stack` is the offset of the stack
    transform beneath (`zero`, `normalize`, `center`) or empty; `encode` is the mark's own definition.
    """

    name: str
    kind: str
    scales: Mapping[str, str]
    fields: Mapping[str, str]
    stack: str = ""
    encode: Json = field(default_factory=dict)


def instrument(vega: Json) -> tuple[dict[str, Any], dict[str, Plan]]:
    """Return the chart with its marks, scales, axes and legends asked, and the plan of each mark by name."""
    plans: dict[str, Plan] = {}
    numbers = {id(axis): index for index, axis in enumerate(axes_of(vega))}
    types = _types({}, vega)
    marks = [_asked(mark, vega, plans, numbers, types) for mark in vega.get("marks", [])]
    axes = _asked_axes(vega, numbers)
    legends = [
        _asked_guide(legend, index, ("symbols", "labels", "title")) for index, legend in _numbered(vega, "legends")
    ]
    asked = dict(vega) | {"marks": [*marks, _probe(vega)], "axes": axes, "legends": legends}
    return asked, plans


def axes_of(group: Json) -> list[Json]:
    """Return the axes of a chart or a group, then those of the groups in it: marks of axes are numbered so."""
    inside = [axis for mark in group.get("marks", []) if mark["type"] == "group" for axis in axes_of(mark)]
    return [*group.get("axes", []), *inside]


def _asked_axes(group: Json, numbers: Mapping[int, int]) -> list[dict[str, Any]]:
    parts = ("grid", "ticks", "domain", "labels", "title")
    joined = joined_axes(group.get("axes", []))
    return [_spared(_asked_guide(axis, numbers[id(old)], parts), axis, group, numbers[id(old)]) for old, axis in joined]


def _spared(asked: dict[str, Any], axis: Json, group: Json, index: int) -> dict[str, Any]:
    """Return an axis whose texts are left out where their width changes nothing: they are described."""
    if group.get("type") == "group":  # a panel's sides have names of their own
        return asked
    encode = dict(asked["encode"])
    for part, texts in (("labels", text_of_labels(axis, group)), ("title", text_of_title(axis, group))):
        if texts is not None:
            printed, drawn = texts
            told = {"description": _answer(index, printed), "text": {"signal": drawn}}
            encode[part] = dict(encode[part]) | {"update": dict(encode[part]["update"]) | told}
    return asked | {"encode": encode}


def _numbered(vega: Json, key: str) -> Iterator[tuple[int, Json]]:
    return enumerate(vega.get(key, []))


def _types(around: Mapping[str, str], group: Json) -> dict[str, str]:
    """Return the types of the scales that marks in a group know: its own beside those around it."""
    return {**around, **{scale["name"]: scale.get("type", "linear") for scale in group.get("scales", [])}}


def _asked(
    mark: Json, vega: Json, plans: dict[str, Plan], numbers: Mapping[int, int], types: Mapping[str, str]
) -> dict[str, Any]:
    if mark["type"] == "group":
        inner = _types(types, mark)
        marks = [_asked(each, vega, plans, numbers, inner) for each in mark.get("marks", [])]
        marks += [_probe(mark)] if mark.get("scales") else []
        return dict(mark) | {"marks": marks, "axes": _asked_axes(mark, numbers)}
    encode = mark.get("encode", {}).get("update", {})
    plan = _plan(mark, encode, vega)
    plans[plan.name] = plan
    described = dict(encode) | {"description": {"signal": f"[{','.join(_questions(plan, vega, types))}]"}}
    return dict(mark) | {"encode": dict(mark.get("encode", {})) | {"update": described}}


def _plan(mark: Json, encode: Json, vega: Json) -> Plan:
    channels = {channel: found for channel in CHANNELS if (found := _definition(encode, channel)) is not None}
    scales = {channel: str(each["scale"]) for channel, each in channels.items() if "scale" in each}
    fields = {channel: str(each["field"]) for channel, each in channels.items() if isinstance(each.get("field"), str)}
    stack = _stack(mark, set(fields.values()), vega)
    if stack:
        fields["raw"] = stack["field"]
    return Plan(mark["name"], mark["type"], scales, fields, stack.get("offset") or "zero" if stack else "", encode)


def _definition(encode: Json, channel: str) -> Json | None:
    """Return what sets a channel; of a condition the branch with a scale."""
    if channel in ("xOffset", "yOffset"):
        base = next((encode[each] for each in (channel[0], channel[0] + "c") if each in encode), None)
        return base.get("offset") if isinstance(base, dict) and isinstance(base.get("offset"), dict) else None
    found = encode.get(channel)
    if isinstance(found, list):
        return next((each for each in found if "scale" in each), found[-1] if found else None)
    return _scaled(found) if isinstance(found, dict) else found


def _scaled(definition: Json) -> Json:
    """Return a signal that calls a scale, as the middle of a bin has, as that scale of what it is called with."""
    call = _CALL.match(definition["signal"]) if isinstance(definition.get("signal"), str) else None
    return {"scale": call["scale"], "signal": call["value"]} if call and "scale(" not in call["value"] else definition


def _stack(mark: Json, fields: set[str], vega: Json) -> Json:
    data = {each["name"]: each for group in groups_of(vega) for each in group.get("data", [])}
    for name in _sources(mark, vega):
        while name in data:
            for transform in data[name].get("transform", []):
                if transform["type"] == "stack" and fields & set(transform.get("as", ())) and "field" in transform:
                    return transform  # type: ignore[no-any-return]
            name = data[name].get("source", "")
    return {}


def groups_of(group: Json) -> Iterator[Json]:
    """Yield a chart or a group, and the groups in it."""
    yield group
    for mark in group.get("marks", []):
        if mark["type"] == "group":
            yield from groups_of(mark)


def _sources(mark: Json, vega: Json) -> list[str]:
    """Return the data a mark is drawn from; a path's data is named on the group around it."""
    facets = [group.get("from", {}).get("facet", {}) for group in groups_of(vega)]
    name = mark.get("from", {}).get("data", "")
    return [each["data"] for each in facets if each.get("name") == name] or [name]


def _questions(plan: Plan, vega: Json, types: Mapping[str, str]) -> list[str]:
    asked = [_question(plan.encode, channel, types) for channel in CHANNELS]
    raw = accessor(plan.fields["raw"]) if plan.stack else "null"
    return [*asked, raw, _date_text(plan, vega, types), 'datum["fact"]']


def _date_text(plan: Plan, vega: Json, types: Mapping[str, str]) -> str:
    """Return the expression for what the axis of dates prints for a mark, where the axis has one format."""
    definition = _definition(plan.encode, "x") or {}
    if plan.kind == "rect" and isinstance(plan.fields.get("x2"), str):  # a bin is called by its beginning
        definition = _definition(plan.encode, "x2") or {}
    if types.get(str(definition.get("scale"))) not in ("time", "utc") or "field" not in definition:
        return "null"
    axes = [axis for axis in axes_of(vega) if axis["scale"] == definition["scale"] and "format" in axis]
    form = axes[0]["format"] if axes else None
    pattern = form["signal"] if isinstance(form, dict) and "signal" in form else json.dumps(form)
    value = accessor(definition["field"])
    usable = isinstance(form, str) or (isinstance(form, dict) and "signal" in form)
    return f"(isValid({value}) ? timeFormat({value}, {pattern}) : null)" if usable else "null"


def _question(encode: Json, channel: str, types: Mapping[str, str]) -> str:
    found = encode.get(channel)
    if isinstance(found, list) and channel in ("x", "x2", "y", "y2"):
        return _chosen(found, types)
    definition = _definition(encode, channel)
    return _value(definition, types) if definition else "null"


def _chosen(rules: list[Json], types: Mapping[str, str]) -> str:
    answer = "null"
    for rule in reversed(rules):
        answer = f"({rule['test']}) ? {_value(rule, types)} : {answer}" if "test" in rule else _value(rule, types)
    return f"({answer})"


def _value(definition: Json, types: Mapping[str, str]) -> str:
    if "scale" not in definition:
        # What stands on the low end of a logarithmic axis says so by its place.
        end = _LOW_END.fullmatch(str(definition.get("signal", "")))
        return end["value"] if end else "null"
    if isinstance(definition.get("field"), str):
        value = accessor(definition["field"])
    elif "signal" in definition:
        value = f"({definition['signal']})"
    else:
        value = json.dumps(definition.get("value"))
    if types.get(str(definition["scale"])) in ("time", "utc"):
        return f"(isValid({value}) ? timeFormat({value}, '{_ISO}') : null)"
    return _dated(value)


def _dated(value: str) -> str:
    return f"(isDate({value}) ? timeFormat({value}, '{_ISO}') : {value})"


def accessor(path: str) -> str:
    r"""Return the expression that reads a field, whose path may hold escaped dots and brackets.

    Examples
    --------
    >>> accessor(r"a\.b")
    'datum["a.b"]'
    >>> accessor("a.b")
    'datum["a"]["b"]'
    """
    parts = [""]
    for escaped, inside, dot, plain in _TOKEN.findall(path):
        if inside:
            parts.append(inside)
        elif dot:
            parts.append("")
        else:
            parts[-1] += escaped or plain
    return "datum" + "".join(f"[{json.dumps(part)}]" for part in parts if part)


def _asked_guide(guide: Json, index: int, parts: tuple[str, ...]) -> dict[str, Any]:
    """Ask an axis or a legend which of its kind it is, and for the exact value of each tick or entry."""
    answer = _answer(index)
    encode = dict(guide.get("encode", {}))
    for part in parts:
        old = encode.get(part, {})
        encode[part] = dict(old) | {"update": dict(old.get("update", {})) | {"description": answer}}
    return dict(guide) | {"encode": encode}


def _answer(index: int, *texts: str) -> dict[str, str]:
    return {"signal": f"[{','.join([str(index), _dated('datum.value'), *texts])}]"}


def _probe(group: Json) -> dict[str, Any]:
    """Return an invisible text whose words are the domain, range and band width of every scale of a group."""
    asked = ",".join(_scale_question(scale) for scale in group.get("scales", []))
    hidden = {"opacity": {"value": 0}, "fontSize": {"value": 0}}
    update = {"description": {"signal": f"[{asked}]"}, "text": {"value": ""}} | hidden
    return {"type": "text", "name": PROBE, "interactive": False, "encode": {"update": update}}


def _scale_question(scale: Json) -> str:
    name = json.dumps(scale["name"])
    if scale.get("type") in _DISCRETE:
        # Dates do not survive in an array; joined, they arrive as text.
        domain = f"domain({name}), join(domain({name}), '\\u0001')"
    elif scale.get("type") in ("time", "utc"):
        ends = ",".join(f"timeFormat(domain({name})[{end}], '{_ISO}')" for end in (0, 1))
        domain = f"[{ends}], ''"
    else:
        domain = f"domain({name}), ''"
    width = f"bandwidth({name})" if scale.get("type") in ("band", "point") else "0"
    return f"[{name}, {domain}, range({name}), {width}]"
