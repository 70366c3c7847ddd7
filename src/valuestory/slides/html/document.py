"""A self-contained HTML document in a template's colours and fonts: no script runs, no request leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Final

from valuestory.slides.html.charts import font_stack
from valuestory.slides.html.colours import mixed, palette
from valuestory.slides.theme import Theme

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def document(title: str, body: str, theme: Theme, *, language: str = "en", sheets: Sequence[str] = ()) -> str:
    """Return a whole page.

    Parameters
    ----------
    title
        As a browser's tab shows it.
    body
        What is inside `<body>`, escaped already.
    theme
        Its colours and fonts.
    language
        As in `lang`.
    sheets
        Names of style sheets of this room beyond that of the report, in order.
    """
    room = files("valuestory.slides.html")
    styles = [room.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", *sheets)]
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>\n{_colors(theme)}\n{''.join(styles)}</style>"
    )
    return f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head>{head}</head>\n<body>{body}</body></html>\n'


def _colors(theme: Theme) -> str:
    colors = palette(theme)
    names = {
        "ground": colors.ground,
        "ink": colors.ink,
        "second": colors.second,
        "panel": colors.panel,
        "mark": colors.accent,
        "accent": colors.accent_text,
        "on-panel": colors.accent_on_panel,
        "quiet": colors.comparison,
        "bad": colors.bad,
        "rule": mixed(colors.ink, colors.ground, 0.18),
        "body": font_stack(theme.body_font),
        "heading": font_stack(theme.heading_font),
    }
    return ":root{" + "".join(f"--{name}:{value};" for name, value in names.items()) + "}"
