"""A small designed template, damaged at random by a seed: what a bad disk, program or hand does to one."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.unit.deck.designed_template import add_chart, add_group, add_place, add_runs, add_table, new_file, picture

from valuestory.deck.file.package import pack, read_parts

Parts = dict[str, bytes]
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)="([^"]*)"')
_ELEMENT: Final = re.compile(rb"<([\w:]+)(?: [^<>]*)?/>|<([\w:]+)(?: [^<>]*)?>[^<>]*</\2>")
_RELATION: Final = re.compile(rb"<Relationship [^>]*/>")
_OVERRIDE: Final = re.compile(rb'<Override [^>]*ContentType="([^"]*)"[^>]*/>')
_JUNK: Final = (b"", b"0", b"-1", b"abc", b"1e9", b"99999999999999999999", b"rId99", b"1.5", b"NaN", b"50%", b"/etc")


def small_template(path: Path, *, plain: bool = False) -> Parts:
    """Return the parts of a template of three layouts with two designed slides: text, table, group, chart, picture.

    A `plain` one is filled from values alone; without it, a story's answers and figures take the slides' places.
    """
    deck: Any = new_file()
    for layout in [each for at, each in enumerate(deck.slide_layouts) if at not in (0, 1, 5)]:
        deck.slide_layouts.remove(layout)
    first = _slide(deck, "{{ answers_accepted | count }} answers", "" if plain else "vs:slide id=answers")
    add_chart(first, name="vs:chart", series=("Answers",))
    add_runs(first, "of {{ answers_rea", "ched | count }}", name="line")
    add_group(first, "{{ cost_share }} of cost", name="group")
    second = _slide(deck, "x", "" if plain else "vs:slide id=figures")
    add_table(second, [["a", "b", "c", "d", "e"], ["1", "2", "3", "4", "5"]], name="vs:figures")
    second.shapes.add_picture(io.BytesIO(picture()), 0, 0)
    add_place(second, name="vs:cost")
    deck.save(str(path))
    return read_parts(path)


def _slide(deck: Any, title: str, notes: str) -> Any:
    layouts = deck.slide_layouts
    slide = deck.slides.add_slide(layouts[len(layouts) - 1])
    slide.shapes.title.text_frame.text = title
    slide.notes_slide.notes_text_frame.text = f"{notes}\nSay {{{{ cost_share }}}}."
    return slide


def damaged(parts: Parts, seed: int) -> tuple[str, bytes]:
    """Return what was done, and the file that it leaves."""
    chance = random.Random(seed)
    name, damage = chance.choice(sorted(DAMAGES.items()))
    left = dict(parts)
    done = damage(left, chance)
    data = pack(left.items())
    if name == "bytes":
        data = _overwritten(data, chance)
    return f"{seed}: {name} {done}", data


def _xml(parts: Parts, chance: random.Random, pattern: re.Pattern[bytes] | None = None) -> str:
    names = [each for each in parts if each.endswith((".xml", ".rels"))]
    return chance.choice([each for each in names if pattern is None or pattern.search(parts[each])])


def _cut(parts: Parts, chance: random.Random) -> str:
    name = _xml(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]))]
    return name


def _gone(parts: Parts, chance: random.Random) -> str:
    name = chance.choice(list(parts))
    del parts[name]
    return name


def _empty(parts: Parts, chance: random.Random) -> str:
    name = chance.choice(list(parts))
    parts[name] = chance.choice((b"", b"<a/>", b"\x00" * 40, b"<?xml version='1.0'?><p:x xmlns:p='urn:x'/>"))
    return name


def _swapped(parts: Parts, chance: random.Random) -> str:
    one, other = chance.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return f"{one} and {other}"


def _unrelated(parts: Parts, chance: random.Random) -> str:
    name = _xml(parts, chance, _RELATION)
    relation = chance.choice(_RELATION.findall(parts[name]))
    parts[name] = parts[name].replace(relation, b"", 1)
    return f"{name} {relation!r}"


def _led_astray(parts: Parts, chance: random.Random) -> str:
    name = _xml(parts, chance, _RELATION)
    relation = chance.choice(_RELATION.findall(parts[name]))
    target = chance.choice([f"/{each}".encode() for each in parts] + [b"../nowhere.xml", b"", b"http://127.0.0.1:9/x"])
    parts[name] = parts[name].replace(relation, re.sub(rb'Target="[^"]*"', b'Target="%s"' % target, relation), 1)
    return f"{name} {relation!r} to {target!r}"


def _typed(parts: Parts, chance: random.Random) -> str:
    types = parts["[Content_Types].xml"]
    found = list(_OVERRIDE.finditer(types))
    one, other = chance.choice(found), chance.choice(found)
    kind = chance.choice((other[1], b"text/plain", b""))
    parts["[Content_Types].xml"] = types.replace(one[0], one[0].replace(one[1], kind) if kind != b"" else b"", 1)
    return f"{one[0]!r} as {kind!r}"


def _valued(parts: Parts, chance: random.Random) -> str:
    name = _xml(parts, chance, _ATTRIBUTE)
    found = chance.choice(list(_ATTRIBUTE.finditer(parts[name])))
    value = chance.choice(_JUNK)
    parts[name] = parts[name][: found.start(2)] + value + parts[name][found.end(2) :]
    return f"{name} {found[0]!r} to {value!r}"


def _repeated(parts: Parts, chance: random.Random, pattern: re.Pattern[bytes], times: int) -> str:
    """Let what a pattern finds, at one place of a part, stand there so many times."""
    name = _xml(parts, chance, pattern)
    found = chance.choice(list(pattern.finditer(parts[name])))
    parts[name] = parts[name][: found.start()] + times * found[0] + parts[name][found.end() :]
    return f"{name} has {times} times {found[0][:80]!r}"


def _nothing(parts: Parts, chance: random.Random) -> str:
    return ""


def _overwritten(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.randrange(1, 40)) + data[at + chance.randrange(0, 40) :]


DAMAGES: Final[dict[str, Callable[[Parts, random.Random], str]]] = {
    "cut": _cut,
    "gone": _gone,
    "empty": _empty,
    "swapped": _swapped,
    "unrelated": _unrelated,
    "led astray": _led_astray,
    "typed": _typed,
    "valued": _valued,
    "without": partial(_repeated, pattern=_ELEMENT, times=0),
    "twice": partial(_repeated, pattern=_ELEMENT, times=2),
    "unnamed": partial(_repeated, pattern=_ATTRIBUTE, times=0),
    "bytes": _nothing,
}
