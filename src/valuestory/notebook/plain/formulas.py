r"""LaTeX as text that a person reads: ``\frac{a}{b} \leq x^2`` as "a/b ≤ x²"."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

_OWN: Final = {
    "cdot": "·", "cdots": "⋯", "ldots": "…", "dots": "…", "infty": "∞", "to": "→", "quad": " ", "qquad": "  ",
    "le": "≤", "ge": "≥", "ne": "≠", "neq": "≠", "sim": "∼", "pm": "±", "mid": "|", "lVert": "‖", "rVert": "‖",
    "langle": "⟨", "rangle": "⟩", "hat": "", "left": "", "right": "", "displaystyle": "", "limits": "",
    "varepsilon": "ε", "epsilon": "ε", "phi": "φ", "varphi": "φ", "lim": "lim", "big": "", "Big": "",
}  # fmt: skip
_SPACED: Final = frozenset("≤≥≠≈∼→∈±×·∝≡⊂∪∩⇒⇔")
"""Signs that stand between two things."""
_ACCENTS: Final = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307"}
_HIGH: Final = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOW: Final = str.maketrans("0123456789+-=()aeijkmnoprtuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₘₙₒₚᵣₜᵤᵥₓ")
_GROUP: Final = r"\{([^{}]*)\}"
_FONTS: Final = re.compile(
    r"\\(?:text|textrm|textbf|textit|mathrm|mathbf|mathit|mathcal|mathbb|operatorname)\*?" + _GROUP
)
_FRACTION: Final = re.compile(r"\\[dt]?frac\s*" + _GROUP + r"\s*" + _GROUP)
_ROOT: Final = re.compile(r"\\sqrt\s*" + _GROUP)
_ACCENTED: Final = re.compile(rf"\\(?:over|wide)?({'|'.join(_ACCENTS)})(?:line)?\s*(?:{_GROUP}|(\w))")
_ENVIRONMENT: Final = re.compile(r"\\(?:begin|end)\{[^{}]*\}(?:\{[lcr|]*\})?")
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)\s?")
_SCRIPT: Final = re.compile(r"([\^_])(?:" + _GROUP + r"|(\w|[^\s\w{}]))")
_MOST_NESTED: Final = 12


def readable(latex: str) -> list[str]:
    """Return a formula as lines of text; what has no letter of its own keeps its name."""
    text = _ENVIRONMENT.sub("", latex.strip().strip("$"))
    return [line for each in text.split("\\\\") if (line := " ".join(_line(each.replace("&", " ")).split()))]


def _line(text: str) -> str:
    for _ in range(_MOST_NESTED):
        before = text
        text = _ACCENTED.sub(lambda found: (found[2] or found[3]) + _ACCENTS[found[1]], text)
        text = _FONTS.sub(r"\1", text)
        text = _SCRIPT.sub(_script, text) if "{" in text else text
        text = _FRACTION.sub(lambda found: f"{_bracketed(found[1])}/{_bracketed(found[2])}", text)
        text = _ROOT.sub(lambda found: f"√{_bracketed(found[1])}", text)
        if text == before:
            break
    text = _SCRIPT.sub(_script, _COMMAND.sub(lambda found: _symbol(found[1]), text))
    return re.sub(r"\\[,;:! ]", " ", text).replace("\\", "").replace("{", "").replace("}", "")


def _symbol(name: str) -> str:
    found = _OWN.get(name, html5.get(f"{name};"))
    if found is None:
        return f"{name} "
    return f" {found} " if found in _SPACED else f"{found} " if found in ("∑", "∏", "∫") else found


def _bracketed(text: str) -> str:
    return text if re.fullmatch(r"\\?\w+", text.strip()) else f"({text.strip()})"


def _script(found: re.Match[str]) -> str:
    inside = found[2] if found[2] is not None else found[3]
    if "\\" in inside:
        inside = _COMMAND.sub(lambda each: _symbol(each[1]), inside).strip()
    table = _HIGH if found[1] == "^" else _LOW
    if inside and all(ord(each) in table for each in inside):
        return inside.translate(table)
    return f"{found[1]}{inside}" if len(inside) == 1 else f"{found[1]}({inside})"
