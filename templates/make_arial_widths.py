"""Make `arial_widths.json`: advance widths of Arial's metric twin, Liberation Sans, in thousandths of an em.

    python templates/make_arial_widths.py REGULAR.ttf BOLD.ttf src/valuestory/slides/typography/arial_widths.json

The deck is measured with these, so that a title breaks on every machine where it breaks in PowerPoint. Width to the
characters that have it; only the scripts that company names and number words need, and all of those that the font
draws.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import ImageFont

RANGES = (
    (0x20, 0x7F),
    (0xA0, 0x250),
    (0x2C6, 0x2DE),
    (0x370, 0x400),
    (0x400, 0x530),
    (0x1E00, 0x1F00),
    (0x2000, 0x2070),
    (0x2070, 0x20D0),
    (0x2100, 0x2270),
    (0x25A0, 0x2600),
)


def widths(font_file: str) -> dict[str, str]:
    """Return characters by advance width; those the font lacks are left out."""
    font = ImageFont.truetype(font_file, 2000)
    missing = font.getmask("\uffff").getbbox()
    table: dict[str, str] = {}
    for first, end in RANGES:
        for code in range(first, end):
            character = chr(code)
            if not character.isprintable() and character not in " \u00a0\u2009\u202f":
                continue
            if not character.isspace() and font.getmask(character).getbbox() == missing:
                continue
            width = str(round(font.getlength(character) / 2))
            table[width] = table.get(width, "") + character
    return dict(sorted(table.items(), key=lambda item: int(item[0])))


def main(regular: str, bold: str, out: str) -> None:
    """Write the table."""
    table = {"regular": widths(regular), "bold": widths(bold)}
    Path(out).write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
