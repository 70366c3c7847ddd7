"""The strict form of Open XML read as the transitional one, which every library knows.

PowerPoint saves it as *Strict Open XML Presentation*. ECMA-376 has both, strict in part 1 and transitional in part 4.
For slides they differ in the names of namespaces and relationships, and in shares, which strict writes as ``75%``.
"""

from __future__ import annotations

import re
from typing import Final

_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_NAME: Final = re.escape(_STRICT) + rb"(\w+)/(\w+)((?:/\w+)?)"
_HYPHENED: Final = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_CONFORMANCE: Final = rb"\sconformance=[\"']strict[\"']"
_WHOLE: Final = (
    rb"(:(?:bubbleScale|depthPercent|gapDepth|gapWidth|hPercent|holeSize|lblOffset|overlap|secondPieSize|thickness)"
    rb"\s+val=[\"']-?\d+)%"
)
"""Shares of charts, which transitional writes as whole percent."""
_SHARE: Final = (
    rb"(\s(?:val|pos|l|t|r|b|g|d|sp|sx|sy|amt|thresh|bright|contrast|sat|lum|baseline|fontScale|lnSpcReduction"
    rb"|stA|stPos|endA|endPos|serverZoom)=[\"'])(-?\d+(?:\.\d+)?)%(?=[\"'])"
)
"""All others, which it writes in thousandths of a percent."""


def transitional(data: bytes) -> bytes:
    """Return a part in the transitional form; what is not strict as it is."""
    if _STRICT not in data:
        return data
    named = re.sub(_CONFORMANCE, b"", re.sub(_NAME, _renamed, data))  # compiled here: few files are strict
    return re.sub(_SHARE, _in_thousandths, re.sub(_WHOLE, rb"\1", named))


def _renamed(found: re.Match[bytes]) -> bytes:
    family, name, relation = found[1], found[2], found[3].removeprefix(b"/")
    parts = [family, b"2006", _HYPHENED.get(name, name)]
    if relation:
        parts.append(_HYPHENED.get(relation, relation))
    return b"http://schemas.openxmlformats.org/" + b"/".join(parts)


def _in_thousandths(found: re.Match[bytes]) -> bytes:
    return found[1] + str(round(float(found[2]) * 1000)).encode()
